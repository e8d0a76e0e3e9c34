import { randomUUID } from 'node:crypto'
import type { RedisState, RequestLogEntry } from '../../src-shared/contract.ts'
import type { MessageRef } from '../../src-shared/messages/index.ts'
import type { QueueFigures } from '../../src-shared/queue-figures.ts'
import { redisLabel } from '../../src-shared/redis-label.ts'
import { type Logger, silentLogger } from '../infra/clock.ts'
import { AnswerWriter } from './answer-writer.ts'
import { type BridgeEvent, BridgeEvents } from './bridge-events.ts'
import type { RedisBridgeOptions } from './bridge-options.ts'
import { loginOf, reachAgainMs } from './connection.ts'
import { HeldRequests } from './held-requests.ts'
import { accountOf, type HeldRequest, Lanes, type TakenRequest, usualQueueLimits } from './lanes.ts'
import { LimitSharer } from './limit-sharer.ts'
import { OldTerminalWatch, usualLookEveryMs } from './old-terminal-watch.ts'
import { OldTerminalSearch } from './old-terminal.ts'
import { QueueClock } from './queue-clock.ts'
import { QueueLease, usualLeaseTimes } from './queue-lease.ts'
import { QueueWatch, usualWatchTimes } from './queue-watch.ts'
import { RedisLine, type Taken } from './redis-line.ts'
import { RequestClaims } from './request-claims.ts'
import { RequestHandler } from './request-handler.ts'
import { type RequestChange, type RequestCounts, RequestLog } from './request-log.ts'
import { monotonicMs, settledWithin } from './waiting.ts'
import { blockingWatch } from './watch-blocking.ts'

export type { BridgeEvent, RedisBridgeOptions }

const sampleEveryMs = 1_000
/** Enough for a Redis that is far away; where others take too, few enough that nothing waits here that they could do. */
const mostAtOnce = { alone: 128, shared: 32 } as const

