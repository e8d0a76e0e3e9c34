import { Markets, marketTable, readMarkets } from '../core/markets.ts'
import type { Venue } from '../core/venue.ts'
import { initialVenueLimits, orderPool, type VenueLimits, venueLimits } from './limits.ts'
import { type BinanceMarket, type BinanceMarkets, marketFrom } from './markets.ts'
import { BinanceRawClient } from './raw-client.ts'
import { BinanceRest } from './transport.ts'

/** What all Binance accounts at one address share: markets, limits, and a client for public data. */
export class BinanceVenue {
  readonly venue: Venue
  readonly publicClient: BinanceRawClient
  readonly markets: Markets<BinanceMarket>
  readonly #accounts = new Set<string>()
  #limits: VenueLimits = initialVenueLimits

  constructor(venue: Venue) {
    this.venue = venue
    this.publicClient = new BinanceRawClient(new BinanceRest(this, null))
    this.markets = new Markets(venue, () => this.#load())
  }

  /** The pools that count one account's orders, made known to the limiter. */
  orderPools(accountId: string): readonly string[] {
    if (!this.#accounts.has(accountId)) {
      this.#accounts.add(accountId)
      this.#configure()
    }
    return this.#limits.orderCounts.map(({ suffix }) => orderPool(accountId, suffix))
  }

  async #load(): Promise<BinanceMarkets> {
    const info = await this.publicClient.exchangeInfo()
    this.#limits = venueLimits(info.rateLimits.rows)
    this.#configure()
    return readMarkets(this.venue.logger, info.symbols, marketFrom, marketTable)
  }

  #configure(): void {
    const limits = { ...this.#limits.ip }
    for (const accountId of this.#accounts) {
      for (const { suffix, limit } of this.#limits.orderCounts) limits[orderPool(accountId, suffix)] = limit
    }
    this.venue.limiter.configure(limits)
  }
}

/** One look at the server's clock. Source: GET /api/v3/time. */
export function fetchServerTime(venue: Venue, onSend: () => void): Promise<number> {
  const rest = new BinanceRest({ venue, orderPools: () => [] }, null)
  return new BinanceRawClient(rest).serverTime(onSend)
}
