import { RecentMap } from '../../infra/recent-map.ts'
import type { PoolLimit } from '../http/limit-pool.ts'

/**
 * Public endpoints, behind our IP address. Kraken publishes no figure; about one a second is known to be safe, counted
 * here over half a minute so that a start (clock, markets, prices) need not wait.
 */
export const publicPool = 'public'
export const initialLimits: Readonly<Record<string, PoolLimit>> = {
  [publicPool]: { kind: 'rolling', limit: 30, windowMs: 30_000, reports: 'most' },
}

/** A verification tier: the call counter of a key, and the matching engine's counter of an account and pair. */
export interface Tier {
  readonly calls: DecayLimit
  readonly engine: DecayLimit
}
type DecayLimit = Extract<PoolLimit, { readonly kind: 'decay' }>

const tier = (calls: number, callsDecay: number, engine: number, engineDecay: number): Tier => ({
  calls: { kind: 'decay', limit: calls, perSecond: callsDecay, reports: 'most' },
  engine: { kind: 'decay', limit: engine, perSecond: engineDecay, reports: 'most' },
})

/** Starter, Intermediate, Pro. What the lowest allows is safe for all. Source: docs/exchanges/kraken.md §4. */
export const tiers: readonly [Tier, ...Tier[]] = [
  tier(15, 0.33, 60, 1),
  tier(20, 0.5, 125, 2.34),
  tier(20, 1, 180, 3.75),
]

export const callsPool = (key: string): string => `calls:${key}`
export const isCallsPool = (pool: string): boolean => pool.startsWith('calls:')
export const enginePool = (key: string, pair: string): string => `engine:${key}:${pair}`

/** Calls that a page of TradesHistory counts as; older pages say two. Source: docs/exchanges/kraken.md §4. */
export const historyCost = 4

type AgeTable = readonly (readonly [belowMs: number, cost: number])[]
const cancelAges: AgeTable = [
  [5_000, 8],
  [10_000, 6],
  [15_000, 5],
  [45_000, 4],
  [90_000, 2],
  [300_000, 1],
]
const amendAges: AgeTable = [
  [5_000, 3],
  [10_000, 2],
  [15_000, 1],
]

/** What the matching engine counts for cancelling an order of this age; null: of unknown age, which may be young. */
export function cancelCost(ageMs: number | null): number {
  return byAge(cancelAges, ageMs)
}

/** What it counts for amending one: one, and more for a young order. */
export function amendCost(ageMs: number | null): number {
  return 1 + byAge(amendAges, ageMs)
}

function byAge(table: AgeTable, ageMs: number | null): number {
  return table.find(([belowMs]) => (ageMs ?? 0) < belowMs)?.[1] ?? 0
}

/** Orders whose age is remembered; the oldest entry goes first. */
const maxAges = 5_000

/**
 * When orders were created or last amended, as far as we saw: what cancelling one costs depends on it. Epoch ms of the
 * exchange.
 */
export class OrderAges {
  readonly #since = new RecentMap<number>(maxAges)

  /** The later moment counts: a list that shows an order's creation does not make it older than its amendment. */
  note(orderId: string, at: number): void {
    this.#since.set(orderId, Math.max(at, this.#since.get(orderId) ?? 0))
  }

  /** null: never seen. */
  ageMs(orderId: string, now: number): number | null {
    const since = this.#since.get(orderId)
    return since === undefined ? null : Math.max(0, now - since)
  }
}

/**
 * After a refusal for too many calls: the counter falls meanwhile, and calling on would only lengthen it. A cancel
 * waits this long, a new order does not (rest-caller.ts).
 */
export const limitedWaitMs = 16_000
const maxThrottleMs = 60_000

/**
 * After `EGeneral:Temporary lockout`: Kraken says "some minutes", others were kept out for up to a quarter of an hour.
 */
export const lockoutMs = 5 * 60_000

/**
 * How long to keep away after `EService: Throttled: [unix timestamp]`; the usual pause when the moment is missing or
 * absurd.
 */
export function throttledWaitMs(text: string, now: number): number {
  const seconds = /throttled\D*(\d{9,11})(?!\d)/i.exec(text)?.[1]
  if (seconds === undefined) return limitedWaitMs
  const waitMs = Number(seconds) * 1_000 - now
  return waitMs > maxThrottleMs ? limitedWaitMs : Math.max(1_000, waitMs)
}
