import { operations } from '../../../src-main/exchange/binance/client.ts'
import { initialLimits } from '../../../src-main/exchange/binance/limits.ts'
import { openSession } from '../../../src-main/exchange/binance/session.ts'
import type { OrderSocket } from '../../../src-main/exchange/binance/transport.ts'
import { BinanceVenue, fetchServerTime } from '../../../src-main/exchange/binance/venue.ts'
import { NativeClient } from '../../../src-main/exchange/core/native-client.ts'
import { answer, type Played, scripted } from '../scripted.ts'
import { btcUsdt } from './market-fixtures.ts'

export { answer }

export type Script = Readonly<Record<string, (params: Readonly<Record<string, string>>, count: number) => Played>>

export const signatory = {
  accountId: 'a',
  apiKey: 'the-key',
  signer: () => 'SIGNED',
  check: () => undefined,
  secrets: () => ['the-key'],
}

/** A client whose exchange is a table of answers by endpoint, and a record of all that was sent. */
export function scriptedClient(
  script: Script,
  rateLimits: readonly object[] = [],
  monotonic: () => number = () => performance.now(),
  socket?: OrderSocket,
) {
  const standard: Script = {
    'GET /api/v3/time': () => answer(200, { serverTime: Date.now() }),
    'GET /api/v3/exchangeInfo': () => answer(200, { rateLimits, symbols: [btcUsdt] }),
    'GET /api/v3/avgPrice': () => answer(200, { mins: 5, price: '60000', closeTime: 1 }),
  }
  const { venue, sent, calls } = scripted(
    {
      exchange: 'binance',
      limits: initialLimits,
      fetchServerTime,
      time: { now: () => Date.now(), monotonic },
    },
    (request) => {
      const url = new URL(request.url)
      const endpoint = `${request.method} ${url.pathname}`
      return { endpoint, params: Object.fromEntries(url.searchParams), request }
    },
    ({ endpoint, params }, count) => (script[endpoint] ?? standard[endpoint])?.(params, count),
  )
  const shared = new BinanceVenue(venue)
  const client = new NativeClient(operations, openSession(shared, signatory, { kind: 'testnet' }, socket))
  return { client, shared, venue, sent, calls }
}

/** An order as GET /order tells it. */
export const orderRecord = (change: object = {}) => ({
  symbol: 'BTCUSDT',
  orderId: 17,
  orderListId: -1,
  clientOrderId: 'old',
  price: '50000.00',
  origQty: '0.01000',
  executedQty: '0.00000',
  cummulativeQuoteQty: '0.00',
  status: 'NEW',
  timeInForce: 'GTC',
  type: 'LIMIT',
  side: 'BUY',
  stopPrice: '0.00',
  time: 1_800_000_000_000,
  updateTime: 1_800_000_000_000,
  isWorking: true,
  workingTime: 1_800_000_000_000,
  origQuoteOrderQty: '0.00',
  ...change,
})
