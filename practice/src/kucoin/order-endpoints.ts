import type { EngineOrder } from '../engine/types.ts'
import { fromOrderId, orderIdOf } from './ids.ts'
import { badParameter, KuCoinError, unknownOrder } from './kucoin-error.ts'
import { checkPrice, checkSize, readOrder } from './order-parameters.ts'
import { clientOidOf, syncView } from './order-views.ts'
import { type Parameters, parametersFrom } from './parameters.ts'
import { openHfOrders, type PrivateCall } from './practice-kucoin.ts'
import { cancelling, inKuCoinsWords } from './rejections.ts'
import { marketNamed } from './symbols.ts'

type Json = Record<string, unknown>

const mostAtOnce = 5

function place(call: PrivateCall, parameters: Parameters): EngineOrder {
  const { exchange, accountId, now } = call
  const given = parameters.text('clientOid')
  if (given !== null) exchange.counts.arrived(given)
  const market = marketNamed(exchange.engine, parameters.required('symbol'))
  const newClientId = (): string => exchange.state.newClientId()
  const { spec } = readOrder(parameters, market, { now, withStop: false, newClientId })
  const order = inKuCoinsWords(() => exchange.engine.place(accountId, market.symbol, spec))
  if (given !== null) exchange.counts.accepted(given)
  return order
}

const named = (order: EngineOrder): Json => ({ orderId: orderIdOf(order.id), clientOid: clientOidOf(order) })

const namedInSync = (order: EngineOrder): Json => ({
  ...named(order),
  ...syncView(order),
  orderTime: order.createdAt,
  matchTime: order.updatedAt,
})

export const addOrder = (call: PrivateCall): unknown => named(place(call, call.parameters))
export const addOrderSync = (call: PrivateCall): unknown => namedInSync(place(call, call.parameters))

/** Checks, and answers with an id that nothing else knows. */
export function testOrder(call: PrivateCall): unknown {
  const { exchange, parameters, now } = call
  const market = marketNamed(exchange.engine, parameters.required('symbol'))
  const newClientId = (): string => exchange.state.newClientId()
  const { spec, clientOid } = readOrder(parameters, market, { now, withStop: false, newClientId })
  inKuCoinsWords(() => exchange.engine.checkRules(market.symbol, spec))
  return { orderId: orderIdOf(0), clientOid: clientOid ?? '' }
}

/** Each order stands for itself: one that is refused says so in its place, in an answer that is a success. */
const addMany =
  (view: (order: EngineOrder) => Json) =>
  (call: PrivateCall): unknown => {
    const list = call.parameters.list('orderList')
    if (list.length === 0 || list.length > mostAtOnce) throw badParameter('orderList size is invalid')
    return list.map((each): Json => {
      try {
        const parameters = parametersFrom(each)
        if (parameters.text('type') === 'market') throw badParameter('only limit orders')
        return { success: true, ...view(place(call, parameters)) }
      } catch (error) {
        if (error instanceof KuCoinError) return { success: false, failMsg: error.message }
        throw error
      }
    })
  }
export const addOrders = addMany(named)
export const addOrdersSync = addMany(namedInSync)

/**
 * Cancels and places anew: another id, the same client id, the last place in the queue. `newSize` is the new total:
 * what has filled counts. With nothing left beyond that, the order is only cancelled and its own id comes back. When
 * the replacement is refused, the old order is gone.
 */
export function alterOrder(call: PrivateCall): unknown {
  const { parameters, exchange, accountId } = call
  const market = marketNamed(exchange.engine, parameters.required('symbol'))
  const order = openHfOrders(call).find((each) => each.symbol === market.symbol && isMeant(each, parameters))
  if (order === undefined || order.quantity === null || order.limitPrice === null) throw unknownOrder()
  const newPrice = parameters.decimal('newPrice')
  const newSize = parameters.decimal('newSize')
  if (newPrice === null && newSize === null) throw badParameter('newPrice and newSize can not both be empty')
  if (newPrice !== null) checkPrice(newPrice, market, 'newPrice')
  if (newSize !== null) checkSize(newSize, market)
  const name = clientOidOf(order)
  const size = newSize ?? order.quantity
  cancelling(() => exchange.engine.cancel(order))
  if (size.atMost(order.filled)) return { newOrderId: orderIdOf(order.id), clientOid: name }
  const quantity = size.minus(order.filled)
  const placed = inKuCoinsWords(() =>
    exchange.engine.place(accountId, order.symbol, {
      clientOrderId: order.clientOrderId,
      side: order.side,
      quantity,
      quoteQuantity: null,
      limitPrice: newPrice ?? order.limitPrice,
      timeInForce: order.timeInForce,
      postOnly: order.postOnly,
      // What a stop has triggered is an order like any other.
      trigger: null,
      visibleQuantity: order.visibleQuantity,
      selfTrade: order.selfTrade,
      funding: 'placed',
      whenReached: 'fire',
      labels: { ...order.labels, size: quantity.toString() },
    }),
  )
  return { newOrderId: orderIdOf(placed.id), clientOid: name }
}

function isMeant(order: EngineOrder, parameters: Parameters): boolean {
  const id = parameters.text('orderId')
  return id === null ? clientOidOf(order) === parameters.required('clientOid') : order.id === fromOrderId(id)
}
