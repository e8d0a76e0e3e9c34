import { firstAccount } from '../../exchange/practice-harness.ts'
import type { StreamColumn } from '../harness.ts'

export const kucoin: StreamColumn = {
  id: 'kucoin',
  exchange: 'kucoin',
  accountKind: 'classic',
  account: { ...firstAccount, passphrase: 'practice-passphrase-1' },
  symbol: 'BTC/USDT',
  otherSymbol: 'ETH/USDT',
  atOnce: { level1Ms: 0, tickerMs: 0, snapshotMs: 0, mostMessages: 1_000_000, mostConnects: 1_000_000 },
  topics: {
    bbo: '/spotMarket/level1:BTC-USDT',
    ticker: '/market/snapshot:BTC-USDT',
    trades: '/market/match:BTC-USDT',
    candles: '/market/candles:BTC-USDT_1min',
    book: '/spotMarket/level2Depth50:BTC-USDT',
  },
  accountTopics: '/spotMarket/tradeOrdersV2',
  doesNotApply: {
    'book gap': 'each message is the whole book: what is lost is made good by the next',
    'book checksum': 'its books have no checksum',
    notice: 'it announces nothing on its sockets',
    'account notice': 'it announces nothing on its sockets',
  },
}
