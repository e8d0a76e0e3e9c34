import { backoffMs } from '../../../src-shared/backoff.ts'
import type { Clock } from '../../infra/clock.ts'
import type { ExchangeLogger } from '../core/venue.ts'
import { Paced } from './paced.ts'
import type { Dialect, Incoming, StreamProtocol, StreamTopic, TopicReader, TopicState } from './protocol.ts'
import type { OpenSocket, Socket, SocketEnd } from './socket.ts'
import { Timers } from './timers.ts'
import { TopicAsks } from './topic-asks.ts'

export interface SessionEnd extends SocketEnd {
  /** No other socket would fare better: the key is not good any more. */
  readonly forGood: boolean
}

interface SessionEvents {
  /** The exchange is ready to be asked for topics. */
  greeted(): void
  /** Every topic has what its subscribers need, or was refused. Told each time this comes about. */
  settled(): void
  /** The exchange is about to close the socket. */
  leaving(reason: string): void
  /** A reader wants another socket in its place. */
  unfit(reason: string): void
  /** Told once, last. */
  ended(end: SessionEnd): void
}

export interface SessionOptions {
  readonly protocol: StreamProtocol
  readonly dialect: Dialect
  readonly openSocket: OpenSocket
  readonly clock: Clock
  readonly logger: ExchangeLogger
  readonly events: SessionEvents
}

/** From the first step to the greeting. */
const greetingMs = 20_000
/** How long the other side may leave a ping without any answer. */
const answerMs = 5_000
/** How long a socket that was succeeded waits for what was asked over it; no exchange takes longer to answer. */
const finishingMs = 20_000
const resubscribing = { firstMs: 1_000, longestMs: 30_000 }
/** A topic that was well for so long begins its pauses anew. */
const wellMs = 30_000

interface Carried {
  readonly topic: StreamTopic
  reader: TopicReader
  stage: 'new' | 'asked' | 'accepted' | 'refused'
  live: boolean
  /** When it became live, epoch ms. */
  liveAt: number
  /** Subscriptions since it was well. */
  resubscribed: number
}

/**
 * One socket from its opening to its end: greeting, heartbeats both ways, subscriptions at the pace that the exchange
 * allows, and the way of each message to its topic's reader. It does not come back; see StreamLine.
 */
export class StreamSession {
  readonly #options: SessionOptions
  readonly #timers: Timers
  readonly #pace: Paced
  readonly #topics = new Map<string, Carried>()
  readonly #asks: TopicAsks
  #socket: Socket | null = null
  #phase: 'opening' | 'greeting' | 'open' | 'ended' = 'opening'
  #speaking = false
  #retiring = false
  #heardAt: number
  #wasSettled = false
  #toldUnreadable = false

