import { z } from 'zod'
import type { Environment } from '../../../src-shared/account.ts'
import { bestLevel } from '../core/order-book.ts'
import { id, parseJson } from '../http/json.ts'
import { bookTopic } from '../streams/book-reader.ts'
import type { Dialect, Incoming, StreamProtocol } from '../streams/protocol.ts'
import type { PublicTopics } from '../streams/topics.ts'
import { binanceBookRule } from './book-rule.ts'
import { candleFrom, tickerFrom } from './map-market-data.ts'
import { bestPricesFrom, liveCandleFrom, streamTickerFrom, tradeFrom } from './map-streams.ts'
import type { BinanceVenue } from './venue.ts'

const hosts = {
  production: 'wss://stream.binance.com:9443',
  testnet: 'wss://stream.testnet.binance.vision',
  demo: 'wss://demo-stream.binance.com',
} as const

/** Where an environment's market streams are: `/stream` frames each message with its stream's name. */
function addressOf(environment: Environment, baseUrl: string): string {
  const host = environment.kind === 'practice' ? baseUrl.replace(/^http/, 'ws') : hosts[environment.kind]
  return `${host}/stream`
}

const framed = z.object({ stream: z.string(), data: z.unknown() })
const answer = z.object({ id: z.string(), result: z.null() })
const refusal = z.object({ code: z.string(), msg: z.string() })
const refused = z.object({ id: z.string().nullish(), error: refusal })
const shutdown = z.object({ e: z.literal('serverShutdown') })

/** What Binance says on a market stream. Source: web-socket-streams.md. */
function read(text: string): readonly Incoming[] {
  const parsed = parseJson(text)
  const message = framed.safeParse(parsed).data
  if (message !== undefined) {
    const leaves = message.stream === '!serverShutdown' || shutdown.safeParse(message.data).success
    return leaves
      ? [{ kind: 'leaving', reason: 'serverShutdown' }]
      : [{ kind: 'data', key: message.stream, data: message.data }]
  }
  const accepted = answer.safeParse(parsed).data
  if (accepted !== undefined) return [{ kind: 'accepted', of: { number: Number(accepted.id) } }]
  if (shutdown.safeParse(parsed).success) return [{ kind: 'leaving', reason: 'serverShutdown' }]
  return [refusalOf(parsed)]
}

function refusalOf(parsed: unknown): Incoming {
  const nested = refused.safeParse(parsed).data
  const flat = refusal.safeParse(parsed).data
  const { code, msg } = nested?.error ?? flat ?? { code: '', msg: 'a message of an unknown kind' }
  const reason = `${code} ${msg}`.trim()
  const number = nested?.id ?? z.object({ id: id }).safeParse(parsed).data?.id
  // Whose request it was is not said: whatever was asked for may be missing.
  if (number === undefined) return { kind: 'unwelcome', reason, forGood: false }
  return { kind: 'refused', of: { number: Number(number) }, reason }
}

/** Binance's market streams. Source: docs/exchanges/streams.md §1. */
export function streamProtocol(environment: Environment, baseUrl: string): StreamProtocol {
  const ask = (method: string, params: readonly string[], number: number): string =>
    JSON.stringify({ method, params, id: number })
  const dialect: Dialect = {
    address: addressOf(environment, baseUrl),
    greets: false,
    ping: null,
    subscribe: (keys, number) => ask('SUBSCRIBE', keys, number),
    unsubscribe: (keys, number) => ask('UNSUBSCRIBE', keys, number),
    read,
  }
  return {
    connect: () => Promise.resolve(dialect),
    pingEveryMs: 10_000,
    // It is cut after 24 h.
    lifeMs: 23 * 3_600_000,
    // Five a second are allowed, answers to its pings among them.
    pace: { most: 3, perMs: 1_000 },
    topicsPerMessage: 100,
    topicsPerSocket: 500,
  }
}

/** New sockets an IP address may open: 300 in five minutes. Half of them leave room for other programs. */
export const connectPace = { most: 150, perMs: 300_000 }

const wholeBook = 5_000

/** How each topic is got. What comes by REST first is asked for where a still market would say nothing. */
export function publicTopics({ markets, publicClient }: BinanceVenue): PublicTopics {
  const streamOf = async (symbol: string, name: string): Promise<string> =>
    `${(await markets.nativeIdOf(symbol)).toLowerCase()}@${name}`
  return {
    async bbo(symbol) {
      const nativeId = await markets.nativeIdOf(symbol)
      return {
        how: 'state',
        key: await streamOf(symbol, 'bookTicker'),
        read: (data) => bestPricesFrom(data, symbol),
        prime: async () => {
          const { bidPrice, bidQty, askPrice, askQty } = await publicClient.bookTicker(nativeId)
          return { symbol, bid: bestLevel(bidPrice, bidQty), ask: bestLevel(askPrice, askQty), time: null }
        },
      }
    },
    async ticker(symbol) {
      const nativeId = await markets.nativeIdOf(symbol)
      return {
        how: 'state',
        key: await streamOf(symbol, 'ticker'),
        read: (data) => streamTickerFrom(data, symbol),
        prime: async () => tickerFrom(await publicClient.ticker24hr(nativeId), symbol),
      }
    },
    async trades(symbol) {
      return { how: 'events', key: await streamOf(symbol, 'trade'), read: (data) => [[tradeFrom(data, symbol)]] }
    },
    async candles(symbol, timeframe) {
      const nativeId = await markets.nativeIdOf(symbol)
      return {
        how: 'state',
        key: await streamOf(symbol, `kline_${timeframe}`),
        read: liveCandleFrom,
        prime: async () => {
          const [newest] = await publicClient.klines({ symbol: nativeId, interval: timeframe, limit: '1' })
          if (newest === undefined) throw new RangeError('no candle yet')
          return { ...candleFrom(newest), closed: false }
        },
      }
    },
    async book(symbol) {
      const nativeId = await markets.nativeIdOf(symbol)
      return bookTopic(await streamOf(symbol, 'depth@100ms'), {
        symbol,
        rule: binanceBookRule,
        snapshot: { fetch: () => publicClient.wholeBook(nativeId, wholeBook), limit: wholeBook },
      })
    },
  }
}
