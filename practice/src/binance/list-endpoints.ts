import type { Money } from '../../../src-shared/money.ts'
import type { Side } from '../../../src-shared/order.ts'
import type { PracticeMarket } from '../engine/market-rules.ts'
import type { ListSpec, OrderList, OrderSpec } from '../engine/types.ts'
import { asking, badCombination, BinanceError, eitherMissing, noSuchOrder, notSupported } from './binance-error.ts'
import { cancelledList } from './order-endpoints.ts'
import { readOrder, responseTypes, selfTradeOf, sideOf, typeOf, type OrderType } from './order-parameters.ts'
import { limitOf, marketOfCall, timeRange, type SignedCall } from './practice-binance.ts'

const contingent: readonly OrderType[] = ['STOP_LOSS', 'STOP_LOSS_LIMIT', 'TAKE_PROFIT', 'TAKE_PROFIT_LIMIT']
const stopLosses: readonly OrderType[] = ['STOP_LOSS', 'STOP_LOSS_LIMIT']

/** `POST /api/v3/orderList/oco` */
export function newOco(call: SignedCall): unknown {
  const { parameters } = call
  const market = marketOfCall(call)
  const side = sideOf(parameters, 'side')
  const quantity = readQuantity(call, 'quantity')
  const legs = readPair(call, market, side, quantity, { above: 'above', below: 'below' })
  if (!market.features.either) throw new BinanceError(-1013, 'OCO orders are not supported for this symbol')
  return place(call, market, (clientListId) => ({ kind: 'either', clientListId, legs }))
}

/** `POST /api/v3/orderList/oto` and `/opo` */
export function newOto(call: SignedCall, entryPays: boolean): unknown {
  const { parameters } = call
  const market = marketOfCall(call)
  const entry = readEntry(call, market)
  const side = sideOf(parameters, 'pendingSide')
  const type = typeOf(parameters, 'pendingType')
  if (entryPays) checkOpo(call, entry.side, side)
  const leg = readOrder(parameters, market, {
    prefix: 'pending',
    type,
    side,
    quantity: entryPays ? null : 'read',
    selfTrade: entry.selfTrade,
    fallbackId: () => call.exchange.newClientId(),
  })
  checkOtoAllowed(market, entryPays, false)
  return place(call, market, (clientListId) => ({
    kind: 'then',
    clientListId,
    entry,
    legs: [leg],
    entryPays,
  }))
}

/** `POST /api/v3/orderList/otoco` and `/opoco` */
export function newOtoco(call: SignedCall, entryPays: boolean): unknown {
  const market = marketOfCall(call)
  const entry = readEntry(call, market)
  const side = sideOf(call.parameters, 'pendingSide')
  if (entryPays) checkOpo(call, entry.side, side)
  const quantity = entryPays ? null : readQuantity(call, 'pendingQuantity')
  const names = { above: 'pendingAbove', below: 'pendingBelow' }
  const legs = readPair(call, market, side, quantity, names)
  checkOtoAllowed(market, entryPays, true)
  return place(call, market, (clientListId) => ({
    kind: 'then_either',
    clientListId,
    entry,
    legs,
    entryPays,
  }))
}

function readQuantity(call: SignedCall, name: string): Money {
  const quantity = call.parameters.requiredDecimal(name)
  if (!quantity.isPositive()) throw new BinanceError(-1013, 'Invalid quantity.')
  return quantity
}

function readEntry(call: SignedCall, market: PracticeMarket): OrderSpec {
  const { parameters } = call
  const type = typeOf(parameters, 'workingType')
  if (type !== 'LIMIT' && type !== 'LIMIT_MAKER') throw new BinanceError(-1116, 'Invalid orderType.')
  return readOrder(parameters, market, {
    prefix: 'working',
    type,
    side: sideOf(parameters, 'workingSide'),
    quantity: 'read',
    selfTrade: selfTradeOf(parameters),
    fallbackId: () => call.exchange.newClientId(),
  })
}

function readPair(
  call: SignedCall,
  market: PracticeMarket,
  side: Side,
  quantity: Money | null,
  names: { readonly above: string; readonly below: string },
): readonly [OrderSpec, OrderSpec] {
  const { parameters, exchange } = call
  const aboveType = typeOf(parameters, `${names.above}Type`)
  const belowType = typeOf(parameters, `${names.below}Type`)
  checkPairTypes(side, aboveType, belowType)
  const selfTrade = selfTradeOf(parameters)
  const leg = (prefix: string, type: OrderType): OrderSpec =>
    readOrder(parameters, market, {
      prefix,
      type,
      side,
      quantity,
      selfTrade,
      fallbackId: () => exchange.newClientId(),
    })
  return [leg(names.above, aboveType), leg(names.below, belowType)]
}

