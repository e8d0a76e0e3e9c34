import { z } from 'zod'
import type { Environment } from '../../../src-shared/account.ts'
import type { Timeframe } from '../../../src-shared/capabilities.ts'
import { integer } from '../http/json.ts'
import { unsupported } from '../orders/normalise.ts'
import { bookTopic } from '../streams/book-reader.ts'
import type { Incoming, StreamProtocol } from '../streams/protocol.ts'
import type { PublicTopics } from '../streams/topics.ts'
import { addressOf, commonProtocol, ping, reader, request, type StreamArg } from './stream-dialect.ts'
import { bitgetUnifiedBookRule } from './unified/book-rule.ts'
import { bestPricesFrom, liveCandlesFrom, streamTickerFrom, tradesFrom } from './unified/map-streams.ts'
import type { BitgetVenue } from './venue.ts'

/**
 * Bitget's market streams, over v3 for every kind of account: they carry no account, and v2's books show no gap.
 * Source: docs/exchanges/streams.md §2.2, §2.3.
 */

/** Without days and weeks: whether those begin at midnight of UTC, as they do over REST, is not documented. */
const intervals: Readonly<Partial<Record<Timeframe, string>>> = {
  '1m': '1m',
  '3m': '3m',
  '5m': '5m',
  '15m': '15m',
  '30m': '30m',
  '1h': '1H',
  '4h': '4H',
}

/** A topic's key: its name, Bitget's symbol, and for candles the interval. */
const keyOf = (topic: string, symbol: string, interval?: string): string =>
  [topic, symbol, ...(interval === undefined ? [] : [interval])].join(' ')

function argOf(key: string): StreamArg {
  const [topic = '', symbol = '', interval] = key.split(' ')
  return { instType: 'spot', topic, symbol, ...(interval !== undefined && { interval }) }
}

const shownArg = z.object({ topic: z.string(), symbol: z.string(), interval: z.string().optional() })
const pushSchema = z.looseObject({ action: z.string(), data: z.array(z.unknown()) })
const tradeTime = z.looseObject({ T: integer })

/**
 * Candles come one by one, so that the one that ends is told before the one that begins. Trades of before the
 * subscription, with which the first push begins, are no news.
 *
 * @param since when a topic was last subscribed to, epoch ms of the exchange.
 */
function partsOf(key: string, push: unknown, since: number): readonly Incoming[] {
  const told = (message: unknown): Incoming => ({ kind: 'data', key, data: message })
  const isCandle = key.startsWith('kline ')
  if (!isCandle && !key.startsWith('publicTrade ')) return [told(push)]
  const { data, ...frame } = pushSchema.parse(push)
  const isFirst = frame.action === 'snapshot'
  if (isCandle) return isFirst ? [told(push)] : data.map((row) => told({ ...frame, data: [row] }))
  // Every push may call itself a snapshot, as those of accounts do: the trades' own times tell.
  const rows = isFirst ? data.filter((row) => tradeTime.parse(row).T >= since) : data
  return rows.length === 0 ? [] : [told({ ...frame, data: rows })]
}

export function streamProtocol({ venue }: BitgetVenue, environment: Environment): StreamProtocol {
  return {
    ...commonProtocol,
    connect: async () => {
      await venue.clock.ensure()
      const since = new Map<string, number>()
      return {
        address: addressOf('v3', 'public', environment, venue.baseUrl),
        greets: false,
        ping,
        subscribe: (keys) => {
          for (const key of keys) since.set(key, venue.clock.serverNow())
          return request('subscribe', keys.map(argOf))
        },
        unsubscribe: (keys) => request('unsubscribe', keys.map(argOf)),
        read: reader({
          keyOf: (arg) => {
            const shown = shownArg.safeParse(arg).data
            return shown === undefined ? null : keyOf(shown.topic, shown.symbol, shown.interval)
          },
          partsOf: (key, push) => partsOf(key, push, since.get(key) ?? 0),
          loginFailed: () => undefined,
        }),
      }
    },
    // Bitget advises fewer than fifty.
    topicsPerSocket: 45,
  }
}

/** How each topic is got. Bitget begins each with its present state. */
export function publicTopics({ markets }: BitgetVenue): PublicTopics {
  const { classic } = markets
  return {
    async bbo(symbol) {
      const key = keyOf('books1', await classic.nativeIdOf(symbol))
      return { how: 'state', key, read: (data) => bestPricesFrom(data, symbol), prime: null }
    },
    async ticker(symbol) {
      const key = keyOf('ticker', await classic.nativeIdOf(symbol))
      return { how: 'state', key, read: (data) => streamTickerFrom(data, symbol), prime: null }
    },
    async trades(symbol) {
      const key = keyOf('publicTrade', await classic.nativeIdOf(symbol))
      return { how: 'events', key, read: (data) => [tradesFrom(data, symbol)] }
    },
    async candles(symbol, timeframe) {
      const { market } = await classic.of(symbol)
      const interval = intervals[timeframe]
      if (interval === undefined) throw unsupported({ market, exchange: 'bitget' }, 'timeframe', 'timeframe')
      const key = keyOf('kline', market.nativeId, interval)
      return { how: 'state', key, read: (data) => liveCandlesFrom(data).at(-1) ?? null, prime: null }
    },
    async book(symbol) {
      const key = keyOf('books', await classic.nativeIdOf(symbol))
      return bookTopic(key, { symbol, rule: bitgetUnifiedBookRule, snapshot: null })
    },
  }
}
