import { GatewayError } from '../../../src-shared/errors.ts'
import { isFinal, type Order } from '../../../src-shared/order.ts'
import type { OrderReference } from '../core/base-exchange-client.ts'
import { cancelledOnRequest } from '../orders/end-reason.ts'
import { isNotFound, namedBy, notFound, nullWhenNotFound, unconfirmedCancel, wordsIn } from '../orders/references.ts'
import { Search } from '../orders/search.ts'
import { isPlainId } from './endpoints.ts'
import { conditionalOrder, isConditionalId, pairWithLeg, plainOrder, plainRecord, replacementOf } from './find.ts'
import { asEnded, followPair, followStop, type Triggered } from './own/children.ts'
import { asTriggered, pairOrders } from './own/conditional-mapping.ts'
import type { CancelledRecord, OcoDetails, OrderRecord } from './schemas.ts'
import type { KuCoinSession } from './session.ts'

/** Looks at an order whose cancel is done until it shows. */
const looks = 3
const betweenLooksMs = 200

/**
 * Refusals that a cancel races into: being processed, not cancelable. Like "not found" they are settled by asking for
 * the order.
 */
const raceCodes = new Set(['102428', '100004'])

/**
 * Cancels an order in whatever list it is, and with a leg its pair. "Not found" and an unclear end are settled by
 * asking for the order: if it is finished, that state is the answer. Source: DELETE /hf/orders/sync, /stop-order,
 * /oco/order.
 */
export async function cancel(session: KuCoinSession, reference: OrderReference): Promise<Order> {
  const nativeId = await session.shared.markets.nativeIdOf(reference.symbol)
  if (!isPlainId(namedBy(reference))) throw notFound(reference)
  if ('orderId' in reference && isConditionalId(session, reference.orderId))
    return cancelConditional(session, nativeId, reference)
  try {
    return await cancelPlain(session, nativeId, reference)
  } catch (error) {
    if (!isNotFound(error)) throw error
    const other = await cancelElsewhere(session, nativeId, reference)
    if (other !== null) return other
    throw notFound(reference, error)
  }
}

/** A plain order. @throws GatewayError `not-found` when the high-frequency engine does not know it. */
async function cancelPlain(session: KuCoinSession, nativeId: string, reference: OrderReference): Promise<Order> {
  const { raw } = session
  let told: CancelledRecord
  try {
    told =
      'orderId' in reference
        ? await raw.cancelOrder(nativeId, reference.orderId)
        : await raw.cancelOrderByClientOid(nativeId, reference.clientOrderId)
  } catch (error) {
    return settled(session, nativeId, reference, error)
  }
  try {
    return await plainOrder(session, await cancelledRecord(session, nativeId, reference, told))
  } catch (error) {
    // The cancel was acknowledged; only the order's last state could not be read.
    throw unconfirmedCancel(namedBy(reference), error)
  }
}

/** The order after its cancel. While queries still show it open, the cancel's own answer counts. */
async function cancelledRecord(
  session: KuCoinSession,
  nativeId: string,
  reference: OrderReference,
  told: CancelledRecord,
): Promise<OrderRecord> {
  for (let look = 1; ; look += 1) {
    const record = await plainRecord(session, nativeId, reference, { priority: 'cancel' })
    if (!record.active) return record
    if (look >= looks) {
      if (told.status !== 'done') return record
      return { ...record, active: false, cancelExist: true, dealSize: told.dealSize ?? record.dealSize }
    }
    await session.shared.venue.pause(betweenLooksMs)
  }
}

async function settled(
  session: KuCoinSession,
  nativeId: string,
  reference: OrderReference,
  error: unknown,
): Promise<Order> {
  if (!(error instanceof GatewayError) || !isRace(error)) throw error
  const record = await plainRecord(session, nativeId, reference, { priority: 'cancel' }).catch((failure: unknown) => {
    if (failure instanceof GatewayError && failure.class !== 'bug') return null
    throw failure
  })
  if (record === null) throw error
  const order = await plainOrder(session, record)
  if (isFinal(order.status)) return order
  throw isNotFound(error) ? notNow(error) : error
}

function isRace(error: GatewayError): boolean {
  if (error.class === 'not-found' || error.class === 'unknown-outcome') return true
  return raceCodes.has(error.exchange?.code ?? '')
}

/** "Does not exist or may not be cancelled" of an order that is there: it may not be cancelled at this moment. */
function notNow(error: GatewayError): GatewayError {
  return new GatewayError('retryable', error.text.key, error.text.params, wordsIn(error))
}

/**
 * What an id that names no plain order may name: a pair by its own id; an edited order, a stop order or a pair by our
 * client id.
 */
