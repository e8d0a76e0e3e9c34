import { type Assumption, endpoint, fields } from './assumption.ts'
import { everywhere } from './everywhere.ts'
import {
  attachedExits,
  conditionalOrders,
  dryRun,
  editsByReplacing,
  oco,
  reducesInPlace,
  trailingStops,
} from './parts.ts'

const traded = { traded: true }

const order = ['symbol', 'orderId', 'clientOrderId', 'executedQty', 'status', 'type', 'side']

/** What the Binance client relies on. */
export const binanceAssumptions: readonly Assumption[] = [
  fields('binance.time.fields', 'docs/exchanges/binance.md §3', 'GET /api/v3/time', ['serverTime']),
  fields('binance.account.fields', 'docs/exchanges/binance.md §7.1', 'GET /api/v3/account', [
    'canTrade',
    'accountType',
    'uid',
    'balances.[].asset',
    'balances.[].free',
    'balances.[].locked',
  ]),
  fields('binance.key.fields', 'docs/exchanges/binance.md §7.1', 'GET /sapi/v1/account/apiRestrictions', [
    'ipRestrict',
    'enableReading',
    'enableWithdrawals',
    'enableSpotAndMarginTrading',
  ]),
  fields('binance.markets.fields', 'docs/exchanges/binance.md §5', 'GET /api/v3/exchangeInfo', [
    'rateLimits.[].rateLimitType',
    'rateLimits.[].limit',
    'symbols.@.status',
    'symbols.@.baseAsset',
    'symbols.@.quoteAsset',
    'symbols.@.quoteAssetPrecision',
    'symbols.@.orderTypes',
    'symbols.@.filters.[].filterType',
  ]),
  fields('binance.markets.abilities', 'docs/exchanges/binance.md §5', 'GET /api/v3/exchangeInfo', [
    'symbols.@.ocoAllowed',
    'symbols.@.otoAllowed',
    'symbols.@.quoteOrderQtyMarketAllowed',
    'symbols.@.allowTrailingStop',
    'symbols.@.cancelReplaceAllowed',
    'symbols.@.amendAllowed',
  ]),
  fields('binance.ticker.fields', 'docs/exchanges/binance.md §6', 'GET /api/v3/ticker/24hr', [
    'lastPrice',
    'bidPrice',
    'askPrice',
    'highPrice',
    'lowPrice',
    'volume',
    'quoteVolume',
    'priceChangePercent',
    'closeTime',
  ]),
  fields('binance.average.fields', 'docs/exchanges/binance.md §5', 'GET /api/v3/avgPrice', ['price']),
  fields('binance.reference.fields', 'docs/exchanges/binance.md §5', 'GET /api/v3/referencePrice', ['referencePrice']),
  fields('binance.fees.fields', 'docs/exchanges/binance.md §7.1', 'GET /api/v3/account/commission', [
    'standardCommission.maker',
    'standardCommission.taker',
  ]),
  endpoint('binance.open_orders.endpoint', 'docs/exchanges/binance.md §7.1', 'GET /api/v3/openOrders'),
  fields(
    'binance.open_orders.fields',
    'docs/exchanges/binance.md §7.1',
    'GET /api/v3/openOrders',
    order.map((name) => `[].${name}`),
  ),
  endpoint('binance.history.endpoint', 'docs/exchanges/binance.md §7.1', 'GET /api/v3/allOrders'),
  fields(
    'binance.history.fields',
    'docs/exchanges/binance.md §7.1',
    'GET /api/v3/allOrders',
    [...order, 'time', 'updateTime', 'cummulativeQuoteQty'].map((name) => `[].${name}`),
  ),
  ...everywhere('binance', {
    key: '§7.1',
    markets: '§5, §6',
    account: '§7.1',
    orders: '§7.1–7.3',
    history: '§7.1',
  }),
  fields(
    'binance.order.fields',
    'docs/exchanges/binance.md §7.1',
    'GET /api/v3/order',
    [...order, 'time', 'updateTime'],
    traded,
  ),
  fields(
    'binance.placed.fields',
    'docs/exchanges/binance.md §7.2',
    'POST /api/v3/order',
    [...order, 'transactTime'],
    traded,
  ),
  ...dryRun({ prefix: 'binance', source: 'docs/exchanges/binance.md §7.2' }),
  ...editsByReplacing({ prefix: 'binance', source: 'docs/exchanges/binance.md §7.4' }),
  ...reducesInPlace({ prefix: 'binance', source: 'docs/exchanges/binance.md §7.5' }),
  ...attachedExits({ prefix: 'binance', source: 'docs/exchanges/binance.md §7.6' }),
  ...conditionalOrders({ prefix: 'binance', source: 'docs/exchanges/binance.md §7.2' }, true),
  ...trailingStops({ prefix: 'binance', source: 'docs/exchanges/binance.md §7.2' }),
  ...oco({ prefix: 'binance', source: 'docs/exchanges/binance.md §7.6' }, true),
]
