import { firstAccount } from '../../exchange/practice-harness.ts'
import type { ConformanceColumn } from '../harness.ts'

export const binance: ConformanceColumn = {
  id: 'binance',
  exchange: 'binance',
  accountKind: null,
  account: firstAccount,
  symbol: 'BTC/USDT',
  otherSymbol: 'ETH/USDT',
  closed: { symbol: 'LUNA/USDT', status: 'cancel_only' },
  endpoints: {
    read_ticker: ['GET /api/v3/ticker/24hr'],
    read_book: ['GET /api/v3/depth'],
    read_balance: ['GET /api/v3/account'],
    place: ['POST /api/v3/order'],
    place_list: ['oco', 'oto', 'opo', 'otoco', 'opoco'].map((kind) => `POST /api/v3/orderList/${kind}`),
    cancel: ['DELETE /api/v3/order'],
  },
  limited: {
    status: 429,
    headers: { 'retry-after': '60' },
    body: {
      code: -1003,
      msg: 'Too much request weight used; current limit is 6000 request weight per 1 MINUTE.',
    },
    waitMs: { min: 50_000, max: 60_000 },
    stops: 'everything',
  },
  burst: 40,
  clientIdAtExchange: (id) => id,
  withoutClientId: [],
  unknownOrderId: '987654321',
  overOneHistoryPage: 1_003,
  doesNotApply: {},
}

/** The same account, whose orders go over the WebSocket API; what is asked goes over REST as ever. */
export const binanceOverSocket: ConformanceColumn = {
  ...binance,
  id: 'binance over WebSocket',
  orderRoute: 'websocket',
  endpoints: {
    ...binance.endpoints,
    place: ['WS order.place'],
    place_list: ['oco', 'oto', 'opo', 'otoco', 'opoco'].map((kind) => `WS orderList.place.${kind}`),
    cancel: ['WS order.cancel'],
  },
}
