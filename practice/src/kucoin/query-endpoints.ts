import type { PracticeMarket } from '../engine/market-rules.ts'
import { isOver, type EngineOrder } from '../engine/types.ts'
import { fillIdOf, fromOrderId } from './ids.ts'
import { badParameter, orderNotExist } from './kucoin-error.ts'
import { clientOidOf, fillView, orderView } from './order-views.ts'
import { pageOf } from './pages.ts'
import type { Parameters } from './parameters.ts'
import { dashed, hfOrders, openHfOrders, type PrivateCall } from './practice-kucoin.ts'
import { marketNamed } from './symbols.ts'

const week = 7 * 86_400_000

const marketOf = ({ exchange, parameters }: PrivateCall): PracticeMarket =>
  marketNamed(exchange.engine, parameters.required('symbol'))

/**
 * The order named by the end of the path, on the symbol that the query must name: of a client id the open one, else the
 * latest.
 */
export function namedBy(call: PrivateCall, by: 'orderId' | 'clientOid'): EngineOrder | null {
  const market = marketOf(call)
  const mine = hfOrders(call).filter(({ symbol }) => symbol === market.symbol)
  if (by === 'orderId') return mine.find(({ id }) => id === fromOrderId(call.rest)) ?? null
  const matching = mine.filter((order) => clientOidOf(order) === call.rest)
  return matching.find((order) => !isOver(order)) ?? matching.at(-1) ?? null
}

const getBy =
  (by: 'orderId' | 'clientOid') =>
  (call: PrivateCall): unknown => {
    const order = namedBy(call, by)
    if (order === null) throw orderNotExist()
    return orderView(order)
  }
export const getOrder = getBy('orderId')
export const getByClientOid = getBy('clientOid')

function openOn(call: PrivateCall): readonly EngineOrder[] {
  const market = marketOf(call)
  return openHfOrders(call).filter(({ symbol }) => symbol === market.symbol)
}

/** A bare list. */
export const active = (call: PrivateCall): unknown => openOn(call).map(orderView)

export const activePage = (call: PrivateCall): unknown =>
  pageOf(openOn(call), call.parameters, { number: 'pageNum', size: 20, least: 1, most: 50 }, orderView)

export function activeSymbols(call: PrivateCall): unknown {
  call.parameters.required('tradeType')
  return { symbols: [...new Set(openHfOrders(call).map(({ symbol }) => dashed(symbol)))] }
}

const isOfType = (order: EngineOrder, type: 'limit' | 'market'): boolean =>
  (order.limitPrice === null) === (type === 'market')

/** What is over, by its last change, newest first; `lastId` is the last one of the page before. Bounds in ms. */
export function done(call: PrivateCall): unknown {
  const { parameters } = call
  const market = marketOf(call)
  const [from, to] = boundsOf(call)
  const side = parameters.oneOf('side', ['buy', 'sell'])
  const type = parameters.oneOf('type', ['limit', 'market'])
  const all = hfOrders(call)
    .filter((order) => isOver(order) && order.symbol === market.symbol)
    .filter(({ updatedAt }) => updatedAt >= from && updatedAt <= to)
    .filter((order) => side === null || order.side === side)
    .filter((order) => type === null || isOfType(order, type))
    .toSorted((a, b) => b.updatedAt - a.updatedAt || b.id - a.id)
  const page = after(all, parameters, ({ id }) => String(id))
  return { lastId: page.at(-1)?.id ?? 0, items: page.map(orderView) }
}

/**
 * Executions, newest first; of one order without bounds, else of a week at most (ms). Ids are larger than a JavaScript
 * number holds.
 */
export function fills(call: PrivateCall): unknown {
  const { parameters, exchange, accountId } = call
  const market = marketOf(call)
  const orderId = parameters.text('orderId')
  const [from, to] = orderId === null ? boundsOf(call) : [0, Infinity]
  const side = parameters.oneOf('side', ['buy', 'sell'])
  const type = parameters.oneOf('type', ['limit', 'market'])
  const { fills: mine, fees } = exchange.engine.account(accountId)
  const all = mine
    .filter((fill) => fill.symbol === market.symbol && fill.time >= from && fill.time <= to)
    .filter((fill) => orderId === null || fill.orderId === fromOrderId(orderId))
    .filter((fill) => side === null || fill.side === side)
    .flatMap((fill) => {
      const order = exchange.engine.order(fill.orderId)
      return order === null || (type !== null && !isOfType(order, type)) ? [] : [{ fill, order }]
    })
    .toReversed()
  const page = after(all, parameters, ({ fill }) => String(fillIdOf(fill)))
  const last = page.at(-1)
  return {
    items: page.map(({ order, fill }) => fillView(order, fill, fees)),
    lastId: last === undefined ? 0 : fillIdOf(last.fill),
  }
}

/** A week at most between the bounds (ms); the last week when none is given. */
function boundsOf({ parameters, now }: PrivateCall): readonly [number, number] {
  const startAt = parameters.integer('startAt')
  const endAt = parameters.integer('endAt') ?? (startAt === null ? now : Math.min(now, startAt + week))
  const from = startAt ?? endAt - week
  if (endAt - from > week) throw badParameter('the time range is greater than 7 days')
  return [from, endAt]
}

/**
 * The next `limit` (20, at most 100) of a list, after the one whose id is `lastId`; none after one that is not there.
 */
function after<T>(all: readonly T[], parameters: Parameters, idOf: (item: T) => string): readonly T[] {
  const limit = parameters.integer('limit') ?? 20
  if (limit < 1 || limit > 100) throw badParameter('limit is invalid')
  const lastId = parameters.text('lastId') ?? '0'
  if (lastId === '0') return all.slice(0, limit)
  const index = all.findIndex((item) => idOf(item) === lastId)
  return index < 0 ? [] : all.slice(index + 1, index + 1 + limit)
}
