import type { Order } from '../../../src-shared/order.ts'
import type { RedisServices } from '../services.ts'

/**
 * How far back a scan reaches at most: far enough for a weekend in which Terminal 7 did not ask, and not so far that it
 * counts last month's profits again.
 */
const scanReachMs = 7 * 86_400_000
/** How much later than it ended an order may appear in an exchange's lists. */
const overlapMs = 10 * 60_000

type Fetch = (limit: number) => Promise<readonly Order[]>

/** When each account was last scanned, epoch ms; the bridge's services live as long as the bridge. */
const marks = new WeakMap<RedisServices, Map<string, number>>()

/**
 * The finished orders of an account for who asks again and again without time bounds (Terminal 7, every ten seconds):
 * the oldest first, so that a purchase comes before its sale; the last `limit`, and all that ended since the account
 * was last scanned, as far as `most` and {@link scanReachMs} let it. The first scan after a start takes everything
 * within these.
 */
export async function scan(
  services: RedisServices,
  accountId: string,
  {
    limit,
    most,
    now,
    fetch,
    isWhole,
  }: {
    readonly limit: number
    readonly most: number
    readonly now: number
    readonly fetch: Fetch
    /** Whether all that the last fetch found is told now: else the next scan reaches back as far as this one. */
    readonly isWhole: () => boolean
  },
): Promise<readonly Order[]> {
  const ofServices = marks.get(services) ?? new Map<string, number>()
  marks.set(services, ofServices)
  const last = ofServices.get(accountId)
  let orders = await fetch(last === undefined ? most : limit)
  const oldest = Math.min(...orders.map(({ updatedAt }) => updatedAt))
  if (last !== undefined && orders.length >= limit && limit < most && oldest > last - overlapMs)
    orders = await fetch(most)
  if (isWhole()) ofServices.set(accountId, now)
  return oldestFirst(orders).filter(({ updatedAt }) => updatedAt >= now - scanReachMs)
}

export function oldestFirst(orders: readonly Order[]): readonly Order[] {
  return orders.toSorted((a, b) => a.updatedAt - b.updatedAt)
}
