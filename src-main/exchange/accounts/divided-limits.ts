import { createHmac } from 'node:crypto'
import type { ExchangeName } from '../../../src-shared/account.ts'
import type { FallBack, PoolGrant, PoolNeed } from '../http/limit-parts.ts'
import type { RateLimiter } from '../http/rate-limiter.ts'
import { fingerprintOfKey } from './exchange-account.ts'

/** What an exchange wants to rest for `waitMs`: a pool, or everything at one place, by the name that gateways share. */
export interface Rest {
  readonly name: string
  readonly waitMs: number
}

/** Who divides limits among gateways is told of what cannot wait. */
export interface Divider {
  /** A request waits for units that others may have. */
  short(): void
  rest(rest: Rest): void
}

/** The place of a rest that stops everything there. */
const everything = '*'

/**
 * The limits of every place that this gateway talks to, as whoever divides them among gateways sees them: by names that
 * mean the same to all. Pools behind an IP address bear the address's name, those of an account a fingerprint of its
 * key, from which nobody gets back to it. While nobody divides, all limits are whole.
 */
export class DividedLimits {
  readonly #address: string
  readonly #places = new Map<string, RateLimiter>()
  /** What stands for an account in names of pools, and what the gateways call it. */
  readonly #accounts = new Map<string, string>()
  /** The same by key: Kraken's pools are a key's, however many accounts have it. */
  readonly #keys = new Map<string, string>()
  readonly #names = new Map<string, { readonly limiter: RateLimiter; readonly pool: string | null }>()
  readonly #known = new Map<RateLimiter, Map<string, string>>()
  #state: 'whole' | 'held' | 'divided' = 'whole'
  #fallBack: FallBack | null = null
  /** Pools that another gateway uses, too. */
  #usedElsewhere: readonly string[] = []
  #divider: Divider | null = null

  /** @param address names the address from which this gateway's requests come; gateways behind one say the same. */
  constructor(address: string) {
    this.#address = address
  }

  /** Who divides from now on; null: nobody. */
  set divider(divider: Divider | null) {
    this.#divider = divider
  }

  get state(): 'whole' | 'held' | 'divided' {
    return this.#state
  }

  /** A place is talked to for the first time. */
  add(place: string, limiter: RateLimiter): void {
    this.#places.set(place, limiter)
    this.#nameOf(place, limiter, null)
    limiter.watcher = {
      short: () => this.#divider?.short(),
      rest: (pool, waitMs) => this.#divider?.rest({ name: this.#nameOf(place, limiter, pool), waitMs }),
    }
    if (this.#state === 'held') limiter.hold()
    if (this.#state === 'divided') {
      limiter.hold()
      limiter.divide()
      if (this.#fallBack !== null) limiter.fallBack(this.#fallBack)
    }
  }

  /** Accounts are known to others by their key's fingerprint. */
  addAccount(accountId: string, exchange: ExchangeName, apiKey: string): void {
    const name = createHmac('sha256', 'aristobot limits').update(`${exchange} ${apiKey}`).digest('hex').slice(0, 16)
    this.#accounts.set(accountId, name)
    this.#keys.set(fingerprintOfKey(apiKey), name)
  }

  /** Pools that living gateways use besides this one, of those that it needs. */
  set usedElsewhere(pools: readonly string[]) {
    this.#usedElsewhere = pools
  }

  /**
   * Accounts whose key another gateway uses although it must not: Kraken refuses a nonce below one that it has seen, and
   * gateways do not know each other's.
   */
  get keysUsedElsewhere(): readonly string[] {
    const names = this.#usedElsewhere.filter((name) => name.includes(' calls:'))
    return [...this.#accounts].flatMap(([id, account]) => (names.some((name) => name.includes(account)) ? [id] : []))
  }

  hold(): void {
    this.#state = 'held'
    for (const limiter of this.#places.values()) limiter.hold()
  }

  whole(): void {
    this.#state = 'whole'
    this.#fallBack = null
    this.#usedElsewhere = []
    for (const limiter of this.#places.values()) limiter.whole()
  }

  divide(): void {
    this.#state = 'divided'
    for (const limiter of this.#places.values()) limiter.divide()
  }

  fallBack(how: FallBack): void {
    this.#fallBack = how
    for (const limiter of this.#places.values()) limiter.fallBack(how)
  }

  /** What all places need, by the names that gateways share. */
  needs(): readonly PoolNeed[] {
    return [...this.#places].flatMap(([place, limiter]) =>
      limiter.needs().map((need) => ({ ...need, pool: this.#nameOf(place, limiter, need.pool) })),
    )
  }

  grant(grants: readonly PoolGrant[]): void {
    this.#fallBack = null
    const byLimiter = new Map<RateLimiter, PoolGrant[]>([...this.#places.values()].map((limiter) => [limiter, []]))
    for (const grant of grants) {
      const at = this.#names.get(grant.pool)
      if (at !== undefined && at.pool !== null) byLimiter.get(at.limiter)?.push({ ...grant, pool: at.pool })
    }
    for (const [limiter, own] of byLimiter) limiter.grant(own)
  }

  /** Another gateway was told to wait. @returns whether that is known here, yet */
  rest({ name, waitMs }: Rest): boolean {
    const at = this.#names.get(name)
    at?.limiter.rest(at.pool, waitMs)
    return at !== undefined
  }

  #nameOf(place: string, limiter: RateLimiter, pool: string | null): string {
    const known = this.#known.get(limiter) ?? new Map<string, string>()
    this.#known.set(limiter, known)
    const before = known.get(pool ?? everything)
    if (before !== undefined) return before
    const words = (pool ?? everything).split(/([ :])/)
    const called = words.map((word) => this.#accounts.get(word) ?? this.#keys.get(word) ?? word).join('')
    const isAccounts = called !== words.join('')
    let name = isAccounts ? `${place} ${called}` : `${place} @${this.#address} ${called}`
    // Two accounts of ours with one key count apart, here as in the limiter.
    while (this.#names.has(name)) name += '~'
    known.set(pool ?? everything, name)
    this.#names.set(name, { limiter, pool })
    return name
  }
}
