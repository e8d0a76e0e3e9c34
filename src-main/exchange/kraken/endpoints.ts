import type { Environment } from '../../../src-shared/account.ts'
import type { RestEndpoint } from '../http/rest-caller.ts'

/** One endpoint as data: where it is, what it costs, whether it changes anything. */
export interface Endpoint extends RestEndpoint {
  /**
   * `ip`: public. `key`: the key's call counter. `engine`: the matching engine's counter of the account and pair, and
   * not the key's.
   */
  readonly counter: 'ip' | 'key' | 'engine'
  /** Whether Kraken is told until when it may execute the request. */
  readonly deadline: boolean
}

const open = (name: string): Endpoint => ({
  method: 'GET',
  path: `/0/public/${name}`,
  signed: false,
  write: false,
  priority: 'read',
  counter: 'ip',
  deadline: false,
})
const read = (name: string): Endpoint => ({
  ...open(name),
  method: 'POST',
  path: `/0/private/${name}`,
  signed: true,
  counter: 'key',
})
const write = (name: string): Endpoint => ({
  ...read(name),
  write: true,
  priority: 'order',
  counter: 'engine',
})

/** Source: docs/exchanges/kraken.md §4, §6–8. Ledgers, which cost more than 1, are not asked for. */
export const endpoints = {
  time: { ...open('Time'), priority: 'order' },
  systemStatus: { ...open('SystemStatus'), priority: 'order' },
  assets: { ...open('Assets'), priority: 'order' },
  assetPairs: { ...open('AssetPairs'), priority: 'order' },
  ticker: open('Ticker'),
  ohlc: open('OHLC'),
  depth: open('Depth'),

  /** Wants no right of the key. */
  apiKeyInfo: read('GetApiKeyInfo'),
  /** An order waits for it: what its sender may spend. */
  balance: { ...read('BalanceEx'), priority: 'order' },
  tradeVolume: read('TradeVolume'),
  /** Opens the private channels; wants the key's right of its own for that. */
  webSocketsToken: read('GetWebSocketsToken'),
  openOrders: read('OpenOrders'),
  closedOrders: read('ClosedOrders'),
  queryOrders: read('QueryOrders'),
  tradesHistory: read('TradesHistory'),

  addOrder: { ...write('AddOrder'), deadline: true },
  /** AddOrder that only checks (`validate`): it changes nothing, so it may be asked again. */
  validateOrder: { ...write('AddOrder'), write: false },
  amendOrder: { ...write('AmendOrder'), deadline: true },
  cancelOrder: { ...write('CancelOrder'), priority: 'cancel' },
  /** Setting a timer may be tried again: the last call holds. */
  cancelAllOrdersAfter: { ...read('CancelAllOrdersAfter'), priority: 'cancel' },
} as const satisfies Record<string, Endpoint>

/** REST address of an environment; null where there is none: Kraken has no test environment for spot. */
export function baseUrlOf(environment: Environment): string | null {
  if (environment.kind === 'production') return 'https://api.kraken.com'
  return environment.kind === 'practice' ? environment.url : null
}
