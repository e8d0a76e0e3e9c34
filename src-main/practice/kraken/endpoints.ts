import * as account from './account-endpoints.ts'
import * as orders from './order-endpoints.ts'
import * as open from './public-endpoints.ts'
import type { Call, PrivateCall } from './venue.ts'

export interface PublicEndpoint {
  readonly answer: (call: Call) => unknown
}

export interface PrivateEndpoint {
  readonly answer: (call: PrivateCall) => unknown
  /** Units of the key's REST counter; order traffic has a counter of its own. */
  readonly cost: number
  readonly needs: 'canRead' | 'canTrade'
}

/** By name: `GET /0/public/<name>`. */
export const publicEndpoints: Readonly<Record<string, PublicEndpoint>> = {
  Time: { answer: open.time },
  SystemStatus: { answer: open.systemStatus },
  Assets: { answer: open.assets },
  AssetPairs: { answer: open.assetPairs },
  Ticker: { answer: open.ticker },
  OHLC: { answer: open.ohlc },
  Depth: { answer: open.depth },
  Trades: { answer: open.trades },
}

const read = (answer: PrivateEndpoint['answer'], cost = 1): PrivateEndpoint => ({
  answer,
  cost,
  needs: 'canRead',
})
const write = (answer: PrivateEndpoint['answer']): PrivateEndpoint => ({ answer, cost: 0, needs: 'canTrade' })

/** By name: `POST /0/private/<name>`. */
export const privateEndpoints: Readonly<Record<string, PrivateEndpoint>> = {
  Balance: read(account.balance),
  BalanceEx: read(account.balanceEx),
  TradeBalance: read(account.tradeBalance),
  OpenOrders: read(account.openOrders),
  ClosedOrders: read(account.closedOrders),
  QueryOrders: read(account.queryOrders),
  TradesHistory: read(account.tradesHistory, 4),
  QueryTrades: read(account.queryTrades),
  TradeVolume: read(account.tradeVolume),
  OrderAmends: read(orders.orderAmends),
  AddOrder: write(orders.addOrder),
  AddOrderBatch: write(orders.addOrderBatch),
  AmendOrder: write(orders.amendOrder),
  EditOrder: write(orders.editOrder),
  CancelOrder: write(orders.cancelOrder),
  CancelOrderBatch: write(orders.cancelOrderBatch),
  CancelAll: write(orders.cancelAll),
  CancelAllOrdersAfter: write(orders.cancelAllOrdersAfter),
}
