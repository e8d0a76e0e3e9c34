import { Credentials } from '../../../src-main/exchange/accounts/credentials.ts'
import { NativeClient } from '../../../src-main/exchange/core/native-client.ts'
import type { TransportOutcome } from '../../../src-main/exchange/http/transport.ts'
import { operations } from '../../../src-main/exchange/kucoin/client.ts'
import { initialPools } from '../../../src-main/exchange/kucoin/limits.ts'
import { openSession } from '../../../src-main/exchange/kucoin/session.ts'
import { headerSigner } from '../../../src-main/exchange/kucoin/signing.ts'
import { fetchServerTime, KuCoinVenue } from '../../../src-main/exchange/kucoin/venue.ts'
import { MemoryClientIdStore } from '../../../src-main/exchange/stores/client-id-store.ts'
import { answer, caught, type Played, type Sent as Asked, scripted } from '../scripted.ts'
import { btcUsdt } from './market-fixtures.ts'

interface Sent extends Asked {
  readonly params: Readonly<Record<string, string>>
  readonly body: Readonly<Record<string, unknown>>
}

/** Answers by `METHOD /path`; a name that ends in `*` stands for all that begin so. `count` begins with 1. */
export type Script = Readonly<Record<string, (sent: Sent, count: number) => Played>>

export { answer, caught }

export const ok = (data: unknown, headers: Readonly<Record<string, string>> = {}): TransportOutcome =>
  answer(200, { code: '200000', data }, headers)
export const refused = (code: string, msg: string, status = 200): TransportOutcome => answer(status, { code, msg })
export const missing = (): TransportOutcome => refused('400100', 'order_not_exist_or_not_allow_to_cancel')

/** Clients whose exchange is a table of answers by endpoint, and a record of all that was sent. */
export function scriptedVenue(script: Script, monotonic: () => number = () => performance.now()) {
  const standard: Script = {
    'GET /api/v1/timestamp': () => ok(Date.now()),
    'GET /api/v2/symbols': () => ok([btcUsdt, { ...btcUsdt, symbol: 'ETH-USDT', baseCurrency: 'ETH' }]),
    'GET /api/ua/v1/account/mode': () => ok({ selfAccountMode: 'CLASSIC' }),
    'GET /api/v1/market/orderbook/level1': () => ok({ price: '60000' }),
  }
  const playOf = (endpoint: string): Script[string] | undefined => {
    const all = { ...standard, ...script }
    const pattern = Object.keys(all)
      .filter((name) => name.endsWith('*') && endpoint.startsWith(name.slice(0, -1)))
      .sort((a, b) => b.length - a.length)[0]
    return all[endpoint] ?? (pattern === undefined ? undefined : all[pattern])
  }
  const { venue, sent, warned } = scripted<Sent>(
    {
      exchange: 'kucoin',
      baseUrl: 'http://exchange.test/kucoin',
      limits: { public: initialPools.public },
      fetchServerTime,
      time: { now: () => Date.now(), monotonic },
    },
    (request) => {
      const url = new URL(request.url)
      const endpoint = `${request.method} ${url.pathname.replace('/kucoin', '')}`
      const params = Object.fromEntries(url.searchParams)
      const body = JSON.parse(request.body ?? '{}') as Record<string, unknown>
      return { endpoint, params, body, request }
    },
    (each, count) => playOf(each.endpoint)?.(each, count),
  )
  const shared = new KuCoinVenue(venue)
  const client = (accountId = 'a', check: () => void = () => undefined) => {
    const credentials = new Credentials(`key of ${accountId}`, 'secret', 'hmac', 'passphrase')
    const signatory = {
      accountId,
      signer: headerSigner(credentials),
      check,
      secrets: () => credentials.secrets(),
    }
    return new NativeClient(operations, openSession(shared, signatory, new MemoryClientIdStore()))
  }
  const calls = (name: string) =>
    sent.filter(({ endpoint }) => (name.endsWith('*') ? endpoint.startsWith(name.slice(0, -1)) : endpoint === name))
  return { client: client(), clientFor: client, venue, sent, calls, warned }
}

/** An order as GET /api/v1/hf/orders/{orderId} tells it. */
export const orderRecord = (change: object = {}) => ({
  id: '671124f9365ccb00073debd4',
  clientOid: 'old',
  symbol: 'BTC-USDT',
  opType: 'DEAL',
  type: 'limit',
  side: 'buy',
  price: '50000',
  size: '0.01',
  funds: '500',
  dealSize: '0',
  dealFunds: '0',
  remainSize: '0.01',
  remainFunds: '500',
  cancelledSize: '0',
  cancelledFunds: '0',
  fee: '0',
  feeCurrency: 'USDT',
  stp: null,
  timeInForce: 'GTC',
  postOnly: false,
  hidden: false,
  iceberg: false,
  visibleSize: '0',
  cancelAfter: 0,
  channel: 'API',
  remark: null,
  tags: null,
  cancelExist: false,
  tradeType: 'TRADE',
  inOrderBook: true,
  active: true,
  tax: '0',
  createdAt: 1_800_000_000_000,
  lastUpdatedAt: 1_800_000_000_000,
  ...change,
})

/** A stop order as GET /api/v1/stop-order tells it: padded decimals, nulls, nanoseconds. */
export const stopRecord = (change: object = {}) => ({
  id: 'vs93gptvr9t2fsql003l8k5p',
  symbol: 'BTC-USDT',
  userId: '633559791e1cbc0001f319bc',
  status: 'NEW',
  type: 'limit',
  side: 'sell',
  price: '49000.00000000000000000000',
  size: '0.01000000000000000000',
  funds: null,
  stp: null,
  timeInForce: 'GTC',
  cancelAfter: -1,
  postOnly: false,
  clientOid: 'old',
  relatedNo: null,
  orderTime: 1_800_000_000_000_123_456n.toString(),
  tradeType: 'TRADE',
  createdAt: 1_800_000_000_000,
  stop: 'loss',
  stopTriggerTime: null,
  stopPrice: '50000.00000000000000000000',
  ...change,
})

/** An OCO pair as GET /api/v3/oco/order/details/{orderId} tells it. */
export const pairRecord = (change: object = {}, legs: readonly [object, object] = [{}, {}]) => ({
  orderId: '674c3b6e688dea0007c7bab2',
  symbol: 'BTC-USDT',
  clientOid: 'old',
  orderTime: 1_800_000_000_000,
  status: 'NEW',
  orders: [
    leg({ id: 'vs-stop', price: '49000.00', stopPrice: '50000.00', ...legs[1] }),
    leg({ id: 'vs-profit', price: '70000.00', stopPrice: '70000.00', ...legs[0] }),
  ],
  ...change,
})
const leg = (change: object) => ({ symbol: 'BTC-USDT', side: 'sell', size: '0.01', status: 'NEW', ...change })