async function cancelElsewhere(
  session: KuCoinSession,
  nativeId: string,
  reference: OrderReference,
): Promise<Order | null> {
  const { conditional, memory } = session
  if ('orderId' in reference) {
    const pair = await conditional.maybeOco(reference.orderId, { priority: 'cancel' })
    return pair && cancelPair(session, nativeId, pair, reference.orderId)
  }
  const { clientOrderId, symbol } = reference
  const replacement = await replacementOf(session, nativeId, clientOrderId)
  if (replacement !== null) return cancelPlain(session, nativeId, { symbol, orderId: replacement.id })
  const [stop] = await conditional.stopsByClientOid(nativeId, clientOrderId)
  const orderId = stop?.id ?? memory.stopByClientId(clientOrderId)?.id
  if (orderId !== undefined) return cancelConditional(session, nativeId, { symbol, orderId })
  const pair = await conditional.ocoByClientOid(clientOrderId, { priority: 'cancel' })
  return pair && cancelPair(session, nativeId, pair, pair.orderId)
}

type ById = Extract<OrderReference, { orderId: string }>

/**
 * A stop order, or a leg with its pair. What KuCoin has never shown us is looked at first: a leg must not be cancelled
 * alone.
 */
async function cancelConditional(session: KuCoinSession, nativeId: string, reference: ById): Promise<Order> {
  const { orderId } = reference
  const { memory } = session
  const pair = memory.pair(orderId) ?? (await unseenPair(session, nativeId, orderId))
  if (pair !== null) return cancelPair(session, nativeId, pair, orderId)
  const stop = memory.stop(orderId) ?? (await conditionalOrder(session, nativeId, orderId))
  if (stop === null) throw notFound(reference)
  return cancelStop(session, nativeId, stop)
}

async function unseenPair(session: KuCoinSession, nativeId: string, orderId: string): Promise<OcoDetails | null> {
  return session.memory.stop(orderId) === null ? pairWithLeg(session, nativeId, orderId) : null
}

async function cancelStop(session: KuCoinSession, nativeId: string, stop: Order): Promise<Order> {
  if (isFinal(stop.status)) return stop
  const { conditional, memory, shared } = session
  const cancelled = (): Order => {
    const updatedAt = shared.venue.clock.serverNow()
    const order = { ...asEnded(stop), endReason: cancelledOnRequest, nativeStatus: 'CANCELLED', updatedAt }
    memory.rememberStop(order)
    return order
  }
  try {
    await conditional.cancelStop(stop.id)
    return cancelled()
  } catch (error) {
    if (!(error instanceof GatewayError) || !isRace(error)) throw error
    const still = await conditional.stop(stop.id, { priority: 'cancel' }).catch(() => undefined)
    if (still === undefined || still?.status === 'NEW') throw isNotFound(error) ? notNow(error) : error
    const search = new Search(shared.venue)
    const followed = await followStop(session, stop, search.cut)
    if (followed.childId !== null) return cancelChild(session, nativeId, followed)
    search.nothing()
    // Gone, and turned into nothing: after an unclear end that is our cancel.
    if (still === null && error.class === 'unknown-outcome') return cancelled()
    throw isNotFound(error) ? notFound({ symbol: stop.symbol, orderId: stop.id }, error) : error
  }
}

/** What a conditional order has turned into is cancelled in its stead. */
async function cancelChild(session: KuCoinSession, nativeId: string, triggered: Triggered): Promise<Order> {
  const { order, childId } = triggered
  if (childId === null || isFinal(order.status)) return order
  const child = await cancelPlain(session, nativeId, { symbol: order.symbol, orderId: childId })
  return asTriggered(order, child)
}

/** Both legs. @param asked the leg (or the pair) whose last state is the answer. */
async function cancelPair(session: KuCoinSession, nativeId: string, pair: OcoDetails, asked: string): Promise<Order> {
  const { conditional, memory, shared } = session
  memory.rememberPair(pair)
  const pick = (legs: readonly Order[]): Order => {
    const order = legs.find(({ id }) => id === asked) ?? legs[0]
    if (order !== undefined) return order
    throw unconfirmedCancel(asked)
  }
  try {
    await conditional.cancelOco(pair.orderId)
    const ended = { ...pair, status: 'CANCELLED' }
    memory.rememberPair(ended)
    return pick(pairOrders(ended, await shared.markets.all()))
  } catch (error) {
    if (!(error instanceof GatewayError) || !isRace(error)) throw error
    const now = await conditional.oco(pair.orderId, { priority: 'cancel' }).catch(nullWhenNotFound)
    if (now === null || now.status === 'NEW') throw isNotFound(error) ? notNow(error) : error
    const legs = await followPair(session, now)
    const open = legs.find(({ order, childId }) => childId !== null && !isFinal(order.status))
    const ended = open === undefined ? null : await cancelChild(session, nativeId, open)
    const last = pick(legs.map(({ order }) => (order.id === ended?.id ? ended : order)))
    if (isFinal(last.status)) return last
    throw error
  }
}
