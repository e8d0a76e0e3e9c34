import { GatewayError } from '../../../src-shared/errors.ts'
import { isFinal, type Order, type OrderChange } from '../../../src-shared/order.ts'
import type { EditedOrder, OrderReference } from '../core/base-exchange-client.ts'
import type { Permit } from '../http/permit.ts'
import type { Params } from '../http/query.ts'
import { followUp } from '../http/urgency.ts'
import { type ChangedRequest, changedRequest, changedTerms, editUnsupported, notOpen } from '../orders/change.ts'
import { aboutOrder, asRefused, isNotFound } from '../orders/references.ts'
import { fetchOrder } from './cancel.ts'
import { normalise } from './normalise.ts'
import { type KrakenSession, readOrder } from './session.ts'

/**
 * Changes an open order where it stands: it keeps its ids, and its place in the queue where possible. The new values
 * are held against the market's rules like those of a new order. Source: AmendOrder.
 */
export async function edit(
  session: KrakenSession,
  reference: OrderReference,
  change: OrderChange,
  permit: Permit,
): Promise<EditedOrder> {
  const { shared, raw, ages } = session
  const nativeId = await shared.markets.nativeIdOf(reference.symbol)
  const order = await fetchOrder(session, reference)
  const wanted = changedRequest(order, change, 'kraken')
  const request = await normalise(session, wanted)
  if (request.kind === 'market' || request.kind === 'oco') throw editUnsupported(order, 'kraken')
  const params = amendParams(order, request)
  if (params === null) throw new GatewayError('refused', 'order.edit.nothing')
  if (request.quantity.atMost(order.filled)) throw notOpen(order, 'quantity')
  const markets = await shared.markets.all()
  try {
    await raw.amendOrder(
      { txid: order.id, ...params },
      nativeId,
      ages.ageMs(order.id, shared.venue.clock.serverNow()),
      permit,
    )
  } catch (error) {
    throw await afterFailure(session, reference, error)
  }
  ages.note(order.id, shared.venue.clock.serverNow())
  const asked: Order = { ...order, quantity: request.quantity, terms: changedTerms(order.terms, request) }
  const record = raw.hasRoom()
    ? await raw
        .as(followUp)
        .queryOrders(order.id, 'order', 1)
        .then(
          (records) => records[order.id],
          () => undefined,
        )
    : undefined
  const read = record === undefined ? asked : readOrder(session, markets, order.id, record)
  return { order: asAmended(read, asked), previousOrderId: order.id, how: 'in_place' }
}

/**
 * What Kraken has accepted holds, whatever its lists still show: they lag. Of a read that does not show it only what
 * was executed counts, and what ended the order.
 */
function asAmended(read: Order, asked: Order): Order {
  return isFinal(read.status) ? read : { ...read, quantity: asked.quantity, terms: asked.terms }
}

/**
 * An order that ended while it was being changed is not unknown, but no longer open; one that is there and open was
 * refused its change.
 */
async function afterFailure(session: KrakenSession, reference: OrderReference, error: unknown): Promise<unknown> {
  if (!isNotFound(error)) return error
  const order = await fetchOrder(session, reference).catch(() => null)
  if (order === null) return aboutOrder(error, reference)
  if (isFinal(order.status)) return notOpen(order)
  return asRefused(error)
}

/** What AmendOrder has to be told: only what differs. null: nothing does. Pure. */
function amendParams(order: Order, request: ChangedRequest): Params | null {
  const { terms } = order
  const price = 'price' in request && 'price' in terms && terms.price !== null ? request.price : null
  const moves = price !== null && 'price' in terms && terms.price?.equals(price) === false
  const trigger = 'triggerPrice' in request ? request.triggerPrice : null
  const retriggers = trigger !== null && 'triggerPrice' in terms && !terms.triggerPrice.equals(trigger)
  const resizes = order.quantity?.equals(request.quantity) !== true
  if (!moves && !retriggers && !resizes) return null
  return {
    ...(resizes && { order_qty: request.quantity.toString() }),
    ...(moves && { limit_price: price.toString() }),
    ...(retriggers && { trigger_price: trigger.toString() }),
    // The new price must not take either.
    ...(moves && request.kind === 'limit' && request.postOnly && { post_only: 'true' }),
  }
}
