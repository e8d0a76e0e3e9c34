import type { PracticeMarket } from '../engine/market-rules.ts'
import type { EngineOrder, OrderList, OrderSpec } from '../engine/types.ts'
import { isOver } from '../engine/types.ts'
import { printed } from '../host/printed.ts'
import { asking, BinanceError, missing, noSuchOrder, notSupported } from './binance-error.ts'
import { readOrder, responseTypes, selfTradeOf, sideOf, typeOf, type ResponseType } from './order-parameters.ts'
import { findOrder, limitOf, marketOfCall, readNaming, timeRange, type SignedCall } from './practice-binance.ts'

const archivedAfterMs = 90 * 86_400_000

/** An order as it was asked for, and how its answer is to look. */
export interface NewOrder {
  readonly market: PracticeMarket
  readonly spec: OrderSpec
  readonly shape: ResponseType
}

/** Reads a single order with all its parameters. @throws BinanceError */
export function readNewOrder(call: SignedCall): NewOrder {
  const { parameters, exchange } = call
  const market = marketOfCall(call)
  const side = sideOf(parameters, 'side')
  const type = typeOf(parameters, 'type')
  const selfTrade = selfTradeOf(parameters)
  const asked = parameters.oneOf('newOrderRespType', responseTypes)
  const spec = readOrder(parameters, market, {
    prefix: '',
    type,
    side,
    quantity: 'read',
    selfTrade,
    fallbackId: () => exchange.newClientId(),
  })
  return { market, spec, shape: asked ?? (type === 'MARKET' || type === 'LIMIT' ? 'FULL' : 'ACK') }
}

/** Places what was read; counts it. @throws BinanceError */
export function placeNewOrder(call: SignedCall, order: NewOrder): Record<string, unknown> {
  const { exchange, accountId } = call
  const placed = asking('new', () => exchange.engine.place(accountId, order.market.symbol, order.spec))
  exchange.orderCounts(accountId).add(1, [placed], call.now)
  exchange.accepted([placed])
  return exchange.views.placed(placed, order.shape)
}

/** `POST /api/v3/order` */
export function newOrder(call: SignedCall): unknown {
  const order = readNewOrder(call)
  call.parameters.finish()
  call.exchange.orderCounts(call.accountId).check(1, call.now, call.exchange.limits)
  return placeNewOrder(call, order)
}

/** `POST /api/v3/order/test`: everything but the engine: no balances, no prices of the moment. */
export function testOrder(call: SignedCall): unknown {
  const { parameters, exchange } = call
  const withRates = parameters.boolean('computeCommissionRates') ?? false
  const { market, spec } = readNewOrder(call)
  parameters.finish()
  asking('new', () => exchange.engine.checkRules(market.symbol, spec))
  if (!withRates) return {}
  const { fees } = exchange.engine.account(call.accountId)
  return {
    standardCommissionForOrder: { maker: printed(fees.maker), taker: printed(fees.taker) },
    specialCommissionForOrder: { maker: '0.00000000', taker: '0.00000000' },
    taxCommissionForOrder: { maker: '0.00000000', taker: '0.00000000' },
    discount: {
      enabledForAccount: false,
      enabledForSymbol: false,
      discountAsset: 'BNB',
      discount: '0.25000000',
    },
  }
}

/** `GET /api/v3/order` */
export function queryOrder(call: SignedCall): unknown {
  const market = marketOfCall(call)
  const naming = readNaming(call.parameters, 'orderId', 'origClientOrderId')
  call.parameters.finish()
  const order = findOrder(call, market, naming)
  if (order === null) throw noSuchOrder()
  if (isArchived(order, call.now)) {
    throw new BinanceError(
      -2026,
      'Order was canceled or expired with no executed qty over 90 days ago and has been archived.',
    )
  }
  return call.exchange.views.queried(order)
}

function isArchived(order: EngineOrder, now: number): boolean {
  return isOver(order) && order.filled.isZero() && now - order.updatedAt > archivedAfterMs
}

/** Cancels an order, with its list; the answer is the order, or the list that went with it. @throws BinanceError */
export function cancelAndView(
  call: SignedCall,
  order: EngineOrder,
  cancelId: string,
  restriction: string | null,
): unknown {
  const { engine } = call.exchange
  const list = order.listId === null ? null : engine.list(order.listId)
  const wanted = restriction === null ? null : restriction === 'ONLY_NEW' ? 'only_new' : 'only_partially_filled'
  asking('cancel', () => call.exchange.cancelling(cancelId, () => engine.cancel(order, wanted)))
  return list === null ? call.exchange.views.cancelled(order, cancelId) : cancelledList(call, list, cancelId)
}

