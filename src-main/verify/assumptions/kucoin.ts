import { type Assumption, endpoint, fields } from './assumption.ts'
import { everywhere } from './everywhere.ts'
import { conditionalOrders, deadMan, dryRun, editsByReplacing, oco, reducesInPlace } from './parts.ts'

const traded = { traded: true }
const orders = '/api/v1/hf/orders'
const row = ['id', 'clientOid', 'symbol', 'type', 'side', 'dealSize', 'cancelExist', 'active', 'createdAt']
const stop = ['id', 'symbol', 'type', 'side', 'stop', 'stopPrice', 'status', 'createdAt']

/**
 * What the KuCoin client relies on: classic accounts, whose endpoints for pairs and stops KuCoin marks as abandoned.
 */
export const kucoinAssumptions: readonly Assumption[] = [
  fields('kucoin.time.fields', 'docs/exchanges/kucoin.md §2', 'GET /api/v1/timestamp', ['data']),
  fields('kucoin.mode.fields', 'docs/exchanges/kucoin.md §1', 'GET /api/ua/v1/account/mode', ['data.selfAccountMode']),
  fields('kucoin.key.fields', 'docs/exchanges/kucoin.md §2', 'GET /api/v1/user/api-key', [
    'data.apiVersion',
    'data.permission',
    'data.uid',
  ]),
  fields('kucoin.balances.fields', 'docs/exchanges/kucoin.md §5', 'GET /api/v1/accounts', [
    'data.[].currency',
    'data.[].type',
    'data.[].balance',
    'data.[].available',
    'data.[].holds',
  ]),
  fields('kucoin.markets.fields', 'docs/exchanges/kucoin.md §4', 'GET /api/v2/symbols', [
    'data.@.baseCurrency',
    'data.@.quoteCurrency',
    'data.@.baseMinSize',
    'data.@.baseMaxSize',
    'data.@.baseIncrement',
    'data.@.quoteMinSize',
    'data.@.quoteIncrement',
    'data.@.priceIncrement',
    'data.@.minFunds',
    'data.@.enableTrading',
  ]),
  fields('kucoin.ticker.fields', 'docs/exchanges/kucoin.md §4', 'GET /api/v1/market/stats', [
    'data.time',
    'data.buy',
    'data.sell',
    'data.last',
    'data.vol',
    'data.changeRate',
  ]),
  fields('kucoin.fees.fields', 'docs/exchanges/kucoin.md §4', 'GET /api/v1/trade-fees', [
    'data.[].takerFeeRate',
    'data.[].makerFeeRate',
  ]),
  endpoint('kucoin.open_orders.endpoint', 'docs/exchanges/kucoin.md §6.3', `GET ${orders}/active`),
  fields(
    'kucoin.open_orders.fields',
    'docs/exchanges/kucoin.md §6.3',
    `GET ${orders}/active`,
    row.map((name) => `data.[].${name}`),
  ),
  fields('kucoin.open_symbols.fields', 'docs/exchanges/kucoin.md §6.3', `GET ${orders}/active/symbols`, [
    'data.symbols',
  ]),
  fields('kucoin.history.page', 'docs/exchanges/kucoin.md §6.3', `GET ${orders}/done`, ['data.lastId', 'data.items']),
  fields(
    'kucoin.history.fields',
    'docs/exchanges/kucoin.md §6.3',
    `GET ${orders}/done`,
    row.map((name) => `data.items.[].${name}`),
  ),
  endpoint('kucoin.stops.endpoint', 'docs/exchanges/kucoin.md §7.1, §15', 'GET /api/v1/stop-order', {
    switchable: 'conditional_orders',
  }),
  endpoint('kucoin.oco.endpoint', 'docs/exchanges/kucoin.md §7.2, §15', 'GET /api/v3/oco/orders', {
    switchable: 'oco',
  }),
  ...everywhere('kucoin', {
    key: '§2',
    markets: '§4',
    account: '§4, §5',
    orders: '§6',
    history: '§6.3, §15',
  }),
  fields(
    'kucoin.placed.fields',
    'docs/exchanges/kucoin.md §6.1',
    `POST ${orders}/sync`,
    ['data.orderId', 'data.status'],
    traded,
  ),
  fields(
    'kucoin.order.fields',
    'docs/exchanges/kucoin.md §6.3',
    `GET ${orders}/{id}`,
    row.map((name) => `data.${name}`),
    traded,
  ),
  fields('kucoin.altered.fields', 'docs/exchanges/kucoin.md §6.2', `POST ${orders}/alter`, ['data.newOrderId'], {
    ...traded,
    switchable: 'edit_by_replacing',
  }),
  fields(
    'kucoin.stops.fields',
    'docs/exchanges/kucoin.md §7.1',
    'GET /api/v1/stop-order',
    stop.map((name) => `data.items.[].${name}`),
    traded,
  ),
  fields('kucoin.oco.fields', 'docs/exchanges/kucoin.md §7.2', 'POST /api/v3/oco/order', ['data.orderId'], {
    ...traded,
    switchable: 'oco',
  }),
  ...dryRun({ prefix: 'kucoin', source: 'docs/exchanges/kucoin.md §1' }),
  ...editsByReplacing({ prefix: 'kucoin', source: 'docs/exchanges/kucoin.md §6.2' }),
  ...reducesInPlace({ prefix: 'kucoin', source: 'docs/exchanges/kucoin.md §6.2' }),
  ...conditionalOrders({ prefix: 'kucoin', source: 'docs/exchanges/kucoin.md §7.1, §15' }, false),
  ...oco({ prefix: 'kucoin', source: 'docs/exchanges/kucoin.md §7.2, §15' }, false),
  ...deadMan({ prefix: 'kucoin', source: 'docs/exchanges/kucoin.md §6.2' }),
]
