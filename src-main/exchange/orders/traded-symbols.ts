import type { Balance, Market } from '../../../src-shared/market.ts'
import type { Order } from '../../../src-shared/order.ts'

/** History is asked symbol by symbol: for so many at most. */
const maxHistorySymbols = 60
/** What was found out from holdings and open orders is kept this long: finding it is dear. */
const discoveryMs = 60_000

/** What tells the symbols that an account trades. */
export interface Trades {
  readonly openOrders: () => Promise<readonly Pick<Order, 'symbol'>[]>
  /** Without those of zero. */
  readonly balances: () => Promise<readonly Pick<Balance, 'asset'>[]>
  readonly markets: () => Promise<ReadonlyMap<string, Pick<Market, 'symbol' | 'base' | 'quote'>>>
}

/** The symbols of an account's history, on exchanges that tell it for one symbol at a time only. */
export class TradedSymbols {
  readonly #monotonic: () => number
  #found: { readonly symbols: readonly string[]; readonly at: number } | null = null

  constructor(monotonic: () => number) {
    this.#monotonic = monotonic
  }

  /** Those named, those of open orders and the pairs of which both sides are held, in this order: 60 at most. */
  async with(named: readonly string[], trades: Trades): Promise<readonly string[]> {
    if (this.#found === null || this.#monotonic() - this.#found.at > discoveryMs)
      this.#found = { symbols: await symbolsIn(trades), at: this.#monotonic() }
    return [...new Set([...named, ...this.#found.symbols])].slice(0, maxHistorySymbols)
  }
}

async function symbolsIn(trades: Trades): Promise<readonly string[]> {
  const [open, balances, markets] = await Promise.all([trades.openOrders(), trades.balances(), trades.markets()])
  const held = new Set(balances.map(({ asset }) => asset))
  const pairs = [...markets.values()].filter(({ base, quote }) => held.has(base) && held.has(quote))
  return [...open, ...pairs].map(({ symbol }) => symbol)
}