/**
 * Answers Django over Redis (docs/wire-contract.md §1). Takes requests into a processing list, works on many at once,
 * writes each answer and removes its request in one step. Redis may be absent or go away at any time: the bridge keeps
 * trying, keeps what it is working on, and looks through the processing lists when Redis is back and every few seconds.
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
  readonly #events: BridgeEvents
  readonly #stopping = new AbortController()
  readonly #held = new HeldRequests()
  readonly #answers: AnswerWriter
  readonly #watch: QueueWatch
  readonly #lease: QueueLease
  readonly #oldTerminal: OldTerminalWatch
  readonly #lanes: Lanes
  readonly #sharer: LimitSharer | null
  #depth: number | null = null
  #state: RedisState
  #line: RedisLine | null = null
  #running: Promise<void> | null = null
  #wakeUp: (() => void) | null = null
  #isTaking = false
  #sampledAt = 0
  /** How many requests are taken in one round trip while others take, too. */
  #atOnce = 1
  #mayWait = false

  constructor(options: RedisBridgeOptions) {
    this.#options = options
    this.#logger = options.logger ?? silentLogger
    this.#events = new BridgeEvents(this.#logger)
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
    const { connection } = options
    this.#oldTerminal = new OldTerminalWatch({
      search: new OldTerminalSearch(loginOf(connection).db, blockingWatch(connection)),
      everyMs: options.lookForOldEveryMs ?? usualLookEveryMs,
      logger: this.#logger,
      monotonicMs: this.#monotonicMs,
      changed: () => {
        this.#onLease()
      },
    })
    this.#lease = new QueueLease({
      instanceId: this.#instanceId,
      sharing: options.sharing ?? (() => 'alone'),
      times: options.leaseTimes ?? usualLeaseTimes,
      now: this.#now,
      holdsOff: (line) => this.#oldTerminal.holdsOff(line),
    })
    this.#lease.subscribe(() => {
      this.#onLease()
    })
    this.#sharer = options.limits
      ? new LimitSharer({
          instanceId: this.#instanceId,
          limits: options.limits,
          logger: this.#logger,
          monotonicMs: this.#monotonicMs,
          ...(options.sharerTimes !== undefined && { times: options.sharerTimes }),
        })
      : null
    this.#watch = new QueueWatch({
      lease: this.#lease,
      times: options.watchTimes ?? usualWatchTimes,
      held: this.#held,
      queueClock: this.#queueClock,
      logger: this.#logger,
      monotonicMs: this.#monotonicMs,
      accept: (taken) => {
        this.#accept(taken)
      },
    })
    this.#lanes = new Lanes({
      limits: options.queueLimits ?? usualQueueLimits,
      accounts: options.services.accounts,
      monotonicMs: this.#monotonicMs,
      work: (request, refusal, giveUpPlace) => this.#process(request, refusal, giveUpPlace),
    })
    this.#handler = new RequestHandler({
      services: options.services,
      language: options.language,
      claims: new RequestClaims({
        instanceId: this.#instanceId,
        line: () => this.#line,
        isLiving: (instance) => this.#lease.isLiving(instance),
      }),
      logger: this.#logger,
      now: this.#now,
      monotonicMs: this.#monotonicMs,
      sharesPythonClock: process.platform === 'linux',
      ...(options.answerWithinMs !== undefined && { answerWithinMs: options.answerWithinMs }),
    })
  }

  /** Begins to connect and serve; returns at once, whether Redis is there or not. */
  start(): void {
    if (this.#running || this.#stopping.signal.aborted) return
    this.#setState({ state: 'connecting', url: this.#url })
    this.#sharer?.start()
    this.#running = this.#run()
  }

  /**
   * How things stand with Redis. `ownServer`: whether the application started it itself, which only its starter knows.
   */
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

  /** How many requests wait and are worked on, by account. */
  queue(): QueueFigures {
    return { depth: this.#depth, ...this.#lanes.figures() }
  }

  /** @returns how to stop listening. */
  subscribe(listener: (event: BridgeEvent) => void): () => void {
    return this.#events.subscribe(listener)
  }

  /** Tries to reach a lost Redis now instead of waiting for the next attempt. */
  reconnectNow(): void {
    this.#wakeUp?.()
  }

  /** Takes the requests from the gateway for which this one stands by, or beside an old Terminal 5. */
  async takeOver(): Promise<void> {
    this.#oldTerminal.goAhead()
    await this.#lease.takeOver()
  }

  /** After {@link RedisBridgeOptions.sharing} changed. */
  async sharingChanged(): Promise<void> {
    await this.#lease.look().catch(() => undefined)
  }

  /** Stops taking, lets requests in work end for a bounded time, answers them, disconnects. */
  async close(): Promise<void> {
    this.#stopping.abort()
    this.#wakeUp?.()
    if (this.#line?.isAlive()) await this.#line.interruptTake().catch(() => undefined)
    await this.#running
    await this.#lease.release().catch(() => undefined)
    await settledWithin([...this.#lanes.close(), ...this.#answers.close()], this.#options.drainMs ?? 10_000)
    await this.#answers.flush().catch(() => undefined)
    await this.#sharer?.leave().catch(() => undefined)
    await this.#lease.leave().catch(() => undefined)
    this.#line?.close()
    this.#line = null
    this.#events.close()
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
      await this.#waitAfterLoss(reason, reachAgainMs(attempt))
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
    this.#sharer?.unreachable()
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

  /**
   * Serves until the line is lost (returns or throws) or the bridge closes (returns, the line stays open for answers).
   */
  async #serve(line: RedisLine, onTaking: () => void): Promise<void> {
    await this.#measureQueue(line)
    await this.#answers.resume(line)
    await this.#lease.attach(line)
    await this.#sharer?.attach(line)
    while (!this.#isClosing() && line.isAlive()) {
      if (this.#lease.number === null) {
        await this.#standBy(line)
        onTaking()
      } else {
        await this.#watch.begin(line)
        this.#setState(this.#serving())
        this.#isTaking = true
        await this.#takeWhileOurs(line, onTaking).finally(() => (this.#isTaking = false))
      }
    }
  }

  async #takeWhileOurs(line: RedisLine, onTaking: () => void): Promise<void> {
    while (!this.#isClosing() && line.isAlive()) {
      const { number } = this.#lease
      if (this.#isClosing() || !line.isAlive() || number === null) return
      const askedAt = this.#monotonicMs()
      const { requests, isFenced, isEmpty } = await this.#takeSome(line, number)
      onTaking()
      for (const raw of requests) this.#accept({ raw, notPushedBefore: this.#queueClock.take(), leftover: false })
      if (isEmpty && !isFenced) this.#queueClock.mark(askedAt, 0)
      if (isFenced) return this.#lease.look()
      if (this.#monotonicMs() - this.#sampledAt > sampleEveryMs) {
        await this.#measureQueue(line)
        await this.#answers.flush()
        await this.#watch.look(line)
        this.#oldTerminal.lookWhenDue(line)
      }
    }
  }

  /**
   * While others take: what we took is executed and answered, and how old requests can be is measured for when it is
   * our turn.
   */
  async #standBy(line: RedisLine): Promise<void> {
    this.#setState(this.#standingBy())
    const wake = Promise.withResolvers<undefined>()
    const done = (): void => {
      wake.resolve(undefined)
    }
    const timer = setTimeout(done, sampleEveryMs)
    const stopListening = this.#lease.subscribe(done)
    this.#wakeUp = done
    if (!this.#isClosing()) await wake.promise
    this.#wakeUp = null
    stopListening()
    clearTimeout(timer)
    await this.#measureQueue(line)
    await this.#watch.lookAtOwn(line)
    await this.#answers.flush()
  }

  #serving(): RedisState {
    return {
      state: 'connected',
      url: this.#url,
      ownServer: false,
      others: this.#lease.others,
      oldTerminal: this.#oldTerminal.seen,
    }
  }

  #standingBy(): RedisState {
    const { holder, others } = this.#lease
    return { state: 'standby', url: this.#url, holder, others, oldTerminal: this.#oldTerminal.seen }
  }

  /** The lease changed hands, or another gateway came or went. */
  #onLease(): void {
    const { state } = this.#state
    if (state !== 'connected' && state !== 'standby') return
    if (this.#lease.number === null) this.#setState(this.#standingBy())
    // The lease may be back before the take under way has noticed that it was lost.
    else if (this.#isTaking) this.#setState(this.#serving())
  }

  /** A call, so that the compiler does not take an earlier answer for known. */
  #isClosing(): boolean {
    return this.#stopping.signal.aborted
  }

  /**
   * Waits only where the last round trip found the queue empty. Of a queue that others take from, too, more at once as
   * long as more are there: each round trip to a Redis far away brings twice as many.
   */
  async #takeSome(line: RedisLine, number: string): Promise<Taken> {
    const count = this.#lease.others.length === 0 ? mostAtOnce.alone : this.#atOnce
    const taken = await (this.#mayWait ? line.takeNext(count, number) : line.take(count, number))
    this.#atOnce = taken.isEmpty ? 1 : Math.min(mostAtOnce.shared, this.#atOnce * 2)
    this.#mayWait = taken.isEmpty
    return taken
  }

  async #measureQueue(line: RedisLine): Promise<void> {
    const askedAt = this.#monotonicMs()
    this.#depth = await line.queueLength()
    this.#queueClock.mark(askedAt, this.#depth)
    this.#sampledAt = askedAt
  }

  #accept(taken: TakenRequest): void {
    this.#held.add(taken.raw)
    const sequence = this.#log.received(this.#now())
    const { requestId, asked } = this.#lanes.add(taken, sequence).content
    const action = 'unreadable' in asked ? null : asked.action.slice(0, 100)
    const account = 'unreadable' in asked ? null : accountOf(asked, this.#options.services.accounts)
    this.#log.describe(sequence, { requestId, action, account: account?.name ?? null })
    this.#events.tellOfRequests()
  }

  async #process(request: HeldRequest, refusal: MessageRef | null, giveUpPlace: () => void): Promise<void> {
    const { raw, sequence, takenAt } = request
    this.#log.begun(sequence)
    this.#events.tellOfRequests()
    const describe = (change: RequestChange): void => this.#log.describe(sequence, change)
    const { outcome, error, reply } = await this.#handler.handle(request, describe, refusal, giveUpPlace)
    // Redis may be far away, and the next request has no need to wait for it.
    giveUpPlace()
    if (reply.kind === 'answer') {
      await this.#answers.send({ reply, raw, until: takenAt + reply.usefulMs })
    } else if (reply.kind === 'later') {
      this.#held.remove(raw)
    } else if (reply.kind === 'answer-when-free') {
      this.#answers.postpone(reply.requestId, reply.text, raw)
    } else {
      await this.#answers.forget(raw)
    }
    this.#log.finished(sequence, outcome, error, this.#monotonicMs() - takenAt)
    this.#events.tellOfRequests()
  }

  #setState(state: RedisState): void {
    this.#state = state
    this.#events.tell('state')
  }
}
