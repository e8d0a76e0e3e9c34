import { firstAccount } from '../../exchange/practice-harness.ts'
import type { StreamColumn } from '../harness.ts'

const common = {
  exchange: 'bitget',
  account: { ...firstAccount, passphrase: 'practice-passphrase-1' },
  symbol: 'BTC/USDT',
  otherSymbol: 'ETH/USDT',
  atOnce: {
    bookMs: 0,
    bestMs: 0,
    tickerMs: 0,
    candleMs: 0,
    mostMessages: 1_000_000,
    mostSubscribes: 1_000_000,
    mostConnects: 1_000_000,
  },
  // Over v3 for every kind of account.
  topics: {
    bbo: 'v3/books1:BTCUSDT',
    ticker: 'v3/ticker:BTCUSDT',
    trades: 'v3/publicTrade:BTCUSDT',
    candles: 'v3/kline:BTCUSDT:1m',
    book: 'v3/books:BTCUSDT',
  },
  doesNotApply: {
    'book checksum': 'its books have no checksum any more',
    notice: 'it announces nothing on its sockets',
    'account notice': 'it announces nothing on its sockets',
  },
} as const satisfies Partial<StreamColumn>

export const bitgetClassic: StreamColumn = {
  ...common,
  id: 'bitget-classic',
  accountKind: 'classic',
  accountTopics: 'v2/fill:default',
}

export const bitgetUnified: StreamColumn = {
  ...common,
  id: 'bitget-unified',
  accountKind: 'unified',
  accountTopics: 'v3/fill',
  doesNotApply: {
    ...common.doesNotApply,
    conditional: 'it takes no stop orders that stand by themselves: exits come with an entry',
  },
}
