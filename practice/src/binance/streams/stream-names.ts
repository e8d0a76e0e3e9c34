import type { PracticeMarket } from '../../engine/market-rules.ts'
import type { PracticeEngine } from '../../engine/practice-engine.ts'
import type { TopicSource } from '../../host/streams/topics.ts'
import { intervalOf, zoneOffset } from '../intervals.ts'
import { nativeId } from '../symbols.ts'
import { BookTickerSource, DiffDepthSource, PartialDepthSource } from './book-sources.ts'
import type { SourceBasis } from './market-source.ts'
import type { StreamSettings } from './stream-settings.ts'
import { AllMiniTickersSource, AveragePriceSource, DayTickerSource, MiniTickerSource } from './ticker-sources.ts'
import { AggregateTradeSource, CandleSource, TradeSource } from './trade-sources.ts'

/** What makes the source of a stream. */
export interface SourceMaker {
  readonly engine: PracticeEngine
  readonly settings: () => StreamSettings
  readonly stamp: SourceBasis['stamp']
}

/**
 * The source of a stream by its name (`btcusdt@depth@100ms`). Null for one that there is none of: Binance lets one
 * subscribe to those, too, and says nothing.
 */
export function sourceOf(name: string, { engine, settings, stamp }: SourceMaker): (() => TopicSource) | null {
  const basisOf = (market: PracticeMarket): SourceBasis => ({ engine, market, settings, stamp })
  if (name === '!miniTicker@arr') {
    return () => new AllMiniTickersSource(engine, basisOf, () => settings().tickerMs)
  }
  const at = name.indexOf('@')
  const market = engine.markets().find((each) => nativeId(each).toLowerCase() === name.slice(0, Math.max(at, 0)))
  return market === undefined ? null : marketSourceOf(name.slice(at + 1), basisOf(market))
}

function marketSourceOf(stream: string, basis: SourceBasis): (() => TopicSource) | null {
  switch (stream) {
    case 'bookTicker':
      return () => new BookTickerSource(basis)
    case 'depth':
    case 'depth@1000ms':
      return () => new DiffDepthSource(basis, false)
    case 'depth@100ms':
      return () => new DiffDepthSource(basis, true)
    case 'trade':
      return () => new TradeSource(basis)
    case 'aggTrade':
      return () => new AggregateTradeSource(basis)
    case 'miniTicker':
      return () => new MiniTickerSource(basis)
    case 'ticker':
      return () => new DayTickerSource(basis)
    case 'avgPrice':
      return () => new AveragePriceSource(basis)
    default:
      return partialDepthOf(stream, basis) ?? candlesOf(stream, basis)
  }
}

function partialDepthOf(stream: string, basis: SourceBasis): (() => TopicSource) | null {
  const match = /^depth(5|10|20)(@100ms|@1000ms)?$/.exec(stream)
  return match === null ? null : () => new PartialDepthSource(basis, Number(match[1]), match[2] === '@100ms')
}

function candlesOf(stream: string, basis: SourceBasis): (() => TopicSource) | null {
  const match = /^kline_([^@]+)(?:@\+(08:00))?$/.exec(stream)
  if (match === null) return null
  const [, name = '', zone = '0'] = match
  const interval = intervalOf(name, zoneOffset(zone) ?? 0)
  return interval === null ? null : () => new CandleSource(basis, name, interval)
}
