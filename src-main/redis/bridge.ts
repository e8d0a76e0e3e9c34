import { randomUUID } from 'node:crypto'
import type { RedisState, RequestLogEntry } from '../../src-shared/contract.ts'
import type { Language } from '../../src-shared/messages/index.ts'
import { type Logger, silentLogger } from '../trading/clock.ts'
import { redisLabel } from '../../src-shared/redis-label.ts'
import { AnswerWriter } from './answer-writer.ts'
import { backoffMs } from './backoff.ts'
import type { RedisConnection } from './connection.ts'
import { HeldRequests } from './held-requests.ts'
import { QueueClock } from './queue-clock.ts'
import { QueueWatch, usualWatchTimes, type WatchTimes } from './queue-watch.ts'
import { RedisLine } from './redis-line.ts'
import { RequestHandler, type TakenRequest } from './request-handler.ts'
import { type RequestCounts, RequestLog } from './request-log.ts'
import type { RedisServices } from './services.ts'

export interface RedisBridgeOptions {
  readonly connection: RedisConnection
  readonly services: RedisServices
  /** The language of the sentences that Django shows. */
  readonly language: () => Language
  readonly logger?: Logger
  /** Where what came is noted; missing: a log of its own. */
  readonly log?: RequestLog
  /** Epoch ms. */
  readonly now?: () => number
  /** Ms since boot. */
  readonly monotonicMs?: () => number
  /** Names the processing list; unique among the gateways on one Redis. */
  readonly instanceId?: string
  /** Requests worked on at once; more wait in Redis. */
  readonly maxConcurrent?: number
  /** How often the processing lists are looked through; missing: {@link usualWatchTimes}. */
  readonly watchTimes?: WatchTimes
  /** How long closing waits for requests in work, in ms. */
  readonly drainMs?: number
}

/** What a listener is told: ask again for the state, or for requests and counts. */
export type BridgeEvent = 'state' | 'requests'

const sampleEveryMs = 1_000
const notifyEveryMs = 100

/**
 * Answers Django over Redis (wire-contract §1). Takes requests one by one into a processing list, works on many at once, writes each answer
 * and removes its request in one step. Redis may be absent or go away at any time: the bridge keeps trying, keeps what it is working on,
 * and looks through the processing lists when Redis is back and every few seconds.
 */
export class RedisBridge {
  readonly #options: RedisBridgeOptions
  readonly #logger: Logger
  readonly #now: () => number
  readonly #monotonicMs: () => number
  readonly #instanceId: string
  readonly #url: string
  readonly #handler: RequestHandler
  readonly #log: RequestLog
  readonly #queueClock = new QueueClock()
  readonly #listeners = new Set<(event: BridgeEvent) => void>()
  readonly #stopping = new AbortController()
  readonly #held = new HeldRequests()
  readonly #answers: AnswerWriter
  readonly #watch: QueueWatch
  readonly #work = new Set<Promise<void>>()
  #state: RedisState
  #line: RedisLine | null = null
  #running: Promise<void> | null = null
  #roomMade: (() => void) | null = null
  #wakeUp: (() => void) | null = null
  #notifyTimer: NodeJS.Timeout | null = null
  #sampledAt = 0

