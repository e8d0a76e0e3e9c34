import { isOver, type EngineOrder } from '../engine/types.ts'
import { badParameter, BitgetError, missing } from './bitget-error.ts'
import { fromOrderId, orderIdOf, tradeIdOf } from './ids.ts'
import { checkSpot } from './market-endpoints.ts'
import { checkClientOid, checkPrice, checkSize, selfTradeOf, type Exit, type Wanted } from './order-parameters.ts'
import { clientOidOf, strategyView, unifiedFillView, unifiedView } from './order-views.ts'
import { limitOf, pageAfter, unifiedBoundsOf } from './paging.ts'
import { bodyList, type Parameters, parametersFrom } from './parameters.ts'
import { placeWanted } from './placing.ts'
import { inBitgetsWords, ordersIn, type PrivateCall } from './practice-bitget.ts'
import { marketNamed } from './symbols.ts'

type Json = Record<string, unknown>
const named = (order: EngineOrder): Json => ({ orderId: orderIdOf(order.id), clientOid: clientOidOf(order) })

/** A market buy's `qty` is in quote units. Exits go with the entry as on the classic account. */
function placeFrom(call: PrivateCall, parameters: Parameters): EngineOrder {
  return inUnifiedCodes(() => place(call, parameters))
}

function place(call: PrivateCall, parameters: Parameters): EngineOrder {
  const category = parameters.required('category')
  if (category.toUpperCase() !== 'SPOT') throw badParameter('category')
  const market = marketNamed(call.exchange.engine, parameters.required('symbol'))
  const side = parameters.oneOf('side', ['buy', 'sell'])
  const type = parameters.oneOf('orderType', ['limit', 'market'])
  const size = parameters.decimal('qty')
  if (side === null) throw missing('side')
  if (type === null) throw missing('orderType')
  if (size === null) throw missing('qty')
  const wanted: Wanted = {
    side,
    type,
    size,
    force: parameters.oneOf('timeInForce', ['gtc', 'ioc', 'fok', 'post_only']) ?? 'gtc',
    price: type === 'limit' ? parameters.decimal('price') : null,
    clientOid: checkClientOid(parameters.text('clientOid'), 'v3'),
    takeProfit: exitOf(parameters, 'takeProfit', 'tp'),
    stopLoss: exitOf(parameters, 'stopLoss', 'sl'),
    selfTrade: selfTradeOf(parameters.text('stpMode')),
  }
  return placeWanted(call, market, wanted)
}

function exitOf(parameters: Parameters, name: 'takeProfit' | 'stopLoss', short: 'tp' | 'sl'): Exit | null {
  const trigger = parameters.optionalPrice(name)
  if (trigger === null) return null
  const type = parameters.oneOf(`${short}OrderType`, ['market', 'limit']) ?? 'market'
  const limit = type === 'limit' ? parameters.optionalPrice(`${short}LimitPrice`) : null
  if (type === 'limit' && limit === null) throw missing(`${short}LimitPrice`)
  return { trigger, limit }
}

/** The unified account has codes of its own for what the classic one refuses. */
const unifiedCodes: Readonly<Record<string, string>> = {
  '43012': '25202',
  '40786': '25212',
  '45110': '25206',
  '43001': '25204',
  '40034': '25100',
  '40309': '25101',
  '40305': '25200',
}
function inUnifiedCodes<T>(command: () => T): T {
  try {
    return command()
  } catch (error) {
    const code = error instanceof BitgetError ? unifiedCodes[error.code] : undefined
    if (code === undefined || !(error instanceof BitgetError)) throw error
    throw new BitgetError(code, error.message)
  }
}

export const placeOrder = (call: PrivateCall): unknown => named(placeFrom(call, call.parameters))

function batch(call: PrivateCall, run: (parameters: Parameters) => Json): unknown {
  const list = bodyList(call.request)
  if (list === null || list.length === 0 || list.length > 20) throw badParameter('the list')
  return list.map((each): Json => {
    try {
      return { ...run(parametersFrom(each)), code: '00000', msg: 'success' }
    } catch (error) {
      if (error instanceof BitgetError) return { orderId: '', clientOid: '', code: error.code, msg: error.message }
      throw error
    }
  })
}
export const placeBatch = (call: PrivateCall): unknown => batch(call, (item) => named(placeFrom(call, item)))
export const cancelBatch = (call: PrivateCall): unknown => batch(call, (item) => cancelFrom(call, item))

function findOpen(call: PrivateCall, parameters: Parameters): EngineOrder {
  const order = find(parameters, ordersIn(call, 'normal'))
  if (order === null || isOver(order)) throw new BitgetError('25204', 'Order does not exist')
  return order
}

function find(parameters: Parameters, among: readonly EngineOrder[]): EngineOrder | null {
  const orderId = parameters.text('orderId')
  const clientOid = parameters.text('clientOid')
  if (orderId === null && clientOid === null) throw missing('orderId')
  const found = among.filter((each) =>
    orderId === null ? clientOidOf(each) === clientOid : each.id === fromOrderId(orderId),
  )
  return found.find((each) => !isOver(each)) ?? found.at(-1) ?? null
}

