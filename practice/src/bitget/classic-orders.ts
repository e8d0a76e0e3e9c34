import type { PracticeMarket } from '../engine/market-rules.ts'
import { isOver, type EngineOrder } from '../engine/types.ts'
import { badParameter, BitgetError, missing, orderNotFound } from './bitget-error.ts'
import { fromOrderId, orderIdOf, tradeIdOf } from './ids.ts'
import {
  checkClientOid,
  checkPrice,
  checkSize,
  selfTradeOf,
  triggerKind,
  type Exit,
  type Wanted,
} from './order-parameters.ts'
import { clientOidOf, fillView, infoView, unfilledView } from './order-views.ts'
import { boundsOf, limitOf, pageAfter } from './paging.ts'
import { type Parameters, parametersFrom } from './parameters.ts'
import { checkCount, placeWanted } from './placing.ts'
import { inBitgetsWords, ordersIn, type OrderFamily, type PrivateCall } from './practice-bitget.ts'
import { marketNamed } from './symbols.ts'

type Json = Record<string, unknown>
/** An id given by the client is looked up this far back. */
const clientOidMemoryMs = 2 * 3_600_000

const named = (order: EngineOrder): Json => ({ orderId: orderIdOf(order.id), clientOid: clientOidOf(order) })

export function placeOrder(call: PrivateCall): unknown {
  return named(placeFrom(call, call.parameters))
}

function placeFrom(call: PrivateCall, parameters: Parameters): EngineOrder {
  checkWindow(parameters, call.now)
  const market = marketNamed(call.exchange.engine, parameters.required('symbol'))
  if (parameters.oneOf('tpslType', ['normal', 'tpsl']) === 'tpsl') return placeTpsl(call, parameters, market)
  if (parameters.text('triggerPrice') !== null) throw badParameter('triggerPrice')
  return placeWanted(call, market, wantedFrom(parameters))
}

/** `requestTime` more than `receiveWindow` ago: too late. */
function checkWindow(parameters: Parameters, now: number): void {
  const [sent, window] = [parameters.integer('requestTime'), parameters.integer('receiveWindow')]
  if (window !== null && window > 60_000) throw new BitgetError('40079', 'receiveWindow is beyond 60000')
  if (sent !== null && window !== null && now > sent + window)
    throw new BitgetError('40008', 'Request timestamp expired')
}

function wantedFrom(parameters: Parameters): Wanted {
  const side = parameters.oneOf('side', ['buy', 'sell'])
  const type = parameters.oneOf('orderType', ['limit', 'market'])
  const force = parameters.oneOf('force', ['gtc', 'ioc', 'fok', 'post_only'])
  const size = parameters.decimal('size')
  if (side === null) throw missing('side')
  if (type === null) throw missing('orderType')
  if (force === null) throw missing('force')
  if (size === null) throw missing('size')
  return {
    side,
    type,
    force,
    size,
    price: type === 'limit' ? parameters.decimal('price') : null,
    clientOid: checkClientOid(parameters.text('clientOid'), 'v2'),
    takeProfit: presetOf(parameters, 'TakeProfit'),
    stopLoss: presetOf(parameters, 'StopLoss'),
    selfTrade: selfTradeOf(parameters.text('stpMode')),
  }
}

function presetOf(parameters: Parameters, name: 'TakeProfit' | 'StopLoss'): Exit | null {
  const trigger = parameters.optionalPrice(`preset${name}Price`)
  const limit = parameters.optionalPrice(`execute${name}Price`)
  if (trigger === null && limit !== null) throw badParameter(`preset${name}Price`)
  return trigger === null ? null : { trigger, limit }
}

/**
 * A take-profit or stop-loss by itself: which it is follows from where its trigger lies. Client ids and presets are not
 * heeded.
 */
