import { setImmediate as nextTurn } from 'node:timers/promises'
import { isMoney } from '../../../src-shared/portfolio/conversion.ts'
import {
  type CostBasis,
  type CostMethod,
  openCostBook,
  type TradedFill,
} from '../../../src-shared/portfolio/cost-basis.ts'
import type { Clock } from '../../infra/clock.ts'
import type { FillSource, StoredFill } from '../fills/fill-source.ts'
import { type CandleClient, DayRates } from './day-rates.ts'

interface Options {
  readonly clock: Pick<Clock, 'now'>
  readonly fills: FillSource
  readonly clientFor: (accountId: string) => CandleClient
}

export interface CostAsked {
  readonly currency: string
  readonly method: CostMethod
}

/** Reckoned between two turns of the event loop: a few ms. */
const perTurn = 200
/** What today's rates say of today's fills may change. */
const freshMs = 15 * 60_000

/** What was bought, sold and paid in accounts, reckoned from the fills that are kept, and remembered until new ones come. */
export class CostBooks {
  readonly #options: Options
  readonly #rates: DayRates
  readonly #known = new Map<string, Map<string, { readonly at: number; readonly basis: Promise<CostBasis> }>>()
  readonly #stopListening: () => void

  constructor(options: Options) {
    this.#options = options
    this.#rates = new DayRates(options.clock)
    this.#stopListening = options.fills.onChange((accountId) => this.#known.delete(accountId))
  }

  /** @throws what the account's client throws, where prices of past days are needed */
  of(accountId: string, { currency, method }: CostAsked): Promise<CostBasis> {
    const now = this.#options.clock.now()
    const ofAccount = this.#known.get(accountId) ?? new Map<string, { at: number; basis: Promise<CostBasis> }>()
    this.#known.set(accountId, ofAccount)
    const key = `${currency} ${method}`
    const known = ofAccount.get(key)
    if (known !== undefined && Math.abs(now - known.at) < freshMs) return known.basis
    const basis = this.#reckon(accountId, { currency, method })
    ofAccount.set(key, { at: now, basis })
    basis.catch(() => ofAccount.delete(key))
    return basis
  }

  close(): void {
    this.#stopListening()
  }

  async #reckon(accountId: string, { currency, method }: CostAsked): Promise<CostBasis> {
    const stored = await this.#options.fills.read({ accountId, symbol: null, from: null, until: null })
    const fills = stored.flatMap(tradedFill)
    const others = assetsToValue(fills, currency)
    const rateAt =
      others.size === 0
        ? () => null
        : await this.#rates.of(accountId, this.#options.clientFor(accountId), others, currency)
    const book = openCostBook({ method, currency, isMoney, rateAt })
    for (const [index, fill] of fills.entries()) {
      if (index % perTurn === perTurn - 1) await nextTurn()
      book.add(fill)
    }
    return book.basis()
  }
}

/** What has to be told in the currency: all that was paid with, and all that fees were paid in. */
function assetsToValue(fills: readonly TradedFill[], currency: string): ReadonlySet<string> {
  const assets = new Set<string>()
  for (const { base, quote, fee } of fills) {
    assets.add(quote)
    if (fee !== null && fee.asset !== base) assets.add(fee.asset)
  }
  assets.delete(currency)
  return assets
}

/** None for a symbol that is not BASE/QUOTE. */
function tradedFill(fill: StoredFill): readonly TradedFill[] {
  const [base, quote, ...rest] = fill.symbol.split('/')
  if (base === undefined || quote === undefined || rest.length > 0) return []
  const { id, orderId, symbol, side, price, quantity, fee, time } = fill
  return [{ id, orderId, symbol, base, quote, side, price, quantity, fee, time }]
}
