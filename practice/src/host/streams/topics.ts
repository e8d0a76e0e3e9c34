import type { EngineEvent } from '../../engine/feed.ts'
import type { Timers } from './timers.ts'

/** What one topic has to say. It may be asked at any time, and is asked every so often. */
export interface TopicSource {
  /** Real ms between pushes; 0: with whatever happens. */
  readonly everyMs: () => number
  /** Something happened in the engine. */
  observe(events: readonly EngineEvent[]): void
  /** The messages that are due; they are not due any more then. */
  take(): readonly string[]
}

/** Who reads a topic. */
export interface TopicReader {
  deliver(topic: string, text: string): void
}

interface Topic<Source extends TopicSource> {
  readonly source: Source
  readonly readers: Set<TopicReader>
  readonly stop: () => void
}

/** Topics that are read by somebody: each message is made once for all who read it. */
export class Topics<Source extends TopicSource = TopicSource> {
  readonly #topics = new Map<string, Topic<Source>>()
  readonly #timers: Timers

  constructor(timers: Timers) {
    this.#timers = timers
  }

  /** Returns the source, which may have been there before. */
  join(name: string, reader: TopicReader, source: () => Source): Source {
    const topic = this.#topics.get(name) ?? this.#begin(name, source())
    topic.readers.add(reader)
    return topic.source
  }

  leave(name: string, reader: TopicReader): void {
    const topic = this.#topics.get(name)
    if (topic === undefined) return
    topic.readers.delete(reader)
    if (topic.readers.size > 0) return
    topic.stop()
    this.#topics.delete(name)
  }

  observe(events: readonly EngineEvent[]): void {
    for (const [name, topic] of this.#topics) {
      topic.source.observe(events)
      if (topic.source.everyMs() === 0) push(name, topic)
    }
  }

  #begin(name: string, source: Source): Topic<Source> {
    const topic: Topic<Source> = {
      source,
      readers: new Set(),
      stop: this.#timers.every(
        // One that speaks at once may be set to speak now and then, and the other way round.
        () => (source.everyMs() === 0 ? 1000 : source.everyMs()),
        () => push(name, topic),
      ),
    }
    this.#topics.set(name, topic)
    return topic
  }
}

function push(name: string, { source, readers }: Topic<TopicSource>): void {
  for (const text of source.take()) for (const reader of readers) reader.deliver(name, text)
}
