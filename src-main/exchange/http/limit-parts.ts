import { LimitPool, type PoolLimit, usableOf, windowOf } from './limit-pool.ts'

/** What one gateway asks of a limit that several share. Units are the limit's own. */
export interface PoolNeed {
  readonly pool: string
  /** All that there is, margin included. */
  readonly limit: number
  /** What all may use together, however many they are. */
  readonly usable: number
  /** How long what was used counts, at most, in ms. */
  readonly countsMs: number
  /** Whether it falls steadily meanwhile, rather than ending at once. */
  readonly falls: boolean
  /** What must not be others': what we may use, or have used and still counts. */
  readonly held: number
  readonly wanted: number
  /** The most that one waiting request needs at once. */
  readonly unit: number
}

/** How much of a limit is noted as ours, and what we shall make do with from now on. */
export interface PoolGrant {
  readonly pool: string
  readonly noted: number
  readonly target: number
}

/** What may be used while nobody can be asked; both as shares of what is usable. */
export interface FallBack {
  /** Of pools of which we have no part. */
  readonly fraction: number
  /** More no part may be. */
  readonly most: number
  /** Whether the others keep that for us. */
  readonly isNoted: boolean
}

/** What waits for a pool. */
export interface PoolWait {
  readonly units: number
  readonly most: number
}

/**
 * Longer windows are not divided, since what was used would be withheld from others for as long: Binance's orders of a
 * day are told by the answer to every order, and its raw requests cannot run out before their weight does.
 */
export const longestMs = 60_000
/** How soon a request that waits for units of others looks again. */
const lookAgainMs = 250
/** Kept beyond what was used lately, as shares of that and of the limit: whoever works on need not ask each time. */
const headroom = { ofUse: 0.25, ofLimit: 0.02 }
/** What is left of the most that was used, a look later. */
const fading = 0.9

const isDivided = (limit: PoolLimit): boolean => windowOf(limit) <= longestMs

/** Less than this share of a limit is not worth telling while nobody shares it (limit-script.ts reckons with it). */
const worthTelling = 0.25

/** What is used of limits that are ours alone, where it is so much that whoever comes after us should know. */
export function usesOf(wholes: ReadonlyMap<string, LimitPool>, now: number): PoolNeed[] {
  return [...wholes].flatMap(([pool, whole]) => {
    const { limit } = whole.limit
    const usable = usableOf(limit)
    const held = Math.ceil(whole.used(now))
    if (!isDivided(whole.limit) || held < usable * worthTelling) return []
    return [{ pool, limit, usable, ...countsOf(whole.limit), held: Math.min(held, usable), wanted: 0, unit: 1 }]
  })
}

function countsOf(limit: PoolLimit): Pick<PoolNeed, 'countsMs' | 'falls'> {
  return { countsMs: Math.ceil(windowOf(limit)), falls: limit.kind === 'decay' }
}

interface Part {
  readonly pool: LimitPool
  whole: PoolLimit
  quota: number
  /** What the others know as ours: never less than what is used or may be. */
  noted: number
  peak: number
}

/**
 * This gateway's parts of the limits that it shares with others. A part is given by whoever counts them all, and given
 * up only when no more is used of it than what remains. So the parts and what still counts are never more than the
 * limit together, whenever whoever asks.
 */
export class LimitParts {
  readonly #parts = new Map<string, Part>()
  /** Of what is usable, for pools of which nothing was given; in place of all others while nobody can be asked. */
  #fraction = 0
  /** The others count that as ours. */
  #isNoted = false
  readonly #onShort: () => void

  /** @param wholes limits that were ours alone until now: the others find out what of them is free. */
  constructor(wholes: ReadonlyMap<string, LimitPool>, now: number, onShort: () => void) {
    this.#onShort = onShort
    for (const [name, whole] of wholes) {
      if (!isDivided(whole.limit) || whole.used(now) === 0) continue
      const part = this.#open(name, whole.limit, usableOf(whole.limit.limit))
      part.noted = part.quota
      // As if all of it were used just now, which is never too little.
      part.pool.take(whole.used(now), now)(null, now)
    }
  }

  /** Ms until our part has room for a request, or until it is worth looking again. */
  waitMs(name: string, whole: PoolLimit, amount: number, share: number, now: number): number {
    if (!isDivided(whole)) return 0
    const part = this.#part(name, whole)
    const usable = usableOf(whole.limit)
    // What is larger than the limit goes when all of it is free, as it does where nobody shares.
    const needed = Math.min(amount, usable)
    const fits = needed <= part.quota
    const waitMs = fits ? part.pool.readyAt(needed, share, now) - now : lookAgainMs
    if (waitMs <= 0) return 0
    if (part.quota >= usable) return waitMs
    this.#onShort()
    return Math.min(waitMs, lookAgainMs)
  }

