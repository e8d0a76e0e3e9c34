import { type Assumption, endpoint, fields, says } from './assumption.ts'
import { everywhere } from './everywhere.ts'
import { attachedExits, conditionalOrders, deadMan, editsByReplacing, editsInPlace, keptExits } from './parts.ts'

const classic = { accountKind: 'classic' }
const unified = { accountKind: 'unified' }
const trade = '/api/v2/spot/trade'

const classicRow = ['orderId', 'symbol', 'size', 'orderType', 'side', 'status', 'cTime']
const unifiedRow = ['orderId', 'symbol', 'orderType', 'side', 'orderStatus', 'qty', 'cumExecQty', 'createdTime']

/** What the Bitget client relies on, of either kind of account. */
export const bitgetAssumptions: readonly Assumption[] = [
  fields('bitget.time.fields', 'docs/exchanges/bitget.md §2', 'GET /api/v2/public/time', ['data.serverTime']),
  fields('bitget.markets.fields', 'docs/exchanges/bitget.md §4', 'GET /api/v2/spot/public/symbols', [
    'data.@.baseCoin',
    'data.@.quoteCoin',
    'data.@.pricePrecision',
    'data.@.quantityPrecision',
    'data.@.quotePrecision',
    'data.@.minTradeUSDT',
    'data.@.status',
  ]),
  fields('bitget.markets.band', 'docs/exchanges/bitget.md §4', 'GET /api/v2/spot/public/symbols', [
    'data.@.buyLimitPriceRatio',
    'data.@.sellLimitPriceRatio',
  ]),
  fields(
    'bitget.instruments.fields',
    'docs/exchanges/bitget.md §7',
    'GET /api/v3/market/instruments',
    ['data.@.status', 'data.@.minOrderQty', 'data.@.maxOrderQty', 'data.@.minOrderAmount'],
    unified,
  ),
  fields('bitget.ticker.fields', 'docs/exchanges/bitget.md §4', 'GET /api/v2/spot/market/tickers', [
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
    'docs/exchanges/bitget.md §5',
    'GET /api/v2/spot/account/info',
    ['data.userId', 'data.ips', 'data.authorities'],
    classic,
  ),
  fields(
    'bitget.balances.fields',
    'docs/exchanges/bitget.md §5',
    'GET /api/v2/spot/account/assets',
    ['data.[].coin', 'data.[].available', 'data.[].frozen', 'data.[].locked'],
    classic,
  ),
  fields(
    'bitget.fees.fields',
    'docs/exchanges/bitget.md §5',
    'GET /api/v2/common/trade-rate',
    ['data.makerFeeRate', 'data.takerFeeRate'],
    classic,
  ),
  endpoint('bitget.open_orders.endpoint', 'docs/exchanges/bitget.md §6.3', `GET ${trade}/unfilled-orders`, classic),
  fields(
    'bitget.open_orders.fields',
    'docs/exchanges/bitget.md §6.3',
    `GET ${trade}/unfilled-orders`,
    [...classicRow, 'priceAvg', 'basePrice', 'tpslType'].map((name) => `data.[].${name}`),
    classic,
  ),
  endpoint('bitget.plans.endpoint', 'docs/exchanges/bitget.md §6.5', `GET ${trade}/current-plan-order`, {
    ...classic,
    switchable: 'conditional_orders',
  }),
  endpoint('bitget.history.endpoint', 'docs/exchanges/bitget.md §6.3', `GET ${trade}/history-orders`, classic),
  fields(
    'bitget.history.fields',
    'docs/exchanges/bitget.md §6.3',
    `GET ${trade}/history-orders`,
    [...classicRow, 'price', 'priceAvg'].map((name) => `data.[].${name}`),
    classic,
  ),
  fields(
    'bitget.order.fields',
    'docs/exchanges/bitget.md §6.3',
    `GET ${trade}/orderInfo`,
    [...classicRow, 'clientOid', 'price', 'priceAvg'].map((name) => `data.[].${name}`),
    { ...classic, traded: true },
  ),
  ...editsByReplacing({ prefix: 'bitget', source: 'docs/exchanges/bitget.md §6.4', ...classic }),
  // Whether a TP/SL order takes its coins before it triggers is not documented: the client provides for both.
  ...conditionalOrders({ prefix: 'bitget', source: 'docs/exchanges/bitget.md §6.1, §12', ...classic }, null),

  says('bitget.classic.told_apart', 'docs/exchanges/bitget.md §1', 'GET /api/v3/account/settings', '40084', classic),
  endpoint('bitget.unified.settings', 'docs/exchanges/bitget.md §1', 'GET /api/v3/account/settings', unified),
  fields(
    'bitget.unified.key.fields',
    'docs/exchanges/bitget.md §7',
    'GET /api/v3/account/info',
    ['data.userId', 'data.permissions'],
    unified,
  ),
  fields(
    'bitget.unified.balances.fields',
    'docs/exchanges/bitget.md §7',
    'GET /api/v3/account/assets',
    ['data.assets.[].coin', 'data.assets.[].available', 'data.assets.[].locked'],
    unified,
  ),
  fields(
    'bitget.unified.fees.fields',
    'docs/exchanges/bitget.md §7',
    'GET /api/v3/account/fee-rate',
    ['data.makerFeeRate', 'data.takerFeeRate'],
    unified,
  ),
  endpoint(
    'bitget.unified.open_orders.endpoint',
    'docs/exchanges/bitget.md §7',
    'GET /api/v3/trade/unfilled-orders',
    unified,
  ),
  fields(
    'bitget.unified.open_orders.fields',
    'docs/exchanges/bitget.md §7',
    'GET /api/v3/trade/unfilled-orders',
    unifiedRow.map((name) => `data.list.[].${name}`),
    unified,
  ),
  endpoint(
    'bitget.unified.history.endpoint',
    'docs/exchanges/bitget.md §7',
    'GET /api/v3/trade/history-orders',
    unified,
  ),
  fields(
    'bitget.unified.history.fields',
    'docs/exchanges/bitget.md §7',
    'GET /api/v3/trade/history-orders',
    unifiedRow.map((name) => `data.list.[].${name}`),
    unified,
  ),
  fields(
    'bitget.unified.order.fields',
    'docs/exchanges/bitget.md §7',
    'GET /api/v3/trade/order-info',
    [...unifiedRow, 'clientOid', 'takeProfit', 'stopLoss'].map((name) => `data.${name}`),
    { ...unified, traded: true },
  ),
  ...editsInPlace({ prefix: 'bitget.unified', source: 'docs/exchanges/bitget.md §7', ...unified }),
  ...deadMan({ prefix: 'bitget.unified', source: 'docs/exchanges/bitget.md §7', ...unified }),

  ...attachedExits({ prefix: 'bitget', source: 'docs/exchanges/bitget.md §6.1, §12', ...classic }),
  ...keptExits({ prefix: 'bitget', source: 'docs/exchanges/bitget.md §6.4, §12', ...classic }, 'edit_by_replacing'),
  ...keptExits({ prefix: 'bitget.unified', source: 'docs/exchanges/bitget.md §7', ...unified }, 'edit_in_place'),
  ...attachedExits({ prefix: 'bitget.unified', source: 'docs/exchanges/bitget.md §7, §12', ...unified }),
]
