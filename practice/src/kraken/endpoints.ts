import * as account from './account-endpoints.ts'
import * as cancelling from './cancel-endpoints.ts'
import * as changing from './change-endpoints.ts'
import * as history from './history-endpoints.ts'
import * as placing from './place-endpoints.ts'
import type { KrakenCall, PrivateCall } from './practice-kraken.ts'
import * as open from './public-endpoints.ts'

export interface PublicEndpoint {
  readonly answer: (call: KrakenCall) => unknown
}

export interface PrivateEndpoint {
  readonly answer: (call: PrivateCall) => unknown
  /** Units of the key's REST counter; order traffic has a counter of its own. */
  readonly cost: number
  /** null: any key may ask. */
  readonly needs: 'canRead' | 'canTrade' | null
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
  Spread: { answer: open.spread },
}

const read = (answer: PrivateEndpoint['answer'], cost = 1): PrivateEndpoint => ({
  answer,
  cost,
  needs: 'canRead',
})
const write = (answer: PrivateEndpoint['answer']): PrivateEndpoint => ({ answer, cost: 0, needs: 'canTrade' })

/** By name: `POST /0/private/<name>`. */
export const privateEndpoints: Readonly<Record<string, PrivateEndpoint>> = {
  GetApiKeyInfo: { answer: account.apiKeyInfo, cost: 1, needs: null },
  Balance: read(account.balance),
  BalanceEx: read(account.balanceEx),
  TradeBalance: read(account.tradeBalance),
  OpenOrders: read(history.openOrders),
  ClosedOrders: read(history.closedOrders),
  QueryOrders: read(history.queryOrders),
  TradesHistory: read(history.tradesHistory, 4),
  QueryTrades: read(history.queryTrades),
  Ledgers: read(history.ledgers, 4),
  TradeVolume: read(account.tradeVolume),
  GetWebSocketsToken: read(account.webSocketsToken),
  OrderAmends: read(changing.orderAmends),
  AddOrder: write(placing.addOrder),
  AddOrderBatch: write(placing.addOrderBatch),
  AmendOrder: write(changing.amendOrder),
  EditOrder: write(changing.editOrder),
  CancelOrder: write(cancelling.cancelOrder),
  CancelOrderBatch: write(cancelling.cancelOrderBatch),
  CancelAll: write(cancelling.cancelAll),
  CancelAllOrdersAfter: write(cancelling.cancelAllOrdersAfter),
}
