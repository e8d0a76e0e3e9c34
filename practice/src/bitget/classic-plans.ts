import { isOver, type EngineOrder } from '../engine/types.ts'
import { BitgetError, missing, orderNotFound } from './bitget-error.ts'
import { fromPlanId, orderIdOf, planIdOf } from './ids.ts'
import { checkClientOid, checkPrice, checkSize, triggerKind } from './order-parameters.ts'
import { planView } from './order-views.ts'
import { boundsOf, limitOf, pageAfter } from './paging.ts'
import type { Parameters } from './parameters.ts'
import { checkCount } from './placing.ts'
import { inBitgetsWords, type PrivateCall } from './practice-bitget.ts'
import { marketNamed } from './symbols.ts'

const named = (order: EngineOrder): unknown => ({
  orderId: planIdOf(order.id),
  clientOid: planView(order).clientOid,
})

function plans({ exchange, accountId }: PrivateCall): readonly EngineOrder[] {
  return exchange.engine.account(accountId).orders.filter(({ labels }) => labels.family === 'plan')
}

const waiting = (order: EngineOrder): boolean => !order.triggered && !isOver(order)

/** An order that is placed when its price comes, and holds nothing until then. */
export function placePlan(call: PrivateCall): unknown {
  const { exchange, accountId, parameters } = call
  const market = marketNamed(exchange.engine, parameters.required('symbol'))
  const side = parameters.oneOf('side', ['buy', 'sell'])
  const type = parameters.oneOf('orderType', ['limit', 'market'])
  const triggerType = parameters.oneOf('triggerType', ['fill_price', 'mark_price'])
  if (side === null) throw missing('side')
  if (type === null) throw missing('orderType')
  if (triggerType === null) throw missing('triggerType')
  const planType = parameters.oneOf('planType', ['amount', 'total']) ?? 'amount'
  const trigger = parameters.decimal('triggerPrice')
  const price = type === 'limit' ? parameters.decimal('executePrice') : null
  const size = parameters.decimal('size')
  if (trigger === null) throw missing('triggerPrice')
  if (size === null) throw missing('size')
  if (type === 'limit' && price === null) throw missing('executePrice')
  checkPrice(trigger, market, 'triggerPrice')
  if (price !== null) checkPrice(price, market, 'executePrice')
  const inQuote = planType === 'total'
  if (inQuote && (side !== 'buy' || type !== 'market'))
    throw new BitgetError('40808', 'Parameter verification exception planType')
  checkSize(size, market, inQuote)
  const value = inQuote ? size : size.times(price ?? trigger)
  if (value.lessThan(market.minNotional)) throw new BitgetError('45110', 'less than the minimum amount 1 USDT')
  checkCount(call, market)
  const clientOid = checkClientOid(parameters.text('clientOid'), 'v2')
  if (clientOid !== null) exchange.counts.arrived(clientOid)
  const last = exchange.engine.lastPrice(market.symbol)
  const order = inBitgetsWords(() =>
    exchange.engine.place(accountId, market.symbol, {
      clientOrderId: clientOid ?? exchange.state.newClientId(),
      side,
      quantity: inQuote ? null : size,
      quoteQuantity: inQuote ? size : null,
      limitPrice: price,
      timeInForce: 'gtc',
      postOnly: false,
      trigger: { kind: triggerKind(side, trigger, last), price: trigger, trailingBips: null },
      visibleQuantity: null,
      selfTrade: 'expire_taker',
      funding: 'triggered',
      whenReached: 'fire',
      labels: { family: 'plan', planType, triggerType, force: 'gtc', size: size.toString() },
    }),
  )
  if (clientOid !== null) exchange.counts.accepted(clientOid)
  return named(order)
}

function openPlan(call: PrivateCall, parameters: Parameters): EngineOrder {
  const orderId = parameters.text('orderId')
  const clientOid = parameters.text('clientOid')
  if (orderId === null && clientOid === null) throw new BitgetError('40402', 'orderId or clientOid must be passed')
  const order = plans(call).find(
    (each) => waiting(each) && (orderId === null ? each.clientOrderId === clientOid : each.id === fromPlanId(orderId)),
  )
  if (order === undefined) throw new BitgetError('43025', 'The plan order does not exist')
  return order
}

export function modifyPlan(call: PrivateCall): unknown {
  const { parameters, exchange } = call
  const order = openPlan(call, parameters)
  const market = exchange.engine.markets().find(({ symbol }) => symbol === order.symbol)
  const [trigger, price, size] = [
    parameters.decimal('triggerPrice'),
    parameters.decimal('executePrice'),
    parameters.decimal('size'),
  ]
  if (market === undefined) throw orderNotFound()
  if (trigger === null) throw missing('triggerPrice')
  if (size === null) throw missing('size')
  checkPrice(trigger, market, 'triggerPrice')
  if (price !== null) checkPrice(price, market, 'executePrice')
  inBitgetsWords(() =>
    exchange.engine.amendTerms(order, {
      triggerPrice: trigger,
      quantity: size,
      ...(price !== null && order.limitPrice !== null && { limitPrice: price }),
    }),
  )
  return named(order)
}

export function cancelPlan(call: PrivateCall): unknown {
  const order = openPlan(call, call.parameters)
  inBitgetsWords(() => call.exchange.engine.cancel(order))
  return { result: 'success' }
}

export function currentPlans(call: PrivateCall): unknown {
  const market = marketNamed(call.exchange.engine, call.parameters.required('symbol'))
  return paged(
    call,
    plans(call).filter((order) => order.symbol === market.symbol && waiting(order)),
  )
}

export function historyPlans(call: PrivateCall): unknown {
  const market = marketNamed(call.exchange.engine, call.parameters.required('symbol'))
  call.parameters.required('startTime')
  call.parameters.required('endTime')
  const [from, to] = boundsOf(call)
  const done = plans(call).filter((order) => order.symbol === market.symbol && !waiting(order))
  return paged(
    call,
    done.filter(({ createdAt }) => createdAt >= from && createdAt <= to),
  )
}

function paged(call: PrivateCall, orders: readonly EngineOrder[]): unknown {
  const limit = limitOf(call)
  const newest = orders.toSorted((a, b) => b.id - a.id)
  const page = pageAfter(newest, call.parameters.text('idLessThan'), ({ id }) => planIdOf(id), limit)
  const last = page.at(-1)
  return {
    nextFlag: page.length === limit,
    idLessThan: last === undefined ? '0' : planIdOf(last.id),
    orderList: page.map(planView),
  }
}

/** The order that a plan became. @throws BitgetError 40307 before that. */
export function planSubOrders(call: PrivateCall): unknown {
  const order = plans(call).find(({ id }) => id === fromPlanId(call.parameters.required('planOrderId')))
  if (order === undefined) throw new BitgetError('43025', 'The plan order does not exist')
  if (!order.triggered) throw new BitgetError('40307', 'The plan order has not been triggered')
  const failed = order.expiryReason === 'insufficient_funds' || order.expiryReason === 'rejected'
  return [
    {
      orderId: orderIdOf(order.id),
      price: order.limitPrice?.toString() ?? '0',
      type: order.limitPrice === null ? 'market' : 'limit',
      status: failed ? 'fail' : 'success',
    },
  ]
}
