import type { Timeframe } from '../../../src-shared/capabilities.ts'
import { GatewayError, toGatewayError } from '../../../src-shared/errors.ts'
import type { FeedState } from '../../../src-shared/feed-state.ts'
import type { BestPrices, LiveCandle, PublicTrade, Ticker } from '../../../src-shared/market.ts'
import { RecentMap } from '../../infra/recent-map.ts'
import type { BookView } from './book-view.ts'
import { Feed, type FeedListener } from './feed.ts'
import { LineGroup } from './line-group.ts'
import type { LineOptions, LineStanding } from './line.ts'
import type { StreamTopic, TopicReader, TopicSink } from './protocol.ts'
import { EventReader, type ReaderTools, StateReader } from './readers.ts'
import { Timers } from './timers.ts'
import type { PublicTopics, TopicSpec } from './topics.ts'

export interface PublicStreamsOptions extends LineOptions {
  readonly topics: PublicTopics
}

type OnSocket<T> = Exclude<TopicSpec<T>, { how: 'part' }>
type Make<T> = () => Promise<TopicSpec<T>>

interface Entry<T> {
  readonly name: string
  readonly feed: Feed<T>
  readonly make: Make<T>
  /** How to let the exchange's topic go; null: nothing is held. */
  release: (() => void) | null
  ended: boolean
}

interface WatchOptions<T> {
  /** Missing: of a state. */
  readonly newFeed?: () => Feed<T>
  readonly lingerMs?: number
}

/** A topic is kept so long after its last subscriber has gone: whoever looks at another symbol often comes back. */
const lingerMs = 5_000
const againMs = 5_000

/**
 * The public streams of an exchange at one address: whoever wants a topic shares it with all who want it, and the
 * exchange is asked for it once, as long as anybody does. Each method tells what the topic says from now on, beginning
 * with what is known of it, and returns how to stop.
 */
export class PublicStreams {
  readonly #options: PublicStreamsOptions
  readonly #lines: LineGroup
  readonly #timers: Timers
  readonly #entries = new Map<string, Entry<unknown>>()
  #closed = false

  constructor(options: PublicStreamsOptions) {
    this.#options = options
    this.#timers = new Timers(options.clock)
    this.#lines = new LineGroup(options)
  }

  bbo(symbol: string, listener: FeedListener<BestPrices>): () => void {
    return this.#watch(`bbo ${symbol}`, () => this.#options.topics.bbo(symbol), listener)
  }

  ticker(symbol: string, listener: FeedListener<Ticker>): () => void {
    return this.#watch(`ticker ${symbol}`, () => this.#options.topics.ticker(symbol), listener)
  }

  trades(symbol: string, listener: FeedListener<readonly PublicTrade[]>): () => void {
    const make: Make<readonly PublicTrade[]> = () => this.#options.topics.trades(symbol)
    return this.#watch(`trades ${symbol}`, make, listener, { newFeed: () => new Feed(false, eachOnce()) })
  }

  candles(symbol: string, timeframe: Timeframe, listener: FeedListener<LiveCandle>): () => void {
    const make: Make<LiveCandle> = () => this.#options.topics.candles(symbol, timeframe)
    return this.#watch(`candles ${timeframe} ${symbol}`, make, listener)
  }

  book(symbol: string, listener: FeedListener<BookView>): () => void {
    return this.#watch(`book ${symbol}`, () => this.#options.topics.book(symbol), listener)
  }

  /** How each connection stands, in the order of their making. */
  get lines(): readonly LineStanding[] {
    return this.#lines.standings
  }

  /** Topics that somebody wants, or wanted a moment ago. */
  get topics(): number {
    return this.#entries.size
  }

  /** The machine woke up. */
  wake(): void {
    this.#lines.wake()
  }

  close(): void {
    this.#closed = true
    for (const entry of this.#entries.values()) this.#end(entry)
    this.#timers.close()
    this.#lines.close()
  }

  #watch<T>(
    name: string,
    make: Make<T>,
    listener: FeedListener<T>,
    { newFeed = () => new Feed<T>(true), lingerMs: linger = lingerMs }: WatchOptions<T> = {},
  ): () => void {
    const known = this.#entries.get(name) as Entry<T> | undefined
    const entry = known ?? { name, feed: newFeed(), make, release: null, ended: this.#closed }
    this.#timers.cancel(name)
    const stop = entry.feed.listen(listener)
    if (known === undefined && !this.#closed) {
      this.#entries.set(name, entry as Entry<unknown>)
      void this.#attach(entry)
    }
    return () => {
      stop()
      if (entry.feed.listeners === 0 && !entry.ended) this.#timers.only(name, linger, () => this.#end(entry))
    }
  }

  async #attach<T>(entry: Entry<T>): Promise<void> {
    const { name, feed, make } = entry
    try {
      const spec = await make()
      if (!entry.ended) entry.release = this.#carry(feed, spec)
    } catch (error) {
      if (entry.ended) return
      if (error instanceof GatewayError && error.class === 'refused') {
        feed.become(null, { kind: 'refused', why: error.message })
        return
      }
      this.#options.logger.warn({ topic: name, err: toGatewayError(error) }, 'a stream could not be prepared')
      this.#timers.after(againMs, () => {
        if (!entry.ended) void this.#attach(entry)
      })
    }
  }

  /** @returns how to let it go */
  #carry<T>(feed: Feed<T>, spec: TopicSpec<T>): () => void {
    if (spec.how === 'part') {
      const { of: whole, read } = spec
      // Whoever wants the part lingers already.
      return this.#watch(`whole ${whole.key}`, () => Promise.resolve(whole), toldBy(feed, read), { lingerMs: 0 })
    }
    const tools: ReaderTools = {
      timers: this.#timers,
      failed: (error) => {
        this.#options.logger.warn({ topic: spec.key, err: error }, 'what a stream begins with could not be had')
      },
    }
    const apart = spec.how === 'state' ? spec.apart : undefined
    const topic: StreamTopic = {
      key: spec.key,
      ...(apart !== undefined && { apart }),
      open: (sink) => openReader(feed, sink, spec, tools),
    }
    this.#lines.add(topic)
    return () => this.#lines.remove(spec.key)
  }

  #end<T>(entry: Entry<T>): void {
    entry.ended = true
    this.#entries.delete(entry.name)
    this.#timers.cancel(entry.name)
    entry.release?.()
    entry.release = null
  }
}

/** Trades by the ids of the last ones: while a new socket takes the place of one both tell of them. */
const remembered = 1_000

function eachOnce(): (trades: readonly PublicTrade[]) => readonly PublicTrade[] | null {
  const known = new RecentMap<true>(remembered)
  return (trades) => {
    const news = trades.filter(({ id }) => !known.has(id))
    for (const { id } of news) known.set(id, true)
    return news.length === 0 ? null : news
  }
}

function openReader<T>(feed: Feed<T>, sink: TopicSink, spec: OnSocket<T>, tools: ReaderTools): TopicReader {
  switch (spec.how) {
    case 'state':
      return new StateReader(feed, sink, spec, tools)
    case 'events':
      return new EventReader(feed, sink, spec.read)
    case 'own':
      return spec.open(feed, sink, tools)
  }
}

/** A listener by which a topic tells a feed of a part of it. */
function toldBy<T>(feed: Feed<T>, read: (whole: unknown) => T): FeedListener<unknown> {
  return {
    value: (whole) => feed.tell(null, read(whole)),
    state: (state: FeedState) => feed.become(null, state),
  }
}
