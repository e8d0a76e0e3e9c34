/** One limit of an exchange: so many units in each fixed window, windows aligned to the epoch. */
export interface PoolLimit {
  readonly limit: number
  readonly windowMs: number
  /** `most`: reports of one window only grow, so late ones are ignored. `latest`: the count can fall (unfilled orders). */
  readonly reports: 'most' | 'latest'
}

export interface PoolUsage {
  readonly pool: string
  readonly used: number
  readonly limit: number
  readonly windowMs: number
}

/** Units of each window that we never use, for what others behind the same address or account spend. */
const margin = 0.05

/**
 * The count of one fixed window: what the exchange reported (or we counted) plus what is still under way. With a window's end the
 * count starts anew; requests under way stay counted, since the exchange may book them in the new window.
 */
export class LimitPool {
  limit: PoolLimit
  #window = 0
  #settled = 0
  #underWay = 0

  constructor(limit: PoolLimit) {
    this.limit = limit
  }

  /** Epoch ms at which the current window ends. */
  windowEnd(now: number): number {
    return (Math.floor(now / this.limit.windowMs) + 1) * this.limit.windowMs
  }

  /** When `amount` fits into the share of the window that the caller's priority may use: now or a window's end. */
  readyAt(amount: number, share: number, now: number): number {
    this.#roll(now)
    const used = this.#settled + this.#underWay
    const allowed = Math.floor(this.limit.limit * (1 - margin) * share)
    if (used + amount <= allowed || used === 0) return now
    return this.windowEnd(now)
  }

  /** Books `amount` as under way. The returned function settles it with what the exchange reported, or null. */
  take(amount: number, now: number): (reported: number | null, now: number) => void {
    this.#roll(now)
    this.#underWay += amount
    const takenIn = this.#window
    return (reported, doneAt) => {
      this.#roll(doneAt)
      this.#underWay -= amount
      const sameWindow = takenIn === this.#window
      if (reported === null || !sameWindow) this.#settled += amount
      else if (this.limit.reports === 'latest') this.#settled = reported
      else this.#settled = Math.max(this.#settled, reported)
    }
  }

  usage(pool: string, now: number): PoolUsage {
    this.#roll(now)
    return {
      pool,
      used: this.#settled + this.#underWay,
      limit: this.limit.limit,
      windowMs: this.limit.windowMs,
    }
  }

  #roll(now: number): void {
    const window = Math.floor(now / this.limit.windowMs)
    if (window === this.#window) return
    this.#window = window
    this.#settled = 0
  }
}
