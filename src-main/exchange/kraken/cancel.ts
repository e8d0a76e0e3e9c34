import { GatewayError } from '../../../src-shared/errors.ts'
import { isFinal, type Order } from '../../../src-shared/order.ts'
import type { OrderReference } from '../core/base-exchange-client.ts'
import type { Params } from '../http/query.ts'
import { cancelledOnRequest } from '../orders/end-reason.ts'
import { aboutOrder, namedBy, notFound, unconfirmedCancel } from '../orders/references.ts'
import { findReferenced, type Found } from './find.ts'
import { clOrdIdOf } from './own/client-ids.ts'
import { type KrakenSession, pairOf, readOrder } from './session.ts'

/**
 * How often an order is read after a cancel that Kraken carries out behind its answer, or whose effect its lists show
 * late.
 */
const readAttempts = 3
const readGapMs = 250

/**
 * Cancels one order and tells its last state. "Unknown order" and an unclear end are settled by asking for the order:
 * if it is finished, that state is the answer. The exits that an entry's fills have called for stay: they guard what
 * was bought. Source: CancelOrder.
 */
export async function cancel(session: KrakenSession, reference: OrderReference): Promise<Order> {
  const pair = await pairOf(session.shared, reference.symbol)
  let pending: boolean
  try {
    const answer = await session.raw.cancelOrder(paramsOf(reference), pair, ageOf(session, reference))
    pending = answer.pending === true || answer.count < 1
  } catch (error) {
    return afterFailure(session, reference, error)
  }
  const order = await lastState(session, reference).catch(() => null)
  if (order !== null && isFinal(order.status)) return order
  // Kraken has cancelled it: that its lists do not say so yet is their affair.
  if (order !== null && !pending)
    return { ...order, status: 'cancelled', waiting: false, endReason: cancelledOnRequest }
  throw unconfirmedCancel(namedBy(reference))
}

async function afterFailure(session: KrakenSession, reference: OrderReference, error: unknown): Promise<Order> {
  if (!(error instanceof GatewayError)) throw error
  if (error.class !== 'not-found' && error.class !== 'unknown-outcome') throw error
  const order = await lastState(session, reference).catch((reason: unknown) => {
    if (reason instanceof GatewayError && reason.class === 'not-found') return null
    if (reason instanceof GatewayError && reason.class !== 'bug') return 'no answer'
    throw reason
  })
  if (order === 'no answer') throw error.class === 'not-found' ? unconfirmedCancel(namedBy(reference)) : error
  if (order !== null && isFinal(order.status)) return order
  if (error.class === 'unknown-outcome') throw error
  // "Unknown order", yet Kraken's lists show it open: one of the two is late.
  throw order === null ? notFound(reference, error) : unconfirmedCancel(namedBy(reference))
}

/** The order as it is, asked a few times while it is still open. */
async function lastState(session: KrakenSession, reference: OrderReference): Promise<Order | null> {
  const markets = await session.shared.markets.all()
  for (let attempt = 1; ; attempt += 1) {
    const found: Found | null = await findReferenced(session, reference, 'cancel')
    const order = found && readOrder(session, markets, found.id, found.record)
    if (order === null || isFinal(order.status) || attempt === readAttempts) return order
    await session.shared.venue.pause(readGapMs)
  }
}

function paramsOf(reference: OrderReference): Params {
  return 'orderId' in reference ? { txid: reference.orderId } : { cl_ord_id: clOrdIdOf(reference.clientOrderId) }
}

function ageOf({ ages, shared }: KrakenSession, reference: OrderReference): number | null {
  return 'orderId' in reference ? ages.ageMs(reference.orderId, shared.venue.clock.serverNow()) : null
}

/** An order by its id or ours. @throws GatewayError `not-found`. */
export async function fetchOrder(session: KrakenSession, reference: OrderReference): Promise<Order> {
  const markets = await session.shared.markets.all()
  const found = await findReferenced(session, reference, 'read').catch((error: unknown) => {
    throw aboutOrder(error, reference)
  })
  if (found === null) throw notFound(reference)
  return readOrder(session, markets, found.id, found.record)
}
