import type { FeedState } from '../../../src-shared/feed-state.ts'
import type { AccountNews } from './account-news.ts'
import { Feed, type FeedListener } from './feed.ts'
import { type LineOptions, type LineStanding, StreamLine } from './line.ts'
import type { StreamTopic } from './protocol.ts'
import { EventReader } from './readers.ts'
import { Timers } from './timers.ts'

/** One of an account's channels. */
export interface AccountTopic {
  readonly key: string
  /** @throws when it cannot be read */
  readonly read: (data: unknown) => readonly AccountNews[]
}

export interface AccountStreamOptions extends Omit<LineOptions, 'changed'> {
  readonly topics: readonly AccountTopic[]
}

/** Whoever lets go of an account often comes back to it. */
const lingerMs = 10_000

/**
 * All that an exchange pushes of one account, for as long as anybody wants it. `live`: from here on nothing is missed.
 * Exchanges repeat nothing of what happened before, so whoever keeps a state asks for it by REST each time this becomes
 * live, and takes what was pushed meanwhile as the newer. The same news may be told twice.
 */
export class AccountStream {
  readonly #line: StreamLine
  readonly #feed = new Feed<AccountNews>(false)
  readonly #topics: readonly StreamTopic[]
  readonly #feeds: readonly Feed<AccountNews>[]
  readonly #timers: Timers
  #closed = false

  constructor({ topics, ...options }: AccountStreamOptions) {
    this.#timers = new Timers(options.clock)
    this.#line = new StreamLine({ ...options, changed: () => this.#note() })
    const channels = topics.map(({ key, read }) => {
      const feed = new Feed<AccountNews>(false)
      feed.listen({ value: (news) => this.#feed.tell(null, news), state: () => this.#note() })
      const topic: StreamTopic = { key, open: (sink) => new EventReader(feed, sink, read) }
      return { feed, topic }
    })
    this.#feeds = channels.map(({ feed }) => feed)
    this.#topics = channels.map(({ topic }) => topic)
  }

  get state(): FeedState {
    return this.#feed.state
  }

  get line(): LineStanding {
    return this.#line.standing
  }

  /** Tells from now on. @returns how to stop */
  watch(listener: FeedListener<AccountNews>): () => void {
    this.#timers.cancel('linger')
    const stop = this.#feed.listen(listener)
    if (!this.#closed && this.#line.topics === 0) for (const topic of this.#topics) this.#line.add(topic)
    return () => {
      stop()
      if (this.#feed.listeners === 0 && !this.#closed) this.#timers.only('linger', lingerMs, () => this.#rest())
    }
  }

  /** The machine woke up. */
  wake(): void {
    this.#line.wake()
  }

  close(): void {
    this.#closed = true
    this.#timers.close()
    this.#line.close()
  }

  #rest(): void {
    for (const { key } of this.#topics) this.#line.remove(key)
  }

  /** Live only with all its channels: half of the news would be taken for all of it. */
  #note(): void {
    // Feeds tell of themselves while they are being made.
    const states = (this.#feeds as readonly Feed<AccountNews>[] | undefined)?.map(({ state }) => state)
    if (states === undefined) return
    const { state: line } = this.#line
    const worst = states.find(({ kind }) => kind === 'refused') ??
      states.find(({ kind }) => kind === 'stale') ??
      states.find(({ kind }) => kind === 'waiting') ?? { kind: 'live' }
    this.#feed.become(null, line.kind === 'refused' ? { kind: 'refused', why: line.reason } : worst)
  }
}
