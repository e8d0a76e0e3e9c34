import { describe, expect, it } from 'vitest'
import { silentLogger } from '../../../src-main/exchange/core/venue.ts'
import type { FeedListener } from '../../../src-main/exchange/streams/feed.ts'
import { Paced } from '../../../src-main/exchange/streams/paced.ts'
import { PublicStreams } from '../../../src-main/exchange/streams/public-streams.ts'
import { partOf, type PublicTopics, type StateTopic } from '../../../src-main/exchange/streams/topics.ts'
import { GatewayError } from '../../../src-shared/errors.ts'
import type { FeedState } from '../../../src-shared/feed-state.ts'
import type { BestPrices, LiveCandle, PublicTrade, Ticker } from '../../../src-shared/market.ts'
import { Money } from '../../../src-shared/money.ts'
import { FakeClock, settle } from '../../support/fake-clock.ts'
import { acceptAll, asked, type ScriptedSocket, scriptedSockets, toyProtocol } from './scripted-sockets.ts'

const money = (text: string): Money => Money.parse(text)
const ticker = (last: string): Ticker => ({
  symbol: 'A/B',
  last: money(last),
  bid: money(last),
  ask: money(last),
  high: null,
  low: null,
  volume: Money.zero,
  quoteVolume: Money.zero,
  changePercent: null,
  time: 1,
})
const best = (bid: string): BestPrices => ({
  symbol: 'A/B',
  bid: { price: money(bid), quantity: Money.one },
  ask: null,
  time: null,
})
const trade = (price: string): PublicTrade => ({
  symbol: 'A/B',
  id: price,
  price: money(price),
  quantity: Money.one,
  takerSide: 'buy',
  time: 1,
})
const candle = (close: string): LiveCandle => ({
  time: 0,
  open: money(close),
  high: money(close),
  low: money(close),
  close: money(close),
  volume: Money.zero,
  closed: false,
})

/** Notes what it is told, values as their price. */
function noted<T>(priceOf: (value: T) => Money | null | undefined): FeedListener<T> & { readonly told: string[] } {
  const told: string[] = []
  return {
    told,
    value: (value) => void told.push(priceOf(value)?.toString() ?? 'none'),
    state: (state: FeedState) => void told.push('why' in state ? `${state.kind}: ${state.why}` : state.kind),
  }
}
const notedTicker = () => noted<Ticker>(({ last }) => last)
const notedTrades = () => noted<readonly PublicTrade[]>(([first]) => first?.price)
const notedBest = () => noted<BestPrices>(({ bid }) => bid?.price)

interface Stage {
  readonly clock: FakeClock
  readonly streams: PublicStreams
  readonly sockets: ScriptedSocket[]
  /** Asked by REST and not answered yet, in their order. */
  readonly primes: { resolve(value: Ticker): void; reject(error: Error): void }[]
  readonly open: () => Promise<ScriptedSocket>
}

const quotes = (symbol: string): StateTopic<string> => ({
  how: 'state',
  key: `quotes ${symbol}`,
  read: String,
  prime: null,
})

function stage(topics: Partial<PublicTopics> = {}, topicsPerSocket = 100): Stage {
  const clock = new FakeClock()
  const { open, sockets } = scriptedSockets()
  const primes: Stage['primes'] = []
  const all: PublicTopics = {
    bbo: (symbol) => Promise.resolve(partOf(quotes(symbol), (price) => best(price))),
    ticker: (symbol) =>
      Promise.resolve({
        how: 'state',
        key: `ticker ${symbol}`,
        read: (data) => ticker(String(data)),
        prime: () => new Promise((resolve, reject) => primes.push({ resolve, reject })),
      }),
    trades: (symbol) =>
      Promise.resolve({ how: 'events', key: `trades ${symbol}`, read: (data) => [[trade(String(data))]] }),
    candles: (symbol, timeframe) =>
      Promise.resolve({
        how: 'state',
        key: `candles ${timeframe} ${symbol}`,
        read: (data) => candle(String(data)),
        prime: null,
      }),
    book: () => Promise.reject(new Error('see book-reader.test.ts')),
    ...topics,
  }
  const streams = new PublicStreams({
    topics: all,
    protocol: toyProtocol({ topicsPerSocket }),
    openSocket: open,
    clock,
    logger: silentLogger,
    connects: new Paced({ most: 100, perMs: 300_000 }, clock.now),
    changed: () => undefined,
    random: () => 0.5,
  })
  return {
    clock,
    streams,
    sockets,
    primes,
    open: async () => {
      await settle()
      await clock.advance(0)
      const socket = sockets.at(-1)
      if (socket === undefined) throw new Error('nobody has come')
      socket.open()
      await clock.advance(0)
      acceptAll(socket)
      return socket
    },
  }
}