  constructor(options: RedisBridgeOptions) {
    this.#options = options
    this.#logger = options.logger ?? silentLogger
    this.#log = options.log ?? new RequestLog()
    this.#now = options.now ?? Date.now
    this.#monotonicMs = options.monotonicMs ?? monotonicMs
    this.#instanceId = (options.instanceId ?? randomUUID()).replaceAll(/[^\w.-]/g, '-')
    this.#url = redisLabel(options.connection.options)
    this.#state = { state: 'off', url: this.#url }
    this.#answers = new AnswerWriter({
      logger: this.#logger,
      monotonicMs: this.#monotonicMs,
      onDone: (raw) => this.#held.remove(raw),
    })
    this.#watch = new QueueWatch({
      times: options.watchTimes ?? usualWatchTimes,
      held: this.#held,
      queueClock: this.#queueClock,
      logger: this.#logger,
      monotonicMs: this.#monotonicMs,
      room: () => this.#room(),
      accept: (taken) => {
        this.#accept(taken)
      },
    })
    this.#handler = new RequestHandler({
      services: options.services,
      language: options.language,
      logger: this.#logger,
      now: this.#now,
      monotonicMs: this.#monotonicMs,
      sharesPythonClock: process.platform === 'linux',
    })
  }

  /** Begins to connect and serve; returns at once, whether Redis is there or not. */
  start(): void {
    if (this.#running || this.#stopping.signal.aborted) return
    this.#setState({ state: 'connecting', url: this.#url })
    this.#running = this.#run()
  }

  /** How things stand with Redis. `ownServer`: whether the application started it itself, which only its starter knows. */
  state(ownServer = false): RedisState {
    return this.#state.state === 'connected' ? { ...this.#state, ownServer } : this.#state
  }

  /** The last requests, newest first. */
  requests(limit: number): readonly RequestLogEntry[] {
    return this.#log.newest(limit)
  }

  counts(): RequestCounts {
    return this.#log.counts()
  }

  /** @returns how to stop listening. */
  subscribe(listener: (event: BridgeEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Tries to reach a lost Redis now instead of waiting for the next attempt. */
  reconnectNow(): void {
    this.#wakeUp?.()
  }

  /** Stops taking, lets requests in work end for a bounded time, answers them, disconnects. */
  async close(): Promise<void> {
    this.#stopping.abort()
    this.#wakeUp?.()
    this.#roomMade?.()
    if (this.#line?.isAlive()) await this.#line.interruptTake().catch(() => undefined)
    await this.#running
    await settledWithin([...this.#work, ...this.#answers.close()], this.#options.drainMs ?? 10_000)
    await this.#answers.flush().catch(() => undefined)
    this.#line?.close()
    this.#line = null
    if (this.#notifyTimer) clearTimeout(this.#notifyTimer)
    this.#notifyTimer = null
    this.#setState({ state: 'off', url: this.#url })
  }

  async #run(): Promise<void> {
    let attempt = 0
    while (!this.#isClosing()) {
      let reason: string
      try {
        const line = await RedisLine.open(this.#options.connection, this.#instanceId)
        this.#line = line
        await this.#serve(line, () => (attempt = 0))
        if (this.#isClosing()) return
        reason = await line.lost
      } catch (error) {
        reason = await this.#lossOf(error)
      }
      if (this.#isClosing()) return
      attempt += 1
      await this.#waitAfterLoss(reason, backoffMs(attempt, Math.random()))
    }
  }

  /** Why serving ended with an error: the socket's own reason, or what Redis answered (which ends the line too). */
  async #lossOf(error: unknown): Promise<string> {
    const line = this.#line
    this.#line = null
    if (line && !line.isAlive()) return line.lost
    line?.close()
    return error instanceof Error ? error.message : String(error)
  }

  async #waitAfterLoss(reason: string, delay: number): Promise<void> {
    if (this.#state.state !== 'lost') this.#logger.warn({ reason, url: this.#url }, 'Redis is out of reach')
    this.#setState({ state: 'lost', url: this.#url, reason, nextAttemptAt: this.#now() + delay })
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, delay)
      this.#wakeUp = () => {
        clearTimeout(timer)
        resolve()
      }
    })
    this.#wakeUp = null
  }

  /** Serves until the line is lost (returns or throws) or the bridge closes (returns, the line stays open for answers). */
  async #serve(line: RedisLine, onTaking: () => void): Promise<void> {
    await this.#measureQueue(line)
    await this.#answers.resume(line)
    await this.#watch.begin(line)
    this.#setState({ state: 'connected', url: this.#url, ownServer: false })
    while (!this.#isClosing() && line.isAlive()) {
      await this.#room()
      if (this.#isClosing() || !line.isAlive()) return
      const raw = await this.#takeOne(line)
      onTaking()
      if (raw) this.#accept({ raw, notPushedBefore: this.#queueClock.take(), leftover: false })
      if (this.#monotonicMs() - this.#sampledAt > sampleEveryMs) {
        await this.#measureQueue(line)
        await this.#answers.flush()
        await this.#watch.look(line)
      }
    }
  }

  /** A call, so that the compiler does not take an earlier answer for known. */
  #isClosing(): boolean {
    return this.#stopping.signal.aborted
  }

  async #takeOne(line: RedisLine): Promise<Buffer | null> {
    const askedAt = this.#monotonicMs()
    const raw = await line.takeNow()
    if (raw) return raw
    this.#queueClock.mark(askedAt, 0)
    return this.#isClosing() ? null : line.takeNext()
  }

  async #measureQueue(line: RedisLine): Promise<void> {
    const askedAt = this.#monotonicMs()
    this.#queueClock.mark(askedAt, await line.queueLength())
    this.#sampledAt = askedAt
  }

  /** Waits until another request may be worked on. */
  async #room(): Promise<void> {
    const most = this.#options.maxConcurrent ?? 256
    while (this.#work.size >= most && !this.#isClosing()) {
      await new Promise<void>((resolve) => {
        this.#roomMade = resolve
      })
      this.#roomMade = null
    }
  }

  #accept(taken: TakenRequest): void {
    this.#held.add(taken.raw)
    const work = this.#process(taken).finally(() => {
      this.#work.delete(work)
      this.#roomMade?.()
    })
    this.#work.add(work)
  }

  async #process(taken: TakenRequest): Promise<void> {
    const startedAt = this.#monotonicMs()
    const sequence = this.#log.received(this.#now())
    this.#notifySoon()
    const { outcome, error, reply } = await this.#handler.handle(taken, (change) => {
      this.#log.describe(sequence, change)
    })
    if (reply.kind === 'answer') {
      await this.#answers.send({ reply, raw: taken.raw, until: startedAt + reply.usefulMs })
    } else {
      if (reply.kind === 'answer-when-free') this.#answers.postpone(reply.requestId, reply.text)
      await this.#answers.forget(taken.raw)
    }
    this.#log.finished(sequence, outcome, error, this.#monotonicMs() - startedAt)
    this.#notifySoon()
  }

  #setState(state: RedisState): void {
    this.#state = state
    this.#notify('state')
  }

  /** Many requests a second are one event. */
  #notifySoon(): void {
    if (this.#notifyTimer || this.#listeners.size === 0) return
    this.#notifyTimer = setTimeout(() => {
      this.#notifyTimer = null
      this.#notify('requests')
    }, notifyEveryMs)
  }

  #notify(event: BridgeEvent): void {
    for (const listener of this.#listeners) {
      try {
        listener(event)
      } catch (error) {
        this.#logger.error({ err: error }, 'a listener of the Redis bridge failed')
      }
    }
  }
}

/** Ms since boot on Linux: the clock of Python's time.monotonic(). */
function monotonicMs(): number {
  return Number(process.hrtime.bigint() / 1_000n) / 1_000
}

async function settledWithin(work: readonly Promise<void>[], ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms)
  })
  await Promise.race([Promise.allSettled(work), limit])
  clearTimeout(timer)
}
