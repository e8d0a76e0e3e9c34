import { EngineRejection } from '../engine/engine-rejection.ts'
import { isOver, type EngineOrder } from '../engine/types.ts'
import { fromOrderId, orderIdOf, tradeIdOf } from './ids.ts'
import { badParameter, KuCoinError, orderNotExist, unknownOrder } from './kucoin-error.ts'
import { checkPrice, checkSize, readOrder } from './order-parameters.ts'
import { clientOidOf, fillView, orderView, syncView } from './order-views.ts'
import { type Parameters, parametersFrom } from './parameters.ts'
import { marketNamed } from './symbols.ts'
import { hfOrders, isStop, type PrivateCall } from './venue.ts'

type Json = Record<string, unknown>

function place(call: PrivateCall, parameters: Parameters): EngineOrder {
  const { venue, accountId, now } = call
  const market = marketNamed(venue.engine, parameters.required('symbol'))
  const given = parameters.text('clientOid')
  if (given !== null) venue.counts.arrived(given)
  const newClientId = (): string => venue.state.newClientId()
  const { spec, expiresAt } = readOrder(parameters, market, { now, withStop: false, newClientId })
  const order = inKuCoinsWords(() => venue.engine.place(accountId, market.symbol, spec))
  if (given !== null) venue.counts.accepted(given)
  if (expiresAt !== null) venue.state.expiries.set(order.id, expiresAt)
  return order
}

export function addOrder(call: PrivateCall): unknown {
  const order = place(call, call.parameters)
  return { orderId: orderIdOf(order.id), clientOid: clientOidOf(order) }
}

export function addOrderSync(call: PrivateCall): unknown {
  const order = place(call, call.parameters)
  return {
    ...syncView(order),
    clientOid: clientOidOf(order),
    orderTime: order.createdAt,
    matchTime: order.updatedAt,
  }
}

/** Checks, and answers with an id that nothing else knows. */
export function testOrder(call: PrivateCall): unknown {
  const { venue, parameters, now } = call
  const market = marketNamed(venue.engine, parameters.required('symbol'))
  const newClientId = (): string => venue.state.newClientId()
  const { spec, clientOid } = readOrder(parameters, market, { now, withStop: false, newClientId })
  inKuCoinsWords(() => venue.engine.checkRules(market.symbol, spec))
  return { orderId: orderIdOf(0), clientOid: clientOid ?? '' }
}

const addMany =
  (one: (call: PrivateCall, parameters: Parameters) => Json) =>
  (call: PrivateCall): unknown => {
    const list = call.parameters.list('orderList')
    if (list.length === 0 || list.length > 5) throw badParameter('orderList size is invalid')
    return list.map((each): Json => {
      try {
        const parameters = parametersFrom(each)
        if (parameters.text('type') === 'market') throw badParameter('only limit orders')
        return { success: true, ...one(call, parameters) }
      } catch (error) {
        if (error instanceof KuCoinError) return { success: false, failMsg: error.message }
        throw error
      }
    })
  }
export const addOrders = addMany((call, parameters) => {
  const order = place(call, parameters)
  return { orderId: orderIdOf(order.id), clientOid: clientOidOf(order) }
})
export const addOrdersSync = addMany((call, parameters) => {
  const order = place(call, parameters)
  return { ...syncView(order), clientOid: clientOidOf(order) }
})

/** The order named by the end of the path, on the symbol that the query must name. */
function namedBy(call: PrivateCall, by: 'orderId' | 'clientOid'): EngineOrder | null {
  const market = marketNamed(call.venue.engine, call.parameters.required('symbol'))
  const mine = hfOrders(call).filter(({ symbol }) => symbol === market.symbol)
  if (by === 'orderId') return mine.find(({ id }) => id === fromOrderId(call.rest)) ?? null
  const matching = mine.filter((order) => clientOidOf(order) === call.rest)
  return matching.find((order) => !isOver(order)) ?? matching.at(-1) ?? null
}

const cancelBy =
  (by: 'orderId' | 'clientOid', sync: boolean) =>
  (call: PrivateCall): unknown => {
    const order = namedBy(call, by)
    if (order === null || isOver(order)) throw unknownOrder()
    inKuCoinsWords(() => call.venue.engine.cancel(order))
    const name = by === 'orderId' ? { orderId: orderIdOf(order.id) } : { clientOid: clientOidOf(order) }
    return sync ? { ...syncView(order), ...name } : name
  }
export const cancelOrder = cancelBy('orderId', false)
export const cancelOrderSync = cancelBy('orderId', true)
export const cancelByClientOid = cancelBy('clientOid', false)
export const cancelByClientOidSync = cancelBy('clientOid', true)

