import type { Timeframe } from '../../../src-shared/capabilities.ts'
import type { BestPrices, LiveCandle, PublicTrade, Ticker } from '../../../src-shared/market.ts'
import type { BookView } from './book-view.ts'
import type { Feed } from './feed.ts'
import type { TopicReader, TopicSink } from './protocol.ts'
import type { ReaderTools, StateSpec } from './readers.ts'

/** Makes the reader of a topic on one socket. */
type OpenReader<T> = (feed: Feed<T>, sink: TopicSink, tools: ReaderTools) => TopicReader

/** How a topic is got at an exchange. */
export type TopicSpec<T> =
  /** Of which each message is the whole present state. */
  | ({ readonly how: 'state'; readonly key: string; readonly apart?: string } & StateSpec<T>)
  /** Of which each message is told, once; none: it says nothing of interest. */
  | { readonly how: 'events'; readonly key: string; readonly read: (data: unknown) => readonly T[] }
  /** A reader of its own: books. */
  | { readonly how: 'own'; readonly key: string; readonly open: OpenReader<T> }
  /** A part of what another topic tells, which all who want a part of it share. See {@link partOf}. */
  | { readonly how: 'part'; readonly of: StateTopic<unknown>; readonly read: (whole: unknown) => T }

/** A topic of which each message is the whole present state. */
export type StateTopic<T> = Extract<TopicSpec<T>, { readonly how: 'state' }>

/** What of a topic's state is wanted, where an exchange tells several things in one topic. */
export function partOf<Whole, T>(of: StateTopic<Whole>, read: (whole: Whole) => T): TopicSpec<T> {
  return { how: 'part', of, read: (whole) => read(whole as Whole) }
}

/**
 * One exchange's way to each topic. Symbols are BASE/QUOTE. Each throws GatewayError: `refused` for a symbol that the
 * exchange does not list, others when its markets cannot be had now.
 */
export interface PublicTopics {
  /** Best bid and ask, at each change. */
  bbo(symbol: string): Promise<TopicSpec<BestPrices>>
  ticker(symbol: string): Promise<TopicSpec<Ticker>>
  trades(symbol: string): Promise<TopicSpec<readonly PublicTrade[]>>
  /** The candle that is being made, and each as it closes. */
  candles(symbol: string, timeframe: Timeframe): Promise<TopicSpec<LiveCandle>>
  book(symbol: string): Promise<TopicSpec<BookView>>
}