  /** Opens the socket. */
  constructor(options: SessionOptions) {
    const { clock, dialect, openSocket } = options
    this.#options = options
    this.#timers = new Timers(clock)
    this.#pace = new Paced(options.protocol.pace, clock.now)
    this.#asks = new TopicAsks({
      dialect,
      protocol: options.protocol,
      pace: this.#pace,
      timers: this.#timers,
      send: (text) => this.#send(text),
      asking: (keys) => {
        for (const key of keys) {
          const carried = this.#topics.get(key)
          if (carried !== undefined) carried.stage = 'asked'
        }
      },
      isAsked: (key) => this.#topics.get(key)?.stage === 'asked',
      unanswered: (keys) => this.#end(`no answer to the subscription of ${keys.slice(0, 3).join(', ')}`),
    })
    this.#heardAt = clock.now()
    this.#timers.after(greetingMs, () => {
      if (this.#phase !== 'open') this.#end('no greeting came')
    })
    this.#socket = openSocket(dialect.address, {
      opened: () => this.#opened(),
      text: (text) => this.#text(text),
      frame: () => {
        this.#heardAt = clock.now()
      },
      closed: (end) => this.#closed({ ...end, forGood: false }),
    })
  }

  /** When anything came over it last, epoch ms; that it opened counts. */
  get heardAt(): number {
    return this.#heardAt
  }

  get isGreeted(): boolean {
    return this.#phase === 'open'
  }

  get isSettled(): boolean {
    return this.isGreeted && [...this.#topics.values()].every(({ live, stage }) => live || stage === 'refused')
  }

  carry(topic: StreamTopic): void {
    if (this.#phase === 'ended' || this.#topics.has(topic.key)) return
    this.#topics.set(topic.key, {
      topic,
      reader: this.#open(topic),
      stage: 'new',
      live: false,
      liveAt: 0,
      resubscribed: 0,
    })
    this.#asks.subscribe(topic.key)
  }

  drop(key: string): void {
    const carried = this.#topics.get(key)
    if (carried === undefined) return
    carried.reader.close('no longer wanted')
    this.#topics.delete(key)
    this.#takeBack(key, carried)
    this.#noteSettled()
  }

  /** Of two sockets with the same topics this one speaks from now on. */
  speak(): void {
    this.#speaking = true
    for (const { reader } of this.#topics.values()) reader.speak()
  }

  /** Asks for a sign of life now, without waiting for the next turn. */
  probe(): void {
    if (this.#phase === 'open') this.#beat()
  }

  close(): void {
    this.#end('closed by us')
  }

  /** Ends once nobody waits for anything over this socket; see {@link TopicReader.finish}. */
  retire(): void {
    this.#retiring = true
    const unfinished = [...this.#topics.values()].flatMap(({ reader }) => reader.finish?.() ?? [])
    if (unfinished.length === 0) {
      this.close()
      return
    }
    this.#timers.after(finishingMs, () => this.close())
    void Promise.allSettled(unfinished).then(() => this.close())
  }

  #open(topic: StreamTopic): TopicReader {
    const isCurrent = (): boolean => this.#topics.get(topic.key)?.reader === reader
    const reader: TopicReader = topic.open({
      state: (state) => {
        if (isCurrent()) this.#state(topic.key, state)
      },
      resubscribe: (why) => {
        if (isCurrent()) this.#resubscribe(topic.key, why)
      },
      renew: (why) => {
        if (isCurrent()) this.#options.events.unfit(why)
      },
      say: (text) => isCurrent() && this.#say(text),
    })
    if (this.#speaking) reader.speak()
    return reader
  }

  #say(text: string): boolean {
    if (this.#phase !== 'open') return false
    if (this.#isUnheard()) {
      this.#end('nothing was heard')
      return false
    }
    return this.#socket?.send(text) === true
  }

  /** The machine slept: what the exchange has said meanwhile it has said to nobody. */
  #isUnheard(): boolean {
    const { clock, protocol } = this.#options
    return clock.now() - this.#heardAt > protocol.pingEveryMs + answerMs
  }

  #opened(): void {
    const { dialect } = this.#options
    if (this.#phase !== 'opening') return
    this.#heard()
    this.#phase = 'greeting'
    if (dialect.hello !== undefined) this.#send(dialect.hello())
    if (!dialect.greets) this.#greeted()
  }

  #greeted(): void {
    if (this.#phase !== 'greeting') return
    this.#phase = 'open'
    this.#timers.only('beat', this.#options.protocol.pingEveryMs, () => this.#beat())
    this.#options.events.greeted()
    this.#asks.begin()
    this.#noteSettled()
  }

  #heard(): void {
    this.#heardAt = this.#options.clock.now()
  }

  #text(text: string): void {
    if (this.#phase === 'ended') return
    this.#heard()
    let incoming: readonly Incoming[]
    try {
      incoming = this.#options.dialect.read(text)
    } catch (error) {
      this.#unreadable(null, error)
      return
    }
    for (const each of incoming) this.#take(each)
  }

  #take(incoming: Incoming): void {
    switch (incoming.kind) {
      case 'alive':
        return
      case 'greeted':
        this.#greeted()
        return
      case 'accepted':
        for (const key of this.#asks.answered(incoming.of)) this.#accepted(key)
        return
      case 'refused':
        for (const key of this.#asks.answered(incoming.of)) this.#refused(key, incoming.reason)
        return
      case 'data':
        this.#data(incoming.key, incoming.data)
        return
      case 'leaving':
        this.#options.events.leaving(incoming.reason)
        return
      case 'unwelcome':
        this.#end(incoming.reason, incoming.forGood)
    }
  }

  #data(key: string, data: unknown): void {
    const carried = this.#topics.get(key)
    if (carried === undefined) return
    try {
      carried.reader.take(data)
    } catch (error) {
      this.#unreadable(key, error)
      this.#resubscribe(key, 'unreadable')
    }
  }

  #accepted(key: string): void {
    const carried = this.#topics.get(key)
    if (carried?.stage !== 'asked') return
    carried.stage = 'accepted'
    carried.reader.accepted()
  }

  #refused(key: string, reason: string): void {
    const carried = this.#topics.get(key)
    if (carried?.stage !== 'asked') return
    carried.stage = 'refused'
    this.#options.logger.warn({ topic: key, reason }, 'an exchange refused a stream')
    carried.reader.refused(reason)
    this.#noteSettled()
  }

  #state(key: string, state: TopicState): void {
    const carried = this.#topics.get(key)
    if (carried === undefined) return
    const live = state.kind === 'live'
    if (live && !carried.live) carried.liveAt = this.#options.clock.now()
    carried.live = live
    this.#noteSettled()
  }

  #noteSettled(): void {
    const settled = this.isSettled
    if (settled && !this.#wasSettled) this.#options.events.settled()
    this.#wasSettled = settled
  }

  #resubscribe(key: string, why: string): void {
    const carried = this.#topics.get(key)
    if (carried === undefined || this.#retiring) return
    const { clock, logger } = this.#options
    if (carried.live && clock.now() - carried.liveAt > wellMs) carried.resubscribed = 0
    carried.resubscribed += 1
    logger.warn({ topic: key, why, time: carried.resubscribed }, 'a stream is subscribed to anew')
    carried.reader.close(why)
    this.#takeBack(key, carried)
    const renewed: Carried = { ...carried, stage: 'new', live: false, reader: this.#open(carried.topic) }
    this.#topics.set(key, renewed)
    this.#noteSettled()
    const pause = carried.resubscribed === 1 ? 0 : backoffMs(carried.resubscribed - 1, resubscribing)
    this.#timers.after(pause, () => {
      if (this.#topics.get(key) === renewed) this.#asks.subscribe(key)
    })
  }

  #takeBack(key: string, { stage }: Carried): void {
    this.#asks.unsubscribe(key, stage === 'asked' || stage === 'accepted')
  }

  #beat(): void {
    const { clock, protocol, dialect } = this.#options
    if (this.#isUnheard()) {
      this.#end('nothing was heard')
      return
    }
    const askedAt = clock.now()
    if (dialect.ping === null) {
      this.#pace.count()
      this.#socket?.ping()
    } else this.#send(dialect.ping())
    this.#timers.after(answerMs, () => {
      if (this.#heardAt < askedAt) this.#end('nothing was heard')
    })
    this.#timers.only('beat', protocol.pingEveryMs, () => this.#beat())
  }

  #send(text: string): void {
    this.#pace.count()
    this.#socket?.send(text)
  }

  #unreadable(key: string | null, error: unknown): void {
    if (this.#toldUnreadable) return
    this.#toldUnreadable = true
    this.#options.logger.warn({ topic: key, err: error }, 'a message of a stream could not be read')
  }

  #end(reason: string, forGood = false): void {
    if (this.#phase === 'ended') return
    this.#closed({ reason, status: null, retryAfterMs: null, forGood })
    this.#socket?.cut()
  }

  #closed(end: SessionEnd): void {
    if (this.#phase === 'ended') return
    this.#phase = 'ended'
    this.#asks.end()
    this.#timers.close()
    for (const { reader } of this.#topics.values()) reader.close(end.reason)
    this.#topics.clear()
    this.#options.events.ended(end)
  }
}
