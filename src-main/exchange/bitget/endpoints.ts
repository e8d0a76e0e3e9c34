import type { Environment } from '../../../src-shared/account.ts'
import type { RestEndpoint } from '../http/rest-caller.ts'

/**
 * One endpoint as data. Each has a limit of its own: of our IP address where it is public, of the account where it is
 * signed.
 */
export interface Endpoint extends RestEndpoint {
  /** Requests a second. Source: docs/exchanges/bitget.md §3. */
  readonly perSecond: number
}

const open = (path: string, perSecond = 20): Endpoint => ({
  method: 'GET',
  path,
  perSecond,
  signed: false,
  write: false,
  priority: 'read',
})

export const read = (path: string, perSecond: number): Endpoint => ({
  ...open(path, perSecond),
  signed: true,
})

export const write = (path: string, perSecond: number, priority: Endpoint['priority'] = 'order'): Endpoint => ({
  ...read(path, perSecond),
  method: 'POST',
  write: true,
  priority,
})

/**
 * Market data carries no account: what v2 says serves both kinds of account (only v3 knows a unified account's order
 * limits).
 */
export const publicEndpoints = {
  time: { ...open('/api/v2/public/time'), priority: 'order' },
  symbols: { ...open('/api/v2/spot/public/symbols'), priority: 'order' },
  instruments: { ...open('/api/v3/market/instruments'), priority: 'order' },
  tickers: open('/api/v2/spot/market/tickers'),
  orderbook: open('/api/v2/spot/market/orderbook'),
  candles: open('/api/v2/spot/market/candles'),
  historyCandles: open('/api/v2/spot/market/history-candles'),
} as const satisfies Record<string, Endpoint>

/** One host for all; demo trading is a header (transport.ts) and a key of its own. */
export function baseUrlOf(environment: Environment): string | null {
  switch (environment.kind) {
    case 'production':
    case 'demo':
      return 'https://api.bitget.com'
    case 'practice':
      return environment.url
    case 'testnet':
      return null
  }
}
