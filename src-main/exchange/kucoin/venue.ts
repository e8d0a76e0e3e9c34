import { mapInTurns } from '../core/in-turns.ts'
import { MarketCache } from '../core/market-cache.ts'
import { warnOfLeftOut } from '../core/market-table.ts'
import type { Venue } from '../core/venue.ts'
import type { PoolKind } from './endpoints.ts'
import { initialPools, poolName } from './limits.ts'
import { indexMarkets, type KuCoinMarkets, marketFrom } from './markets.ts'
import { KuCoinPublicClient } from './public-client.ts'
import type { RestVenue } from './transport.ts'

/** What all KuCoin accounts at one address share: markets, a client for public data, and the limiter with each account's pools in it. */
export class KuCoinVenue implements RestVenue {
  readonly venue: Venue
  readonly publicClient: KuCoinPublicClient
  readonly #markets: MarketCache<KuCoinMarkets>
  /** Sizes of the pools that the limiter knows. */
  readonly #sizes = new Map<string, number>()

  constructor(venue: Venue) {
    this.venue = venue
    this.publicClient = new KuCoinPublicClient(this)
    this.#markets = new MarketCache({ load: () => this.#load(), monotonic: venue.time.monotonic })
  }

  markets(options: { readonly refresh?: boolean } = {}): Promise<KuCoinMarkets> {
    return this.#markets.get(options)
  }

  /** The exchange said something that contradicts the markets we hold. */
  forgetMarkets(): void {
    this.#markets.invalidate()
  }

  pool(kind: PoolKind, accountId: string | null): string {
    const name = poolName(kind, accountId)
    if (!this.#sizes.has(name)) {
      const limit = initialPools[kind]
      this.#sizes.set(name, limit.limit)
      this.venue.limiter.configure({ [name]: limit })
    }
    return name
  }

  resize(pool: string, limit: number): void {
    if (this.#sizes.get(pool) === limit) return
    const kind = Object.keys(initialPools).find((each) => pool.startsWith(each)) as PoolKind | undefined
    if (kind === undefined) return
    this.#sizes.set(pool, limit)
    this.venue.limiter.configure({ [pool]: { ...initialPools[kind], limit } })
  }

  async #load(): Promise<KuCoinMarkets> {
    // Measured along with the markets, the clock keeps no first order waiting, nor one that finds the public pool used up.
    void this.venue.clock.ensure().catch(() => undefined)
    const symbols = await this.publicClient.symbols()
    const now = this.venue.clock.serverNow()
    const markets = (await mapInTurns(symbols, (raw) => marketFrom(raw, now))).filter((each) => each !== null)
    const skipped = symbols.length - markets.length
    if (skipped > 0) this.venue.logger.warn({ skipped }, 'symbols that could not be read were left out')
    const table = indexMarkets(markets)
    warnOfLeftOut(this.venue.logger, table.leftOut)
    return table
  }
}

/** One look at the server's clock. Source: GET /api/v1/timestamp. */
export function fetchServerTime(venue: Venue, onSend: () => void): Promise<number> {
  const pools = { venue, pool: () => 'public', resize: () => undefined }
  return new KuCoinPublicClient(pools).timestamp(onSend)
}
