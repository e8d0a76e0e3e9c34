import { z } from 'zod'
import type { Environment } from '../../../src-shared/account.ts'
import type { BestPrices, Ticker } from '../../../src-shared/market.ts'
import { id, parseJson } from '../http/json.ts'
import { unsupported } from '../orders/normalise.ts'
import { bookTopic } from '../streams/book-reader.ts'
import type { Incoming, StreamProtocol } from '../streams/protocol.ts'
import { partOf, type PublicTopics, type StateTopic } from '../streams/topics.ts'
import { krakenBookRule } from './book-rule.ts'
import { candleMinutes } from './capabilities.ts'
import { bestPricesFrom, liveCandlesFrom, streamTickerFrom, tradesFrom } from './map-streams.ts'
import { addressOf, channelSchema, commonProtocol, ping, readAnswer, request, statusReader } from './stream-dialect.ts'
import type { KrakenVenue } from './venue.ts'

/** Levels of a side: what falls out of them is not told, and the checksum is of the ten best in any case. */
const bookDepth = 25

/** A topic's key: its channel, what it is of, and for candles the minutes. */
const keyOf = (channel: string, symbol: string, minutes?: number | string): string =>
  [channel, symbol, ...(minutes === undefined ? [] : [String(minutes)])].join(' ')

/** What a subscription asks for, by its key. A pair can be subscribed to once in a channel. */
function paramsOf(key: string): object {
  const [channel = '', symbol = '', minutes] = key.split(' ')
  const of = { channel, symbol: [symbol] }
  switch (channel) {
    case 'ticker':
      return { ...of, event_trigger: 'bbo' }
    case 'trade':
      // The fifty trades of before are no news.
      return { ...of, snapshot: false }
    case 'ohlc':
      return { ...of, interval: Number(minutes) }
    default:
      return { ...of, depth: bookDepth }
  }
}

const rowSchema = z.looseObject({ symbol: id, interval: z.string().optional() })
const dataSchema = z.looseObject({ channel: id, type: z.string(), data: z.array(rowSchema) })

/** The parts of a message by topic; candles one by one, so that the one that ends is told before the one that begins. */
function partsOf(message: unknown): readonly Incoming[] {
  const { channel, type, data } = dataSchema.parse(message)
  const groups = Map.groupBy(data, ({ symbol, interval }) => keyOf(channel, symbol, interval))
  return [...groups].flatMap(([key, rows]) => {
    const single = channel === 'ohlc' && type !== 'snapshot'
    const parts = single ? rows.map((row) => [row]) : [rows]
    return parts.map((part): Incoming => ({ kind: 'data', key, data: { channel, type, data: part } }))
  })
}

const topicChannels = new Set(['ticker', 'trade', 'ohlc', 'book'])

/** What Kraken says on one public socket. */
function reader(): (text: string) => readonly Incoming[] {
  const readStatus = statusReader()
  return (text) => {
    const message = parseJson(text)
    const channel = channelSchema.safeParse(message).data?.channel
    if (channel === 'status') return readStatus(message)
    if (channel !== undefined) return topicChannels.has(channel) ? partsOf(message) : [{ kind: 'alive' }]
    return readAnswer(message) ?? [{ kind: 'alive' }]
  }
}

/** Kraken's public channels. Source: docs/exchanges/streams.md §4.1. */
export function streamProtocol(environment: Environment, baseUrl: string): StreamProtocol {
  const ask = (method: 'subscribe' | 'unsubscribe', keys: readonly string[], number: number): string =>
    request(method, paramsOf(keys[0] ?? ''), number)
  return {
    ...commonProtocol,
    connect: () =>
      Promise.resolve({
        address: addressOf('public', environment, baseUrl),
        greets: false,
        ping,
        subscribe: (keys, number) => ask('subscribe', keys, number),
        unsubscribe: (keys, number) => ask('unsubscribe', keys, number),
        read: reader(),
      }),
    topicsPerSocket: 200,
  }
}

/** What the ticker channel tells of a pair, whenever its best prices change. */
interface Quotes {
  readonly ticker: Ticker
  readonly best: BestPrices
}

/** None is asked for of trades; one that comes nevertheless tells what is over. */
const isSnapshot = (data: unknown): boolean => z.object({ type: z.literal('snapshot') }).safeParse(data).success

/** How each topic is got. Kraken begins each with its present state. */
export function publicTopics({ markets, venue }: KrakenVenue): PublicTopics {
  const quotes = async (symbol: string): Promise<StateTopic<Quotes>> => {
    await markets.of(symbol)
    return {
      how: 'state',
      key: keyOf('ticker', symbol),
      read: (data) => ({
        ticker: streamTickerFrom(data, symbol, venue.clock.serverNow()),
        best: bestPricesFrom(data, symbol),
      }),
      prime: null,
    }
  }
  return {
    bbo: async (symbol) => partOf(await quotes(symbol), ({ best }) => best),
    ticker: async (symbol) => partOf(await quotes(symbol), ({ ticker }) => ticker),
    async trades(symbol) {
      await markets.of(symbol)
      const read = (data: unknown) => (isSnapshot(data) ? [] : [tradesFrom(data, symbol)])
      return { how: 'events', key: keyOf('trade', symbol), read }
    },
    async candles(symbol, timeframe) {
      const { market } = await markets.of(symbol)
      const minutes = candleMinutes[timeframe]
      if (minutes === undefined) throw unsupported({ market, exchange: 'kraken' }, 'timeframe', 'timeframe')
      return {
        how: 'state',
        key: keyOf('ohlc', symbol, minutes),
        // A socket carries candles of one length of a symbol, and refuses another one.
        apart: keyOf('ohlc', symbol),
        read: (data) => liveCandlesFrom(data).at(-1) ?? null,
        prime: null,
      }
    },
    async book(symbol) {
      const { decimals } = await markets.of(symbol)
      return bookTopic(keyOf('book', symbol), { symbol, rule: krakenBookRule(bookDepth, decimals), snapshot: null })
    },
  }
}
