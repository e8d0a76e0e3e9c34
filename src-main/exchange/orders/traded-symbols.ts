import type { Balance, Market } from '../../../src-shared/market.ts'
import type { Order } from '../../../src-shared/order.ts'

/** History is asked symbol by symbol: for so many at most. */
const maxHistorySymbols = 60
/** What was found out from holdings and open orders is kept this long: finding it is dear. */
const discoveryMs = 60_000

/** What an account shows of the symbols that it trades. */
export interface Traces {
  readonly open: readonly Pick<Order, 'symbol'>[]
  readonly balances: readonly Pick<Balance, 'asset'>[]
  readonly markets: ReadonlyMap<string, Market>
}

/** Pairs of which both sides are held. */
function heldPairs({ balances, markets }: Pick<Traces, 'balances' | 'markets'>): readonly string[] {
  const held = new Set(balances.map(({ asset }) => asset))
  return [...markets.values()]
    .filter(({ base, quote }) => held.has(base) && held.has(quote))
    .map(({ symbol }) => symbol)
}

/** The symbols of an account's history, on exchanges that tell it for one symbol at a time only. */
export class TradedSymbols {
  readonly #look: () => Promise<Traces>
  readonly #monotonic: () => number
  #found: { readonly symbols: readonly string[]; readonly at: number } | null = null

  /** @param look asks the exchange for open orders and balances. */
  constructor(look: () => Promise<Traces>, monotonic: () => number) {
    this.#look = look
    this.#monotonic = monotonic
  }

  /** Those named, those of open orders and the pairs held, in this order: {@link maxHistorySymbols} at most. */
  async with(named: readonly string[]): Promise<readonly string[]> {
    if (this.#found === null || this.#monotonic() - this.#found.at > discoveryMs) {
      const traces = await this.#look()
      const symbols = [...traces.open.map(({ symbol }) => symbol), ...heldPairs(traces)]
      this.#found = { symbols, at: this.#monotonic() }
    }
    return [...new Set([...named, ...this.#found.symbols])].slice(0, maxHistorySymbols)
  }
}
