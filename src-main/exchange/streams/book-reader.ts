import { backoffMs } from '../../../src-shared/backoff.ts'
import type { BookView } from './book-view.ts'
import type { BookMessage, BookRule } from './books/book-rule.ts'
import { LiveBook } from './books/live-book.ts'
import type { Feed } from './feed.ts'
import type { TopicSink } from './protocol.ts'
import { FeedReader, type ReaderTools } from './readers.ts'
import type { Timers } from './timers.ts'
import type { TopicSpec } from './topics.ts'

/** How a book is got at an exchange. */
export interface BookSpec<State, Message extends BookMessage> {
  readonly symbol: string
  readonly rule: BookRule<State, Message>
  /** The whole book by REST, as `parseJson` reads it, and how many levels a side were asked for; null: all. */
  readonly snapshot: { readonly fetch: () => Promise<unknown>; readonly limit: number | null } | null
}

/** Whole books are dear: each further one of a row comes later. */
const fetching = { firstMs: 1_000, longestMs: 30_000 }

/** Keeps a book from a socket, and fetches what its rule needs. */
class BookReader<State, Message extends BookMessage> extends FeedReader<BookView> {
  readonly #spec: BookSpec<State, Message>
  readonly #book: LiveBook<State, Message>
  readonly #timers: Timers
  readonly #failed: (error: unknown) => void
  readonly #view: BookView
  #accepted = false
  /** The ticket of the snapshot that is under way or waits for its time. */
  #fetching: number | null = null
  /** Snapshots in a row that did not make the book live. */
  #fetched = 0

  constructor(feed: Feed<BookView>, sink: TopicSink, spec: BookSpec<State, Message>, { timers, failed }: ReaderTools) {
    super(feed, sink)
    this.#spec = spec
    this.#book = new LiveBook(spec.rule)
    this.#timers = timers
    this.#failed = failed
    const book = this.#book
    this.#view = {
      orderBook: (depth) => book.orderBook(spec.symbol, depth),
      best: () => book.best(),
      get gaps() {
        return book.gaps
      },
    }
  }

  override accepted(): void {
    this.#accepted = true
    this.#serve()
    const { renewMs } = this.#spec.rule
    if (renewMs === undefined) return
    this.#timers.after(renewMs, () => {
      if (!this.isClosed()) this.sink.resubscribe('renewed, since nothing would show that a message was lost')
    })
  }

  override take(data: unknown): void {
    const messages = this.#spec.rule.read(data)
    if (messages === null) this.#book.lose('of a shape that is not known')
    let changed = messages === null
    for (const message of messages ?? []) changed = this.#book.take(message) || changed
    if (changed) this.#tell()
    this.#serve()
  }

  protected override repeat(): void {
    this.feed.tell(this, this.#view)
  }

  #tell(): void {
    const { state } = this.#book
    if (state.kind === 'live') {
      this.#fetched = 0
      this.becomeLive()
      this.feed.tell(this, this.#view)
    } else if (state.kind === 'broken') this.becomeStale(`${state.fault}: ${state.why}`)
  }

  #serve(): void {
    const need = this.#book.needs
    if (need === null || this.isClosed()) return
    if (need.kind === 'resubscribe') {
      const { state } = this.#book
      this.sink.resubscribe(state.kind === 'broken' ? `${state.fault}: ${state.why}` : 'anew')
    } else if (this.#accepted && this.#fetching !== need.ticket) {
      this.#fetching = need.ticket
      const pause = this.#fetched === 0 ? 0 : backoffMs(this.#fetched, fetching)
      this.#fetched += 1
      this.#timers.after(pause, () => void this.#fetch(need.ticket))
    }
  }

  async #fetch(ticket: number): Promise<void> {
    const { snapshot, rule } = this.#spec
    if (this.isClosed() || this.#fetching !== ticket || snapshot === null || rule.begins !== 'rest') return
    try {
      const answer = rule.readSnapshot(await snapshot.fetch(), snapshot.limit)
      if (this.isClosed()) return
      if (answer === null) this.#book.lose('a whole book of a shape that is not known')
      else this.#book.takeSnapshot(answer, ticket)
      this.#tell()
    } catch (error) {
      if (this.isClosed()) return
      this.#failed(error)
    }
    if (this.#fetching === ticket) this.#fetching = null
    this.#serve()
  }
}

/** A book as a topic of its own key. */
export function bookTopic<State, Message extends BookMessage>(
  key: string,
  spec: BookSpec<State, Message>,
): TopicSpec<BookView> {
  return { how: 'own', key, open: (feed, sink, tools) => new BookReader(feed, sink, spec, tools) }
}
