import type { EngineOrder, OrderList } from '../engine/types.ts'
import { isOver } from '../engine/types.ts'
import { fromOcoId, fromStopId, ocoIdOf, stopIdOf } from './ids.ts'
import { badParameter, orderNotExist, unknownOrder } from './kucoin-error.ts'
import { inKuCoinsWords } from './order-endpoints.ts'
import { readClientOid, readOco, readOrder } from './order-parameters.ts'
import { clientOidOf, ocoView, stopView } from './order-views.ts'
import { marketNamed } from './symbols.ts'
import { isStop, type PrivateCall } from './venue.ts'

const userId = '165111215'

/** Nothing is held until the trigger. The answer has no client id. */
export function addStopOrder(call: PrivateCall): unknown {
  const { venue, parameters, accountId, now } = call
  const market = marketNamed(venue.engine, parameters.required('symbol'))
  const given = parameters.text('clientOid')
  if (given !== null) venue.counts.arrived(given)
  const newClientId = (): string => venue.state.newClientId()
  const { spec } = readOrder(parameters, market, { now, withStop: true, newClientId })
  const order = inKuCoinsWords(() => venue.engine.place(accountId, market.symbol, spec))
  if (given !== null) venue.counts.accepted(given)
  return { orderId: stopIdOf(order.id) }
}

function waiting(call: PrivateCall): readonly EngineOrder[] {
  return [...call.venue.engine.account(call.accountId).open].filter(isStop)
}

/** Those that wait; `stop=oco` shows the legs of pairs, `stop=stop` (or nothing) the others. */
export function stopOrders(call: PrivateCall): unknown {
  const { parameters, venue } = call
  const symbol = parameters.text('symbol')
  const market = symbol === null ? null : marketNamed(venue.engine, symbol)
  const side = parameters.oneOf('side', ['buy', 'sell'])
  const oco = parameters.oneOf('stop', ['stop', 'oco']) === 'oco'
  const ids = parameters.text('orderIds')?.split(',') ?? null
  const page = parameters.integer('currentPage') ?? 1
  const size = parameters.integer('pageSize') ?? 50
  if (page < 1 || size < 1 || size > 500) throw badParameter('pageSize is invalid')
  const all = waiting(call)
    .filter((order) => (order.labels.stop === 'oco') === oco)
    .filter((order) => market === null || order.symbol === market.symbol)
    .filter((order) => side === null || order.side === side)
    .filter((order) => ids === null || ids.includes(stopIdOf(order.id)))
    .toReversed()
  return {
    currentPage: page,
    pageSize: size,
    totalNum: all.length,
    totalPage: Math.ceil(all.length / size),
    items: all.slice((page - 1) * size, page * size).map((order) => stopView(order, userId)),
  }
}

/** A stop that waits or has triggered; one that was cancelled is no longer known. */
function stopById(call: PrivateCall, text: string): EngineOrder | null {
  const id = fromStopId(text)
  const order = id === null ? null : call.venue.engine.order(id)
  const mine = order?.accountId === call.accountId && order.trigger !== null ? order : null
  return mine !== null && isStop(mine) && isOver(mine) ? null : mine
}

export function stopOrder(call: PrivateCall): unknown {
  const order = stopById(call, call.rest)
  if (order === null) throw orderNotExist()
  return stopView(order, userId)
}

/** A list, though an id names one order at most. */
export function stopByClientOid(call: PrivateCall): unknown {
  const clientOid = call.parameters.required('clientOid')
  const symbol = call.parameters.text('symbol')?.replace('-', '/') ?? null
  const found = call.venue.engine
    .account(call.accountId)
    .orders.filter((order) => order.trigger !== null && clientOidOf(order) === clientOid)
    .filter((order) => (symbol === null || order.symbol === symbol) && !(isStop(order) && isOver(order)))
  return found.map((order) => stopView(order, userId))
}

function cancelStops(call: PrivateCall, orders: readonly EngineOrder[]): readonly string[] {
  for (const order of orders) if (!isOver(order)) inKuCoinsWords(() => call.venue.engine.cancel(order))
  return orders.map(({ id }) => stopIdOf(id))
}

