import * as account from './account-endpoints.ts'
import * as bullets from './bullet-endpoints.ts'
import * as cancels from './cancel-endpoints.ts'
import { candles } from './candles.ts'
import { ledgers } from './ledgers.ts'
import * as ocos from './oco-endpoints.ts'
import * as orders from './order-endpoints.ts'
import type { KuCoinCall, PrivateCall } from './practice-kucoin.ts'
import * as open from './public-endpoints.ts'
import * as queries from './query-endpoints.ts'
import type { Pool } from './request-limits.ts'
import * as stops from './stop-endpoints.ts'

interface Common {
  readonly weight: number
}
export type Endpoint =
  | (Common & { readonly pool: 'public'; readonly answer: (call: KuCoinCall) => unknown })
  | (Common & {
      readonly pool: Exclude<Pool, 'public'>
      readonly needs: 'canRead' | 'canTrade' | 'canWithdraw'
      /** Orders and balances of the classic account, which a unified one does not have. */
      readonly classicOnly: boolean
      readonly answer: (call: PrivateCall) => unknown
    })

const pub = (weight: number, answer: (call: KuCoinCall) => unknown): Endpoint => ({
  pool: 'public',
  weight,
  answer,
})
const read = (
  weight: number,
  answer: (call: PrivateCall) => unknown,
  pool: 'spot' | 'management' = 'spot',
): Endpoint => ({
  pool,
  weight,
  needs: 'canRead',
  classicOnly: true,
  answer,
})
const write = (weight: number, answer: (call: PrivateCall) => unknown): Endpoint => ({
  pool: 'spot',
  weight,
  needs: 'canTrade',
  classicOnly: true,
  answer,
})
const management = (
  weight: number,
  answer: (call: PrivateCall) => unknown,
  needs: 'canRead' | 'canWithdraw' = 'canRead',
): Endpoint => ({
  pool: 'management',
  weight,
  needs,
  classicOnly: false,
  answer,
})

/** The whole book, which only who has a key may ask for, of whatever kind the account is. */
const wholeBook: Endpoint = { pool: 'spot', weight: 3, needs: 'canRead', classicOnly: false, answer: open.wholeBook }

