/**
 * Limits that control can set: units of each resource pool in its window of 30 seconds, which begins with the first
 * request.
 */
export const defaultLimits = {
  spotPer30Seconds: 4_000,
  managementPer30Seconds: 2_000,
  publicPer30Seconds: 2_000,
}
export type KuCoinLimits = Readonly<typeof defaultLimits>
export type Pool = 'spot' | 'management' | 'public'

const windowMs = 30_000

export interface PoolState {
  readonly limit: number
  readonly remaining: number
  /** ms until the window ends. */
  readonly reset: number
  readonly exceeded: boolean
}

/** Weighted requests of one pool for one caller. */
export class ResourcePool {
  #since = -Infinity
  #used = 0

  charge(weight: number, limit: number, now: number): PoolState {
    if (now >= this.#since + windowMs || now < this.#since) {
      this.#since = now
      this.#used = 0
    }
    const exceeded = this.#used + weight > limit
    if (!exceeded) this.#used += weight
    return {
      limit,
      remaining: Math.max(0, limit - this.#used),
      reset: this.#since + windowMs - now,
      exceeded,
    }
  }
}

export function limitOf(pool: Pool, limits: KuCoinLimits): number {
  if (pool === 'spot') return limits.spotPer30Seconds
  return pool === 'management' ? limits.managementPer30Seconds : limits.publicPer30Seconds
}
