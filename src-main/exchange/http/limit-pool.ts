interface CommonLimit {
  readonly limit: number
  /**
   * `most`: reports of one window only grow, so late ones are ignored. `latest`: the count can fall (unfilled orders).
   */
  readonly reports: 'most' | 'latest'
}

/**
 * One limit of an exchange: so many units in a time. `aligned`: windows aligned to the epoch (Binance). `first_use`: a
 * window begins with the first request after the last one ended (KuCoin). `rolling`: never more than so many within any
 * such time, which is safe whatever the exchange's own windows are (Bitget). `decay`: a counter that falls steadily
 * (Kraken).
 */
export type PoolLimit =
  | (CommonLimit & { readonly kind: 'aligned' | 'first_use' | 'rolling'; readonly windowMs: number })
  | (CommonLimit & { readonly kind: 'decay'; readonly perSecond: number })

export interface PoolUsage {
  readonly pool: string
  readonly used: number
  readonly limit: number
  /** The window, or how long a full counter takes to fall to zero. */
  readonly windowMs: number
}

/** The share of a limit that we never use, for what others behind the same address or account spend. */
const usualMargin = 0.05

/** What may be used of a limit in all, by however many gateways: the rest is the margin. */
export function usableOf(limit: number): number {
  return Math.max(1, Math.floor(limit * (1 - usualMargin)))
}

/**
 * The count behind one limit: what the exchange reported (or we counted) plus what is still under way. Requests under
 * way stay counted when a window ends, since the exchange may book them in the new one.
 */
export class LimitPool {
  limit: PoolLimit
  #underWay = 0
  /** `aligned`: which window; `first_use`: when its first request left. */
  #window = -Infinity
  /** `first_use`: when the window began at the latest, by the answer to its first request. */
  #began = -Infinity
  #settled = 0
  /** `rolling` only: what was settled when, oldest first. */
  #recent: { readonly at: number; readonly amount: number }[] = []
  /** `decay` only: when #settled was last brought up to date. */
  #decayedAt = 0
  readonly #margin: number

  constructor(limit: PoolLimit, margin = usualMargin) {
    this.limit = limit
    this.#margin = margin
  }

  /**
   * When `amount` fits into the share of the limit that the caller's priority may use: now, or when enough will have
   * been given back.
   */
  readyAt(amount: number, share: number, now: number): number {
    this.#roll(now)
    const allowed = Math.max(1, Math.floor(this.limit.limit * (1 - this.#margin) * share))
    const excess = this.#used() + amount - allowed
    if (excess <= 0 || this.#used() === 0) return now
    return now + this.#waitMs(excess, now)
  }

  /** Books `amount` as under way. The returned function settles it with what the exchange reported, or null. */
  take(amount: number, now: number): (reported: number | null, now: number) => void {
    this.#roll(now)
    const opens = this.#open(now)
    this.#underWay += amount
    const takenIn = this.#window
    return (reported, doneAt) => {
      this.#roll(doneAt)
      if (opens && takenIn === this.#window) this.#began = doneAt
      this.#underWay -= amount
      if (reported === null || takenIn !== this.#window) this.#add(amount, doneAt)
      else this.#report(reported, doneAt)
    }
  }

  usage(pool: string, now: number): PoolUsage {
    this.#roll(now)
    return { pool, used: this.#used(), limit: this.limit.limit, windowMs: windowOf(this.limit) }
  }

  /** Units that count now, those under way among them. */
  used(now: number): number {
    this.#roll(now)
    return this.#used()
  }

  #used(): number {
    return this.#settled + this.#underWay
  }

  #add(amount: number, now: number): void {
    this.#settled += amount
    this.#open(now)
    if (this.limit.kind === 'rolling') this.#recent.push({ at: now, amount })
  }

  /** @returns whether a window begins with this use. */
  #open(now: number): boolean {
    if (this.limit.kind !== 'first_use' || this.#window !== -Infinity) return false
    this.#window = now
    this.#began = now
    return true
  }

  #report(reported: number, now: number): void {
    const settled = this.limit.reports === 'latest' ? reported : Math.max(this.#settled, reported)
    if (settled > this.#settled) this.#add(settled - this.#settled, now)
    else this.#settled = settled
  }

  #waitMs(excess: number, now: number): number {
    const { limit } = this
    switch (limit.kind) {
      case 'aligned':
        return (Math.floor(now / limit.windowMs) + 1) * limit.windowMs - now
      case 'first_use':
        return (this.#window === -Infinity ? now : this.#began) + limit.windowMs - now
      case 'rolling':
        return this.#untilGivenBack(excess, now, limit.windowMs)
      case 'decay':
        return (excess / limit.perSecond) * 1_000
    }
  }

  #untilGivenBack(excess: number, now: number, windowMs: number): number {
    let back = 0
    for (const { at, amount } of this.#recent) {
      back += amount
      if (back >= excess) return Math.max(1, at + windowMs - now)
    }
    return windowMs
  }

  #roll(now: number): void {
    const { limit } = this
    if (limit.kind === 'decay') {
      const elapsed = Math.max(0, now - this.#decayedAt)
      this.#settled = Math.max(0, this.#settled - (elapsed / 1_000) * limit.perSecond)
      this.#decayedAt = now
    } else if (limit.kind === 'rolling') {
      while (this.#recent[0] !== undefined && this.#recent[0].at + limit.windowMs <= now) {
        this.#settled = Math.max(0, this.#settled - (this.#recent.shift()?.amount ?? 0))
      }
    } else {
      const window =
        limit.kind === 'aligned'
          ? Math.floor(now / limit.windowMs)
          : now < this.#began + limit.windowMs
            ? this.#window
            : -Infinity
      if (window === this.#window) return
      this.#window = window
      this.#settled = 0
    }
  }
}

/** How long what was used counts, at most: the window, or how long a full counter takes to fall to zero. In ms. */
export function windowOf(limit: PoolLimit): number {
  return limit.kind === 'decay' ? (limit.limit / limit.perSecond) * 1_000 : limit.windowMs
}
