import type { ExchangeName, OrderRoute } from '../../../src-shared/account.ts'

/** What a practice exchange is told to do to a request: see `POST /control/faults`. */
export type FaultOrder = string | Readonly<Record<string, unknown>>

/** An account of one kind on one exchange, and what of its protocol the faults have to know. */
export interface FaultTarget {
  readonly id: string
  readonly exchange: ExchangeName
  readonly kind: string | null
  /** How its orders go; missing: over REST. */
  readonly orderRoute?: OrderRoute
  /** Requests of these methods and paths (a `*` at the end: beginnings) may bring an order about or change one. */
  readonly placing: readonly Matched[]
  /** Requests that ask about orders. */
  readonly asking: readonly Matched[]
  /** Topics of its streams that tell of the account's orders. */
  readonly orderTopics: string
  /**
   * How the exchange says that there were too many requests, as a fault: nothing was processed, and soon it goes on.
   */
  readonly limited: FaultOrder
}

export interface Matched {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'WS'
  readonly path: string
}

const post = (...paths: readonly string[]): readonly Matched[] => paths.map((path) => ({ method: 'POST', path }))
const overSocket = (...paths: readonly string[]): readonly Matched[] => paths.map((path) => ({ method: 'WS', path }))
const get = (...paths: readonly string[]): readonly Matched[] => paths.map((path) => ({ method: 'GET', path }))

const limitedBy = (body: object, headers: Readonly<Record<string, string>> = {}, status = 429): FaultOrder => ({
  status,
  body,
  headers,
  when: 'before',
})

const bitgetLimited = limitedBy({ code: '429', msg: 'Too many requests', requestTime: 0, data: null })

const binance: FaultTarget = {
  id: 'binance',
  exchange: 'binance',
  kind: null,
  placing: post('/api/v3/order', '/api/v3/orderList/*', '/api/v3/order/cancelReplace'),
  asking: get('/api/v3/order*', '/api/v3/openOrder*', '/api/v3/allOrder*'),
  orderTopics: 'userDataStream:*',
  limited: limitedBy({ code: -1003, msg: 'Too many requests.' }, { 'retry-after': '1' }),
}

/** Every exchange and kind of account that is served, by each way. */
const targetsOf: Readonly<Record<ExchangeName, readonly [FaultTarget, ...FaultTarget[]]>> = {
  binance: [
    binance,
    {
      ...binance,
      id: 'binance-socket',
      orderRoute: 'websocket',
      placing: overSocket('order.place', 'orderList.place.*', 'order.cancelReplace'),
      // Over a socket the body says when to go on.
      limited: limitedBy(
        { code: -1003, msg: 'Too many requests.', data: { serverTime: 0, retryAfter: 1_000 } },
        { 'retry-after': '1' },
      ),
    },
  ],
  bitget: [
    {
      id: 'bitget',
      exchange: 'bitget',
      kind: 'classic',
      placing: post('/api/v2/spot/trade/*'),
      asking: get('/api/v2/spot/trade/*'),
      orderTopics: 'v2/orders:default',
      limited: bitgetLimited,
    },
    {
      id: 'bitget-unified',
      exchange: 'bitget',
      kind: 'unified',
      placing: post('/api/v3/trade/*'),
      asking: get('/api/v3/trade/*'),
      orderTopics: 'v3/order',
      limited: bitgetLimited,
    },
  ],
  kucoin: [
    {
      id: 'kucoin',
      exchange: 'kucoin',
      kind: 'classic',
      placing: post('/api/v1/hf/orders*', '/api/v1/stop-order', '/api/v3/oco/order'),
      asking: get('/api/v1/hf/orders*', '/api/v1/stop-order*', '/api/v3/oco/*'),
      orderTopics: '/spotMarket/tradeOrdersV2',
      limited: limitedBy(
        { code: '429000', msg: 'Too many requests' },
        { 'gw-ratelimit-limit': '4000', 'gw-ratelimit-remaining': '0', 'gw-ratelimit-reset': '1000' },
      ),
    },
  ],
  kraken: [
    {
      id: 'kraken',
      exchange: 'kraken',
      kind: null,
      placing: post('/0/private/AddOrder', '/0/private/AmendOrder', '/0/private/EditOrder'),
      asking: post('/0/private/QueryOrders', '/0/private/OpenOrders', '/0/private/ClosedOrders'),
      orderTopics: 'executions',
      limited: limitedBy({ error: ['EAPI:Rate limit exceeded'] }, {}, 200),
    },
  ],
}
export const faultTargets: readonly FaultTarget[] = Object.values(targetsOf).flat()
