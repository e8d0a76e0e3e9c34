import type { Environment } from '../../../src-shared/account.ts'
import type { Priority } from '../http/admission.ts'

/** One endpoint as data: where it is, what it costs, whether it changes anything. */
export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly signed: boolean
  /** Writes are sent once, whatever happens. */
  readonly write: boolean
  /**
   * Request weight behind our IP address (writes that succeed cost 0 since 2026-04-02: the header then corrects our
   * count).
   */
  readonly weight: number
  /** Units of the account's unfilled-order count. */
  readonly orders: number
  readonly priority: Priority
  /** The method of the WebSocket API that does the same with the same parameters; missing: asked over REST only. */
  readonly socketMethod?: string
  /** The largest answer that makes sense, unpacked; missing: the usual few MB. */
  readonly maxBodyBytes?: number
}

const megabyte = 1024 * 1024

const open = (path: string, weight: number): Endpoint => ({
  method: 'GET',
  path: `/api/v3/${path}`,
  signed: false,
  write: false,
  weight,
  orders: 0,
  priority: 'read',
})
const read = (path: string, weight: number): Endpoint => ({ ...open(path, weight), signed: true })
const write = (
  method: Endpoint['method'],
  path: string,
  weight: number,
  orders: number,
  socketMethod?: string,
): Endpoint => ({
  ...read(path, weight),
  method,
  write: true,
  orders,
  priority: 'order',
  ...(socketMethod !== undefined && { socketMethod }),
})

/**
 * Source: binance-spot-api-docs, rest-api.md and web-socket-api.md (weights of 2026-07, the same in both). Weights that depend on parameters are given by
 * {@link depthWeight} and the like.
 */
export const endpoints = {
  time: { ...open('time', 1), priority: 'order' },
  exchangeInfo: { ...open('exchangeInfo', 20), priority: 'order', maxBodyBytes: 24 * megabyte },
  depth: open('depth', 5),
  ticker24hr: { ...open('ticker/24hr', 2), maxBodyBytes: 8 * megabyte },
  bookTicker: open('ticker/bookTicker', 2),
  avgPrice: open('avgPrice', 2),
  referencePrice: open('referencePrice', 2),
  klines: open('klines', 2),

  account: read('account', 20),
  commission: read('account/commission', 20),
  queryOrder: read('order', 4),
  openOrders: read('openOrders', 6),
  allOrders: read('allOrders', 20),
  myTrades: read('myTrades', 20),
  queryOrderList: read('orderList', 4),
  apiRestrictions: { ...read('', 1), path: '/sapi/v1/account/apiRestrictions' },

  newOrder: write('POST', 'order', 1, 1, 'order.place'),
  testOrder: { ...write('POST', 'order/test', 1, 0), write: false },
  cancelOrder: { ...write('DELETE', 'order', 1, 0, 'order.cancel'), priority: 'cancel' },
  cancelReplace: write('POST', 'order/cancelReplace', 1, 1, 'order.cancelReplace'),
  amendKeepPriority: write('PUT', 'order/amend/keepPriority', 4, 0, 'order.amend.keepPriority'),
  oco: write('POST', 'orderList/oco', 1, 2, 'orderList.place.oco'),
  oto: write('POST', 'orderList/oto', 1, 2, 'orderList.place.oto'),
  opo: write('POST', 'orderList/opo', 1, 2, 'orderList.place.opo'),
  otoco: write('POST', 'orderList/otoco', 1, 3, 'orderList.place.otoco'),
  opoco: write('POST', 'orderList/opoco', 1, 3, 'orderList.place.opoco'),
} as const satisfies Record<string, Endpoint>

export type OrderListEndpoint = 'oco' | 'oto' | 'opo' | 'otoco' | 'opoco'

export function depthWeight(limit: number): number {
  if (limit <= 100) return 5
  if (limit <= 500) return 25
  return limit <= 1_000 ? 50 : 250
}

/** `symbols`: how many are asked by name; null: all. */
export function tickersWeight(symbols: number | null): number {
  if (symbols === null || symbols > 100) return 80
  return symbols > 20 ? 40 : 2
}

/** Open orders of every symbol at once. */
export const allOpenOrdersWeight = 80

const hosts = {
  production: 'https://api.binance.com',
  testnet: 'https://testnet.binance.vision',
  demo: 'https://demo-api.binance.com',
} as const

/** REST address of an environment; null for practice, whose address only the gateway knows. */
export function baseUrlOf(environment: Environment): string | null {
  return environment.kind === 'practice' ? environment.url : hosts[environment.kind]
}

/** Testnet and demo have no /sapi. */
export function hasWalletEndpoints(environment: Environment): boolean {
  return environment.kind === 'production' || environment.kind === 'practice'
}
