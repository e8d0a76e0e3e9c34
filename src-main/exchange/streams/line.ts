import { backoffMs, withJitter } from '../../../src-shared/backoff.ts'
import { GatewayError } from '../../../src-shared/errors.ts'
import type { Clock } from '../../infra/clock.ts'
import type { ExchangeLogger } from '../core/venue.ts'
import type { Paced } from './paced.ts'
import type { StreamProtocol, StreamTopic } from './protocol.ts'
import { type SessionEnd, StreamSession } from './session.ts'
import type { OpenSocket } from './socket.ts'
import { Timers } from './timers.ts'

/** How a connection to an exchange's streams stands. */
export type LineState =
  /** Nobody wants anything of it. */
  | { readonly kind: 'idle' }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  /** It broke, or could not be made, and is tried again. */
  | { readonly kind: 'down'; readonly reason: string }
  /** The exchange will not have the key: tried again once in a while, since it may be let in again. */
  | { readonly kind: 'refused'; readonly reason: string }

/** The same with its times, epoch ms. */
export interface LineStanding {
  readonly state: LineState
  /** Since when it is in that state. */
  readonly since: number
  /** When anything was heard over it last; null: nothing was since it was last wanted. */
  readonly heardAt: number | null
  /** When a socket is made next; null: none is waited for. */
  readonly againAt: number | null
}

export interface LineOptions {
  readonly protocol: StreamProtocol
  readonly openSocket: OpenSocket
  readonly clock: Clock
  readonly logger: ExchangeLogger
  /** Counts new sockets: shared by all that go to one exchange from here. */
  readonly connects: Paced
  /** Told after each change of {@link StreamLine.state}. */
  readonly changed: () => void
  /** 0…1; tests give their own. */
  readonly random?: () => number
}

const retrying = { firstMs: 250, longestMs: 30_000 }
/** A socket that lived so long shows that the exchange takes us: pauses begin anew. */
const wellMs = 30_000
/** How long a new socket may take to know all that the old one knows. */
const successionMs = 20_000
const refusedMs = 10 * 60_000
/** A socket that a reader does not want any more is replaced no sooner after the last such one. */
const unfitMs = 60_000
/** A wall before the exchange turned us away. */
const turnedAwayMs = 60_000
/** Classes of errors that another question with the same key would meet, too. */
const isForGood: ReadonlySet<string> = new Set<GatewayError['class']>(['auth', 'refused'])
const turnedAway = new Set([403, 418, 429])

/**
 * A connection to an exchange's streams that is kept: it comes back with growing pauses, takes all topics along, and
 * changes over to a new socket before the exchange cuts the old one. Open only while there are topics.
 */
export class StreamLine {
  readonly #options: LineOptions
  readonly #random: () => number
  readonly #timers: Timers
  readonly #topics = new Map<string, StreamTopic>()
  #state: LineState = { kind: 'idle' }
  #since: number
  #heardAt: number | null = null
  #againAt: number | null = null
  #current: StreamSession | null = null
  #successor: StreamSession | null = null
  /** Another socket speaks in their place; they wait for the last answers. */
  readonly #retiring = new Set<StreamSession>()
  /** A socket is being made, or waited for: what ends with another number counts no more. */
  #attempt = 0
  #failures = 0
  /** The exchange will not be asked again earlier, whatever happens here, epoch ms. */
  #notBefore = 0
  /** When a socket may next be replaced because a reader wants it, epoch ms. */
  #unfitFrom = 0
  #closed = false

  constructor(options: LineOptions) {
    this.#options = options
    this.#random = options.random ?? Math.random
    this.#timers = new Timers(options.clock)
    this.#since = options.clock.now()
  }

  get state(): LineState {
    return this.#state
  }

