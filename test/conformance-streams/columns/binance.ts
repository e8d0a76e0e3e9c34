import { firstAccount } from '../../exchange/practice-harness.ts'
import type { StreamColumn } from '../harness.ts'

export const binance: StreamColumn = {
  id: 'binance',
  exchange: 'binance',
  accountKind: null,
  account: firstAccount,
  symbol: 'BTC/USDT',
  otherSymbol: 'ETH/USDT',
  atOnce: { bookMs: 0, fastBookMs: 0, candleMs: 0, fastCandleMs: 0, tickerMs: 0, mostMessages: 1_000_000 },
  topics: {
    bbo: 'btcusdt@bookTicker',
    ticker: 'btcusdt@ticker',
    trades: 'btcusdt@trade',
    candles: 'btcusdt@kline_1m',
    book: 'btcusdt@depth@100ms',
  },
  accountTopics: '*',
  doesNotApply: { 'book checksum': 'its books have no checksum' },
}
