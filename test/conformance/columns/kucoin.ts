import type { ConformanceColumn } from '../harness.ts'

export const kucoin: ConformanceColumn = {
  id: 'kucoin',
  exchange: 'kucoin',
  accountKind: 'classic',
  account: {
    accountId: 'first',
    apiKey: 'practice-key-1',
    secret: 'practice-secret-1',
    passphrase: 'practice-passphrase-1',
  },
  symbol: 'BTC/USDT',
  otherSymbol: 'ETH/USDT',
  closed: { symbol: 'LUNA/USDT', status: 'halted' },
  endpoints: {
    read_ticker: ['GET /api/v1/market/stats'],
    read_book: ['GET /api/v1/market/orderbook/level2_20'],
    read_balance: ['GET /api/v1/accounts'],
    place: ['POST /api/v1/hf/orders/sync'],
    place_list: ['POST /api/v3/oco/order'],
    // The order's id ends the path.
    cancel: ['DELETE /api/v1/hf/orders/sync/*'],
  },
  limited: {
    status: 429,
    // Longer than KuCoin's windows of 30 s, so that no read waits it out.
    headers: { 'gw-ratelimit-limit': '2000', 'gw-ratelimit-remaining': '0', 'gw-ratelimit-reset': '55000' },
    body: { code: '429000', msg: 'Too Many Requests' },
    waitMs: { min: 45_000, max: 55_000 },
    stops: 'its kind',
  },
  burst: 40,
  clientIdAtExchange: (id) => id,
  withoutClientId: [],
  unknownOrderId: '671124f9365ccb00073debd4',
  overOneHistoryPage: 103,
  doesNotApply: {},
}