/** A list that has been cancelled, with the reports of its orders. */
export function cancelledList(call: SignedCall, list: OrderList, cancelId: string): Record<string, unknown> {
  const { engine, views } = call.exchange
  const orders = engine.ordersOf(list)
  return {
    ...views.list(list, orders, call.now),
    orderReports: orders.map((order) => views.cancelled(order, cancelId)),
  }
}

export function readRestriction(call: SignedCall): string | null {
  const invalid = (): BinanceError => new BinanceError(-1145, 'Invalid cancelRestrictions')
  return call.parameters.oneOf('cancelRestrictions', ['ONLY_NEW', 'ONLY_PARTIALLY_FILLED'], invalid)
}

/** `DELETE /api/v3/order` */
export function cancelOrder(call: SignedCall): unknown {
  const { parameters, exchange } = call
  const market = marketOfCall(call)
  const naming = readNaming(parameters, 'orderId', 'origClientOrderId')
  const cancelId = parameters.clientId('newClientOrderId') ?? exchange.newClientId()
  const restriction = readRestriction(call)
  parameters.finish()
  const order = findOrder(call, market, naming)
  if (order === null) throw new BinanceError(-2011, 'Unknown order sent.')
  return cancelAndView(call, order, cancelId, restriction)
}

/** `DELETE /api/v3/openOrders`: single orders as they are, lists whole. */
export function cancelOpenOrders(call: SignedCall): unknown {
  const market = marketOfCall(call)
  call.parameters.finish()
  const cancelId = call.exchange.newClientId()
  const open = openOf(call, market)
  if (open.length === 0) throw new BinanceError(-2011, 'Unknown order sent.')
  return open.flatMap((order) => (isOver(order) ? [] : [cancelAndView(call, order, cancelId, null)]))
}

function openOf(call: SignedCall, market: PracticeMarket | null): readonly EngineOrder[] {
  const open = [...call.exchange.engine.account(call.accountId).open]
  return market === null ? open : open.filter((order) => order.symbol === market.symbol)
}

/** `GET /api/v3/openOrders` */
export function openOrders(call: SignedCall): unknown {
  const market = call.parameters.has('symbol') ? marketOfCall(call) : null
  call.parameters.finish()
  return openOf(call, market).map((order) => call.exchange.views.queried(order))
}

/** `GET /api/v3/allOrders`: from an id on, or the latest, or those of a time range; oldest first. */
export function allOrders(call: SignedCall): unknown {
  const { parameters, exchange } = call
  const market = marketOfCall(call)
  const fromId = parameters.integer('orderId')
  const { from, to } = timeRange(call)
  const limit = limitOf(call, 500, 1000)
  parameters.finish()
  const orders = exchange.engine
    .account(call.accountId)
    .orders.filter(
      (order) =>
        order.symbol === market.symbol &&
        !isArchived(order, call.now) &&
        (fromId === null || order.id >= fromId) &&
        (from === null || order.createdAt >= from) &&
        (to === null || order.createdAt <= to),
    )
  const page = fromId === null && from === null ? orders.slice(-limit) : orders.slice(0, limit)
  return page.map((order) => exchange.views.queried(order))
}

/** `PUT /api/v3/order/amend/keepPriority` */
export function amendOrder(call: SignedCall): unknown {
  const { parameters, exchange } = call
  const market = marketOfCall(call)
  const naming = readNaming(parameters, 'orderId', 'origClientOrderId')
  const quantity = parameters.decimal('newQty')
  if (quantity === null) throw missing('newQty')
  const clientOrderId = parameters.clientId('newClientOrderId') ?? exchange.newClientId()
  parameters.finish()
  if (!market.features.amend) throw notSupported('Order amend')
  if (!quantity.isPositive()) throw new BinanceError(-1013, 'Invalid quantity.')
  const order = findOrder(call, market, naming)
  if (order === null) throw new BinanceError(-2038, 'Unknown order sent.')
  asking('amend', () => exchange.engine.amend(order, quantity, clientOrderId))
  const list = order.listId === null ? null : exchange.engine.list(order.listId)
  const view = exchange.views.amended(order, call.now)
  if (list === null) return view
  const {
    listStatusType: _type,
    transactionTime: _time,
    ...listStatus
  } = exchange.views.list(list, exchange.engine.ordersOf(list))
  return { ...view, listStatus }
}
