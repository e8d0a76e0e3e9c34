import type { ExchangeLogger } from '../core/venue.ts'
import type { Sender, TransportOutcome, TransportRequest } from '../http/transport.ts'
import type { StreamTopic, TopicReader, TopicSink } from './protocol.ts'

/** What the exchange answered to the request of that id, told as HTTP would have told it. */
export interface SocketAnswer {
  readonly id: string
  readonly outcome: TransportOutcome
}

export interface SocketRequestsOptions {
  /** The topic's: answers come under it, as {@link SocketAnswer}s. */
  readonly key: string
  /** How a request's body goes out under an id. */
  readonly withId: (body: string, id: string) => string
  readonly logger: ExchangeLogger
  /** Whether an answer leaves open what became of its request, by a fault of the exchange's; missing: none does. */
  readonly isUnclear?: (outcome: TransportOutcome) => boolean
  /** From the sending until the answer is here, ms, for requests that do not say it themselves. */
  readonly deadlineMs?: number
  /** Milliseconds that only ever grow. */
  readonly monotonic?: () => number
}

const usualDeadlineMs = 15_000
/** A socket that leaves a request waiting for so long gets no further one: it may be dead without anybody knowing. */
const slowMs = 3_000
/** So many requests in a row of which nobody knows what became of them: another socket may fare better. */
const mostUnclear = 3

/**
 * A transport over a socket that a StreamLine keeps. A request is written once, to the socket that speaks at that
 * moment, and ends as over HTTP: with its answer, `unknown` once it was written and no answer came (the socket broke,
 * the deadline passed), `not-sent` when nothing of it has left. A socket over which several requests in a row ended in
 * doubt gets none any more, and another one is asked for. Says in the log when it cannot be used and when it can again.
 */
export class SocketRequests implements Sender {
  /** For the line. */
  readonly topic: StreamTopic
  /** Told when {@link isOpen} may have changed. */
  changed: () => void = () => undefined
  readonly #options: SocketRequestsOptions
  #speaker: RequestReader | null = null
  #wasOpen = false
  /** Why it is not open although it was; null: it is, or has not been yet. */
  #left: string | null = null
  #count = 0
  /** Requests in a row that ended in doubt. */
  #unclear = 0

  constructor(options: SocketRequestsOptions) {
    this.#options = options
    this.topic = { key: options.key, open: (sink) => this.#reader(sink) }
  }

  /** Whether a request would be written now. */
  get isOpen(): boolean {
    return this.#speaker?.isReady === true
  }

  /** Why requests go over HTTP although they went over the socket before; null: they do not. */
  get left(): string | null {
    return this.#left
  }

  send(request: TransportRequest): Promise<TransportOutcome> {
    const speaker = this.#speaker
    if (speaker?.isReady !== true) return Promise.resolve({ kind: 'not-sent', reason: 'the socket is not open' })
    this.#count += 1
    const id = `o${this.#count}`
    const { withId, deadlineMs = usualDeadlineMs } = this.#options
    return speaker.ask(id, withId(request.body ?? '{}', id), request.deadlineMs ?? deadlineMs)
  }

  #reader(sink: TopicSink): TopicReader {
    const reader: RequestReader = new RequestReader(sink, this.#options.monotonic ?? (() => performance.now()), {
      spoke: () => {
        this.#speaker = reader
        this.#note('')
      },
      changed: (why) => {
        if (reader === this.#speaker) this.#note(why)
      },
      ended: (outcome) => reader === this.#speaker && this.#isWornOut(outcome),
      closed: (why) => {
        if (reader !== this.#speaker) return
        this.#speaker = null
        this.#note(why)
      },
    })
    return reader
  }

  #isWornOut(outcome: TransportOutcome): boolean {
    const isUnclear = outcome.kind === 'unknown' || this.#options.isUnclear?.(outcome) === true
    this.#unclear = isUnclear ? this.#unclear + 1 : 0
    if (this.#unclear < mostUnclear) return false
    this.#unclear = 0
    return true
  }

  #note(why: string): void {
    const { isOpen } = this
    if (isOpen === this.#wasOpen) return
    this.#wasOpen = isOpen
    const { key: topic, logger } = this.#options
    if (!isOpen && why !== '') {
      this.#left = why
      logger.warn({ topic, reason: why }, 'requests go over HTTP for now, instead of a socket')
    } else if (isOpen && this.#left !== null) {
      this.#left = null
      logger.warn({ topic }, 'requests go over a socket again')
    }
    this.changed()
  }
}

interface ReaderEvents {
  spoke(): void
  /** `why`: it is not ready any more; empty where it is. */
  changed(why: string): void
  /** How a request over this socket ended while it was whole. @returns whether it is to get no further one */
  ended(outcome: TransportOutcome): boolean
  closed(why: string): void
}

interface Waiting {
  readonly askedAt: number
  readonly settle: (outcome: TransportOutcome) => void
}

/** The requests of one socket. */
class RequestReader implements TopicReader {
  readonly #sink: TopicSink
  readonly #monotonic: () => number
  readonly #events: ReaderEvents
  /** By their ids, oldest first. */
  readonly #waiting = new Map<string, Waiting>()
  readonly #finished: (() => void)[] = []
  #isAccepted = false
  #isRetired = false
  /** An answer did not come. Once nothing waits any more the socket has to show that it answers at all. */
  #doubted = false
  /** Another socket was asked for. */
  #isWornOut = false

