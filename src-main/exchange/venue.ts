import type { ExchangeName } from '../../src-shared/account.ts'
import { GatewayError } from '../../src-shared/errors.ts'
import { type ClockSample, ServerClock, type ServerClockOptions, type TimeSource } from './clock.ts'
import type { PoolLimit, PoolUsage } from './limit-pool.ts'
import { type Cost, LimiterRefusal, type Priority, RateLimiter, type Ticket } from './rate-limiter.ts'
import type { Sender } from './transport.ts'
import { isUrgent } from './urgency.ts'

/** What pino offers and this folder uses. Nothing given to it holds a secret or a signed URL. */
export interface ExchangeLogger {
  debug(details: object, text: string): void
  warn(details: object, text: string): void
}

export const silentLogger: ExchangeLogger = { debug: () => undefined, warn: () => undefined }

export interface VenueOptions {
  readonly exchange: ExchangeName
  /** The exchange's name as people write it. */
  readonly label: string
  /** Scheme, host and port, without a trailing slash. */
  readonly baseUrl: string
  readonly transport: Sender
  readonly limits: Readonly<Record<string, PoolLimit>>
  readonly time: TimeSource
  readonly logger: ExchangeLogger
  readonly fetchServerTime: (venue: Venue, onSend: () => void) => Promise<number>
  /** Waits between attempts of a read; tests give one that does not. */
  readonly pause: (ms: number) => Promise<void>
}

export interface VenueStatus {
  readonly exchange: ExchangeName
  readonly baseUrl: string
  readonly clock: ClockSample | null
  readonly usage: readonly PoolUsage[]
  readonly queued: number
  /** Epoch ms until which the exchange lets nothing through; null when it does. */
  readonly bannedUntil: number | null
}

/** What all accounts of one exchange at one address share: sockets, the server's clock, the limits behind our IP address. */
export class Venue {
  readonly exchange: ExchangeName
  readonly label: string
  readonly baseUrl: string
  readonly transport: Sender
  readonly time: TimeSource
  readonly logger: ExchangeLogger
  readonly pause: (ms: number) => Promise<void>
  readonly clock: ServerClock
  readonly limiter: RateLimiter
  readonly #shared = new Map<string, Promise<unknown>>()

  constructor(options: VenueOptions) {
    this.exchange = options.exchange
    this.label = options.label
    this.baseUrl = options.baseUrl
    this.transport = options.transport
    this.time = options.time
    this.logger = options.logger
    this.pause = options.pause
    const fetchServerTime: ServerClockOptions['fetchServerTime'] = (onSend) =>
      options.fetchServerTime(this, onSend)
    this.clock = new ServerClock({ fetchServerTime, time: options.time })
    this.limiter = new RateLimiter({
      now: () => this.clock.serverNow(),
      monotonic: options.time.monotonic,
      limits: options.limits,
    })
  }

  /** Leave to send. @throws GatewayError `rate-limit` when it would come too late or too many wait; nothing was sent then. */
  async admit(cost: Cost, priority: Priority, patienceMs: number): Promise<Ticket> {
    try {
      return await this.limiter.acquire(cost, priority, patienceMs)
    } catch (error) {
      if (!(error instanceof LimiterRefusal)) throw error
      throw this.#refused(error)
    }
  }

  /** Runs `read` once for everybody who asks the same, as urgently, at the same time. For public data only. */
  async share<T>(key: string, read: () => Promise<T>): Promise<T> {
    const shared = isUrgent() ? `urgent ${key}` : key
    const running = this.#shared.get(shared)
    if (running !== undefined) return running as Promise<T>
    const started = read().finally(() => this.#shared.delete(shared))
    this.#shared.set(shared, started)
    return started
  }

  status(): VenueStatus {
    return {
      exchange: this.exchange,
      baseUrl: this.baseUrl,
      clock: this.clock.sample,
      usage: this.limiter.usage(),
      queued: this.limiter.queued,
      bannedUntil: this.limiter.blockedUntil,
    }
  }

  close(): void {
    this.limiter.close()
  }

  #refused(refusal: LimiterRefusal): GatewayError {
    const { label: exchange } = this
    if (refusal.kind === 'closed') return new GatewayError('retryable', 'error.shutting_down')
    const details = { retryAfterMs: refusal.retryAfterMs }
    if (refusal.kind === 'queue-full')
      return new GatewayError('rate-limit', 'exchange.queue_full', { exchange }, details)
    const seconds = String(Math.ceil(refusal.retryAfterMs / 1_000))
    return new GatewayError('rate-limit', 'exchange.rate_limited', { exchange, seconds }, details)
  }
}
