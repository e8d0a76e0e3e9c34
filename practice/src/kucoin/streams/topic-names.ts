import type { PracticeMarket } from '../../engine/market-rules.ts'
import type { PracticeEngine } from '../../engine/practice-engine.ts'
import type { TopicSource } from '../../host/streams/topics.ts'
import { intervalOf } from '../candles.ts'
import { symbolOf } from '../symbols.ts'
import {
  AllTickersSource,
  CandleSource,
  depth,
  level1,
  Level2Source,
  MatchSource,
  snapshot,
  type SourceBasis,
  StandingSource,
  ticker,
} from './market-sources.ts'
import type { StreamSettings } from './stream-settings.ts'

/** The topics of an account, by the subject that their messages have. */
export const accountTopics = {
  '/spotMarket/tradeOrdersV2': 'orderChange',
  // The older one of the two.
  '/spotMarket/tradeOrders': 'orderChange',
  // In no document that was read; other clients know it.
  '/spot/tradeFills': 'tradeFills',
  '/spotMarket/advancedOrders': 'stopOrder',
  '/account/balance': 'account.balance',
} as const
export type AccountTopic = keyof typeof accountTopics

export const isAccountTopic = (topic: string): topic is AccountTopic => Object.hasOwn(accountTopics, topic)

const mostSymbols = 100

/** What a topic of a request stands for: one topic for each symbol. Null: too many. */
export function singleTopics(topic: string): readonly string[] | null {
  const colon = topic.indexOf(':')
  if (colon < 0) return [topic]
  const symbols = topic.slice(colon + 1).split(',')
  return symbols.length > mostSymbols ? null : symbols.map((symbol) => `${topic.slice(0, colon)}:${symbol}`)
}

/** The source of a public topic of one symbol; null: there is no such topic. */
export function sourceOf(
  topic: string,
  engine: PracticeEngine,
  settings: () => StreamSettings,
): (() => TopicSource) | null {
  const [path = '', name = ''] = topic.split(':')
  if (topic === '/market/ticker:all') return () => new AllTickersSource(engine, topic, () => settings().tickerMs)
  const [symbol = '', type = ''] = path === '/market/candles' ? name.split('_') : [name]
  const market = engine.markets().find((each) => symbolOf(each) === symbol)
  return market === undefined ? null : marketSource({ path, topic, type }, engine, market, settings)
}

function marketSource(
  { path, topic, type }: { readonly path: string; readonly topic: string; readonly type: string },
  engine: PracticeEngine,
  market: PracticeMarket,
  settings: () => StreamSettings,
): (() => TopicSource) | null {
  const basis = (everyMs: () => number): SourceBasis => ({ engine, market, topic, everyMs })
  const atOnce = basis(() => 0)
  switch (path) {
    case '/spotMarket/level1':
      return () =>
        new StandingSource(
          basis(() => settings().level1Ms),
          level1,
        )
    case '/spotMarket/level2Depth5':
    case '/spotMarket/level2Depth50':
      return () =>
        new StandingSource(
          basis(() => settings().tickerMs),
          depth(path.endsWith('50') ? 50 : 5),
        )
    case '/market/ticker':
      return () =>
        new StandingSource(
          basis(() => settings().tickerMs),
          ticker,
        )
    case '/market/snapshot':
      return () =>
        new StandingSource(
          basis(() => settings().snapshotMs),
          snapshot,
        )
    case '/market/level2':
      return () => new Level2Source(atOnce)
    case '/market/match':
      return () => new MatchSource(atOnce)
    case '/market/candles': {
      const interval = intervalOf(type)
      return interval === null ? null : () => new CandleSource(atOnce, interval)
    }
    default:
      return null
  }
}
