import { GatewayError } from '../../../src-shared/errors.ts'
import { Money } from '../../../src-shared/money.ts'
import { isFinal, type LimitOrderRequest, type Order, type OrderChange } from '../../../src-shared/order.ts'
import type { EditedOrder, OrderReference } from '../core/base-exchange-client.ts'
import type { Permit } from '../http/permit.ts'
import { carries, changedRequest, editUnsupported, isOnlySmaller, notOpen } from '../orders/change.ts'
import { fitQuantity } from '../orders/filters.ts'
import { asRefused, isNotFound, namedBy, notFound } from '../orders/references.ts'
import { isPlainId } from './endpoints.ts'
import { isConditionalId, fetchOrder, plainOrder, plainRecord } from './find.ts'
import { orderFrom } from './map-orders.ts'
import type { KuCoinMarket } from './markets.ts'
import { normalise } from './normalise.ts'
import type { OrderRecord } from './schemas.ts'
import type { KuCoinSession } from './session.ts'

/** The reads after an acknowledgement: few, and they may fail. */
const afterwards = { priority: 'order', attempts: 2 } as const

/**
 * Changes an open limit order. A smaller quantity alone is a partial cancel, under the same id. Everything else is
 * KuCoin's alteration: the order is cancelled and placed anew under another id and the original client id, and only
 * while nothing has been filled, since how KuCoin sizes what replaces a partly filled order is not documented. Stop
 * orders and pairs cannot be changed there.
 */
export async function edit(
  session: KuCoinSession,
  reference: OrderReference,
  change: OrderChange,
  clientOrderId: string,
  permit: Permit,
): Promise<EditedOrder> {
  const on = await session.shared.markets.of(reference.symbol)
  const record = await plainOrConditional(session, on, reference)
  // Had before anything is sent: once KuCoin has acknowledged, no error of ours may hide it.
  const order = await plainOrder(session, record)
  const wanted = changedRequest(order, change, 'kucoin')
  if (wanted.kind !== 'limit') throw editUnsupported(order, 'kucoin')
  if (isOnlySmaller(order, wanted)) return shrink(session, order, wanted.quantity, on, permit)
  if (order.filled.isPositive()) throw new GatewayError('refused', 'order.edit.partially_filled')
  return alter(session, order, wanted, on, clientOrderId, permit)
}

async function plainOrConditional(
  session: KuCoinSession,
  { market: { nativeId } }: KuCoinMarket,
  reference: OrderReference,
): Promise<OrderRecord> {
  if (!isPlainId(namedBy(reference))) throw notFound(reference)
  const conditional = 'orderId' in reference && isConditionalId(session, reference.orderId)
  if (!conditional) {
    try {
      return await plainRecord(session, nativeId, reference, { priority: 'order' })
    } catch (error) {
      if (!isNotFound(error)) throw error
    }
  }
  const order = await fetchOrder(session, reference)
  throw isFinal(order.status) ? notOpen(order) : editUnsupported(order, 'kucoin')
}

/**
 * Source: DELETE /hf/orders/cancel/{orderId}?cancelSize. KuCoin refuses to cancel more than is left, should a fill come
 * in between.
 */
async function shrink(
  session: KuCoinSession,
  order: Order,
  wanted: Money,
  on: KuCoinMarket,
  permit: Permit,
): Promise<EditedOrder> {
  const { raw, shared, memory } = session
  const markets = await shared.markets.all()
  const quantity = fitQuantity(wanted, on.market, 'quantity', false)
  if (quantity.atMost(order.filled)) throw notOpen(order, 'quantity')
  const surplus = (order.quantity ?? Money.zero).minus(quantity)
  try {
    await raw.cancelPart(on.market.nativeId, order.id, surplus.toString(), permit)
  } catch (error) {
    throw await notShrunk(session, order, on.market.nativeId, error)
  }
  memory.rememberReduction(order.id, quantity)
  const fresh = await raw.order(on.market.nativeId, order.id, afterwards).catch(() => null)
  const edited = fresh === null ? { ...order, quantity } : orderFrom(fresh, markets, { reducedTo: quantity })
  return { order: edited, previousOrderId: order.id, how: 'in_place' }
}

