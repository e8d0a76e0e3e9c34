import type { Market, Ticker } from '../../../src-shared/market.ts'
import type { Money } from '../../../src-shared/money.ts'
import { pairsWanted } from '../../../src-shared/portfolio/conversion.ts'
import type { PricedMarkets } from '../../../src-shared/portfolio/valuation.ts'
import type { Clock } from '../../infra/clock.ts'

/** What is asked of an account's own exchange to value what is in it. */
export interface PriceClient {
  getMarkets(): Promise<ReadonlyMap<string, Market>>
  fetchTickers(symbols: readonly string[] | null): Promise<ReadonlyMap<string, Ticker>>
}

/** Prices that are this young are not asked for again: several questions of one look cost one. */
const freshMs = 5_000

interface Known {
  readonly pairs: ReadonlySet<string>
  readonly at: number
  readonly told: Promise<PricedMarkets>
}

interface Options {
  readonly clock: Pick<Clock, 'now'>
  /** Names where an account trades: accounts at one place share its prices. */
  readonly placeOf: (accountId: string) => string
}

/** Last prices where accounts trade, one question for all pairs that their values need. */
export class AccountPrices {
  readonly #options: Options
  /** By place. */
  readonly #known = new Map<string, Known>()

  constructor(options: Options) {
    this.#options = options
  }

  /** @throws what the client throws */
  async of(
    accountId: string,
    client: PriceClient,
    assets: readonly string[],
    currency: string,
  ): Promise<PricedMarkets> {
    const { clock, placeOf } = this.#options
    const place = placeOf(accountId)
    const markets = await client.getMarkets()
    const pairs = pairsWanted((symbol) => markets.has(symbol), assets, currency)
    const known = this.#known.get(place)
    const isFresh = known !== undefined && Math.abs(clock.now() - known.at) < freshMs
    if (isFresh && pairs.every((symbol) => known.pairs.has(symbol))) return known.told
    // With those that other accounts there have asked for, who will ask again.
    const all = new Set([...pairs, ...(known?.pairs ?? [])].filter((symbol) => markets.has(symbol)))
    const told = ask(client, markets, [...all])
    this.#known.set(place, { pairs: all, at: clock.now(), told })
    // The next one asks anew.
    told.catch(() => {
      if (this.#known.get(place)?.told === told) this.#known.delete(place)
    })
    return told
  }
}

async function ask(
  client: PriceClient,
  markets: ReadonlyMap<string, Market>,
  pairs: readonly string[],
): Promise<PricedMarkets> {
  const prices = new Map<string, Money>()
  if (pairs.length === 0) return { markets, prices }
  const tickers = await client.fetchTickers(pairs)
  for (const [symbol, { last }] of tickers) if (last?.isPositive() === true) prices.set(symbol, last)
  return { markets, prices }
}
