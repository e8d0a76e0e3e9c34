import type { Order, OrderRequest, PlacedOrder } from '../../../src-shared/order.ts'
import type { OrderReference } from '../core/base-exchange-client.ts'
import { everyRow } from '../core/readable-rows.ts'
import { termsOfRequest } from '../orders/order-as-asked.ts'
import { isNotFound, namedBy, notFound, nullWhenNotFound } from '../orders/references.ts'
import { Search } from '../orders/search.ts'
import { isPlainId } from './endpoints.ts'
import { isDoubtful, orderFrom } from './map-orders.ts'
import { asPlaced, followPair, followStop } from './own/children.ts'
import { isSingleStop, stopOrderFrom } from './own/conditional-mapping.ts'
import type { ReadOptions } from './raw-client.ts'
import type { OcoDetails, OrderRecord } from './schemas.ts'
import type { KuCoinSession } from './session.ts'

/** Between two looks at an order that KuCoin tells contradictory things about. */
const secondLookMs = 300

/** Stop orders and legs of pairs have ids of their own kind. */
export function isConditionalId({ memory }: KuCoinSession, orderId: string): boolean {
  return orderId.startsWith('vs') || memory.stop(orderId) !== null || memory.pair(orderId) !== null
}

/**
 * A plain order by either of its ids, asked a second time when the answer is doubtful. @throws GatewayError
 * `not-found`.
 */
export async function plainRecord(
  { raw, shared }: KuCoinSession,
  nativeId: string,
  reference: OrderReference,
  options: ReadOptions = {},
): Promise<OrderRecord> {
  const read = (): Promise<OrderRecord> =>
    'orderId' in reference
      ? raw.order(nativeId, reference.orderId, options)
      : raw.orderByClientOid(nativeId, reference.clientOrderId, options)
  const record = await read()
  if (!isDoubtful(record)) return record
  await shared.venue.pause(secondLookMs)
  return read()
}

export async function plainOrder(session: KuCoinSession, record: OrderRecord): Promise<Order> {
  const reducedTo = session.memory.reducedTo(record.id)
  return orderFrom(record, await session.shared.markets.all(), { reducedTo })
}

/**
 * Any order by either of its ids, in whatever list it is. Source: GET /hf/orders, GET /stop-order, GET /oco/order.
 * @throws GatewayError `not-found`.
 */
export async function fetchOrder(session: KuCoinSession, reference: OrderReference): Promise<Order> {
  const nativeId = await session.shared.markets.nativeIdOf(reference.symbol)
  if (!isPlainId(namedBy(reference))) throw notFound(reference)
  const order =
    'orderId' in reference
      ? await byOrderId(session, nativeId, reference)
      : await byClientId(session, nativeId, reference)
  if (order === null) throw notFound(reference)
  return order
}

async function byOrderId(
  session: KuCoinSession,
  nativeId: string,
  reference: Extract<OrderReference, { orderId: string }>,
): Promise<Order | null> {
  const { orderId } = reference
  if (isConditionalId(session, orderId)) {
    const order = await conditionalOrder(session, nativeId, orderId)
    return order ?? whatBecameOf(session, nativeId, reference)
  }
  try {
    return await plainOrder(session, await plainRecord(session, nativeId, reference))
  } catch (error) {
    if (!isNotFound(error)) throw error
    const pair = await session.conditional.maybeOco(orderId)
    if (pair === null) throw notFound(reference, error)
    return legOf(session, pair, orderId)
  }
}

/** The order that a stop order turned into before a restart; null: nobody knows it. */
async function whatBecameOf(
  session: KuCoinSession,
  nativeId: string,
  { symbol, orderId }: Extract<OrderReference, { orderId: string }>,
): Promise<Order | null> {
  const clientOrderId = session.memory.clientIdOfStop(orderId)
  if (clientOrderId === null) return null
  const record = await plainRecord(session, nativeId, { symbol, clientOrderId }).catch(nullWhenNotFound)
  return record && asPlaced(session.memory, await plainOrder(session, record))
}

async function byClientId(
  session: KuCoinSession,
  nativeId: string,
  reference: Extract<OrderReference, { clientOrderId: string }>,
): Promise<Order | null> {
  const { clientOrderId } = reference
  const record = await plainRecord(session, nativeId, reference).catch(nullWhenNotFound)
  if (record !== null) return plainOrder(session, record)
  const replacement = await replacementOf(session, nativeId, clientOrderId)
  if (replacement !== null) return plainOrder(session, replacement)
  const stop = await stopByClientId(session, nativeId, clientOrderId)
  if (stop !== null) return stop
  const pair = await session.conditional.ocoByClientOid(clientOrderId)
  return pair && legOf(session, pair, pair.orderId)
}