  take(name: string, whole: PoolLimit, amount: number, now: number): (now: number) => void {
    if (!isDivided(whole)) return () => undefined
    const settle = this.#part(name, whole).pool.take(amount, now)
    // What the exchange reports is everybody's use: it goes to the whole.
    return (doneAt) => settle(null, doneAt)
  }

  /** What we have and want, of every pool that matters to us. */
  needs(wholes: ReadonlyMap<string, LimitPool>, waits: ReadonlyMap<string, PoolWait>, now: number): PoolNeed[] {
    const needs: PoolNeed[] = []
    for (const [name, part] of this.#parts) {
      const whole = wholes.get(name)?.limit ?? part.whole
      if (whole !== part.whole) {
        part.whole = whole
        resize(part, Math.min(part.quota, usableOf(whole.limit)), now)
      }
      const wait = waits.get(name) ?? { units: 0, most: 0 }
      const usable = usableOf(whole.limit)
      const used = Math.ceil(part.pool.used(now))
      part.peak = Math.max(used, part.peak * fading)
      const isIdle = wait.units === 0 && part.peak < 0.5
      const spare = Math.ceil(part.peak * headroom.ofUse) + Math.max(1, Math.ceil(usable * headroom.ofLimit))
      const wanted = isIdle ? 0 : Math.min(usable, Math.ceil(part.peak) + Math.ceil(wait.units) + spare)
      const held = Math.min(part.noted, heldOf(part, used))
      const unit = Math.min(usable, Math.max(1, wait.most))
      needs.push({ pool: name, limit: whole.limit, usable, ...countsOf(whole), held, wanted, unit })
    }
    return needs
  }

  grant(grants: readonly PoolGrant[], now: number): void {
    for (const { pool, noted, target } of grants) {
      const part = this.#parts.get(pool)
      if (part === undefined) continue
      // What has fallen until now fell as fast as what was noted then.
      part.pool.used(now)
      part.noted = noted
      resize(part, Math.min(noted, target), now)
      if (noted === 0 && target === 0 && part.peak < 0.5 && part.pool.used(now) === 0) this.#parts.delete(pool)
    }
  }

  /** Nobody can be asked about the limits. */
  fallBack({ fraction, most, isNoted }: FallBack, now: number): void {
    this.#fraction = fraction
    this.#isNoted = isNoted
    for (const part of this.#parts.values()) {
      const usable = usableOf(part.whole.limit)
      const kept = Math.min(part.quota, Math.floor(usable * most))
      resize(part, Math.max(kept, Math.floor(usable * fraction)), now)
    }
  }

  /** They can be asked again: only what is given counts. */
  answerable(): void {
    this.#fraction = 0
    this.#isNoted = false
  }

  #part(name: string, whole: PoolLimit): Part {
    return this.#parts.get(name) ?? this.#open(name, whole, Math.floor(usableOf(whole.limit) * this.#fraction))
  }

  #open(name: string, whole: PoolLimit, quota: number): Part {
    const noted = this.#isNoted ? quota : 0
    const part = { pool: new LimitPool(partOf(whole, quota, quota), 0), whole, quota, noted, peak: 0 }
    this.#parts.set(name, part)
    return part
  }
}

/** A counter is given up at once, or not yet: it falls as fast as what is noted of it is large. */
function heldOf({ whole, quota, noted }: Part, used: number): number {
  if (whole.kind === 'decay') return used > quota ? noted : quota
  return Math.max(quota, used)
}

function resize(part: Part, quota: number, now: number): void {
  // What has fallen until now fell at the rate of before.
  part.pool.used(now)
  part.quota = quota
  part.pool.limit = partOf(part.whole, quota, Math.max(quota, part.noted))
}

/**
 * So much of a limit, such that all parts together keep it. Windows roll: the exchange's begin with one gateway's
 * requests and not another's, and clocks that are read apart do not end a window at the same moment.
 */
function partOf(whole: PoolLimit, quota: number, noted: number): PoolLimit {
  if (whole.kind === 'decay') return { ...whole, limit: quota, perSecond: (whole.perSecond * noted) / whole.limit }
  return { ...whole, kind: 'rolling', limit: quota }
}

/** What waits in a queue, by pool. `share`: of the pool, that it may use at most. */
export function waitsOf(
  queue: readonly { readonly cost: Readonly<Record<string, number>>; readonly share: number }[],
): ReadonlyMap<string, PoolWait> {
  const waits = new Map<string, PoolWait>()
  for (const { cost, share } of queue) {
    for (const [name, amount] of Object.entries(cost)) {
      const { units, most } = waits.get(name) ?? { units: 0, most: 0 }
      waits.set(name, { units: units + amount / share, most: Math.max(most, amount) })
    }
  }
  return waits
}
