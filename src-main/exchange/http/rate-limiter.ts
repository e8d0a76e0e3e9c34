import { type Admission, type Cost, LimiterRefusal, priorities, type Priority, share } from './admission.ts'
import { type FallBack, LimitParts, type PoolGrant, type PoolNeed, usesOf, waitsOf } from './limit-parts.ts'
import { LimitPool, type PoolLimit, type PoolUsage } from './limit-pool.ts'

export interface RateLimiterOptions {
  /** Epoch ms of the exchange's clock, on which its windows are aligned. */
  readonly now: () => number
  /**
   * Milliseconds that only ever grow: patience and bans go by them, since the other clock moves when it is measured.
   */
  readonly monotonic?: () => number
  readonly limits?: Readonly<Record<string, PoolLimit>>
  readonly maxQueued?: number
  /** Told when the exchange has told us to stop, and for how long. */
  readonly onBlock?: (waitMs: number) => void
  /** Reads under way at once, so that a socket is always free for an order. */
  readonly maxReads?: number
}

export interface LimitWatcher {
  /** A request waits for units that others may have. */
  short(): void
  /** The exchange wants a pool, or everything (null), to rest. */
  rest(pool: string | null, waitMs: number): void
}

interface Waiting {
  readonly cost: Cost
  readonly priority: Priority
  /** By the monotonic clock. */
  readonly deadline: number
  readonly grant: (admission: Admission) => void
  readonly refuse: (refusal: LimiterRefusal) => void
}

/** How soon a request looks again while it is not known who shares the limits. */
const heldMs = 250

/**
 * A weighted limiter over several linked pools: a request goes when every pool it costs has room, in order of priority
 * and then of arrival. A waiting request keeps lower and later ones from the pools it waits for, and from no others. No
 * retries, no sleeping while holding anything: callers await {@link acquire} and give the admission back.
 */
