import * as accounts from './account-endpoints.ts'
import { cancelReplace } from './cancel-replace.ts'
import * as lists from './list-endpoints.ts'
import * as market from './market-endpoints.ts'
import * as orders from './order-endpoints.ts'
import type { Parameters } from './parameters.ts'
import { stringList } from './parameters.ts'
import type { BinanceCall, SignedCall } from './practice-binance.ts'

type Weight = number | ((parameters: Parameters) => number)

interface Common {
  /** What a request costs; charged before anything is checked. */
  readonly weight: Weight
  /** Costs nothing when it succeeds (orders and cancels, since 2026-04-02). */
  readonly freeOnSuccess?: boolean
  /** Places orders: its answers carry the order counts, and its client ids are counted. */
  readonly placesOrders?: boolean
}

/** An endpoint: who may call it, what it costs, what it does. */
export type Endpoint =
  | (Common & { readonly security: 'public'; readonly answer: (call: BinanceCall) => unknown })
  | (Common & { readonly security: 'read' | 'trade'; readonly answer: (call: SignedCall) => unknown })

function open(weight: Weight, answer: (call: BinanceCall) => unknown): Endpoint {
  return { security: 'public', weight, answer }
}

function read(weight: Weight, answer: (call: SignedCall) => unknown): Endpoint {
  return { security: 'read', weight, answer }
}

function trade(answer: (call: SignedCall) => unknown, options: Partial<Common> = {}): Endpoint {
  return { security: 'trade', weight: 1, freeOnSuccess: true, answer, ...options }
}

const places = { placesOrders: true }

function depthWeight(parameters: Parameters): number {
  const limit = Number(parameters.peek('limit') ?? '100')
  if (limit <= 100) return 5
  if (limit <= 500) return 25
  return limit <= 1000 ? 50 : 250
}

function dayTickerWeight(parameters: Parameters): number {
  if (parameters.has('symbol')) return 2
  const symbols = parameters.peek('symbols')
  if (symbols === null) return 80
  const count = stringList(symbols)?.length ?? 1
  if (count <= 20) return 2
  return count <= 100 ? 40 : 80
}

function oneOrMany(one: number, many: number): Weight {
  return (parameters) => (parameters.has('symbol') ? one : many)
}

/** Every endpoint of practice Binance, by method and path. */
export const endpoints: Readonly<Record<string, Endpoint>> = {
  'GET /api/v3/ping': open(1, (call) => {
    call.parameters.finish()
    return {}
  }),
  'GET /api/v3/time': open(1, (call) => {
    call.parameters.finish()
    return { serverTime: call.now }
  }),
  'GET /api/v3/exchangeInfo': open(20, market.exchangeInfo),
  'GET /api/v3/depth': open(depthWeight, market.depth),
  'GET /api/v3/trades': open(25, market.recentTrades),
  'GET /api/v3/klines': open(2, market.candles),
  'GET /api/v3/uiKlines': open(2, market.candles),
  'GET /api/v3/avgPrice': open(2, market.averagePrice),
  'GET /api/v3/referencePrice': open(2, market.referencePrice),
  'GET /api/v3/ticker/24hr': open(dayTickerWeight, market.dayTicker),
  'GET /api/v3/ticker/price': open(oneOrMany(2, 4), market.tickerPrice),
  'GET /api/v3/ticker/bookTicker': open(oneOrMany(2, 4), market.bookTicker),

  'GET /api/v3/account': read(20, accounts.account),
  'GET /api/v3/account/commission': read(20, accounts.commission),
  'GET /api/v3/myTrades': read((parameters) => (parameters.has('orderId') ? 5 : 20), accounts.myTrades),
  'GET /api/v3/rateLimit/order': read(40, accounts.orderRateLimits),
  'GET /api/v3/myFilters': read(40, accounts.myFilters),
  'GET /sapi/v1/account/apiRestrictions': read(1, accounts.apiRestrictions),

  'POST /api/v3/order': trade(orders.newOrder, places),
  'POST /api/v3/order/test': trade(orders.testOrder, {
    freeOnSuccess: false,
    weight: (parameters) => (parameters.peek('computeCommissionRates')?.toLowerCase() === 'true' ? 20 : 1),
  }),
  'GET /api/v3/order': read(4, orders.queryOrder),
  'DELETE /api/v3/order': trade(orders.cancelOrder),
  'POST /api/v3/order/cancelReplace': trade(cancelReplace, places),
  'PUT /api/v3/order/amend/keepPriority': trade(orders.amendOrder, { weight: 4, freeOnSuccess: false }),
  'GET /api/v3/order/amendments': read(4, accounts.amendments),
  'GET /api/v3/openOrders': read(oneOrMany(6, 80), orders.openOrders),
  'DELETE /api/v3/openOrders': trade(orders.cancelOpenOrders),
  'GET /api/v3/allOrders': read(20, orders.allOrders),

  'POST /api/v3/orderList/oco': trade(lists.newOco, places),
  'POST /api/v3/orderList/oto': trade((call) => lists.newOto(call, false), places),
  'POST /api/v3/orderList/otoco': trade((call) => lists.newOtoco(call, false), places),
  'POST /api/v3/orderList/opo': trade((call) => lists.newOto(call, true), places),
  'POST /api/v3/orderList/opoco': trade((call) => lists.newOtoco(call, true), places),
  'GET /api/v3/orderList': read(4, lists.queryOrderList),
  'DELETE /api/v3/orderList': trade(lists.cancelOrderList),
  'GET /api/v3/openOrderList': read(6, lists.openOrderLists),
  'GET /api/v3/allOrderList': read(20, lists.allOrderLists),
}