export function cancelStopOrder(call: PrivateCall): unknown {
  const order = waiting(call).find(({ id }) => id === fromStopId(call.rest))
  if (order === undefined) throw unknownOrder()
  return { cancelledOrderIds: cancelStops(call, [order]) }
}

export function cancelStopByClientOid(call: PrivateCall): unknown {
  const clientOid = call.parameters.required('clientOid')
  const order = waiting(call).find((each) => clientOidOf(each) === clientOid && each.labels.stop !== 'oco')
  if (order === undefined) throw unknownOrder()
  cancelStops(call, [order])
  return { cancelledOrderId: stopIdOf(order.id), clientOid }
}

export function cancelStopOrders(call: PrivateCall): unknown {
  const symbol = call.parameters.text('symbol')?.replace('-', '/') ?? null
  const ids = call.parameters.text('orderIds')?.split(',') ?? null
  const asked = waiting(call).filter(
    (order) =>
      (symbol === null || order.symbol === symbol) && (ids === null || ids.includes(stopIdOf(order.id))),
  )
  return { cancelledOrderIds: cancelStops(call, asked) }
}

export function addOco(call: PrivateCall): unknown {
  const { venue, parameters, accountId } = call
  const market = marketNamed(venue.engine, parameters.required('symbol'))
  const given = readClientOid(parameters)
  if (given !== null) venue.counts.arrived(given)
  const clientOid = given ?? venue.state.newClientId()
  const legs = readOco(parameters, market, venue.engine.lastPrice(market.symbol), clientOid)
  const list = inKuCoinsWords(() =>
    venue.engine.placeList(
      accountId,
      market.symbol,
      { kind: 'either', clientListId: clientOid, legs },
      (placed) => placed,
    ),
  )
  if (given !== null) venue.counts.accepted(given)
  return { orderId: ocoIdOf(list.id) }
}

function pairs(call: PrivateCall): readonly OrderList[] {
  return call.venue.engine.account(call.accountId).lists
}

function pairBy(call: PrivateCall, by: 'orderId' | 'clientOid'): OrderList | null {
  const matching = pairs(call).filter((list) =>
    by === 'orderId' ? list.id === fromOcoId(call.rest) : list.clientListId === call.rest,
  )
  return matching.at(-1) ?? null
}

const ocoBy =
  (by: 'orderId' | 'clientOid', details: boolean) =>
  (call: PrivateCall): unknown => {
    const list = pairBy(call, by)
    if (list === null) throw orderNotExist()
    return ocoView(call.venue.engine, list, details)
  }
export const oco = ocoBy('orderId', false)
export const ocoByClientOid = ocoBy('clientOid', false)
export const ocoDetails = ocoBy('orderId', true)

export function ocoList(call: PrivateCall): unknown {
  const symbol = call.parameters.text('symbol')?.replace('-', '/') ?? null
  const page = call.parameters.integer('currentPage') ?? 1
  const size = call.parameters.integer('pageSize') ?? 50
  if (page < 1 || size < 10 || size > 500) throw badParameter('pageSize is invalid')
  const all = pairs(call)
    .filter((list) => list.state !== 'done' && (symbol === null || list.symbol === symbol))
    .toReversed()
  return {
    currentPage: page,
    pageSize: size,
    totalNum: all.length,
    totalPage: Math.ceil(all.length / size),
    items: all.slice((page - 1) * size, page * size).map((list) => ocoView(call.venue.engine, list, false)),
  }
}

const cancelOcoBy =
  (by: 'orderId' | 'clientOid') =>
  (call: PrivateCall): unknown => {
    const list = pairBy(call, by)
    if (list === null || list.state === 'done') throw unknownOrder()
    inKuCoinsWords(() => call.venue.engine.cancelList(list))
    return { cancelledOrderIds: list.legIds.map(stopIdOf) }
  }
export const cancelOco = cancelOcoBy('orderId')
export const cancelOcoByClientOid = cancelOcoBy('clientOid')