export class RateLimiter {
  /** Told what concerns others that use the same limits. */
  watcher: LimitWatcher | null = null
  readonly #now: () => number
  readonly #monotonic: () => number
  readonly #pools = new Map<string, LimitPool>()
  readonly #queues: Readonly<Record<Priority, Waiting[]>> = {
    cancel: [],
    order: [],
    poll: [],
    read: [],
  }
  readonly #maxQueued: number
  readonly #maxReads: number
  readonly #onBlock: (waitMs: number) => void
  /** null: all limits are ours; `held`: nothing goes until it is known who shares them. */
  #parts: LimitParts | 'held' | null = null
  #reads = 0
  #timer: NodeJS.Timeout | null = null
  /** By the monotonic clock, as are the next ones. */
  #blockedUntil = -Infinity
  readonly #exhaustedUntil = new Map<string, number>()
  #closed = false

  constructor(options: RateLimiterOptions) {
    this.#now = options.now
    this.#monotonic = options.monotonic ?? (() => performance.now())
    this.#maxQueued = options.maxQueued ?? 5_000
    this.#maxReads = options.maxReads ?? 20
    this.#onBlock = options.onBlock ?? (() => undefined)
    this.configure(options.limits ?? {})
  }

  /** Sets or changes limits; usage counted so far stays. */
  configure(limits: Readonly<Record<string, PoolLimit>>): void {
    for (const [name, limit] of Object.entries(limits)) {
      const pool = this.#pools.get(name)
      if (pool) pool.limit = limit
      else this.#pools.set(name, new LimitPool(limit))
    }
    this.#pump()
  }

  has(pool: string): boolean {
    return this.#pools.has(pool)
  }

  get queued(): number {
    return priorities.reduce((sum, priority) => sum + this.#queues[priority].length, 0)
  }

  /** Epoch ms until which the exchange lets nothing through; null when it does. */
  get blockedUntil(): number | null {
    const waitMs = this.#blockedUntil - this.#monotonic()
    return waitMs > 0 ? this.#now() + waitMs : null
  }

  usage(): readonly PoolUsage[] {
    return [...this.#pools].map(([name, pool]) => pool.usage(name, this.#now()))
  }

  /**
   * Waits for leave to send, at most `patienceMs`. @throws LimiterRefusal `too-late` when that cannot be in time,
   * `queue-full` when too many wait (the newest of the lowest priority then makes room for a higher one).
   */
  acquire(cost: Cost, priority: Priority, patienceMs: number): Promise<Admission> {
    return new Promise((resolve, reject) => {
      if (this.#closed) {
        reject(new LimiterRefusal('closed', 0))
        return
      }
      if (this.queued >= this.#maxQueued && !this.#makeRoom(priority)) {
        reject(new LimiterRefusal('queue-full', 1_000))
        return
      }
      const deadline = this.#monotonic() + patienceMs
      this.#queues[priority].push({ cost, priority, deadline, grant: resolve, refuse: reject })
      this.#pump()
    })
  }

  /** The exchange told us to stop (429, 418, 403): nothing goes for `waitMs`. */
  block(waitMs: number): void {
    this.rest(null, waitMs)
    this.watcher?.rest(null, waitMs)
  }

  /** The exchange says that one pool is used up for `waitMs`. */
  exhaust(pool: string, waitMs: number): void {
    this.rest(pool, waitMs)
    this.watcher?.rest(pool, waitMs)
  }

  /** As {@link exhaust}, and for all pools (null) as {@link block}, where another gateway was told so. */
  rest(pool: string | null, waitMs: number): void {
    const until = this.#monotonic() + waitMs
    if (pool === null) {
      this.#blockedUntil = Math.max(this.#blockedUntil, until)
      this.#onBlock(waitMs)
    } else this.#exhaustedUntil.set(pool, Math.max(this.#exhaustedUntil.get(pool) ?? until, until))
    this.#pump()
  }

  /** Nothing goes until it is known who shares the limits. */
  hold(): void {
    this.#parts = 'held'
  }

  /** Nobody shares the limits (any more). */
  whole(): void {
    this.#parts = null
    this.#pump()
  }

  /** Others use the same limits from now on: only what is in our parts goes. */
  divide(): void {
    if (this.#parts instanceof LimitParts) return
    this.#parts = new LimitParts(this.#parts === null ? this.#pools : new Map(), this.#now(), () =>
      this.watcher?.short(),
    )
    this.#pump()
  }

  /** What we have and want of limits that are shared; where they are not, what we used if it is much. */
  needs(): readonly PoolNeed[] {
    if (this.#parts === 'held') return []
    if (this.#parts === null) return usesOf(this.#pools, this.#now())
    const waiting = priorities.flatMap((each) => this.#queues[each])
    const waits = waitsOf(waiting.map(({ cost, priority }) => ({ cost, share: share[priority] })))
    return this.#parts.needs(this.#pools, waits, this.#now())
  }

  grant(grants: readonly PoolGrant[]): void {
    if (!(this.#parts instanceof LimitParts)) return
    this.#parts.answerable()
    this.#parts.grant(grants, this.#now())
    this.#pump()
  }

  /** See {@link LimitParts.fallBack}. */
  fallBack(how: FallBack): void {
    if (this.#parts instanceof LimitParts) this.#parts.fallBack(how, this.#now())
    this.#pump()
  }

  /** Refuses whoever waits and whoever comes. */
  close(): void {
    this.#closed = true
    if (this.#timer !== null) clearTimeout(this.#timer)
    for (const priority of priorities) {
      for (const waiting of this.#queues[priority].splice(0)) waiting.refuse(new LimiterRefusal('closed', 0))
    }
  }

  #makeRoom(priority: Priority): boolean {
    const below = priorities.slice(priorities.indexOf(priority) + 1).toReversed()
    const lowest = below.find((each) => this.#queues[each].length > 0)
    const victim = lowest && this.#queues[lowest].pop()
    victim?.refuse(new LimiterRefusal('queue-full', 1_000))
    return victim !== undefined
  }

  #pump(): void {
    if (this.#closed) return
    const now = this.#monotonic()
    const held = new Map<string, number>()
    let wakeAt = Infinity
    for (const priority of priorities) {
      const queue = this.#queues[priority]
      const kept: Waiting[] = []
      for (const waiting of queue) {
        const readyAt = now + this.#waitMs(waiting, held, now)
        if (readyAt <= now) {
          waiting.grant(this.#take(waiting))
          continue
        }
        if (waiting.deadline <= now || (Number.isFinite(readyAt) && readyAt > waiting.deadline)) {
          waiting.refuse(new LimiterRefusal('too-late', Number.isFinite(readyAt) ? readyAt - now : 1_000))
          continue
        }
        kept.push(waiting)
        wakeAt = Math.min(wakeAt, readyAt, waiting.deadline)
      }
      queue.splice(0, queue.length, ...kept)
    }
    this.#wake(wakeAt, now)
  }

  /**
   * How long until a request may go: 0, until the end of a window or of a block, or Infinity while all reads allowed at
   * once are under way. The pools it has to wait for are held against whoever comes after it.
   */
  #waitMs(waiting: Waiting, held: Map<string, number>, now: number): number {
    if (this.#blockedUntil > now) return this.#blockedUntil - now
    const parts = this.#parts
    if (parts === 'held') return heldMs
    const serverNow = this.#now()
    let waitMs = 0
    for (const name in waiting.cost) {
      const amount = waiting.cost[name] ?? 0
      const pool = this.#pools.get(name)
      if (amount === 0 || pool === undefined) continue
      const poolWaitMs = Math.max(
        held.get(name) ?? 0,
        (this.#exhaustedUntil.get(name) ?? now) - now,
        pool.readyAt(amount, share[waiting.priority], serverNow) - serverNow,
        parts === null ? 0 : parts.waitMs(name, pool.limit, amount, share[waiting.priority], serverNow),
      )
      if (poolWaitMs <= 0) continue
      held.set(name, poolWaitMs)
      waitMs = Math.max(waitMs, poolWaitMs)
    }
    if (waitMs === 0 && waiting.priority === 'read' && this.#reads >= this.#maxReads) return Infinity
    return waitMs
  }

  #take({ cost, priority }: Waiting): Admission {
    const now = this.#now()
    const parts = this.#parts instanceof LimitParts ? this.#parts : null
    const taken = Object.entries(cost).map(([name, amount]) => {
      const pool = this.#pools.get(name)
      const part = pool && parts?.take(name, pool.limit, amount, now)
      return { name, settle: pool?.take(amount, now), part }
    })
    if (priority === 'read') this.#reads += 1
    let given = false
    return {
      done: (reported = {}) => {
        if (given) return
        given = true
        if (priority === 'read') this.#reads -= 1
        for (const { name, settle, part } of taken) {
          settle?.(reported[name] ?? null, this.#now())
          part?.(this.#now())
        }
        this.#pump()
      },
    }
  }

  #wake(at: number, now: number): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    if (!Number.isFinite(at)) return
    this.#timer = setTimeout(() => this.#pump(), Math.max(1, Math.ceil(at - now)))
    this.#timer.unref()
  }
}
