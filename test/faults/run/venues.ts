import type { ExchangeName } from '../../../src-shared/account.ts'

/** An account of one kind on one exchange, and what of its protocol the faults have to know. */
export interface Venue {
  readonly id: string
  readonly exchange: ExchangeName
  readonly kind: string | null
  /** Requests of these methods and paths (a `*` at the end: beginnings) may bring an order about or change one. */
  readonly placing: readonly Matched[]
  /** Requests that ask about orders. */
  readonly asking: readonly Matched[]
}

export interface Matched {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
}

const post = (...paths: readonly string[]): readonly Matched[] =>
  paths.map((path) => ({ method: 'POST', path }))
const get = (...paths: readonly string[]): readonly Matched[] =>
  paths.map((path) => ({ method: 'GET', path }))

/** Every exchange and kind of account that is served. */
export const venues: readonly Venue[] = [
  {
    id: 'binance',
    exchange: 'binance',
    kind: null,
    placing: post('/api/v3/order', '/api/v3/orderList/*', '/api/v3/order/cancelReplace'),
    asking: get('/api/v3/order*', '/api/v3/openOrder*', '/api/v3/allOrder*'),
  },
  {
    id: 'bitget',
    exchange: 'bitget',
    kind: 'classic',
    placing: post('/api/v2/spot/trade/*'),
    asking: get('/api/v2/spot/trade/*'),
  },
  {
    id: 'bitget-unified',
    exchange: 'bitget',
    kind: 'unified',
    placing: post('/api/v3/trade/*'),
    asking: get('/api/v3/trade/*'),
  },
  {
    id: 'kucoin',
    exchange: 'kucoin',
    kind: 'classic',
    placing: post('/api/v1/hf/orders*', '/api/v1/stop-order', '/api/v3/oco/order'),
    asking: get('/api/v1/hf/orders*', '/api/v1/stop-order*', '/api/v3/oco/*'),
  },
  {
    id: 'kraken',
    exchange: 'kraken',
    kind: null,
    placing: post('/0/private/AddOrder', '/0/private/AmendOrder', '/0/private/EditOrder'),
    asking: post('/0/private/QueryOrders', '/0/private/OpenOrders', '/0/private/ClosedOrders'),
  },
]