function placeTpsl(call: PrivateCall, parameters: Parameters, market: PracticeMarket): EngineOrder {
  const { exchange, accountId } = call
  const wanted = wantedFrom(withoutPresets(parameters))
  const trigger = parameters.decimal('triggerPrice')
  if (trigger === null) throw missing('triggerPrice')
  checkPrice(trigger, market, 'triggerPrice')
  if (wanted.type === 'limit' && wanted.price === null) throw missing('price')
  if (wanted.price !== null) checkPrice(wanted.price, market, 'price')
  const inQuote = wanted.type === 'market' && wanted.side === 'buy'
  checkSize(wanted.size, market, inQuote)
  const value = inQuote ? wanted.size : wanted.size.times(wanted.price ?? trigger)
  if (value.lessThan(market.minNotional))
    throw new BitgetError('45110', `less than the minimum amount ${market.minNotional.toString()} ${market.quote}`)
  checkCount(call, market)
  const last = exchange.engine.lastPrice(market.symbol)
  return inBitgetsWords(() =>
    exchange.engine.place(accountId, market.symbol, {
      clientOrderId: exchange.state.newClientId(),
      side: wanted.side,
      quantity: inQuote ? null : wanted.size,
      quoteQuantity: inQuote ? wanted.size : null,
      limitPrice: wanted.price,
      timeInForce: 'gtc',
      postOnly: false,
      trigger: { kind: triggerKind(wanted.side, trigger, last), price: trigger, trailingBips: null },
      visibleQuantity: null,
      selfTrade: 'expire_taker',
      // Whether these hold funds is not documented; a sale of held coins does here, a purchase in quote units cannot.
      funding: inQuote ? 'triggered' : 'placed',
      whenReached: 'fire',
      labels: { family: 'tpsl', force: wanted.force, size: wanted.size.toString() },
    }),
  )
}

function withoutPresets(parameters: Parameters): Parameters {
  const kept = ['side', 'orderType', 'force', 'size', 'price', 'stpMode']
  return parametersFrom(
    Object.fromEntries(kept.flatMap((name) => (parameters.has(name) ? [[name, parameters.text(name)]] : []))),
  )
}

/** Runs each item of a list; the envelope is a success whatever becomes of them. */
function batch(list: readonly unknown[], run: (parameters: Parameters) => Json): Json {
  if (list.length === 0 || list.length > 50) throw badParameter('orderList')
  const successList: Json[] = []
  const failureList: Json[] = []
  for (const each of list) {
    const parameters = parametersFrom(each)
    try {
      successList.push(run(parameters))
    } catch (error) {
      if (!(error instanceof BitgetError)) throw error
      const ids = { orderId: parameters.text('orderId') ?? '', clientOid: parameters.text('clientOid') ?? '' }
      failureList.push({ ...ids, errorMsg: error.message, errorCode: error.code })
    }
  }
  return { successList, failureList }
}

/** An item of a batch, with the symbol of the whole where it has none of its own. */
function withSymbol(call: PrivateCall, item: Parameters, names: readonly string[]): Parameters {
  const symbol = item.text('symbol') ?? call.parameters.required('symbol')
  const fields = names.flatMap((name) => (item.has(name) ? [[name, item.text(name) ?? '']] : []))
  return parametersFrom({ ...Object.fromEntries(fields), symbol })
}

const orderFields = [
  'side',
  'orderType',
  'force',
  'price',
  'size',
  'clientOid',
  'triggerPrice',
  'tpslType',
  'presetTakeProfitPrice',
  'executeTakeProfitPrice',
  'presetStopLossPrice',
  'executeStopLossPrice',
  'stpMode',
]
export const batchOrders = (call: PrivateCall): unknown =>
  batch(call.parameters.list('orderList'), (item) => named(placeFrom(call, withSymbol(call, item, orderFields))))

function findOpen(call: PrivateCall, parameters: Parameters, family: OrderFamily): EngineOrder {
  const orderId = parameters.text('orderId')
  const clientOid = parameters.text('clientOid')
  if (orderId === null && clientOid === null) throw new BitgetError('40402', 'orderId or clientOid must be passed')
  if (family === 'tpsl' && orderId === null) throw missing('orderId')
  const order = ordersIn(call, family).find(
    (each) => !isOver(each) && (orderId === null ? clientOidOf(each) === clientOid : each.id === fromOrderId(orderId)),
  )
  if (order === undefined) throw orderNotFound()
  return order
}

function cancelFrom(call: PrivateCall, parameters: Parameters): Json {
  const family = parameters.oneOf('tpslType', ['normal', 'tpsl']) ?? 'normal'
  if (family === 'normal') marketNamed(call.exchange.engine, parameters.required('symbol'))
  const order = findOpen(call, parameters, family)
  inBitgetsWords(() => call.exchange.engine.cancel(order))
  return named(order)
}

export const cancelOrder = (call: PrivateCall): unknown => cancelFrom(call, call.parameters)
export const batchCancel = (call: PrivateCall): unknown =>
  batch(call.parameters.list('orderList'), (item) =>
    cancelFrom(call, withSymbol(call, item, ['orderId', 'clientOid', 'tpslType'])),
  )