/** Takes `cancelSize` off an open order, in place. */
export function cancelPartly(call: PrivateCall): unknown {
  const order = namedBy(call, 'orderId')
  const cancelSize = call.parameters.decimal('cancelSize')
  if (order === null || isOver(order)) throw unknownOrder()
  const whole = order.quantity ?? order.filled
  if (cancelSize?.isPositive() !== true || cancelSize.greaterThan(whole.minus(order.filled)))
    throw badParameter('cancelSize is invalid')
  const left = whole.minus(cancelSize)
  inKuCoinsWords(() => {
    if (left.isZero()) call.venue.engine.cancel(order)
    else call.venue.engine.amendTerms(order, { quantity: left })
  })
  return { orderId: orderIdOf(order.id), cancelSize: cancelSize.toString() }
}

export function cancelSymbol(call: PrivateCall): unknown {
  const market = marketNamed(call.venue.engine, call.parameters.required('symbol'))
  for (const order of openOf(call)) if (order.symbol === market.symbol) call.venue.engine.cancel(order)
  return 'success'
}

export function cancelAll(call: PrivateCall): unknown {
  const open = openOf(call)
  for (const order of open) call.venue.engine.cancel(order)
  const symbols = [...new Set(open.map(({ symbol }) => symbol.replace('/', '-')))]
  return { succeedSymbols: symbols, failedSymbols: [] }
}

