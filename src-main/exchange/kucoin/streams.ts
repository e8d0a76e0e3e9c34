import type { Timeframe } from '../../../src-shared/capabilities.ts'
import { bestOf } from '../core/order-book.ts'
import { bookTopic } from '../streams/book-reader.ts'
import type { StreamProtocol } from '../streams/protocol.ts'
import type { PublicTopics } from '../streams/topics.ts'
import { kucoinDepthBookRule } from './book-rule.ts'
import { candleFrom, tickerFrom } from './map-market-data.ts'
import { bestPricesFrom, liveCandleFrom, streamTickerFrom, tradeFrom } from './map-streams.ts'
import { candleTypes } from './market-data.ts'
import { commonProtocol, dialectOf } from './stream-dialect.ts'
import type { KuCoinVenue } from './venue.ts'

/** KuCoin's classic public topics. */
export function streamProtocol({ publicClient }: Pick<KuCoinVenue, 'publicClient'>): StreamProtocol {
  return {
    ...commonProtocol,
    connect: async () => dialectOf(await publicClient.socketToken(), false),
    topicsPerSocket: 200,
  }
}

/**
 * How each topic is got. The book is `level2Depth50`, whole with each message: the one of every level wants a whole
 * book by REST to begin with, which is for keys alone.
 */
export function publicTopics({ markets, publicClient, venue }: KuCoinVenue): PublicTopics {
  const topicOf = async (topic: string, symbol: string): Promise<string> =>
    `${topic}:${await markets.nativeIdOf(symbol)}`
  const newestCandle = async (symbol: string, timeframe: Timeframe) => {
    const { type, seconds } = candleTypes[timeframe]
    const now = Math.floor(venue.clock.serverNow() / 1_000)
    const params = { symbol, type, startAt: String(now - 2 * seconds), endAt: String(now + seconds) }
    const candles = (await publicClient.candles(params)).map(candleFrom).sort((a, b) => b.time - a.time)
    const [newest] = candles
    if (newest === undefined) throw new RangeError('no candle yet')
    return { ...newest, closed: null }
  }
  return {
    async bbo(symbol) {
      const nativeId = await markets.nativeIdOf(symbol)
      return {
        how: 'state',
        key: await topicOf('/spotMarket/level1', symbol),
        read: (data) => bestPricesFrom(data, symbol),
        prime: async () => {
          const { bids, asks } = await publicClient.level2(nativeId, 20)
          return { symbol, bid: bestOf(bids), ask: bestOf(asks), time: null }
        },
      }
    },
    async ticker(symbol) {
      const nativeId = await markets.nativeIdOf(symbol)
      return {
        how: 'state',
        key: await topicOf('/market/snapshot', symbol),
        read: (data) => streamTickerFrom(data, symbol),
        prime: async () => {
          const stats = await publicClient.stats(nativeId)
          return tickerFrom(stats, symbol, stats.time)
        },
      }
    },
    async trades(symbol) {
      return {
        how: 'events',
        key: await topicOf('/market/match', symbol),
        read: (data) => [[tradeFrom(data, symbol)]],
      }
    },
    async candles(symbol, timeframe) {
      const nativeId = await markets.nativeIdOf(symbol)
      return {
        how: 'state',
        key: `${await topicOf('/market/candles', symbol)}_${candleTypes[timeframe].type}`,
        read: liveCandleFrom,
        prime: () => newestCandle(nativeId, timeframe),
      }
    },
    async book(symbol) {
      const nativeId = await markets.nativeIdOf(symbol)
      return bookTopic(await topicOf('/spotMarket/level2Depth50', symbol), {
        symbol,
        rule: kucoinDepthBookRule,
        snapshot: { fetch: () => publicClient.topOfBook(nativeId), limit: 100 },
      })
    },
  }
}
