import { Markets, marketTable, readMarkets } from '../core/markets.ts'
import type { Venue } from '../core/venue.ts'
import type { PoolKind } from './endpoints.ts'
import { initialPools, poolName } from './limits.ts'
import { type KuCoinMarket, type KuCoinMarkets, marketFrom } from './markets.ts'
import { KuCoinPublicClient } from './public-client.ts'
import { KuCoinRest, type RestVenue } from './transport.ts'

/**
 * What all KuCoin accounts at one address share: markets, a client for public data, and the limiter with each account's
 * pools in it.
 */
export class KuCoinVenue implements RestVenue {
  readonly venue: Venue
  readonly publicClient: KuCoinPublicClient
  readonly markets: Markets<KuCoinMarket>
  /** Sizes of the pools that the limiter knows. */
  readonly #sizes = new Map<string, number>()

  constructor(venue: Venue) {
    this.venue = venue
    this.publicClient = new KuCoinPublicClient(new KuCoinRest(this, null))
    this.markets = new Markets(venue, () => this.#load())
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
    // Measured along with the markets, the clock keeps no first order waiting, nor one that finds the public pool used
    // up.
    void this.venue.clock.ensure().catch(() => undefined)
    const symbols = await this.publicClient.symbols()
    const now = this.venue.clock.serverNow()
    return readMarkets(this.venue.logger, symbols, (raw) => marketFrom(raw, now), marketTable)
  }
}

/** One look at the server's clock. Source: GET /api/v1/timestamp. */
export function fetchServerTime(venue: Venue, onSend: () => void): Promise<number> {
  const pools = { venue, pool: () => 'public', resize: () => undefined }
  return new KuCoinPublicClient(new KuCoinRest(pools, null)).timestamp(onSend)
}