  get standing(): LineStanding {
    const heardAt = this.#current?.isGreeted === true ? this.#current.heardAt : this.#heardAt
    // A successor that is being made beside a socket that works is nobody's concern.
    const againAt = this.#current === null ? this.#againAt : null
    return { state: this.#state, since: this.#since, heardAt, againAt }
  }

  get topics(): number {
    return this.#topics.size
  }

  /** Whether it could carry another topic, as far as those that it carries allow. */
  goesWith({ apart }: StreamTopic): boolean {
    return apart === undefined || [...this.#topics.values()].every((each) => each.apart !== apart)
  }

  carries(key: string): boolean {
    return this.#topics.has(key)
  }

  add(topic: StreamTopic): void {
    if (this.#closed) return
    this.#topics.set(topic.key, topic)
    this.#current?.carry(topic)
    this.#successor?.carry(topic)
    if (this.#state.kind === 'idle') this.#connectAfter(0)
  }

  remove(key: string): void {
    this.#topics.delete(key)
    if (this.#topics.size === 0) {
      this.#rest()
      return
    }
    this.#current?.drop(key)
    this.#successor?.drop(key)
  }

  /** The machine woke up, or its network changed: what seemed to live is asked whether it does. */
  wake(): void {
    this.#current?.probe()
    if (this.#state.kind !== 'down' || this.#current !== null) return
    this.#connectAfter(this.#notBefore - this.#options.clock.now())
  }

  close(): void {
    this.#closed = true
    this.#topics.clear()
    this.#rest()
    for (const session of [...this.#retiring]) session.close()
  }

  #rest(): void {
    this.#endAll()
    this.#failures = 0
    this.#heardAt = null
    this.#become({ kind: 'idle' })
  }

  #endAll(): void {
    this.#attempt += 1
    this.#againAt = null
    this.#timers.close()
    const sessions = [this.#current, this.#successor]
    this.#current = null
    this.#successor = null
    for (const session of sessions) this.#retire(session)
  }

  #retire(session: StreamSession | null): void {
    if (session === null) return
    this.#retiring.add(session)
    session.retire()
  }

  #become(state: LineState): void {
    if (state.kind !== this.#state.kind) this.#since = this.#options.clock.now()
    this.#state = state
    this.#options.changed()
  }

  #connectAfter(pauseMs: number): void {
    const wait = Math.max(0, pauseMs, this.#options.connects.waitMs())
    if (this.#state.kind === 'idle') this.#become({ kind: 'connecting' })
    this.#againAt = this.#options.clock.now() + wait
    this.#timers.only('connect', wait, () => void this.#connect())
  }

  async #connect(): Promise<void> {
    const { protocol, connects, logger } = this.#options
    const wait = connects.waitMs()
    if (wait > 0) {
      this.#connectAfter(wait)
      return
    }
    connects.count()
    this.#againAt = null
    this.#attempt += 1
    const attempt = this.#attempt
    try {
      const dialect = await protocol.connect()
      if (attempt !== this.#attempt) return
      // Whoever asked for one meanwhile has it now.
      this.#timers.cancel('connect')
      this.#againAt = null
      const { openSocket, clock } = this.#options
      const session: StreamSession = new StreamSession({
        protocol,
        dialect,
        openSocket,
        clock,
        logger,
        events: {
          greeted: () => this.#greeted(session),
          settled: () => {
            // Not from within the message that brought the last of it.
            if (session === this.#successor) this.#timers.only('change over', 0, () => this.#changeOver())
          },
          leaving: (reason) => {
            if (session === this.#current) this.#succeed(reason)
          },
          unfit: (reason) => {
            if (session === this.#current) this.#replace(reason)
          },
          ended: (end) => this.#ended(session, end),
        },
      })
      if (this.#current === null) this.#current = session
      else this.#successor = session
      for (const topic of this.#topics.values()) session.carry(topic)
    } catch (error) {
      if (attempt !== this.#attempt) return
      logger.warn({ err: error }, 'a stream could not be opened')
      // Whoever asks for a token hears of a key that is not good any more before there is a socket.
      if (error instanceof GatewayError && isForGood.has(error.class)) this.#refuse(reasonOf(error))
      else this.#retry({ reason: reasonOf(error), status: null, retryAfterMs: null, forGood: false })
    }
  }

  #greeted(session: StreamSession): void {
    if (session === this.#successor) {
      this.#timers.only('change over', successionMs, () => this.#changeOver())
      return
    }
    this.#arrive(session)
  }

  #arrive(session: StreamSession): void {
    const { protocol } = this.#options
    session.speak()
    this.#become({ kind: 'live' })
    this.#timers.only('well', wellMs, () => {
      this.#failures = 0
    })
    // Several lines that began together need not all change over together.
    const life = protocol.lifeMs * (1 - 0.1 * this.#random())
    this.#timers.only('life', life, () => this.#succeed('its time is over'))
  }

  /** A new socket first: the old one goes once the new one knows all that it knew. */
  #succeed(reason: string, pauseMs = 0): void {
    if (this.#successor !== null || this.#current === null) return
    this.#options.logger.debug({ reason }, 'a stream changes over to a new socket')
    this.#connectAfter(pauseMs)
  }

  /** Where the fault is the exchange's own, another socket fares no better: it is tried once in a while. */
  #replace(reason: string): void {
    if (this.#againAt !== null) return
    const now = this.#options.clock.now()
    const pause = Math.max(0, this.#unfitFrom - now)
    this.#unfitFrom = now + pause + unfitMs
    this.#succeed(reason, pause)
  }

  #changeOver(): void {
    const [old, session] = [this.#current, this.#successor]
    if (session?.isGreeted !== true) return
    this.#timers.cancel('change over')
    this.#current = session
    this.#successor = null
    this.#arrive(session)
    this.#retire(old)
  }

  #ended(session: StreamSession, end: SessionEnd): void {
    this.#retiring.delete(session)
    if (session === this.#successor) {
      this.#successor = null
      this.#timers.cancel('change over')
      if (end.forGood) this.#refuse(end.reason)
      else this.#retry(end)
      return
    }
    if (session !== this.#current) return
    if (this.#state.kind === 'live') this.#heardAt = session.heardAt
    this.#options.logger.warn({ reason: end.reason, status: end.status }, 'a stream broke off')
    this.#current = null
    this.#timers.cancel('life')
    this.#timers.cancel('well')
    if (end.forGood) {
      this.#refuse(end.reason)
    } else if (this.#successor?.isGreeted === true) {
      this.#changeOver()
    } else if (this.#successor !== null) {
      this.#current = this.#successor
      this.#successor = null
      this.#become({ kind: 'connecting' })
    } else {
      this.#become({ kind: 'down', reason: end.reason })
      this.#retry(end)
    }
  }

  #retry({ reason, status, retryAfterMs }: SessionEnd): void {
    this.#failures += 1
    if (this.#current === null) this.#become({ kind: 'down', reason })
    const pause = withJitter(backoffMs(this.#failures, retrying), 0.5, this.#random())
    const away = status !== null && turnedAway.has(status) ? turnedAwayMs : 0
    const { hasty } = this.#options.protocol
    const patient = hasty !== undefined && this.#failures > hasty.most ? hasty.thenMs : 0
    const demanded = Math.max(away, patient, retryAfterMs ?? 0)
    this.#notBefore = this.#options.clock.now() + demanded
    this.#connectAfter(Math.max(pause, demanded))
  }

  #refuse(reason: string): void {
    this.#endAll()
    this.#become({ kind: 'refused', reason })
    this.#connectAfter(refusedMs)
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : 'failed'
}
