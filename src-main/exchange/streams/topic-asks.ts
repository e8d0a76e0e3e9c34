import type { Paced } from './paced.ts'
import type { Asked, Dialect, StreamProtocol } from './protocol.ts'
import type { Timers } from './timers.ts'

export interface TopicAsksOptions {
  readonly dialect: Pick<Dialect, 'subscribe' | 'unsubscribe'>
  readonly protocol: Pick<StreamProtocol, 'topicsPerMessage'>
  readonly pace: Paced
  readonly timers: Timers
  readonly send: (text: string) => void
  /** Right before these topics are asked for. */
  readonly asking: (keys: readonly string[]) => void
  /** Whether a topic that was asked for still waits for its answer. */
  readonly isAsked: (key: string) => boolean
  /** These topics were asked for and nothing was answered. */
  readonly unanswered: (keys: readonly string[]) => void
}

/** How long the other side may leave a subscription without any answer. */
const answerMs = 10_000

/**
 * What a socket has to ask of its exchange about topics: what was wanted within one turn in one message, no more than
 * the exchange allows, and each answer to what was asked.
 */
export class TopicAsks {
  readonly #options: TopicAsksOptions
  readonly #toSubscribe = new Set<string>()
  readonly #toUnsubscribe = new Set<string>()
  /** Subscriptions that were sent and not answered: the keys of a message by its number. */
  readonly #sent = new Map<number, Set<string>>()
  #number = 0
  #mayAsk = false
  #flushDue = false

  constructor(options: TopicAsksOptions) {
    this.#options = options
  }

  /** The exchange is ready to be asked. */
  begin(): void {
    this.#mayAsk = true
    this.#flushSoon()
  }

  /** Nothing can be asked any more. */
  end(): void {
    this.#mayAsk = false
  }

  subscribe(key: string): void {
    this.#toSubscribe.add(key)
    this.#flushSoon()
  }

  /** @param isAsked the exchange has been asked for it */
  unsubscribe(key: string, isAsked: boolean): void {
    this.#toSubscribe.delete(key)
    if (!isAsked) return
    this.#toUnsubscribe.add(key)
    this.#flushSoon()
  }

  /** The keys that an answer speaks of. */
  answered(of: Asked): readonly string[] {
    if ('number' in of) {
      const keys = [...(this.#sent.get(of.number) ?? [])]
      this.#sent.delete(of.number)
      return keys
    }
    for (const keys of this.#sent.values()) keys.delete(of.key)
    return [of.key]
  }

  get #waits(): boolean {
    return this.#toUnsubscribe.size + this.#toSubscribe.size > 0
  }

  #flushSoon(): void {
    if (this.#flushDue || !this.#mayAsk) return
    this.#flushDue = true
    const { timers, pace } = this.#options
    timers.after(pace.waitMs(), () => {
      this.#flushDue = false
      this.#flush()
    })
  }

  #flush(): void {
    const { dialect, protocol, pace, send } = this.#options
    while (this.#waits && pace.waitMs() === 0) {
      const leaving = this.#toUnsubscribe.size > 0
      const from = leaving ? this.#toUnsubscribe : this.#toSubscribe
      const keys = [...from].slice(0, protocol.topicsPerMessage)
      for (const key of keys) from.delete(key)
      this.#number += 1
      if (leaving) send(dialect.unsubscribe(keys, this.#number))
      else this.#subscribe(keys, this.#number)
    }
    if (this.#waits) this.#flushSoon()
  }

  #subscribe(keys: readonly string[], number: number): void {
    const { dialect, timers, send, asking, isAsked, unanswered } = this.#options
    asking(keys)
    this.#sent.set(number, new Set(keys))
    send(dialect.subscribe(keys, number))
    timers.after(answerMs, () => {
      const missing = [...(this.#sent.get(number) ?? [])].filter(isAsked)
      this.#sent.delete(number)
      if (missing.length > 0) unanswered(missing)
    })
  }
}
