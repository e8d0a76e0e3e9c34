import type { BaseExchangeClient } from '../core/base-exchange-client.ts'

/** History is asked symbol by symbol: for so many at most. */
const maxHistorySymbols = 60
/** What was found out from holdings and open orders is kept this long: finding it is dear. */
const discoveryMs = 60_000

/** What tells the symbols that an account trades. */
type Account = Pick<BaseExchangeClient, 'fetchOpenOrders' | 'getBalance' | 'getMarkets'>

/** The symbols of an account's history, on exchanges that tell it for one symbol at a time only. */
export class TradedSymbols {
  readonly #monotonic: () => number
  #found: { readonly symbols: readonly string[]; readonly at: number } | null = null

  constructor(monotonic: () => number) {
    this.#monotonic = monotonic
  }

  /** Those named, those of open orders and the pairs of which both sides are held, in this order: 60 at most. */
  async with(named: readonly string[], account: Account): Promise<readonly string[]> {
    if (this.#found === null || this.#monotonic() - this.#found.at > discoveryMs)
      this.#found = { symbols: await look(account), at: this.#monotonic() }
    return [...new Set([...named, ...this.#found.symbols])].slice(0, maxHistorySymbols)
  }
}

async function look(account: Account): Promise<readonly string[]> {
  const [open, balances, markets] = await Promise.all([
    account.fetchOpenOrders(null),
    account.getBalance(),
    account.getMarkets(),
  ])
  const held = new Set(balances.map(({ asset }) => asset))
  const pairs = [...markets.values()].filter(({ base, quote }) => held.has(base) && held.has(quote))
  return [...open, ...pairs].map(({ symbol }) => symbol)
}
