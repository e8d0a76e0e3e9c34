import { createHash } from 'node:crypto'
import { Money } from '../../../src-shared/money.ts'
import { Markets, readMarkets } from '../core/markets.ts'
import type { Venue } from '../core/venue.ts'
import type { PoolLimit } from '../http/limit-pool.ts'
import type { BanStore } from '../stores/ban-store.ts'
import type { ClientIdStore } from '../stores/client-id-store.ts'
import type { NonceStore } from '../stores/nonce-store.ts'
import { callsPool, enginePool } from './limits.ts'
import { indexMarkets, type KrakenMarket, type KrakenMarkets, marketFrom } from './markets.ts'
import { KrakenClientIds } from './own/client-ids.ts'
import { DayOpenings } from './own/day-openings.ts'
import { LearnedTier } from './own/learned-tier.ts'
import { Lockout } from './own/lockout.ts'
import { assetNames } from './own/names.ts'
import { NonceSequence } from './own/nonces.ts'
import { Turns } from './own/turns.ts'
import { KrakenRawClient } from './raw-client.ts'
import { tickerSchema } from './schemas.ts'
import { type KrakenKey, KrakenRest, type RawVenue } from './transport.ts'

/** What is kept over restarts. */
export interface KrakenStores {
  readonly nonces: NonceStore
  readonly clientIds: ClientIdStore
  readonly bans: BanStore
}

/** What all Kraken accounts at one address share: markets, limits, keys, client ids, and a client for public data. */
export class KrakenVenue implements RawVenue {
  readonly venue: Venue
  readonly publicClient: KrakenRawClient
  readonly ids: KrakenClientIds
  readonly dayOpenings: DayOpenings
  readonly #nonces: NonceStore
  readonly #bans: BanStore
  readonly markets: Markets<KrakenMarket, KrakenMarkets>
  readonly #keys = new Map<string, KrakenKey>()
  /** Pools of the matching engine, with the name of their key. */
  readonly #enginePools = new Map<string, string>()

  constructor(venue: Venue, { nonces, clientIds, bans }: KrakenStores) {
    this.venue = venue
    this.publicClient = new KrakenRawClient(new KrakenRest(this, null))
    this.ids = new KrakenClientIds(clientIds)
    this.dayOpenings = new DayOpenings(venue, this.publicClient)
    this.#nonces = nonces
    this.#bans = bans
    this.markets = new Markets(venue, () => this.#load())
  }

  /** One for each API key, however many accounts of ours have it. Its name does not reveal it. */
  key(apiKey: string): KrakenKey {
    const name = createHash('sha256').update(apiKey).digest('hex').slice(0, 16)
    const known = this.#keys.get(name)
    if (known !== undefined) return known
    const nonces = new NonceSequence(this.#nonces, `kraken:${name}`, this.venue.time.now)
    const lockout = new Lockout(this.#bans, name, this.venue.time)
    const tier = new LearnedTier(this.venue.time.monotonic)
    const key: KrakenKey = { name, nonces, turns: new Turns(), lockout, tier }
    this.#keys.set(name, key)
    this.#limit(callsPool(name), tier.calls)
    return key
  }

  enginePool({ name, tier }: KrakenKey, pair: string): string {
    const pool = enginePool(name, pair)
    this.#enginePools.set(pool, name)
    this.#limit(pool, tier.engine)
    return pool
  }

  tierChanged({ name, tier }: KrakenKey): void {
    const ofKey = [...this.#enginePools].filter(([, key]) => key === name).map(([pool]) => pool)
    const engines = Object.fromEntries(ofKey.map((pool) => [pool, tier.engine]))
    this.venue.limiter.configure({ [callsPool(name)]: tier.calls, ...engines })
    const { limit, perSecond } = tier.calls
    this.venue.logger.debug({ limit, perSecond }, 'a key’s calls are counted by another tier')
  }

  /** Zero: the pair has never traded. Asked once for everybody who wants it at the same time. */
  async lastPrice(nativeId: string): Promise<Money> {
    const records = await this.venue.share(`last ${nativeId}`, () => this.publicClient.tickers([nativeId], 'order'))
    return tickerSchema.safeParse(records[nativeId]).data?.c[0] ?? Money.zero
  }

  #limit(pool: string, limit: PoolLimit): void {
    if (!this.venue.limiter.has(pool)) this.venue.limiter.configure({ [pool]: limit })
  }

  async #load(): Promise<KrakenMarkets> {
    const [assets, pairs, mode] = await Promise.all([
      this.publicClient.assets(),
      this.publicClient.assetPairs(),
      // Pairs tell their own status too, so the whole exchange's can be done without.
      this.publicClient.systemStatus().catch(() => 'online'),
    ])
    const names = assetNames(assets)
    return readMarkets(
      this.venue.logger,
      Object.entries(pairs),
      ([id, raw]) => marketFrom(id, raw, names, mode),
      (list) => indexMarkets(list, names),
      'debug',
    )
  }
}

/** One look at the server's clock, which tells whole seconds: the middle of the second is at most half of one off. */
export async function fetchServerTime(venue: Venue, onSend: () => void): Promise<number> {
  const rest = new KrakenRest({ venue, enginePool: () => '', tierChanged: () => undefined }, null)
  return (await new KrakenRawClient(rest).time(onSend)) * 1_000 + 500
}