/**
 * The order that an alteration of ours placed anew. KuCoin keeps the original client id, so what that id now names is
 * the replacement, as soon as it is another order than the one that was altered.
 */
export async function replacementOf(
  session: KuCoinSession,
  nativeId: string,
  clientOrderId: string,
): Promise<OrderRecord | null> {
  const known = session.memory.replacement(clientOrderId)
  const clientOid = known?.clientOid ?? null
  if (known === null || clientOid === null) return null
  const record = await session.raw.orderByClientOid(nativeId, clientOid).catch(nullWhenNotFound)
  return record === null || record.id === known.previousOrderId ? null : record
}

/** A stop order or a leg, by its own id; null: KuCoin knows it no more, nor do we what became of it. */
export async function conditionalOrder(
  session: KuCoinSession,
  nativeId: string,
  orderId: string,
): Promise<Order | null> {
  const pairId = session.memory.pair(orderId)?.orderId
  if (pairId !== undefined) {
    const pair = await session.conditional.oco(pairId)
    return pair && legOf(session, pair, orderId)
  }
  const record = await session.conditional.stop(orderId)
  if (record === null || !isSingleStop(record)) {
    const pair = await pairWithLeg(session, nativeId, orderId)
    if (pair !== null) return legOf(session, pair, orderId)
  }
  if (record === null) return vanishedStop(session, session.memory.stop(orderId))
  const order = stopOrderFrom(record, await session.shared.markets.all())
  session.memory.rememberStop(order)
  return order.status === 'unknown' ? (await followStop(session, order)).order : order
}

/** A waiting pair that has a leg of this id. Legs do not name their pair, so the symbol's pairs are looked through. */
export async function pairWithLeg(session: KuCoinSession, nativeId: string, legId: string): Promise<OcoDetails | null> {
  const pairs = await session.conditional.openOcos(nativeId, everyRow)
  for (const pair of pairs) session.memory.rememberPair(pair)
  return pairs.find(({ orders }) => orders.some(({ id }) => id === legId)) ?? null
}

/** A stop order that left KuCoin's list: cancelled by us, or triggered. */
async function vanishedStop(session: KuCoinSession, remembered: Order | null): Promise<Order | null> {
  if (remembered === null || remembered.status === 'cancelled') return remembered
  const search = new Search(session.shared.venue)
  const { order, childId } = await followStop(session, remembered, search.cut)
  return childId === null ? search.nothing() : order
}

async function stopByClientId(session: KuCoinSession, nativeId: string, clientOrderId: string): Promise<Order | null> {
  const [record] = await session.conditional.stopsByClientOid(nativeId, clientOrderId)
  if (record === undefined) return vanishedStop(session, session.memory.stopByClientId(clientOrderId))
  return conditionalOrder(session, nativeId, record.id)
}

async function legOf(session: KuCoinSession, pair: OcoDetails, orderId: string): Promise<Order | null> {
  session.memory.rememberPair(pair)
  const legs = await followPair(session, pair)
  return (legs.find(({ order }) => order.id === orderId) ?? legs[0])?.order ?? null
}

/**
 * What KuCoin has under a request's client id, in whichever list such a request may be; null: nothing. A stop order
 * that triggered goes on under the same client id as a plain one, and is told with the terms that were asked for.
 */
export async function find(
  session: KuCoinSession,
  request: OrderRequest,
  clientOrderId: string,
): Promise<PlacedOrder | null> {
  const nativeId = await session.shared.markets.nativeIdOf(request.symbol)
  const reference = { symbol: request.symbol, clientOrderId }
  if (request.kind === 'oco') return findPair(session, clientOrderId)
  if (request.kind === 'trailing_stop') return null
  const isStop = request.kind !== 'market' && request.kind !== 'limit'
  const stop = isStop ? await stopByClientId(session, nativeId, clientOrderId) : null
  if (stop !== null) return alone(stop)
  const record = await plainRecord(session, nativeId, reference, { priority: 'order' }).catch(nullWhenNotFound)
  if (record === null) return null
  const order = await plainOrder(session, record)
  return alone(isStop ? { ...order, terms: termsOfRequest(request) } : order)
}

async function findPair(session: KuCoinSession, clientOrderId: string): Promise<PlacedOrder | null> {
  const pair = await session.conditional.ocoByClientOid(clientOrderId, { priority: 'order' })
  if (pair === null) return null
  session.memory.rememberPair(pair)
  const [takeProfit, ...rest] = await followPair(session, pair)
  if (takeProfit === undefined) return null
  return { order: takeProfit.order, legs: rest.map(({ order }) => order), notes: [] }
}

function alone(order: Order): PlacedOrder {
  return { order, legs: [], notes: [] }
}
