import type { PracticeMarket } from '../../engine/market-rules.ts'
import type { PracticeEngine } from '../../engine/practice-engine.ts'
import { type Granularity, granularities, named, unifiedIntervals } from '../market-endpoints.ts'
import { symbolOf } from '../symbols.ts'
import { BookSource } from './book-source.ts'
import {
  CandleSource,
  type MarketSource,
  type SourceBasis,
  StandingSource,
  ticker,
  topOfBook,
  TradeSource,
} from './market-sources.ts'
import type { StreamArg } from './stream-args.ts'
import type { StreamSettings } from './stream-settings.ts'

/** How many levels the channels with a number have. */
const depths: Readonly<Record<StreamArg['version'], readonly number[]>> = { v2: [1, 5, 15], v3: [1, 5, 50] }

/** Candle channels of v2 that are called otherwise than over REST. */
const candleNames: Readonly<Record<string, string>> = {
  '1m': '1min',
  '3m': '3min',
  '5m': '5min',
  '15m': '15min',
  '30m': '30min',
  '1H': '1h',
  '4H': '4h',
  '6H': '6h',
  '12H': '12h',
  '1D': '1day',
  '1W': '1week',
}

/** The source of a public arg; null: there is no such thing. */
export function sourceOf(
  arg: StreamArg,
  engine: PracticeEngine,
  settings: () => StreamSettings,
): (() => MarketSource) | null {
  const market = engine.markets().find((each) => symbolOf(each) === arg.subject)
  const isSpot = arg.instType === (arg.version === 'v2' ? 'SPOT' : 'spot')
  return market === undefined || !isSpot ? null : marketSourceOf(arg, engine, market, settings)
}

function marketSourceOf(
  arg: StreamArg,
  engine: PracticeEngine,
  market: PracticeMarket,
  settings: () => StreamSettings,
): (() => MarketSource) | null {
  const basis = (name: 'bookMs' | 'bestMs' | 'tickerMs' | 'candleMs'): SourceBasis => ({
    engine,
    market,
    arg,
    everyMs: () => settings()[name],
  })
  const { version, channel } = arg
  if (channel === 'ticker') return () => new StandingSource(basis('tickerMs'), ticker)
  if (channel === (version === 'v2' ? 'trade' : 'publicTrade')) return () => new TradeSource(basis('tickerMs'))
  if (channel === 'books') return () => new BookSource(basis('bookMs'))
  const depth = depths[version].find((levels) => channel === `books${levels}`)
  if (depth !== undefined) {
    return () => new StandingSource(basis(depth === 1 ? 'bestMs' : 'bookMs'), topOfBook(depth))
  }
  const granularity = candlesOf(arg)
  return granularity === null ? null : () => new CandleSource(basis('candleMs'), granularity)
}

function candlesOf({ version, channel, interval }: StreamArg): Granularity | null {
  if (version === 'v3') return channel === 'kline' ? (named(unifiedIntervals, interval) ?? null) : null
  if (!channel.startsWith('candle')) return null
  const name = channel.slice('candle'.length)
  return named(granularities, candleNames[name] ?? name) ?? null
}
