import { type Assumption, endpoint, fields } from './assumption.ts'
import { everywhere } from './everywhere.ts'
import {
  attachedExits,
  conditionalOrders,
  deadMan,
  editsByReplacing,
  editsInPlace,
  keptExits,
} from './parts.ts'

const classic = { accountKind: 'classic' }
const unified = { accountKind: 'unified' }
const trade = '/api/v2/spot/trade'

const classicRow = ['orderId', 'symbol', 'size', 'orderType', 'side', 'status', 'cTime']
const unifiedRow = [
  'orderId',
  'symbol',
  'orderType',
  'side',
  'orderStatus',
  'qty',
  'cumExecQty',
  'createdTime',
]

/** What the Bitget client relies on, of either kind of account. */
export const bitgetAssumptions: readonly Assumption[] = [
  fields('bitget.time.fields', 'bitget.md §2', 'GET /api/v2/public/time', ['data.serverTime']),
  fields('bitget.markets.fields', 'bitget.md §4', 'GET /api/v2/spot/public/symbols', [
    'data.@.baseCoin',
    'data.@.quoteCoin',
    'data.@.pricePrecision',
    'data.@.quantityPrecision',
    'data.@.quotePrecision',
    'data.@.minTradeUSDT',
    'data.@.status',
  ]),
  fields('bitget.markets.band', 'bitget.md §4', 'GET /api/v2/spot/public/symbols', [
    'data.@.buyLimitPriceRatio',
    'data.@.sellLimitPriceRatio',
  ]),
  fields(
    'bitget.instruments.fields',
    'bitget.md §7',
    'GET /api/v3/market/instruments',
    ['data.@.status', 'data.@.minOrderQty', 'data.@.maxOrderQty', 'data.@.minOrderAmount'],
    unified,
  ),
  fields('bitget.ticker.fields', 'bitget.md §4', 'GET /api/v2/spot/market/tickers', [
    'data.[].lastPr',
    'data.[].bidPr',
    'data.[].askPr',
    'data.[].change24h',
    'data.[].ts',
  ]),
  ...everywhere('bitget', {
    key: '§1, §5, §7',
    markets: '§4, §7',
    account: '§5, §7',
    orders: '§6, §7',
    history: '§6.3, §7',
  }),

  fields(
    'bitget.key.fields',
    'bitget.md §5',
    'GET /api/v2/spot/account/info',
    ['data.userId', 'data.ips', 'data.authorities'],
    classic,
  ),
  fields(
    'bitget.balances.fields',
    'bitget.md §5',
    'GET /api/v2/spot/account/assets',
    ['data.[].coin', 'data.[].available', 'data.[].frozen', 'data.[].locked'],
    classic,
  ),
  fields(
    'bitget.fees.fields',
    'bitget.md §5',
    'GET /api/v2/common/trade-rate',
    ['data.makerFeeRate', 'data.takerFeeRate'],
    classic,
  ),
  endpoint('bitget.open_orders.endpoint', 'bitget.md §6.3', `GET ${trade}/unfilled-orders`, classic),
  fields(
    'bitget.open_orders.fields',
    'bitget.md §6.3',
    `GET ${trade}/unfilled-orders`,
    [...classicRow, 'priceAvg', 'basePrice', 'tpslType'].map((name) => `data.[].${name}`),
    classic,
  ),
  endpoint('bitget.plans.endpoint', 'bitget.md §6.5', `GET ${trade}/current-plan-order`, {
    ...classic,
    switchable: 'conditional_orders',
  }),
  endpoint('bitget.history.endpoint', 'bitget.md §6.3', `GET ${trade}/history-orders`, classic),
  fields(
    'bitget.history.fields',
    'bitget.md §6.3',
    `GET ${trade}/history-orders`,
    [...classicRow, 'price', 'priceAvg'].map((name) => `data.[].${name}`),
    classic,
  ),
  fields(
    'bitget.order.fields',
    'bitget.md §6.3',
    `GET ${trade}/orderInfo`,
    [...classicRow, 'clientOid', 'price', 'priceAvg'].map((name) => `data.[].${name}`),
    { ...classic, traded: true },
  ),
  ...editsByReplacing({ prefix: 'bitget', source: 'bitget.md §6.4', ...classic }),
  // Whether a TP/SL order takes its coins before it triggers is not documented: the client provides for both.
  ...conditionalOrders({ prefix: 'bitget', source: 'bitget.md §6.1, §12', ...classic }, null),

  endpoint('bitget.unified.settings', 'bitget.md §1', 'GET /api/v3/account/settings', unified),
  fields(
    'bitget.unified.key.fields',
    'bitget.md §7',
    'GET /api/v3/account/info',
    ['data.userId', 'data.permissions'],
    unified,
  ),
  fields(
    'bitget.unified.balances.fields',
    'bitget.md §7',
    'GET /api/v3/account/assets',
    ['data.assets.[].coin', 'data.assets.[].available', 'data.assets.[].locked'],
    unified,
  ),
  fields(
    'bitget.unified.fees.fields',
    'bitget.md §7',
    'GET /api/v3/account/fee-rate',
    ['data.makerFeeRate', 'data.takerFeeRate'],
    unified,
  ),
  endpoint(
    'bitget.unified.open_orders.endpoint',
    'bitget.md §7',
    'GET /api/v3/trade/unfilled-orders',
    unified,
  ),
  fields(
    'bitget.unified.open_orders.fields',
    'bitget.md §7',
    'GET /api/v3/trade/unfilled-orders',
    unifiedRow.map((name) => `data.list.[].${name}`),
    unified,
  ),
  endpoint('bitget.unified.history.endpoint', 'bitget.md §7', 'GET /api/v3/trade/history-orders', unified),
  fields(
    'bitget.unified.history.fields',
    'bitget.md §7',
    'GET /api/v3/trade/history-orders',
    unifiedRow.map((name) => `data.list.[].${name}`),
    unified,
  ),
  fields(
    'bitget.unified.order.fields',
    'bitget.md §7',
    'GET /api/v3/trade/order-info',
    [...unifiedRow, 'clientOid', 'takeProfit', 'stopLoss'].map((name) => `data.${name}`),
    { ...unified, traded: true },
  ),
  ...editsInPlace({ prefix: 'bitget.unified', source: 'bitget.md §7', ...unified }),
  ...deadMan({ prefix: 'bitget.unified', source: 'bitget.md §7', ...unified }),

  ...attachedExits({ prefix: 'bitget', source: 'bitget.md §6.1, §12', ...classic }),
  ...keptExits({ prefix: 'bitget', source: 'bitget.md §6.4, §12', ...classic }, 'edit_by_replacing'),
  ...keptExits({ prefix: 'bitget.unified', source: 'bitget.md §7', ...unified }, 'edit_in_place'),
  ...attachedExits({ prefix: 'bitget.unified', source: 'bitget.md §7, §12', ...unified }),
]