/** Cancels and places anew: another id, the same client id. With nothing left beyond what has filled, it is just cancelled. */
export function alterOrder(call: PrivateCall): unknown {
  const { parameters, venue, accountId } = call
  const market = marketNamed(venue.engine, parameters.required('symbol'))
  const id = parameters.text('orderId')
  const clientOid = parameters.text('clientOid')
  const order = openOf(call).find(
    (each) =>
      each.symbol === market.symbol &&
      (id !== null ? each.id === fromOrderId(id) : clientOidOf(each) === clientOid),
  )
  if (order === undefined || order.quantity === null || order.limitPrice === null) throw unknownOrder()
  const price = parameters.decimal('newPrice') ?? order.limitPrice
  const size = parameters.decimal('newSize') ?? order.quantity
  if (parameters.text('newPrice') === null && parameters.text('newSize') === null)
    throw badParameter('newPrice and newSize can not both be empty')
  checkPrice(price, market, 'newPrice')
  checkSize(size, market)
  const name = clientOidOf(order)
  inKuCoinsWords(() => venue.engine.cancel(order))
  if (size.atMost(order.filled)) return { newOrderId: orderIdOf(order.id), clientOid: name }
  const left = size.minus(order.filled)
  const labels = { ...order.labels, size: left.toString() }
  const placed = inKuCoinsWords(() =>
    venue.engine.place(accountId, order.symbol, { ...order, labels, quantity: left, limitPrice: price }),
  )
  return { newOrderId: orderIdOf(placed.id), clientOid: name }
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

function openOf(call: PrivateCall): readonly EngineOrder[] {
  return [...call.venue.engine.account(call.accountId).open].filter((order) => !isStop(order))
}

function openOn(call: PrivateCall): readonly EngineOrder[] {
  const market = marketNamed(call.venue.engine, call.parameters.required('symbol'))
  return openOf(call).filter(({ symbol }) => symbol === market.symbol)
}

/** A bare list. */
export const active = (call: PrivateCall): unknown => openOn(call).map(orderView)

export function activePage(call: PrivateCall): unknown {
  const number = call.parameters.integer('pageNum') ?? 1
  const size = call.parameters.integer('pageSize') ?? 20
  if (number < 1 || size < 1 || size > 50) throw badParameter('pageSize is invalid')
  const all = openOn(call)
  const items = all.slice((number - 1) * size, number * size).map(orderView)
  return {
    currentPage: number,
    pageSize: size,
    totalNum: all.length,
    totalPage: Math.ceil(all.length / size),
    items,
  }
}

export function activeSymbols(call: PrivateCall): unknown {
  call.parameters.required('tradeType')
  return { symbols: [...new Set(openOf(call).map(({ symbol }) => symbol.replace('/', '-')))] }
}

/** What is over, by its last change, newest first; `lastId` is the last one of the page before. */
export function done(call: PrivateCall): unknown {
  const { parameters } = call
  const market = marketNamed(call.venue.engine, parameters.required('symbol'))
  const [from, to] = boundsOf(call)
  const side = parameters.oneOf('side', ['buy', 'sell'])
  const type = parameters.oneOf('type', ['limit', 'market'])
  const limit = limitOf(parameters)
  const lastId = parameters.integer('lastId')
  const all = hfOrders(call)
    .filter((order) => isOver(order) && order.symbol === market.symbol)
    .filter(({ updatedAt }) => updatedAt >= from && updatedAt <= to)
    .filter((order) => side === null || order.side === side)
    .filter((order) => type === null || (order.limitPrice === null) === (type === 'market'))
    .toSorted((a, b) => b.updatedAt - a.updatedAt || b.id - a.id)
  const start = lastId === null || lastId === 0 ? 0 : all.findIndex(({ id }) => id === lastId) + 1
  const page = all.slice(start, start + limit)
  return { lastId: page.at(-1)?.id ?? 0, items: page.map(orderView) }
}

/** A week at most between the bounds (ms); the last week when none is given. */
function boundsOf({ parameters, now }: PrivateCall): readonly [number, number] {
  const week = 7 * 86_400_000
  const startAt = parameters.integer('startAt')
  const endAt = parameters.integer('endAt') ?? (startAt === null ? now : Math.min(now, startAt + week))
  const from = startAt ?? endAt - week
  if (endAt - from > week) throw badParameter('the time range is greater than 7 days')
  return [from, endAt]
}

function limitOf(parameters: Parameters): number {
  const limit = parameters.integer('limit') ?? 20
  if (limit < 1 || limit > 100) throw badParameter('limit is invalid')
  return limit
}

export function fills(call: PrivateCall): unknown {
  const { parameters, venue, accountId } = call
  const market = marketNamed(venue.engine, parameters.required('symbol'))
  const orderId = parameters.text('orderId')
  const [from, to] = orderId === null ? boundsOf(call) : [0, Infinity]
  const limit = limitOf(parameters)
  const lastId = parameters.text('lastId')
  const all = venue.engine
    .account(accountId)
    .fills.filter((fill) => fill.symbol === market.symbol && fill.time >= from && fill.time <= to)
    .filter((fill) => orderId === null || fill.orderId === fromOrderId(orderId))
    .toReversed()
  const start =
    lastId === null || lastId === '0'
      ? 0
      : all.findIndex((fill) => String(tradeIdOf(fill.tradeId)) === lastId) + 1
  const page = all.slice(start, start + limit)
  const items = page.flatMap((fill) => {
    const order = venue.engine.order(fill.orderId)
    return order === null ? [] : [fillView(order, fill)]
  })
  const last = page.at(-1)
  return { items, lastId: last === undefined ? 0 : Number(tradeIdOf(last.tradeId)) }
}

/** The dead man's switch: not called again in time, it cancels what is in the books. Stop orders stay. */
export function deadCancelAll({ parameters, venue, accountId, now }: PrivateCall): unknown {
  const timeout = parameters.integer('timeout')
  if (timeout === null || (timeout !== -1 && (timeout < 5 || timeout > 86_400)))
    throw badParameter('timeout is invalid')
  const symbols = parameters.text('symbols')?.split(',') ?? []
  if (symbols.length > 50) throw badParameter('symbols is invalid')
  const at = now + timeout * 1_000
  if (timeout === -1) venue.state.timers.delete(accountId)
  else venue.state.timers.set(accountId, { at, timeout, symbols })
  return { currentTime: Math.floor(now / 1_000), triggerTime: timeout === -1 ? 0 : Math.floor(at / 1_000) }
}

export function deadCancelAllQuery({ venue, accountId, now }: PrivateCall): unknown {
  const timer = venue.state.timers.get(accountId)
  if (timer === undefined) return null
  return {
    timeout: timer.timeout,
    symbols: timer.symbols.join(','),
    currentTime: Math.floor(now / 1_000),
    triggerTime: Math.floor(timer.at / 1_000),
  }
}

const rejections: Readonly<Partial<Record<EngineRejection['reason'], readonly [string, string]>>> = {
  insufficient_balance: ['200004', 'Balance insufficient!'],
  would_take: ['102431', 'The post only order will be canceled because it would match immediately.'],
  duplicate_client_order_id: ['102426', 'The clientOid is duplicated.'],
  duplicate_client_list_id: ['102426', 'The clientOid is duplicated.'],
  market_closed: ['200001', 'Order creation for this pair suspended'],
  no_liquidity: ['400100', 'The order book is empty.'],
  unknown_order: ['400100', 'order_not_exist_or_not_allow_to_cancel'],
  bad_price_relation: ['400100', 'The price relationship of the OCO order is invalid.'],
  would_trigger: ['400100', 'The trigger price is invalid.'],
}

/** Carries a command out; the engine's refusals become KuCoin's. */
export function inKuCoinsWords<T>(command: () => T): T {
  try {
    return command()
  } catch (error) {
    if (!(error instanceof EngineRejection)) throw error
    const [code, text] = rejections[error.reason] ?? ruleWords(error)
    throw new KuCoinError(code, text)
  }
}

function ruleWords({ violation }: EngineRejection): readonly [string, string] {
  if (violation === 'price_band') return ['400370', 'Max. price limit exceeded.']
  if (violation === 'notional') return ['600101', 'The order funds should more then 0.1 USDT.']
  if (violation === 'max_open_orders' || violation === 'max_open_triggers')
    return ['200003', 'Too many open orders.']
  return ['400100', 'Order size below the minimum requirement.']
}
