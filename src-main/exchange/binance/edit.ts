import { GatewayError } from '../../../src-shared/errors.ts'
import { Money } from '../../../src-shared/money.ts'
import type { Order, OrderChange, OrderRequest } from '../../../src-shared/order.ts'
import type { EditedOrder, OrderReference } from '../core/base-exchange-client.ts'
import { isUnclear, unclear, verdict, wordsOf } from '../core/classify.ts'
import type { Permit } from '../http/permit.ts'
import { changedRequest, editUnsupported, isOnlySmaller, notOpen } from '../orders/change.ts'
import { fitQuantity } from '../orders/filters.ts'
import type { SingleRequest } from '../orders/order-as-asked.ts'
import { encodeOrder } from './encode.ts'
import { frame, toldOf } from './errors.ts'
import { orderParams } from './find.ts'
import { isKnownType, orderFrom, preventedOf } from './map-orders.ts'
import type { BinanceMarket, BinanceMarkets } from './markets.ts'
import { normalise } from './normalise.ts'
import { type CancelReplaceFailure, errorSchema, type OrderRecord } from './schemas.ts'
import type { BinanceSession } from './session.ts'

/**
 * Changes an open order. Only a smaller quantity keeps the order's place (PUT /order/amend/keepPriority, under its
 * present client id); everything else is POST /order/cancelReplace with STOP_ON_FAILURE, and only while nothing has
 * been filled: the exchange itself checks that (ONLY_NEW), since a fill in between would make the replacement too
 * large. What a replacement could not carry over is not replaced.
 */
export async function edit(
  session: BinanceSession,
  reference: OrderReference,
  change: OrderChange,
  clientOrderId: string,
  permit: Permit,
): Promise<EditedOrder> {
  const on = await session.shared.markets.of(reference.symbol)
  const record = await session.raw.queryOrder(orderParams(reference, on.market.nativeId), 'order')
  // Had before anything is sent: once the exchange has acknowledged, no error of ours may hide it.
  const markets = await session.shared.markets.all()
  const order = orderFrom(record, markets)
  const wanted = changedRequest(order, change, 'binance')
  if (isOnlySmaller(order, wanted) && on.rules.amend)
    return shrink(session, { order, prevented: preventedOf(record) }, wanted.quantity, on, markets, permit)
  if (order.listId !== null) throw new GatewayError('refused', 'order.edit.list_member')
  if (!on.rules.cancelReplace || losesSomething(record)) throw editUnsupported(order, 'binance')
  if (order.filled.isPositive()) throw new GatewayError('refused', 'order.edit.partially_filled')
  return replace(session, order, wanted, on, markets, clientOrderId, permit)
}

/**
 * The way that a trailing stop has gone, a hidden part, a peg, what we do not know: a new order would begin without
 * them.
 */
function losesSomething({ type, trailingDelta = 0, icebergQty = Money.zero, pegPriceType }: OrderRecord): boolean {
  return !isKnownType(type) || trailingDelta > 0 || icebergQty.isPositive() || pegPriceType !== undefined
}

async function shrink(
  { raw }: BinanceSession,
  { order, prevented }: { readonly order: Order; readonly prevented: Money },
  wanted: Money,
  on: BinanceMarket,
  markets: BinanceMarkets,
  permit: Permit,
): Promise<EditedOrder> {
  const newQty = fitQuantity(wanted, on.market, 'quantity', false)
  if (newQty.atMost(order.filled)) throw notOpen(order, 'quantity')
  const { nativeId: symbol } = on.market
  const params = {
    symbol,
    orderId: order.id,
    // Binance counts in what was prevented, as it does with what has filled.
    newQty: newQty.plus(prevented).toString(),
    ...(order.clientOrderId !== null && { newClientOrderId: order.clientOrderId }),
  }
  await raw.amendKeepPriority(params, permit)
  const fresh = await raw.queryOrder({ symbol, orderId: order.id }, 'order', 1).catch(() => null)
  const edited = fresh === null ? { ...order, quantity: newQty } : orderFrom(fresh, markets)
  return { order: edited, previousOrderId: order.id, how: 'in_place' }
}

async function replace(
  session: BinanceSession,
  order: Order,
  wanted: OrderRequest,
  on: BinanceMarket,
  markets: BinanceMarkets,
  clientOrderId: string,
  permit: Permit,
): Promise<EditedOrder> {
  const request = (await normalise(session, wanted)) as SingleRequest
  const params = {
    ...encodeOrder(request, on.market.nativeId, clientOrderId),
    cancelReplaceMode: 'STOP_ON_FAILURE',
    cancelOrderId: order.id,
    cancelRestrictions: 'ONLY_NEW',
  }
  const answer = await session.raw.cancelReplace(params, permit)
  if ('data' in answer) throw replaceFailure(answer as CancelReplaceFailure, order, on.market.nativeId)
  const { newOrderResponse } = answer
  return {
    order: orderFrom(newOrderResponse, markets),
    previousOrderId: order.id,
    how: 'replace',
  }
}

/** What a cancelReplace that did not succeed whole has left behind, in one sentence. Pure. */
function replaceFailure(failure: CancelReplaceFailure, order: Pick<Order, 'id'>, symbol: string): GatewayError {
  const { cancelResult, cancelResponse, newOrderResponse } = failure.data
  const cancelled = cancelResult === 'SUCCESS'
  const part = errorSchema.safeParse(cancelled ? newOrderResponse : cancelResponse).data
  const told = toldOf(part ?? failure)
  const words = wordsOf('binance', cancelled ? 409 : 400, told)
  const asked = { write: true, symbol }
  if (part === undefined) return unclear('binance', asked, failure.msg, words)
  const unknown = isUnclear(told)
  const reason = verdict(told, asked, frame(0), words)
  if (!cancelled) {
    if (/cancel restrictions/i.test(part.msg)) {
      return new GatewayError('refused', 'order.edit.partially_filled', {}, { exchange: words })
    }
    // A cancel with an unclear end may have been done all the same.
    return unknown
      ? new GatewayError('unknown-outcome', 'order.edit.unknown', { orderId: order.id }, { exchange: words })
      : reason
  }
  const details = { exchange: words }
  if (unknown || reason.class === 'unknown-outcome') {
    const params = { orderId: order.id }
    return new GatewayError('unknown-outcome', 'order.edit.cancelled_replacement_unknown', params, details)
  }
  const params = { orderId: order.id, reason: part.msg }
  return new GatewayError('refused', 'order.edit.cancelled_not_replaced', params, details)
}
