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

/** Last prices at the exchanges of accounts, one question for all pairs that a value needs. */
export class AccountPrices {
  readonly #clock: Pick<Clock, 'now'>
  readonly #known = new Map<string, Known>()

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock
  }

  /** @throws what the client throws */
  async of(
    accountId: string,
    client: PriceClient,
    assets: readonly string[],
    currency: string,
  ): Promise<PricedMarkets> {
    const markets = await client.getMarkets()
    const pairs = pairsWanted((symbol) => markets.has(symbol), assets, currency)
    const known = this.#known.get(accountId)
    const isFresh = known !== undefined && Math.abs(this.#clock.now() - known.at) < freshMs
    if (isFresh && pairs.every((symbol) => known.pairs.has(symbol))) return known.told
    const told =
      pairs.length === 0 ? Promise.resolve({ markets, prices: new Map<string, Money>() }) : ask(client, markets, pairs)
    this.#known.set(accountId, { pairs: new Set(pairs), at: this.#clock.now(), told })
    // The next one asks anew.
    told.catch(() => this.#known.delete(accountId))
    return told
  }
}

async function ask(
  client: PriceClient,
  markets: ReadonlyMap<string, Market>,
  pairs: readonly string[],
): Promise<PricedMarkets> {
  const tickers = await client.fetchTickers(pairs)
  const prices = new Map<string, Money>()
  for (const [symbol, { last }] of tickers) if (last?.isPositive() === true) prices.set(symbol, last)
  return { markets, prices }
}
