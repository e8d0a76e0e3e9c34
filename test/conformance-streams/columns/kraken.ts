import { firstAccount } from '../../exchange/practice-harness.ts'
import type { StreamColumn } from '../harness.ts'

export const kraken: StreamColumn = {
  id: 'kraken',
  exchange: 'kraken',
  accountKind: null,
  account: { ...firstAccount, secret: Buffer.from('practice-secret-1').toString('base64') },
  symbol: 'BTC/USDT',
  otherSymbol: 'ETH/USDT',
  atOnce: { mostMessages: 1_000_000, mostConnects: 1_000_000 },
  topics: {
    bbo: 'ticker BTC/USDT',
    ticker: 'ticker BTC/USDT',
    trades: 'trade BTC/USDT',
    candles: 'ohlc BTC/USDT',
    book: 'book BTC/USDT',
  },
  restBookDecimals: 3,
  accountTopics: 'executions',
  doesNotApply: { expiry: 'a token is for subscribing alone: what it has opened goes on' },
}