/** By method and path; a path that ends in `/` is followed by an id. Weights: KuCoin's rate-limit page. */
export const endpoints: Readonly<Record<string, Endpoint>> = {
  'GET /api/v1/timestamp': pub(3, open.timestamp),
  'GET /api/v1/status': pub(3, open.status),
  'GET /api/v2/symbols': pub(4, open.symbols),
  'GET /api/v2/symbols/': pub(4, open.symbol),
  // Pairs for margin: none here.
  'GET /api/v3/margin/symbols': pub(3, () => ({ timestamp: 0, items: [] })),
  'GET /api/v1/isolated/symbols': pub(3, () => []),
  'GET /api/v1/market/orderbook/level1': pub(2, open.level1),
  'GET /api/v1/market/allTickers': pub(15, open.allTickers),
  'GET /api/v1/market/stats': pub(15, open.stats),
  'GET /api/v1/market/orderbook/level2_20': pub(2, open.level20),
  'GET /api/v1/market/orderbook/level2_100': pub(2, open.level100),
  'GET /api/v3/market/orderbook/level2': wholeBook,
  'GET /api/v1/market/candles': pub(3, candles),
  'GET /api/v1/market/histories': pub(3, open.histories),

  'POST /api/v1/bullet-public': pub(10, bullets.publicToken),
  'POST /api/v1/bullet-private': management(10, bullets.privateToken),

  'GET /api/ua/v1/account/mode': management(5, account.accountMode),
  'GET /api/v1/user/api-key': management(20, account.apiKey),
  'GET /api/v2/user-info': management(20, account.userInfo),
  'GET /api/v1/accounts': read(5, account.accounts, 'management'),
  'POST /api/v3/accounts/universal-transfer': management(4, account.universalTransfer, 'canWithdraw'),
  'GET /api/v1/trade-fees': read(3, account.tradeFees),
  'GET /api/v1/base-fee': read(3, account.baseFee),
  'GET /api/v1/hf/accounts/opened': read(30, account.hfOpened),
  'GET /api/v1/hf/accounts/ledgers': read(2, ledgers),

  'POST /api/v1/hf/orders': write(1, orders.addOrder),
  'POST /api/v1/hf/orders/sync': write(1, orders.addOrderSync),
  'POST /api/v1/hf/orders/test': write(1, orders.testOrder),
  'POST /api/v1/hf/orders/multi': write(1, orders.addOrders),
  'POST /api/v1/hf/orders/multi/sync': write(1, orders.addOrdersSync),
  'POST /api/v1/hf/orders/alter': write(1, orders.alterOrder),
  'DELETE /api/v1/hf/orders/': write(1, cancels.cancelOrder),
  'DELETE /api/v1/hf/orders/sync/': write(1, cancels.cancelOrderSync),
  'DELETE /api/v1/hf/orders/client-order/': write(1, cancels.cancelByClientOid),
  'DELETE /api/v1/hf/orders/sync/client-order/': write(1, cancels.cancelByClientOidSync),
  'DELETE /api/v1/hf/orders/cancel/': write(2, cancels.cancelPartly),
  'DELETE /api/v1/hf/orders': write(2, cancels.cancelSymbol),
  'DELETE /api/v1/hf/orders/cancelAll': write(30, cancels.cancelAll),
  'GET /api/v1/hf/orders/': read(2, queries.getOrder),
  'GET /api/v1/hf/orders/client-order/': read(2, queries.getByClientOid),
  'GET /api/v1/hf/orders/active': read(2, queries.active),
  'GET /api/v1/hf/orders/active/page': read(2, queries.activePage),
  'GET /api/v1/hf/orders/active/symbols': read(2, queries.activeSymbols),
  'GET /api/v1/hf/orders/done': read(2, queries.done),
  'GET /api/v1/hf/fills': read(2, queries.fills),
  'POST /api/v1/hf/orders/dead-cancel-all': write(2, cancels.deadCancelAll),
  'GET /api/v1/hf/orders/dead-cancel-all/query': read(2, cancels.deadCancelAllQuery),

  'POST /api/v1/stop-order': write(1, stops.addStopOrder),
  'GET /api/v1/stop-order': read(8, stops.stopOrders),
  'GET /api/v1/stop-order/': read(3, stops.stopOrder),
  'GET /api/v1/stop-order/queryOrderByClientOid': read(3, stops.stopByClientOid),
  'DELETE /api/v1/stop-order/': write(3, stops.cancelStopOrder),
  'DELETE /api/v1/stop-order/cancelOrderByClientOid': write(5, stops.cancelStopByClientOid),
  'DELETE /api/v1/stop-order/cancel': write(3, stops.cancelStopOrders),
  'POST /api/v3/oco/order': write(2, ocos.addOco),
  'GET /api/v3/oco/order/': read(2, ocos.oco),
  'GET /api/v3/oco/client-order/': read(2, ocos.ocoByClientOid),
  'GET /api/v3/oco/order/details/': read(2, ocos.ocoDetails),
  'GET /api/v3/oco/orders': read(2, ocos.ocoList),
  'DELETE /api/v3/oco/order/': write(3, ocos.cancelOco),
  'DELETE /api/v3/oco/client-order/': write(3, ocos.cancelOcoByClientOid),
  'DELETE /api/v3/oco/orders': write(3, ocos.cancelOcos),
}

/** The endpoint of a request and what follows its path; null: there is none. */
export function endpointOf(
  method: string,
  path: string,
): { readonly endpoint: Endpoint; readonly rest: string } | null {
  const exact = Object.hasOwn(endpoints, `${method} ${path}`) ? endpoints[`${method} ${path}`] : undefined
  if (exact !== undefined) return { endpoint: exact, rest: '' }
  const cut = path.lastIndexOf('/') + 1
  const name = `${method} ${path.slice(0, cut)}`
  const endpoint = Object.hasOwn(endpoints, name) ? endpoints[name] : undefined
  const rest = path.slice(cut)
  return endpoint === undefined || rest === '' ? null : { endpoint, rest }
}