function checkPairTypes(side: Side, above: OrderType, below: OrderType): void {
  for (const type of [above, below]) {
    if (type === 'LIMIT' || type === 'MARKET') throw new BinanceError(-1158, 'Order type not supported in OCO.')
  }
  if (!contingent.includes(above) && !contingent.includes(below)) {
    throw new BinanceError(-1168, 'At least one OCO order must be contingent.')
  }
  const [profit, loss] = side === 'sell' ? [above, below] : [below, above]
  if (stopLosses.includes(profit)) {
    throw side === 'sell'
      ? new BinanceError(-1197, 'A stop loss order in a sell OCO must be below.')
      : new BinanceError(-1196, 'A stop loss order in a buy OCO must be above.')
  }
  if (stopLosses.includes(loss)) return
  if (loss === 'LIMIT_MAKER') {
    throw side === 'sell'
      ? new BinanceError(-1166, 'A limit order in a sell OCO must be above.')
      : new BinanceError(-1165, 'A limit order in a buy OCO must be below.')
  }
  throw side === 'sell'
    ? new BinanceError(-1199, 'A take profit order in a sell OCO must be above.')
    : new BinanceError(-1198, 'A take profit order in a buy OCO must be below.')
}

function checkOpo(call: SignedCall, entrySide: Side, pendingSide: Side): void {
  if (call.parameters.has('pendingQuantity')) {
    throw new BinanceError(-1225, "Pending orders should not include the 'pendingQuantity' tag.")
  }
  if (entrySide !== 'buy') throw new BinanceError(-1222, 'Working order in an OPO list must be a bid.')
  if (pendingSide !== 'sell') throw new BinanceError(-1223, 'Pending orders in an OPO list must be asks.')
}

function checkOtoAllowed(market: PracticeMarket, entryPays: boolean, pair: boolean): void {
  const { features } = market
  if (!features.then) throw new BinanceError(-1013, 'OTO orders are not supported for this symbol')
  if (entryPays && !features.entryPays) throw notSupported('OPO orders')
  if (pair && !features.either) throw new BinanceError(-1013, 'OCO orders are not supported for this symbol')
}

function place(
  call: SignedCall,
  market: PracticeMarket,
  specWith: (clientListId: string) => ListSpec,
): Record<string, unknown> {
  const { parameters, exchange, accountId } = call
  const shape = parameters.oneOf('newOrderRespType', responseTypes) ?? 'FULL'
  const spec = specWith(parameters.clientId('listClientOrderId') ?? exchange.newClientId())
  selfTradeOf(parameters)
  parameters.finish()
  const count = spec.kind === 'either' ? 2 : 1 + spec.legs.length
  exchange.orderCounts(accountId).check(count, call.now, exchange.limits)
  return asking('new', () =>
    exchange.engine.placeList(accountId, market.symbol, spec, (list) => {
      const orders = exchange.engine.ordersOf(list)
      exchange.orderCounts(accountId).add(count, orders, call.now)
      exchange.accepted(orders)
      return {
        ...exchange.views.list(list, orders),
        orderReports: orders.map((order) => exchange.views.placed(order, shape)),
      }
    }),
  )
}

function namedList(call: SignedCall, clientIdName: string): OrderList | null {
  const { parameters, exchange } = call
  const id = parameters.integer('orderListId')
  const clientListId = parameters.clientId(clientIdName)
  if (id === null && clientListId === null) throw eitherMissing('orderListId', clientIdName)
  const { lists } = exchange.engine.account(call.accountId)
  const candidates = lists.filter(
    (list) => (id === null || list.id === id) && (clientListId === null || list.clientListId === clientListId),
  )
  return candidates.find((list) => list.state === 'executing') ?? candidates.at(-1) ?? null
}

/** `DELETE /api/v3/orderList` */
export function cancelOrderList(call: SignedCall): unknown {
  const { parameters, exchange } = call
  const market = marketOfCall(call)
  const list = namedList(call, 'listClientOrderId')
  const cancelId = parameters.clientId('newClientOrderId') ?? exchange.newClientId()
  parameters.finish()
  if (list?.symbol !== market.symbol) throw new BinanceError(-2011, 'Unknown order list sent.')
  asking('cancel', () => exchange.cancelling(cancelId, () => exchange.engine.cancelList(list)))
  return cancelledList(call, list, cancelId)
}

function listView(call: SignedCall, list: OrderList): Record<string, unknown> {
  return call.exchange.views.list(list, call.exchange.engine.ordersOf(list))
}

/** `GET /api/v3/orderList` */
export function queryOrderList(call: SignedCall): unknown {
  const list = namedList(call, 'origClientOrderId')
  call.parameters.finish()
  if (list === null) throw noSuchOrder()
  return listView(call, list)
}

/** `GET /api/v3/openOrderList` */
export function openOrderLists(call: SignedCall): unknown {
  call.parameters.finish()
  return [...call.exchange.engine.account(call.accountId).openLists].map((list) => listView(call, list))
}

/** `GET /api/v3/allOrderList`: newest first, as Binance shows them. */
export function allOrderLists(call: SignedCall): unknown {
  const { parameters, exchange } = call
  const fromId = parameters.integer('fromId')
  const { from, to } = timeRange(call)
  const limit = limitOf(call, 500, 1000)
  parameters.finish()
  if (fromId !== null && (from !== null || to !== null)) throw badCombination()
  return exchange.engine
    .account(call.accountId)
    .lists.filter(
      (list) =>
        (fromId === null || list.id >= fromId) &&
        (from === null || list.createdAt >= from) &&
        (to === null || list.createdAt <= to),
    )
    .toReversed()
    .slice(0, limit)
    .map((list) => listView(call, list))
}
