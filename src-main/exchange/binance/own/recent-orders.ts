import { isFinal } from '../../../../src-shared/order.ts'
import { statusOf } from '../map-orders.ts'
import type { BinanceMarket, BinanceMarkets } from '../markets.ts'
import type { BinanceRawClient } from '../raw-client.ts'
import type { AccountRecord, OrderRecord } from '../schemas.ts'
import { finishedOrders, ordersOf } from './symbol-orders.ts'

/** The database behind GET /allOrders lags: where something happened, it is asked again for so long. */
const settleMs = 60_000
/** Whatever the account shows, each symbol is read anew after so long. */
const refreshMs = 5 * 60_000

interface Kept {
  readonly records: readonly OrderRecord[]
  readonly limit: number
  readonly readAt: number
  /** Which move of the account it was read after. */
  readonly move: number
}

/** What an account showed at one moment. */
interface Glimpse {
  readonly updateTime: number | undefined
  readonly balances: ReadonlyMap<string, string>
}

/**
 * The newest orders of every symbol that an account trades. Binance tells them symbol by symbol at 20 weight each, and
 * Django asks for all of them every ten seconds: so the account is looked at first (20 weight), and only the symbols
 * are read where something can have happened.
 */
export class RecentOrders {
  readonly #raw: Pick<BinanceRawClient, 'account' | 'allOrders'>
  readonly #monotonic: () => number
  readonly #kept = new Map<string, Kept>()
  /** When it was last seen that an asset's balance had changed, or that we had sent an order on a symbol. */
  readonly #changedAt = new Map<string, number>()
  readonly #sentAt = new Map<string, number>()
  #account: Glimpse | null = null
  /** How often the account moved without a change of a balance, which tells no symbol. */
  #moves = 0

  constructor(raw: Pick<BinanceRawClient, 'account' | 'allOrders'>, monotonic: () => number) {
    this.#raw = raw
    this.#monotonic = monotonic
  }

  /** An order was sent, changed or cancelled by us on this symbol (BASE/QUOTE). */
  sentOn(symbol: string): void {
    this.#sentAt.set(symbol, this.#monotonic())
  }

  /**
   * Orders of these symbols, in any state: at least the `limit` newest finished ones of each. Source: GET /account, GET
   * /allOrders.
   */
  async of(symbols: readonly BinanceMarket[], markets: BinanceMarkets, limit: number): Promise<readonly OrderRecord[]> {
    if (symbols.length === 0) return []
    this.#compare(await this.#raw.account())
    const pages = await Promise.all(symbols.map((each) => this.#recordsOf(each, markets, limit)))
    return pages.flat()
  }

  async #recordsOf({ market }: BinanceMarket, markets: BinanceMarkets, limit: number): Promise<readonly OrderRecord[]> {
    const { nativeId } = market
    const kept = this.#kept.get(nativeId)
    if (kept !== undefined && kept.limit >= limit && !this.#mayHaveChanged(market, kept)) return kept.records
    const at = { readAt: this.#monotonic(), move: this.#moves }
    const enough = (records: readonly OrderRecord[]): boolean => finishedOrders(records, markets, limit).length >= limit
    const records = await ordersOf(this.#raw, nativeId, { since: null, until: null, limit }, enough)
    this.#kept.set(nativeId, { records, limit, ...at })
    return records
  }

  #mayHaveChanged(market: BinanceMarket['market'], { records, readAt, move }: Kept): boolean {
    const unsettled = (at: number | undefined): boolean => at !== undefined && at + settleMs >= readAt
    const { base, quote, symbol } = market
    return (
      this.#monotonic() - readAt > refreshMs ||
      move !== this.#moves ||
      unsettled(this.#changedAt.get(base)) ||
      unsettled(this.#sentAt.get(symbol)) ||
      // Purchases hold quote units: those of every symbol look alike, so it is asked where an order was open.
      (unsettled(this.#changedAt.get(quote)) && records.some(isOpen))
    )
  }

  #compare({ updateTime, balances }: AccountRecord): void {
    const now = new Map(balances.map(({ asset, free, locked }) => [asset, `${free.toString()} ${locked.toString()}`]))
    const before = this.#account
    this.#account = { updateTime, balances: now }
    if (before === null) return
    const assets = new Set([...before.balances.keys(), ...now.keys()])
    const changed = [...assets].filter((asset) => before.balances.get(asset) !== now.get(asset))
    for (const asset of changed) this.#changedAt.set(asset, this.#monotonic())
    if (changed.length === 0 && before.updateTime !== updateTime) this.#moves += 1
  }
}

const isOpen = (record: OrderRecord): boolean => !isFinal(statusOf(record))