function cancelFrom(call: PrivateCall, parameters: Parameters): Json {
  const order = findOpen(call, parameters)
  inUnifiedCodes(() => inBitgetsWords(() => call.exchange.engine.cancel(order)))
  return named(order)
}
export const cancelOrder = (call: PrivateCall): unknown => cancelFrom(call, call.parameters)

/**
 * Changes quantity and price of an open order, which keeps its id. Exits are not changed here: the practice server does
 * not play that part.
 */
export function modifyOrder(call: PrivateCall): unknown {
  const { parameters, exchange } = call
  const order = findOpen(call, parameters)
  const market = marketNamed(exchange.engine, order.symbol.replace('/', ''))
  const [quantity, price] = [parameters.decimal('qty'), parameters.decimal('price')]
  if (quantity === null && price === null) throw missing('qty')
  if (quantity !== null) checkSize(quantity, market, false)
  if (price !== null) checkPrice(price, market, 'price')
  if (order.limitPrice === null) throw badParameter('price')
  inUnifiedCodes(() =>
    inBitgetsWords(() =>
      exchange.engine.amendTerms(order, {
        ...(quantity !== null && { quantity }),
        ...(price !== null && { limitPrice: price }),
      }),
    ),
  )
  return named(order)
}

export function cancelSymbol(call: PrivateCall): unknown {
  checkSpot(call)
  const symbol = call.parameters.text('symbol')
  const market = symbol === null ? null : marketNamed(call.exchange.engine, symbol)
  const open = ordersIn(call, 'normal').filter(
    (order) => !isOver(order) && (market === null || order.symbol === market.symbol),
  )
  for (const order of open) call.exchange.engine.cancel(order)
  return { list: open.map(named) }
}

export function orderInfo(call: PrivateCall): unknown {
  const order = find(call.parameters, ordersIn(call, 'normal'))
  if (order === null) throw new BitgetError('25204', 'Order does not exist')
  return unifiedView(order)
}

const listOf =
  (family: 'normal' | 'tpsl', over: boolean, view: (order: EngineOrder) => Json) =>
  (call: PrivateCall): unknown => {
    checkSpot(call)
    const symbol = call.parameters.text('symbol')
    const market = symbol === null ? null : marketNamed(call.exchange.engine, symbol)
    const [from, to] = over ? unifiedBoundsOf(call) : [0, Infinity]
    const all = ordersIn(call, family)
      .filter((order) => isOver(order) === over && (market === null || order.symbol === market.symbol))
      .filter(({ createdAt }) => createdAt >= from && createdAt <= to)
      .toSorted((a, b) => b.id - a.id)
    const page = pageAfter(all, call.parameters.text('cursor'), ({ id }) => orderIdOf(id), limitOf(call))
    const last = page.at(-1)
    return { list: page.map(view), cursor: last === undefined ? '' : orderIdOf(last.id) }
  }
export const unfilledOrders = listOf('normal', false, unifiedView)
export const historyOrders = listOf('normal', true, unifiedView)
export const unfilledStrategies = listOf('tpsl', false, strategyView)
export const historyStrategies = listOf('tpsl', true, strategyView)

export function fills(call: PrivateCall): unknown {
  const { exchange, accountId, parameters } = call
  const orderId = parameters.text('orderId')
  const [from, to] = unifiedBoundsOf(call)
  const all = exchange.engine
    .account(accountId)
    .fills.filter((fill) => fill.time >= from && fill.time <= to)
    .filter((fill) => orderId === null || fill.orderId === fromOrderId(orderId))
    .toReversed()
  const page = pageAfter(all, parameters.text('cursor'), (fill) => tradeIdOf(fill.tradeId, fill.orderId), limitOf(call))
  const last = page.at(-1)
  const list = page.flatMap((fill) => {
    const order = exchange.engine.order(fill.orderId)
    return order === null ? [] : [unifiedFillView(order, fill)]
  })
  return { list, cursor: last === undefined ? '' : tradeIdOf(last.tradeId, last.orderId) }
}

export function cancelStrategy(call: PrivateCall): unknown {
  const order = find(call.parameters, ordersIn(call, 'tpsl'))
  if (order === null || isOver(order)) throw new BitgetError('25204', 'Order does not exist')
  inBitgetsWords(() => call.exchange.engine.cancel(order))
  return named(order)
}

export function feeRate(call: PrivateCall): unknown {
  checkSpot(call)
  marketNamed(call.exchange.engine, call.parameters.required('symbol'))
  const { fees } = call.exchange.engine.account(call.accountId)
  return { makerFeeRate: fees.maker.toString(), takerFeeRate: fees.taker.toString() }
}

/** The dead man's switch: every order of the account goes when it is not called again in time. */
export function countdown({ exchange, accountId, parameters, now }: PrivateCall): unknown {
  const seconds = parameters.integer('countdown')
  if (seconds === null || (seconds !== 0 && (seconds < 5 || seconds > 60))) throw badParameter('countdown')
  if (seconds === 0) exchange.state.timers.delete(accountId)
  else exchange.state.timers.set(accountId, now + seconds * 1_000)
  return 'success'
}
