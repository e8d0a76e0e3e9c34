import type { ExitRole } from '../../../../../src-shared/exit-plan.ts'
import type { Market } from '../../../../../src-shared/market.ts'
import type { ExitLeg, Exits, Order } from '../../../../../src-shared/order.ts'
import { legOrder, legsOf } from '../../../orders/exits.ts'
import { Search } from '../../../orders/search.ts'
import type { OrderMemory } from '../../own/order-memory.ts'
import { finishedOrders } from '../find.ts'
import type { Sighting } from '../map-orders.ts'
import { currentPlans, unfilled } from '../open-orders.ts'
import type { ClassicSession } from '../session.ts'
import { ordersFrom } from './reading.ts'

/** Exits come into being when their entry has filled: not before its creation, by Bitget's clock. */
const clockSlackMs = 2_000

/**
 * An entry's exits as they are now, take-profit first. Bitget arms them once the entry has filled and does not say
 * whose they are: they are known by symbol, side, trigger and time, and remembered once found. Empty while the entry
 * has not filled.
 */
export async function exitsOfEntry(
  session: ClassicSession,
  market: Market,
  entry: Order,
  exits: Exits,
): Promise<readonly Order[]> {
  if (!entry.filled.isPositive()) return []
  const { nativeId } = market
  const since = entry.createdAt - clockSlackMs
  const search = new Search(session.shared.venue)
  const [open, finished] = await Promise.all([
    unfilled(session, 'tpsl', nativeId, search.cut),
    finishedOrders(session, 'tpsl', nativeId, {
      since,
      until: null,
      enough: () => false,
      whenCut: search.cut,
    }),
  ])
  const seen: readonly Sighting[] = [...open, ...finished]
  const found = matchExits(entry, exits, seen, session.memory)
  const complete = legsOf(exits).every((role) => found.has(role))
  // Where Bitget puts the exits of a spot entry is not documented beyond doubt.
  const all = complete
    ? found
    : matchExits(entry, exits, [...seen, ...(await currentPlans(session, nativeId, search.cut))], session.memory)
  // An exit that may lie beyond what was read is not missing.
  if (!legsOf(exits).every((role) => all.has(role))) search.nothing()
  for (const [role, { row }] of all) session.memory.rememberLink(row.orderId, { entryId: entry.id, role })
  return ordersFrom(
    session,
    legOrder.flatMap((role) => all.get(role) ?? []),
  )
}

/**
 * Which sightings are an entry's exits: those linked before, else for each role the one on the other side with that
 * trigger (and limit), not older than the entry, nobody else's, and closest in time to the entry's fill. Pure.
 */
function matchExits(
  entry: Pick<Order, 'id' | 'side' | 'createdAt' | 'updatedAt'>,
  exits: Exits,
  sightings: readonly Sighting[],
  memory: Pick<OrderMemory, 'link' | 'claimantOf'>,
): ReadonlyMap<ExitRole, Sighting> {
  const found = new Map<ExitRole, Sighting>()
  for (const role of legsOf(exits)) {
    const leg = role === 'take_profit' ? exits.takeProfit : exits.stopLoss
    const linked = sightings.find(({ row }) => {
      const link = memory.link(row.orderId)
      return link?.entryId === entry.id && link.role === role
    })
    const [match = linked] =
      linked !== undefined || leg === null
        ? []
        : sightings
            .filter((sighting) => isExit(sighting, entry, leg))
            .filter(({ row }) => memory.link(row.orderId) === null && memory.claimantOf(row.orderId) === null)
            .toSorted((a, b) => distance(a, entry) - distance(b, entry))
    if (match !== undefined) found.set(role, match)
  }
  return found
}

function isExit(
  sighting: Sighting,
  entry: Pick<Order, 'side' | 'createdAt'>,
  { triggerPrice, limitPrice }: ExitLeg,
): boolean {
  const { row } = sighting
  if (row.side === entry.side || row.cTime < entry.createdAt - clockSlackMs) return false
  if (row.triggerPrice?.equals(triggerPrice) !== true) return false
  return limitPrice === null ? row.orderType === 'market' : row.orderType === 'limit'
}

function distance({ row }: Sighting, { updatedAt }: Pick<Order, 'updatedAt'>): number {
  return Math.abs(row.cTime - updatedAt)
}
