import { createHash } from 'node:crypto'
import type { ConformanceColumn } from '../harness.ts'

export const kraken: ConformanceColumn = {
  id: 'kraken',
  exchange: 'kraken',
  accountKind: null,
  account: {
    accountId: 'first',
    apiKey: 'practice-key-1',
    secret: Buffer.from('practice-secret-1').toString('base64'),
  },
  symbol: 'BTC/USDT',
  otherSymbol: 'ETH/USDT',
  closed: { symbol: 'LUNA/USDT', status: 'cancel_only' },
  endpoints: {
    read_ticker: ['GET /0/public/Ticker'],
    read_book: ['GET /0/public/Depth'],
    read_balance: ['POST /0/private/BalanceEx'],
    place: ['POST /0/private/AddOrder'],
    place_list: ['POST /0/private/AddOrder'],
    cancel: ['POST /0/private/CancelOrder'],
  },
  // What its proxy answers; an error of Kraken's own asks for a pause so short that a read waits for its end.
  limited: {
    status: 429,
    headers: { 'retry-after': '60' },
    body: { error: ['EAPI:Rate limit exceeded'] },
    waitMs: { min: 50_000, max: 60_000 },
    stops: 'everything',
  },
  burst: 12,
  clientIdAtExchange: (id) => createHash('sha256').update(id).digest('hex').slice(0, 32),
  withoutClientId: [],
  unknownOrderId: 'OAAAAA-AAAAA-AAAAAA',
  overOneHistoryPage: 53,
  doesNotApply: {
    'candles-pages': 'Kraken has the newest 720 candles of a timeframe and no older ones',
  },
}
