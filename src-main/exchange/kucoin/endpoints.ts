import type { Environment } from '../../../src-shared/account.ts'
import type { Priority } from '../http/admission.ts'
import type { RestEndpoint } from '../http/rest-caller.ts'

/** KuCoin's resource pools that this client draws on: one behind our address, the others of each account. */
export type PoolKind = 'public' | 'spot' | 'management' | 'unified'

/** One endpoint as data: where it is, what it costs and in which pool, whether it changes anything. */
export interface Endpoint extends RestEndpoint {
  readonly weight: number
  readonly pool: PoolKind
}

const open = (path: string, weight: number, priority: Priority = 'read'): Endpoint => ({
  method: 'GET',
  path,
  signed: false,
  write: false,
  weight,
  pool: 'public',
  priority,
})
const read = (path: string, weight: number, pool: PoolKind = 'spot'): Endpoint => ({
  ...open(path, weight),
  signed: true,
  pool,
})
const write = (
  method: 'POST' | 'DELETE',
  path: string,
  weight: number,
  priority: Priority = method === 'DELETE' ? 'cancel' : 'order',
): Endpoint => ({ ...read(path, weight), method, write: true, priority })

/** Source: docs/exchanges/kucoin.md §3 to §7. Paths end where an id follows (see {@link at}). */
export const endpoints = {
  timestamp: open('/api/v1/timestamp', 3, 'order'),
  symbols: open('/api/v2/symbols', 4, 'order'),
  level1: open('/api/v1/market/orderbook/level1', 2, 'order'),
  allTickers: open('/api/v1/market/allTickers', 15),
  stats: open('/api/v1/market/stats', 15),
  level2of20: open('/api/v1/market/orderbook/level2_20', 2),
  level2of100: open('/api/v1/market/orderbook/level2_100', 2),
  candles: open('/api/v1/market/candles', 3),
  /** A token and an address for a socket; changes nothing. */
  publicToken: { ...open('/api/v1/bullet-public', 10), method: 'POST' },

  accountMode: { ...read('/api/ua/v1/account/mode', 1, 'unified'), priority: 'order' },
  accounts: read('/api/v1/accounts', 5, 'management'),
  apiKey: read('/api/v1/user/api-key', 20, 'management'),
  privateToken: { ...read('/api/v1/bullet-private', 10, 'management'), method: 'POST' },
  tradeFees: read('/api/v1/trade-fees', 3),

  placeOrder: write('POST', '/api/v1/hf/orders/sync', 1),
  testOrder: { ...write('POST', '/api/v1/hf/orders/test', 1), write: false },
  alterOrder: write('POST', '/api/v1/hf/orders/alter', 1),
  cancelOrder: write('DELETE', '/api/v1/hf/orders/sync', 1),
  cancelOrderByClientOid: write('DELETE', '/api/v1/hf/orders/sync/client-order', 1),
  cancelPart: write('DELETE', '/api/v1/hf/orders/cancel', 2, 'order'),
  /** Setting a timer may be tried again: the last call holds. */
  deadCancelAll: { ...write('POST', '/api/v1/hf/orders/dead-cancel-all', 2, 'cancel'), write: false },
  order: read('/api/v1/hf/orders', 2),
  orderByClientOid: read('/api/v1/hf/orders/client-order', 2),
  activeOrders: read('/api/v1/hf/orders/active', 2),
  activeSymbols: read('/api/v1/hf/orders/active/symbols', 2),
  doneOrders: read('/api/v1/hf/orders/done', 2),
  fills: read('/api/v1/hf/fills', 2),

  placeStop: write('POST', '/api/v1/stop-order', 1),
  cancelStop: write('DELETE', '/api/v1/stop-order', 3),
  stop: read('/api/v1/stop-order', 3),
  stopByClientOid: read('/api/v1/stop-order/queryOrderByClientOid', 3),
  stops: read('/api/v1/stop-order', 8),

  placeOco: write('POST', '/api/v3/oco/order', 2),
  cancelOco: write('DELETE', '/api/v3/oco/order', 3),
  ocoByClientOid: read('/api/v3/oco/client-order', 2),
  ocoDetails: read('/api/v3/oco/order/details', 2),
  ocos: read('/api/v3/oco/orders', 2),
} as const satisfies Record<string, Endpoint>

/** An endpoint about one thing, whose id ends the path. The id must be plain (see {@link isPlainId}). */
export function at(endpoint: Endpoint, id: string): Endpoint {
  return { ...endpoint, path: `${endpoint.path}/${id}` }
}

/** Whether a text can be an id of KuCoin's or of ours: it becomes a part of a path, so nothing else may reach it. */
export function isPlainId(id: string): boolean {
  return /^[A-Za-z0-9_-]{1,64}$/.test(id)
}

/**
 * REST address of an environment; null where there is none: KuCoin retired its sandbox, and only the gateway knows
 * practice's address.
 */
export function baseUrlOf(environment: Environment): string | null {
  if (environment.kind === 'practice') return environment.url
  return environment.kind === 'production' ? 'https://api.kucoin.com' : null
}