describe('public streams', () => {
  it('share a topic among all who want it, and tell who comes late what is known', async () => {
    const { streams, open, sockets } = stage()
    const [first, second] = [notedTicker(), notedTicker()]
    streams.ticker('A/B', first)
    const socket = await open()
    socket.say({ topic: 'ticker A/B', value: '10' })
    streams.ticker('A/B', second)
    await settle()
    expect(first.told).toEqual(['waiting', 'live', '10'])
    expect(second.told).toEqual(['live', '10'])
    expect(sockets).toHaveLength(1)
    expect(asked(socket)).toEqual([['ticker A/B']])
    streams.close()
  })

  it('let a topic go five seconds after the last has gone, and the socket with the last topic', async () => {
    const { clock, streams, open } = stage()
    const stops = [streams.ticker('A/B', notedTicker()), streams.ticker('A/B', notedTicker())]
    streams.trades('A/B', notedTrades())()
    const socket = await open()
    stops[0]?.()
    await clock.advance(6_000)
    expect(streams.topics).toBe(1)
    stops[1]?.()
    await clock.advance(4_999)
    expect(streams.topics).toBe(1)
    expect(socket.isCut()).toBe(false)
    await clock.advance(1)
    expect(streams.topics).toBe(0)
    expect(socket.isCut()).toBe(true)
    expect(clock.waiting).toBe(0)
  })

  it('go on without a new subscription for who comes back in time', async () => {
    const { clock, streams, open } = stage()
    const stop = streams.ticker('A/B', notedTicker())
    const socket = await open()
    socket.say({ topic: 'ticker A/B', value: '10' })
    stop()
    await clock.advance(4_000)
    const again = notedTicker()
    streams.ticker('A/B', again)
    await clock.advance(4_000)
    expect(again.told).toEqual(['live', '10'])
    expect(asked(socket)).toHaveLength(1)
    streams.close()
  })

  describe('of a state', () => {
    it('begin with what REST tells, where nothing is pushed', async () => {
      const { streams, open, primes } = stage()
      const listener = notedTicker()
      streams.ticker('A/B', listener)
      await open()
      expect(listener.told).toEqual(['waiting'])
      primes[0]?.resolve(ticker('9'))
      await settle()
      expect(listener.told).toEqual(['waiting', 'live', '9'])
      streams.close()
    })

    it('take what was pushed meanwhile for the newer', async () => {
      const { streams, open, primes } = stage()
      const listener = notedTicker()
      streams.ticker('A/B', listener)
      const socket = await open()
      socket.say({ topic: 'ticker A/B', value: '10' })
      primes[0]?.resolve(ticker('9'))
      await settle()
      expect(listener.told).toEqual(['waiting', 'live', '10'])
      streams.close()
    })

    it('subscribe anew when it cannot be asked for', async () => {
      const { clock, streams, open, primes } = stage()
      const listener = notedTicker()
      streams.ticker('A/B', listener)
      const socket = await open()
      primes[0]?.reject(new Error('down'))
      await clock.advance(0)
      expect(asked(socket)).toHaveLength(2)
      acceptAll(socket, 2)
      primes[1]?.resolve(ticker('9'))
      await settle()
      expect(listener.told.slice(-2)).toEqual(['live', '9'])
      streams.close()
    })

    it('are stale from the moment the socket falls, and live with what comes after', async () => {
      const { clock, streams, open, sockets, primes } = stage()
      const listener = notedTicker()
      streams.ticker('A/B', listener)
      const socket = await open()
      socket.say({ topic: 'ticker A/B', value: '10' })
      socket.fall()
      const late = notedTicker()
      streams.ticker('A/B', late)
      expect(late.told).toEqual(['stale: reset'])
      await clock.advance(250)
      await open()
      expect(sockets).toHaveLength(2)
      primes.at(-1)?.resolve(ticker('11'))
      await settle()
      expect(listener.told).toEqual(['waiting', 'live', '10', 'stale: reset', 'live', '11'])
      streams.close()
    })

    it('go over to a new socket without a moment of not knowing', async () => {
      const { clock, streams, open, sockets, primes } = stage()
      const listener = notedTicker()
      streams.ticker('A/B', listener)
      const old = await open()
      old.say({ topic: 'ticker A/B', value: '10' })
      old.say({ leaving: 'maintenance' })
      await clock.advance(0)
      const fresh = await open()
      expect(sockets).toHaveLength(2)
      old.say({ topic: 'ticker A/B', value: '11' })
      primes.at(-1)?.resolve(ticker('12'))
      await clock.advance(0)
      fresh.say({ topic: 'ticker A/B', value: '13' })
      expect(listener.told).toEqual(['waiting', 'live', '10', '11', '12', '13'])
      expect(old.isCut()).toBe(true)
      streams.close()
    })
  })

  describe('of events', () => {
    it('are told once and not repeated to who comes late', async () => {
      const { streams, open } = stage()
      const [first, second] = [notedTrades(), notedTrades()]
      streams.trades('A/B', first)
      const socket = await open()
      socket.say({ topic: 'trades A/B', value: '10' })
      streams.trades('A/B', second)
      socket.say({ topic: 'trades A/B', value: '11' })
      expect(first.told).toEqual(['waiting', 'live', '10', '11'])
      expect(second.told).toEqual(['live', '11'])
      streams.close()
    })
  })

  it('that are parts of another topic are that one, subscribed to once', async () => {
    const { clock, streams, open } = stage({
      ticker: (symbol) => Promise.resolve(partOf(quotes(symbol), (price) => ticker(price))),
    })
    const [prices, both] = [notedBest(), notedTicker()]
    const stop = streams.bbo('A/B', prices)
    const stopTicker = streams.ticker('A/B', both)
    const socket = await open()
    socket.say({ topic: 'quotes A/B', value: '10' })
    expect(asked(socket)).toEqual([['quotes A/B']])
    expect(prices.told).toEqual(['waiting', 'live', '10'])
    expect(both.told).toEqual(['waiting', 'live', '10'])
    socket.fall()
    expect(prices.told.at(-1)).toBe('stale: reset')
    stop()
    stopTicker()
    await clock.advance(15_000)
    expect(streams.topics).toBe(0)
    expect(clock.waiting).toBe(0)
  })

  it('candles of several lengths are topics of their own', async () => {
    const { streams, open } = stage()
    const [minutes, hours] = [noted<LiveCandle>(({ close }) => close), noted<LiveCandle>(({ close }) => close)]
    streams.candles('A/B', '1m', minutes)
    streams.candles('A/B', '1h', hours)
    const socket = await open()
    socket.say({ topic: 'candles 1h A/B', value: '5' })
    expect(minutes.told).toEqual(['waiting'])
    expect(hours.told).toEqual(['waiting', 'live', '5'])
    streams.close()
  })

  it('of a symbol that is not listed are refused, in the words of the error', async () => {
    const error = new GatewayError('refused', 'order.symbol.unknown', { symbol: 'X/Y', exchange: 'Toy' })
    const { streams, sockets } = stage({ ticker: () => Promise.reject(error) })
    const listener = notedTicker()
    streams.ticker('X/Y', listener)
    await settle()
    expect(listener.told).toEqual(['waiting', `refused: ${error.message}`])
    expect(sockets).toHaveLength(0)
    streams.close()
  })

  it('are prepared again when the markets cannot be had now', async () => {
    let times = 0
    const { clock, streams, sockets } = stage({
      trades: (symbol) => {
        times += 1
        if (times === 1)
          return Promise.reject(new GatewayError('retryable', 'exchange.unreachable', { exchange: 'Toy' }))
        return Promise.resolve({ how: 'events', key: symbol, read: () => [] })
      },
    })
    streams.trades('A/B', notedTrades())
    await clock.advance(4_999)
    expect(sockets).toHaveLength(0)
    await clock.advance(1)
    await clock.advance(0)
    expect(sockets).toHaveLength(1)
    streams.close()
    expect(clock.waiting).toBe(0)
  })

  it('need further sockets where one does not carry all, and close them again', async () => {
    const { clock, streams, sockets } = stage({}, 2)
    const stops = ['A/B', 'C/B', 'D/B'].map((symbol) => streams.trades(symbol, notedTrades()))
    await settle()
    await clock.advance(0)
    expect(sockets).toHaveLength(2)
    expect(streams.lines).toHaveLength(2)
    for (const stop of stops) stop()
    await clock.advance(5_000)
    expect(streams.lines.filter(({ state }) => state.kind !== 'idle')).toEqual([])
    expect(clock.waiting).toBe(0)
  })

  it('keep apart on their sockets what a socket carries once', async () => {
    const { clock, streams, sockets } = stage({
      candles: (symbol, timeframe) =>
        Promise.resolve({
          how: 'state',
          key: `candles ${symbol} ${timeframe}`,
          apart: `candles ${symbol}`,
          read: () => null,
          prime: null,
        }),
    })
    const silent = { state: () => undefined, value: () => undefined }
    for (const timeframe of ['1m', '30m', '1w'] as const) streams.candles('A/B', timeframe, silent)
    const stop = streams.candles('C/B', '1m', silent)
    await settle()
    await clock.advance(0)
    expect(sockets).toHaveLength(3)
    stop()
    streams.close()
  })

  it('tell nothing and open nothing once they are closed', async () => {
    const { clock, streams, sockets } = stage()
    streams.close()
    streams.ticker('A/B', notedTicker())
    await clock.advance(0)
    expect(sockets).toHaveLength(0)
    expect(clock.waiting).toBe(0)
  })
})
