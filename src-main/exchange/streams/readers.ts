import type { Feed } from './feed.ts'
import type { TopicReader, TopicSink } from './protocol.ts'
import type { Timers } from './timers.ts'

/** What readers need beside their feed and their socket. */
export interface ReaderTools {
  readonly timers: Timers
  /** Something could not be asked for; it is tried again. */
  readonly failed: (error: unknown) => void
}

/** What every reader has in common: who speaks, and what becomes of the feed when it ends. */
export abstract class FeedReader<T> implements TopicReader {
  protected readonly feed: Feed<T>
  protected readonly sink: TopicSink
  #isClosed = false
  #isLive = false

  constructor(feed: Feed<T>, sink: TopicSink) {
    this.feed = feed
    this.sink = sink
  }

  abstract accepted(): void
  abstract take(data: unknown): void
  /** Tells anew what it knows, now that it speaks. */
  protected abstract repeat(): void

  refused(reason: string): void {
    this.feed.become(this, { kind: 'refused', why: reason })
  }

  speak(): void {
    this.feed.handTo(this)
    if (!this.#isLive) return
    this.feed.become(this, { kind: 'live' })
    this.repeat()
  }

  close(why: string): void {
    this.#isClosed = true
    this.feed.become(this, { kind: 'stale', why })
  }

  protected isClosed(): boolean {
    return this.#isClosed
  }

  protected becomeLive(): void {
    if (this.#isLive) return
    this.#isLive = true
    this.feed.become(this, { kind: 'live' })
    this.sink.state({ kind: 'live' })
  }

  protected becomeStale(why: string): void {
    this.#isLive = false
    this.feed.become(this, { kind: 'stale', why })
    this.sink.state({ kind: 'stale', why })
  }
}

/** How a topic of which every message is the whole present state is read. */
export interface StateSpec<T> {
  /** null: the message changes nothing. @throws when it cannot be read */
  readonly read: (data: unknown) => T | null
  /**
   * Asks for the present state by REST: an exchange that tells only changes tells nothing of a market that is still.
   * null: the exchange begins with the state by itself.
   */
  readonly prime: (() => Promise<T>) | null
}

/** Best prices, tickers, the candle that is being made. */
export class StateReader<T> extends FeedReader<T> {
  readonly #spec: StateSpec<T>
  readonly #failed: (error: unknown) => void
  #latest: { readonly value: T } | null = null

  constructor(feed: Feed<T>, sink: TopicSink, spec: StateSpec<T>, { failed }: Pick<ReaderTools, 'failed'>) {
    super(feed, sink)
    this.#spec = spec
    this.#failed = failed
  }

  override accepted(): void {
    if (this.#latest !== null || this.#spec.prime === null) return
    this.#spec.prime().then(
      // What was pushed meanwhile is newer.
      (value) => {
        if (this.#latest === null) this.#know(value)
      },
      (error: unknown) => {
        if (this.isClosed()) return
        this.#failed(error)
        this.sink.resubscribe('its state could not be asked for')
      },
    )
  }

  override take(data: unknown): void {
    const value = this.#spec.read(data)
    if (value !== null) this.#know(value)
  }

  protected override repeat(): void {
    if (this.#latest !== null) this.feed.tell(this, this.#latest.value)
  }

  #know(value: T): void {
    if (this.isClosed()) return
    this.#latest = { value }
    this.becomeLive()
    this.feed.tell(this, value)
  }
}

/**
 * What happens: told by every socket that carries it, whichever speaks, since what is told twice is known by its id and
 * what falls between two sockets is lost.
 */
export class EventReader<T> extends FeedReader<T> {
  readonly #read: (data: unknown) => readonly T[]

  constructor(feed: Feed<T>, sink: TopicSink, read: (data: unknown) => readonly T[]) {
    super(feed, sink)
    this.#read = read
  }

  override accepted(): void {
    this.becomeLive()
  }

  override take(data: unknown): void {
    for (const news of this.#read(data)) if (!this.isClosed()) this.feed.tellWhoever(news)
  }

  protected override repeat(): void {
    // What is over is not told twice.
  }
}
