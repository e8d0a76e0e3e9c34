import type { ConformanceColumn } from '../harness.ts'

const common = {
  exchange: 'bitget',
  account: {
    accountId: 'first',
    apiKey: 'practice-key-1',
    secret: 'practice-secret-1',
    passphrase: 'practice-passphrase-1',
  },
  symbol: 'BTC/USDT',
  otherSymbol: 'ETH/USDT',
  closed: { symbol: 'LUNA/USDT', status: 'halted' },
  limited: {
    status: 429,
    // Bitget documents no Retry-After; when one comes it is heeded.
    headers: { 'retry-after': '60' },
    body: { code: '429', msg: 'Too Many Requests', requestTime: 1_700_000_000_000, data: null },
    waitMs: { min: 50_000, max: 60_000 },
    stops: 'its kind',
  },
  burst: 22,
  clientIdAtExchange: (id) => id,
  withoutClientId: [],
  unknownOrderId: '1099999999999999999',
  overOneHistoryPage: 103,
  doesNotApply: {},
} as const satisfies Partial<ConformanceColumn>

export const bitgetClassic: ConformanceColumn = {
  ...common,
  id: 'bitget-classic',
  accountKind: 'classic',
  endpoints: {
    read_ticker: ['GET /api/v2/spot/market/tickers'],
    read_book: ['GET /api/v2/spot/market/orderbook'],
    read_balance: ['GET /api/v2/spot/account/assets'],
    place: ['POST /api/v2/spot/trade/place-order'],
    place_list: ['POST /api/v2/spot/trade/place-order'],
    cancel: ['POST /api/v2/spot/trade/cancel-order'],
  },
}

export const bitgetUnified: ConformanceColumn = {
  ...common,
  id: 'bitget-unified',
  accountKind: 'unified',
  // The same pair, in v3's words for it.
  closed: { symbol: 'LUNA/USDT', status: 'cancel_only' },
  endpoints: {
    read_ticker: ['GET /api/v2/spot/market/tickers'],
    read_book: ['GET /api/v2/spot/market/orderbook'],
    read_balance: ['GET /api/v3/account/assets'],
    place: ['POST /api/v3/trade/place-order'],
    place_list: ['POST /api/v3/trade/place-order'],
    cancel: ['POST /api/v3/trade/cancel-order'],
  },
}
