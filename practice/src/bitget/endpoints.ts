import * as account from './account-endpoints.ts'
import * as classic from './classic-orders.ts'
import * as plans from './classic-plans.ts'
import * as market from './market-endpoints.ts'
import type { BitgetCall, PrivateCall } from './practice-bitget.ts'
import type { BitgetAccountKind } from './security.ts'
import * as unified from './unified-orders.ts'

interface Common {
  /** Requests a second: of one address on public endpoints, of one account on the others. */
  readonly perSecond: number
}
export type Endpoint =
  | (Common & { readonly kind: 'public'; readonly answer: (call: BitgetCall) => unknown })
  | (Common & {
      /** The kind of account that it is for. */
      readonly kind: BitgetAccountKind
      readonly needs: 'canRead' | 'canTrade'
      readonly answer: (call: PrivateCall) => unknown
    })

const open = (perSecond: number, answer: (call: BitgetCall) => unknown): Endpoint => ({
  kind: 'public',
  perSecond,
  answer,
})
const make =
  (kind: BitgetAccountKind, needs: 'canRead' | 'canTrade') =>
  (perSecond: number, answer: (call: PrivateCall) => unknown): Endpoint => ({
    kind,
    needs,
    perSecond,
    answer,
  })
const v2read = make('classic', 'canRead')
const v2write = make('classic', 'canTrade')
const v3read = make('unified', 'canRead')
const v3write = make('unified', 'canTrade')

export const endpoints: Readonly<Record<string, Endpoint>> = {
  'GET /api/v2/public/time': open(20, market.serverTime),
  'GET /api/v2/spot/public/symbols': open(20, market.symbols),
  'GET /api/v2/spot/market/tickers': open(20, market.tickers),
  'GET /api/v2/spot/market/orderbook': open(20, market.orderbook),
  'GET /api/v2/spot/market/candles': open(20, market.candles),
  'GET /api/v2/spot/market/history-candles': open(20, market.historyCandles),
  // Which pairs can be traded on margin: none here.
  'GET /api/v2/margin/currencies': open(10, () => []),
  'GET /api/v3/market/instruments': open(20, market.instruments),
  'GET /api/v3/market/tickers': open(20, market.unifiedTickers),
  'GET /api/v3/market/orderbook': open(20, market.unifiedOrderbook),
  'GET /api/v3/market/candles': open(20, market.unifiedCandles),
  'GET /api/v3/market/history-candles': open(20, market.unifiedHistoryCandles),

  'GET /api/v2/spot/account/assets': v2read(10, account.assets),
  'GET /api/v2/spot/account/info': v2read(1, account.info),
  'GET /api/v2/common/trade-rate': v2read(10, account.tradeRate),
  'POST /api/v2/spot/trade/place-order': v2write(10, classic.placeOrder),
  'POST /api/v2/spot/trade/batch-orders': v2write(5, classic.batchOrders),
  'POST /api/v2/spot/trade/cancel-order': v2write(10, classic.cancelOrder),
  'POST /api/v2/spot/trade/batch-cancel-order': v2write(10, classic.batchCancel),
  'POST /api/v2/spot/trade/cancel-symbol-order': v2write(5, classic.cancelSymbol),
  'POST /api/v2/spot/trade/cancel-replace-order': v2write(5, classic.cancelReplace),
  'GET /api/v2/spot/trade/orderInfo': v2read(20, classic.orderInfo),
  'GET /api/v2/spot/trade/unfilled-orders': v2read(20, classic.unfilledOrders),
  'GET /api/v2/spot/trade/history-orders': v2read(20, classic.historyOrders),
  'GET /api/v2/spot/trade/fills': v2read(10, classic.fills),
  'POST /api/v2/spot/trade/place-plan-order': v2write(20, plans.placePlan),
  'POST /api/v2/spot/trade/modify-plan-order': v2write(20, plans.modifyPlan),
  'POST /api/v2/spot/trade/cancel-plan-order': v2write(20, plans.cancelPlan),
  'GET /api/v2/spot/trade/current-plan-order': v2read(20, plans.currentPlans),
  'GET /api/v2/spot/trade/history-plan-order': v2read(20, plans.historyPlans),
  'GET /api/v2/spot/trade/plan-sub-order': v2read(20, plans.planSubOrders),

  'GET /api/v3/account/settings': v3read(20, account.settings),
  'GET /api/v3/account/info': v3read(5, account.unifiedInfo),
  'GET /api/v3/account/assets': v3read(20, account.unifiedAssets),
  'GET /api/v3/account/fee-rate': v3read(3, unified.feeRate),
  'POST /api/v3/trade/place-order': v3write(10, unified.placeOrder),
  'POST /api/v3/trade/place-batch': v3write(5, unified.placeBatch),
  'POST /api/v3/trade/modify-order': v3write(10, unified.modifyOrder),
  'POST /api/v3/trade/cancel-order': v3write(10, unified.cancelOrder),
  'POST /api/v3/trade/cancel-batch': v3write(5, unified.cancelBatch),
  'POST /api/v3/trade/cancel-symbol-order': v3write(5, unified.cancelSymbol),
  'POST /api/v3/trade/countdown-cancel-all': v3write(1, unified.countdown),
  'GET /api/v3/trade/order-info': v3read(20, unified.orderInfo),
  'GET /api/v3/trade/unfilled-orders': v3read(20, unified.unfilledOrders),
  'GET /api/v3/trade/history-orders': v3read(20, unified.historyOrders),
  'GET /api/v3/trade/fills': v3read(20, unified.fills),
  'GET /api/v3/trade/unfilled-strategy-orders': v3read(20, unified.unfilledStrategies),
  'GET /api/v3/trade/history-strategy-orders': v3read(20, unified.historyStrategies),
  'POST /api/v3/trade/cancel-strategy-order': v3write(10, unified.cancelStrategy),
}
