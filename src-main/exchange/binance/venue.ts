import { mapInTurns } from '../core/in-turns.ts'
import { MarketCache } from '../core/market-cache.ts'
import { warnOfLeftOut } from '../core/market-table.ts'
import type { Venue } from '../core/venue.ts'
import { initialVenueLimits, orderPool, type VenueLimits, venueLimits } from './limits.ts'
import { type BinanceMarkets, indexMarkets, marketFrom } from './markets.ts'
import { BinanceRawClient } from './raw-client.ts'

/** What all Binance accounts at one address share: markets, limits, and a client for public data. */
export class BinanceVenue {
  readonly venue: Venue
  readonly publicClient: BinanceRawClient
  readonly #markets: MarketCache<BinanceMarkets>
  readonly #accounts = new Set<string>()
  #limits: VenueLimits = initialVenueLimits

  constructor(venue: Venue) {
    this.venue = venue
    this.publicClient = new BinanceRawClient(this, null)
    this.#markets = new MarketCache({
      load: () => this.#load(),
      monotonic: venue.time.monotonic,
    })
  }

  markets(options: { readonly refresh?: boolean } = {}): Promise<BinanceMarkets> {
    return this.#markets.get(options)
  }

  /** The exchange said something that contradicts the markets we hold. */
  forgetMarkets(): void {
    this.#markets.invalidate()
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
    const read = await mapInTurns(info.symbols, marketFrom)
    const markets = read.filter((market) => market !== null)
    const skipped = info.symbols.length - markets.length
    if (skipped > 0) this.venue.logger.warn({ skipped }, 'symbols that could not be read were left out')
    const table = indexMarkets(markets)
    warnOfLeftOut(this.venue.logger, table.leftOut)
    return table
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
  return new BinanceRawClient({ venue, orderPools: () => [] }, null).serverTime(onSend)
}
