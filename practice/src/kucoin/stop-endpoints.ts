import { isOver, isWaiting, type EngineOrder } from '../engine/types.ts'
import { fromStopId, stopIdOf } from './ids.ts'
import { orderNotExist, unknownOrder } from './kucoin-error.ts'
import { readOrder } from './order-parameters.ts'
import { clientOidOf } from './order-views.ts'
import { pageOf } from './pages.ts'
import { slashed, type PrivateCall } from './practice-kucoin.ts'
import { cancelling, inKuCoinsWords } from './rejections.ts'
import { stopView } from './stop-views.ts'
import { marketNamed } from './symbols.ts'

/** Nothing is held until the trigger. The answer has no client id. */
export function addStopOrder(call: PrivateCall): unknown {
  const { exchange, parameters, accountId, now } = call
  const given = parameters.text('clientOid')
  if (given !== null) exchange.counts.arrived(given)
  const market = marketNamed(exchange.engine, parameters.required('symbol'))
  const newClientId = (): string => exchange.state.newClientId()
  const { spec } = readOrder(parameters, market, { now, withStop: true, newClientId })
  const order = inKuCoinsWords(() => exchange.engine.place(accountId, market.symbol, spec))
  if (given !== null) exchange.counts.accepted(given)
  return { orderId: stopIdOf(order.id) }
}

const isLeg = (order: EngineOrder): boolean => order.listId !== null

function waiting(call: PrivateCall): readonly EngineOrder[] {
  return [...call.exchange.engine.account(call.accountId).open].filter(isWaiting)
}

function view(call: PrivateCall): (order: EngineOrder) => unknown {
  const account = call.exchange.engine.account(call.accountId)
  return (order) => stopView(order, account)
}

/**
 * Those that wait, newest first; `stop=oco` shows the legs of pairs, `stop=stop` (or nothing) the others. Bounds in ms.
 */
export function stopOrders(call: PrivateCall): unknown {
  const { parameters, exchange } = call
  const symbol = parameters.text('symbol')
  const market = symbol === null ? null : marketNamed(exchange.engine, symbol)
  const side = parameters.oneOf('side', ['buy', 'sell'])
  const type = parameters.oneOf('type', ['limit', 'market'])
  const legs = parameters.oneOf('stop', ['stop', 'oco']) === 'oco'
  const ids = parameters.text('orderIds')?.split(',') ?? null
  const from = parameters.integer('startAt') ?? 0
  const to = parameters.integer('endAt') ?? Infinity
  const all = waiting(call)
    .filter((order) => isLeg(order) === legs)
    .filter((order) => market === null || order.symbol === market.symbol)
    .filter((order) => side === null || order.side === side)
    .filter((order) => type === null || (order.limitPrice === null) === (type === 'market'))
    .filter((order) => ids === null || ids.includes(stopIdOf(order.id)))
    .filter(({ createdAt }) => createdAt >= from && createdAt <= to)
    .toReversed()
  return pageOf(all, parameters, { number: 'currentPage', size: 50, least: 1, most: 500 }, view(call))
}

/** Stops and legs that wait or have triggered; one that was cancelled while it waited is no longer known. */
function knownStops({ exchange, accountId }: PrivateCall): readonly EngineOrder[] {
  return exchange.engine
    .account(accountId)
    .orders.filter((order) => order.trigger !== null && !(isWaiting(order) && isOver(order)))
}

export function stopOrder(call: PrivateCall): unknown {
  const order = knownStops(call).find(({ id }) => id === fromStopId(call.rest))
  if (order === undefined) throw orderNotExist()
  return view(call)(order)
}

/** A list, though an id names one order at most (and the two legs of a pair). */
export function stopByClientOid(call: PrivateCall): unknown {
  const clientOid = call.parameters.required('clientOid')
  const symbol = call.parameters.text('symbol')
  return knownStops(call)
    .filter((order) => clientOidOf(order) === clientOid)
    .filter((order) => symbol === null || order.symbol === slashed(symbol))
    .map(view(call))
}

/** Cancels those that still wait; a leg takes its pair along. */
function cancelAll(call: PrivateCall, orders: readonly EngineOrder[]): readonly string[] {
  for (const order of orders) if (!isOver(order)) cancelling(() => call.exchange.engine.cancel(order))
  return orders.map(({ id }) => stopIdOf(id))
}

export function cancelStopOrder(call: PrivateCall): unknown {
  const order = waiting(call).find(({ id }) => id === fromStopId(call.rest))
  if (order === undefined) throw unknownOrder()
  return { cancelledOrderIds: cancelAll(call, [order]) }
}

export function cancelStopByClientOid(call: PrivateCall): unknown {
  const clientOid = call.parameters.required('clientOid')
  const symbol = call.parameters.text('symbol')
  const order = waiting(call)
    .filter((each) => symbol === null || each.symbol === slashed(symbol))
    .find((each) => clientOidOf(each) === clientOid && !isLeg(each))
  if (order === undefined) throw unknownOrder()
  cancelAll(call, [order])
  return { cancelledOrderId: stopIdOf(order.id), clientOid }
}

/** Those named by id, or of a symbol, or all. */
export function cancelStopOrders(call: PrivateCall): unknown {
  const symbol = call.parameters.text('symbol')
  const ids = call.parameters.text('orderIds')?.split(',') ?? null
  const asked = waiting(call)
    .filter((order) => symbol === null || order.symbol === slashed(symbol))
    .filter((order) => ids === null || ids.includes(stopIdOf(order.id)))
  return { cancelledOrderIds: cancelAll(call, asked) }
}
