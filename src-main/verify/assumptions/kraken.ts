import { type Assumption, endpoint, fields } from './assumption.ts'
import { everywhere } from './everywhere.ts'
import { attachedExits, conditionalOrders, deadMan, dryRun, editsInPlace, keptExits, trailingStops } from './parts.ts'

const row = [
  'status',
  'opentm',
  'vol',
  'vol_exec',
  'cost',
  'fee',
  'price',
  'descr.pair',
  'descr.type',
  'descr.ordertype',
]

/** What the Kraken client relies on. */
export const krakenAssumptions: readonly Assumption[] = [
  fields('kraken.time.fields', 'docs/exchanges/kraken.md §6', 'GET /0/public/Time', ['result.unixtime']),
  fields('kraken.key.fields', 'docs/exchanges/kraken.md §2', 'POST /0/private/GetApiKeyInfo', ['result.permissions']),
  fields('kraken.assets.fields', 'docs/exchanges/kraken.md §5, §6', 'GET /0/public/Assets', ['result.*.altname']),
  fields('kraken.markets.fields', 'docs/exchanges/kraken.md §6', 'GET /0/public/AssetPairs', [
    'result.@.altname',
    'result.@.wsname',
    'result.@.base',
    'result.@.quote',
    'result.@.pair_decimals',
    'result.@.lot_decimals',
    'result.@.ordermin',
    'result.@.costmin',
    'result.@.tick_size',
    'result.@.status',
  ]),
  fields(
    'kraken.ticker.fields',
    'docs/exchanges/kraken.md §6',
    'GET /0/public/Ticker',
    ['a', 'b', 'c', 'v', 'p', 'l', 'h'].map((name) => `result.*.${name}`),
  ),
  fields('kraken.balances.fields', 'docs/exchanges/kraken.md §7', 'POST /0/private/BalanceEx', [
    'result.*.balance',
    'result.*.hold_trade',
  ]),
  fields('kraken.fees.fields', 'docs/exchanges/kraken.md §7', 'POST /0/private/TradeVolume', ['result.fees.*.fee']),
  endpoint('kraken.open_orders.endpoint', 'docs/exchanges/kraken.md §7', 'POST /0/private/OpenOrders'),
  fields(
    'kraken.open_orders.fields',
    'docs/exchanges/kraken.md §7',
    'POST /0/private/OpenOrders',
    row.map((name) => `result.open.*.${name}`),
  ),
  endpoint('kraken.history.endpoint', 'docs/exchanges/kraken.md §7', 'POST /0/private/ClosedOrders'),
  fields(
    'kraken.history.fields',
    'docs/exchanges/kraken.md §7',
    'POST /0/private/ClosedOrders',
    [...row, 'closetm'].map((name) => `result.closed.*.${name}`),
  ),
  ...everywhere('kraken', {
    key: '§2',
    markets: '§6',
    account: '§7',
    orders: '§7, §8',
    history: '§7, §11',
  }),
  fields(
    'kraken.order.fields',
    'docs/exchanges/kraken.md §7',
    'POST /0/private/QueryOrders',
    row.map((name) => `result.*.${name}`),
    {
      traded: true,
    },
  ),
  fields('kraken.placed.fields', 'docs/exchanges/kraken.md §8', 'POST /0/private/AddOrder', ['result.descr'], {
    traded: true,
  }),
  fields('kraken.amended.fields', 'docs/exchanges/kraken.md §8.2', 'POST /0/private/AmendOrder', ['result.amend_id'], {
    traded: true,
    switchable: 'edit_in_place',
  }),
  ...dryRun({ prefix: 'kraken', source: 'docs/exchanges/kraken.md §8' }),
  ...editsInPlace({ prefix: 'kraken', source: 'docs/exchanges/kraken.md §8.2' }),
  ...attachedExits({ prefix: 'kraken', source: 'docs/exchanges/kraken.md §8.1' }),
  ...keptExits({ prefix: 'kraken', source: 'docs/exchanges/kraken.md §8.1, §8.2' }, 'edit_in_place'),
  // Whether a stop that waits takes its coins is not documented: the client provides for both.
  ...conditionalOrders({ prefix: 'kraken', source: 'docs/exchanges/kraken.md §8' }, null),
  ...trailingStops({ prefix: 'kraken', source: 'docs/exchanges/kraken.md §8' }),
  ...deadMan({ prefix: 'kraken', source: 'docs/exchanges/kraken.md §8.2' }),
]
