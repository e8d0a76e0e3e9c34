import type { Order } from '../../../../src-shared/order.ts'
import { everyRow } from '../../core/readable-rows.ts'
import { nullWhenNotFound } from '../../orders/references.ts'
import { orderFrom } from '../map-orders.ts'
import type { OcoDetails, OrderRecord } from '../schemas.ts'
import type { KuCoinSession } from '../session.ts'
import { type ChildTraits, asTriggered, childTraits, pairOrders } from './conditional-mapping.ts'

/** How far the clocks of KuCoin's parts may disagree about which of two orders came first. */
const clockSlackMs = 5_000
const pageSize = 100
/** 500 finished orders of one side. */
const maxPages = 5

/** An order that {@link asTriggered} made of another one, and that other one's id at the high-frequency engine. */
export interface Triggered {
  readonly order: Order
  /** null: it has not turned into one, or that one cannot be found. */
  readonly childId: string | null
}

/**
 * What a conditional order turned into when it triggered. KuCoin does not say under which id it goes on, so it is
 * looked up by our client id, and else among the symbol's orders by side, size and price: exactly one, created since,
 * under no other client id. null: none, or no certainty. `whenCut` is told when more have finished since than are
 * looked through.
 */
async function childOf(
  session: KuCoinSession,
  wanted: ChildTraits,
  whenCut: () => void = () => undefined,
): Promise<OrderRecord | null> {
  const { raw } = session
  const { clientOid, nativeSymbol, side } = wanted
  if (clientOid !== null) {
    const named = await raw.orderByClientOid(nativeSymbol, clientOid).catch(nullWhenNotFound)
    if (named !== null) return isLike(named, wanted) ? named : null
  }
  const [active, done] = await Promise.all([
    raw.activeOrders(nativeSymbol, everyRow),
    finishedSince(session, { symbol: nativeSymbol, side }, wanted.since - clockSlackMs, whenCut),
  ])
  const candidates = [...active, ...done].filter((record) => {
    const stranger = record.clientOid !== null && record.clientOid !== wanted.id
    return !stranger && isLike(record, wanted)
  })
  const ids = new Set(candidates.map(({ id }) => id))
  return ids.size === 1 ? (candidates[0] ?? null) : null
}

/** Finished orders of a side, those of the last change first, until they are older than `since` (epoch ms). */
async function finishedSince(
  { raw }: KuCoinSession,
  about: { readonly symbol: string; readonly side: OrderRecord['side'] },
  since: number,
  whenCut: () => void,
): Promise<readonly OrderRecord[]> {
  const found: OrderRecord[] = []
  let lastId: string | undefined
  for (let page = 0; page < maxPages; page += 1) {
    const asked = { ...about, limit: String(pageSize), lastId }
    const { items, count, lastId: next } = await raw.doneOrders(asked, everyRow)
    found.push(...items)
    const oldest = Math.min(...items.map((record) => record.lastUpdatedAt ?? record.createdAt))
    if (count < pageSize || next === null || next === lastId || oldest < since) return found
    lastId = next
  }
  whenCut()
  return found
}

function isLike(record: OrderRecord, { side, quantity, price, since }: ChildTraits): boolean {
  if (record.side !== side || record.createdAt < since - clockSlackMs) return false
  if (quantity !== null && record.size?.equals(quantity) !== true) return false
  return price === null ? record.type === 'market' : record.price?.equals(price) === true
}

/** A stop order with what became of it, where it has turned into another one. */
export async function followStop(session: KuCoinSession, order: Order, whenCut?: () => void): Promise<Triggered> {
  const child = await childOf(session, childTraits(order), whenCut)
  if (child === null) return { order, childId: null }
  const markets = await session.shared.markets.all()
  return { order: asTriggered(order, orderFrom(child, markets)), childId: child.id }
}

/**
 * An order that a stop order of ours turned into is told under the id that the stop order was placed under, which is
 * how it is known.
 */
export function asPlaced(memory: KuCoinSession['memory'], order: Order): Order {
  const stopId = order.clientOrderId === null ? null : memory.stopIdOf(order.clientOrderId)
  if (stopId === null) return order
  const stop = memory.stop(stopId)
  return stop === null ? { ...order, id: stopId } : asTriggered(stop, order)
}

/**
 * The legs of a pair, the take-profit first, with what became of the one that triggered; the other one has ended then.
 */
export async function followPair(session: KuCoinSession, pair: OcoDetails): Promise<readonly Triggered[]> {
  const markets = await session.shared.markets.all()
  const legs = pairOrders(pair, markets)
  if (pair.status === 'NEW') return legs.map((order) => ({ order, childId: null }))
  const followed = await Promise.all(
    legs.map(async (leg) => (leg.status === 'cancelled' ? { order: leg, childId: null } : followStop(session, leg))),
  )
  const triggered = followed.some(({ childId }) => childId !== null)
  return followed.map(({ order, childId }) => {
    if (childId !== null || order.status !== 'open') return { order, childId }
    return {
      order: triggered ? { ...asEnded(order), endReason: otherExit } : { ...order, status: 'unknown', waiting: false },
      childId,
    }
  })
}

const otherExit = { kind: 'other_exit', word: null } as const

/** A conditional order that will not trigger any more. */
export function asEnded(order: Order): Order {
  return { ...order, status: 'cancelled', waiting: false, endReason: { kind: 'not_told', word: null } }
}