/** A partial cancel that came too late is told as that, and no other refusal as "not found". */
async function notShrunk(session: KuCoinSession, order: Order, symbol: string, error: unknown): Promise<unknown> {
  if (!(error instanceof GatewayError) || error.exchange === null) return error
  if (error.class !== 'refused' && error.class !== 'not-found') return error
  const now = await fetchOrNull(session, order, symbol)
  if (now !== null && isFinal(now.status)) return notOpen(now)
  return error.class === 'not-found' ? asRefused(error) : error
}

/** Source: POST /hf/orders/alter. */
async function alter(
  session: KuCoinSession,
  order: Order,
  wanted: LimitOrderRequest,
  on: KuCoinMarket,
  clientOrderId: string,
  permit: Permit,
): Promise<EditedOrder> {
  const { raw, shared, memory } = session
  const request = (await normalise(session, wanted)) as LimitOrderRequest
  const markets = await shared.markets.all()
  const { nativeId: symbol } = on.market
  if (carries(order, request)) throw new GatewayError('refused', 'order.edit.nothing')
  const samePrice = order.terms.kind === 'limit' && request.price.equals(order.terms.price)
  const sameSize = order.quantity?.equals(request.quantity) === true
  memory.rememberReplacement(clientOrderId, { previousOrderId: order.id, clientOid: order.clientOrderId })
  let newId: string | null
  try {
    const fields = {
      symbol,
      orderId: order.id,
      ...(!samePrice && { newPrice: request.price.toString() }),
      ...(!sameSize && { newSize: request.quantity.toString() }),
    }
    newId = (await raw.alterOrder(fields, permit)).newOrderId
  } catch (error) {
    throw await whatIsLeft(session, order, symbol, error)
  }
  if (newId === null) throw await notReplaced(session, order, symbol)
  const fresh = await raw.order(symbol, newId, afterwards).catch(() => null)
  const edited = fresh === null ? asReplaced(order, request, newId) : orderFrom(fresh, markets)
  return { order: edited, previousOrderId: order.id, how: 'replace' }
}

/** The replacement as far as the acknowledgement tells it. */
function asReplaced(order: Order, request: LimitOrderRequest, id: string): Order {
  const { price, quantity, timeInForce, postOnly } = request
  const terms = { kind: 'limit', price, timeInForce, postOnly } as const
  return {
    ...order,
    id,
    terms,
    quantity,
    status: 'open',
    nativeStatus: 'accepted',
    endReason: null,
    raw: { newOrderId: id },
  }
}

/**
 * An alteration that was refused may have cancelled the order all the same: it is looked at before anything is said. An
 * unclear end stays unclear, since the replacement may exist.
 */
async function whatIsLeft(session: KuCoinSession, order: Order, symbol: string, error: unknown): Promise<unknown> {
  if (!(error instanceof GatewayError)) return error
  if (error.class !== 'refused' && error.class !== 'not-found' && error.class !== 'retryable') return error
  if (error.exchange === null) return error
  const details = { exchange: error.exchange }
  const old = await fetchOrNull(session, order, symbol)
  if (old === null) {
    const params = { orderId: order.id }
    return new GatewayError('unknown-outcome', 'order.edit.unknown', params, details)
  }
  if (!isFinal(old.status)) return error.class === 'not-found' ? asRefused(error) : error
  if (old.status !== 'cancelled') return notOpen(old)
  const params = { orderId: order.id, reason: error.exchange.message }
  return new GatewayError('refused', 'order.edit.cancelled_not_replaced', params, details)
}

/**
 * The alteration was taken without a new order: more had been filled meanwhile than the new quantity, and KuCoin closed
 * the old one.
 */
async function notReplaced(session: KuCoinSession, order: Order, symbol: string): Promise<GatewayError> {
  const old = await fetchOrNull(session, order, symbol)
  if (old === null || !isFinal(old.status))
    return new GatewayError('unknown-outcome', 'order.edit.unknown', { orderId: order.id })
  const params = { orderId: order.id, status: old.status }
  return new GatewayError('refused', 'order.edit.replacement_missing', params)
}

async function fetchOrNull(session: KuCoinSession, order: Order, symbol: string): Promise<Order | null> {
  const reference = { symbol: order.symbol, orderId: order.id }
  const record = await plainRecord(session, symbol, reference, { priority: 'order' }).catch(() => null)
  return record && plainOrder(session, record)
}