  constructor(sink: TopicSink, monotonic: () => number, events: ReaderEvents) {
    this.#sink = sink
    this.#monotonic = monotonic
    this.#events = events
  }

  get isReady(): boolean {
    if (!this.#isAccepted || this.#doubted || this.#isWornOut || this.#isRetired) return false
    const [oldest] = this.#waiting.values()
    return oldest === undefined || this.#monotonic() - oldest.askedAt < slowMs
  }

  ask(id: string, text: string, deadlineMs: number): Promise<TransportOutcome> {
    if (!this.#sink.say(text)) return Promise.resolve({ kind: 'not-sent', reason: 'the socket is not open' })
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#give(id), deadlineMs)
      this.#waiting.set(id, {
        askedAt: this.#monotonic(),
        settle: (outcome) => {
          clearTimeout(timer)
          this.#waiting.delete(id)
          resolve(outcome)
        },
      })
    })
  }

  accepted(): void {
    this.#isAccepted = true
    this.#sink.state({ kind: 'live' })
    this.#events.changed('')
  }

  refused(): void {
    // It never was ready.
  }

  take(data: unknown): void {
    const { id, outcome } = data as SocketAnswer
    const waiting = this.#waiting.get(id)
    if (waiting !== undefined) this.#judge(outcome)
    waiting?.settle(outcome)
    this.#rest()
  }

  speak(): void {
    this.#events.spoke()
  }

  finish(): Promise<void> | null {
    this.#isRetired = true
    this.#events.changed('')
    if (this.#waiting.size === 0) return null
    return new Promise((resolve) => this.#finished.push(resolve))
  }

  close(why: string): void {
    this.#isAccepted = false
    for (const { settle } of [...this.#waiting.values()]) settle({ kind: 'unknown', reason: why })
    this.#rest()
    this.#events.closed(this.#isRetired ? '' : why)
  }

  /** Nobody waits for this answer any longer. */
  #give(id: string): void {
    const why = 'no answer within the deadline'
    const outcome = { kind: 'unknown', reason: why } as const
    this.#doubted = true
    this.#leave(why)
    this.#judge(outcome)
    this.#waiting.get(id)?.settle(outcome)
    this.#rest()
  }

  #judge(outcome: TransportOutcome): void {
    if (this.#isWornOut || this.#isRetired || !this.#events.ended(outcome)) return
    const why = 'several requests in a row had no clear answer'
    this.#isWornOut = true
    this.#leave(why)
    this.#sink.renew(why)
  }

  #leave(why: string): void {
    this.#sink.state({ kind: 'stale', why })
    this.#events.changed(why)
  }

  #rest(): void {
    if (this.#waiting.size > 0) return
    for (const finished of this.#finished.splice(0)) finished()
    if (this.#doubted && this.#isAccepted && !this.#isWornOut) this.#sink.resubscribe('an answer did not come')
  }
}
