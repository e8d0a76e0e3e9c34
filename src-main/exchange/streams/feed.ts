import type { FeedState } from '../../../src-shared/feed-state.ts'
import { Listeners } from '../../../src-shared/listeners.ts'
import type { TopicReader } from './protocol.ts'

export interface FeedListener<T> {
  value(value: T): void
  state(state: FeedState): void
}

/** One topic as its subscribers see it, whatever socket carries it. */
export class Feed<T> {
  readonly #listeners = new Listeners<[(listener: FeedListener<T>) => void]>()
  #speaker: TopicReader | null = null
  #state: FeedState = { kind: 'waiting' }
  #latest: { readonly value: T } | null = null
  /** Whether a new subscriber is told the latest value: a state; an event is over. */
  readonly #isState: boolean
  readonly #news: (value: T) => T | null

  /** @param news what of an event was not told before; null: nothing. Missing: all of it */
  constructor(isState: boolean, news: (value: T) => T | null = (value) => value) {
    this.#isState = isState
    this.#news = news
  }

  get listeners(): number {
    return this.#listeners.size
  }

  get state(): FeedState {
    return this.#state
  }

  /** The exchange's present state; null when it is not known. */
  get present(): T | null {
    return this.#state.kind === 'live' ? (this.#latest?.value ?? null) : null
  }

  /** @returns how to stop listening; told at once what is known */
  listen(listener: FeedListener<T>): () => void {
    const stop = this.#listeners.add((tell) => tell(listener))
    listener.state(this.#state)
    if (this.#isState && this.#latest !== null && this.#state.kind === 'live') listener.value(this.#latest.value)
    return stop
  }

  /** From now on this reader speaks for the topic. */
  handTo(reader: TopicReader): void {
    this.#speaker = reader
  }

  /** @param reader null where no socket's reader tells: the feed is told by another one. */
  tell(reader: TopicReader | null, value: T): void {
    if (this.#speaker !== reader) return
    if (this.#isState) this.#latest = { value }
    this.#listeners.tell((listener) => listener.value(value))
  }

  /** Of an event, whoever speaks. */
  tellWhoever(value: T): void {
    const news = this.#news(value)
    if (news !== null) this.#listeners.tell((listener) => listener.value(news))
  }

  become(reader: TopicReader | null, state: FeedState): void {
    if (this.#speaker !== reader) return
    if (state.kind !== 'live') this.#latest = null
    if (same(this.#state, state)) return
    this.#state = state
    this.#listeners.tell((listener) => listener.state(state))
  }
}

function same(a: FeedState, b: FeedState): boolean {
  return a.kind === b.kind && ('why' in a ? a.why : null) === ('why' in b ? b.why : null)
}