export function cancelSymbol(call: PrivateCall): unknown {
  const market = marketNamed(call.exchange.engine, call.parameters.required('symbol'))
  for (const order of ordersIn(call, 'normal'))
    if (!isOver(order) && order.symbol === market.symbol) call.exchange.engine.cancel(order)
  return { symbol: call.parameters.required('symbol') }
}

/** Cancels and places anew; presets that are not sent again are gone. A refusal of the new order shows in `success`. */
function replaceFrom(call: PrivateCall, parameters: Parameters): Json {
  const market = marketNamed(call.exchange.engine, parameters.required('symbol'))
  const [price, size] = [parameters.decimal('price'), parameters.decimal('size')]
  if (price === null || size === null) throw new BitgetError('40925', 'price and size must be passed')
  const old = findOpen(call, parameters, 'normal')
  const clientOid = checkClientOid(parameters.text('newClientOid'), 'v2')
  inBitgetsWords(() => call.exchange.engine.cancel(old))
  const wanted: Wanted = {
    side: old.side,
    type: 'limit',
    force: 'gtc',
    price,
    size,
    clientOid,
    takeProfit: presetOf(parameters, 'TakeProfit'),
    stopLoss: presetOf(parameters, 'StopLoss'),
    selfTrade: old.selfTrade,
  }
  try {
    return { ...named(placeWanted(call, market, wanted)), success: 'success', msg: null }
  } catch (error) {
    if (!(error instanceof BitgetError)) throw error
    return { orderId: null, clientOid: null, success: 'failure', msg: error.message }
  }
}

export const cancelReplace = (call: PrivateCall): unknown => replaceFrom(call, call.parameters)

/** A list of one or none. An unknown id is no error. */
export function orderInfo(call: PrivateCall): unknown {
  const orderId = call.parameters.text('orderId')
  const clientOid = call.parameters.text('clientOid')
  if (orderId === null && clientOid === null) throw new BitgetError('40402', 'orderId or clientOid must be passed')
  const all = [...ordersIn(call, 'normal'), ...ordersIn(call, 'tpsl')]
  const found = all.filter((order) =>
    orderId !== null
      ? order.id === fromOrderId(orderId)
      : clientOidOf(order) === clientOid && order.createdAt >= call.now - clientOidMemoryMs,
  )
  return found.slice(-1).map(infoView)
}

const familyAsked = ({ parameters }: PrivateCall): OrderFamily =>
  parameters.oneOf('tpslType', ['normal', 'tpsl']) ?? 'normal'

function filtered(call: PrivateCall, over: boolean): readonly EngineOrder[] {
  const symbol = call.parameters.text('symbol')
  const market = symbol === null ? null : marketNamed(call.exchange.engine, symbol)
  const orderId = call.parameters.text('orderId')
  const [from, to] = boundsOf(call)
  return ordersIn(call, familyAsked(call))
    .filter((order) => isOver(order) === over && (market === null || order.symbol === market.symbol))
    .filter(({ createdAt }) => createdAt >= from && createdAt <= to)
    .filter(({ id }) => orderId === null || id === fromOrderId(orderId))
    .toSorted((a, b) => b.id - a.id)
}

const paged = (call: PrivateCall, orders: readonly EngineOrder[]): readonly EngineOrder[] =>
  pageAfter(orders, call.parameters.text('idLessThan'), ({ id }) => orderIdOf(id), limitOf(call))

export const unfilledOrders = (call: PrivateCall): unknown => paged(call, filtered(call, false)).map(unfilledView)
export const historyOrders = (call: PrivateCall): unknown => paged(call, filtered(call, true)).map(infoView)

export function fills(call: PrivateCall): unknown {
  const { exchange, accountId, parameters } = call
  const symbol = parameters.text('symbol')
  const market = symbol === null ? null : marketNamed(exchange.engine, symbol)
  const orderId = parameters.text('orderId')
  const [from, to] = boundsOf(call)
  const all = exchange.engine
    .account(accountId)
    .fills.filter((fill) => (market === null || fill.symbol === market.symbol) && fill.time >= from && fill.time <= to)
    .filter((fill) => orderId === null || fill.orderId === fromOrderId(orderId))
    .toReversed()
  const page = pageAfter(
    all,
    parameters.text('idLessThan'),
    (fill) => tradeIdOf(fill.tradeId, fill.orderId),
    limitOf(call),
  )
  return page.flatMap((fill) => {
    const order = exchange.engine.order(fill.orderId)
    return order === null ? [] : [fillView(order, fill)]
  })
}
