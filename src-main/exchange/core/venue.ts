import type { ExchangeName } from '../../../src-shared/account.ts'
import { GatewayError } from '../../../src-shared/errors.ts'
import { labelOf } from '../../../src-shared/exchange-profiles.ts'
import { type Cost, LimiterRefusal, type Priority, type Admission } from '../http/admission.ts'
import type { PoolLimit, PoolUsage } from '../http/limit-pool.ts'
import { RateLimiter } from '../http/rate-limiter.ts'
import { type ClockSample, ServerClock, type ServerClockOptions, type TimeSource } from '../http/server-clock.ts'
import { toldToWait } from '../http/told-to-wait.ts'
import type { Sender } from '../http/transport.ts'
import { type Urgency, urgencyName, usual } from '../http/urgency.ts'
import { WarmSockets } from '../http/warm-sockets.ts'
import type { BanStore } from '../stores/ban-store.ts'

/** What pino offers and this folder uses. Nothing given to it holds a secret or a signed URL. */
export interface ExchangeLogger {
  debug(details: object, text: string): void
  warn(details: object, text: string): void
}

export const silentLogger: ExchangeLogger = { debug: () => undefined, warn: () => undefined }

export interface VenueOptions {
  readonly exchange: ExchangeName
  /** Scheme, host and port, without a trailing slash. */
  readonly baseUrl: string
  readonly transport: Sender
  readonly limits: Readonly<Record<string, PoolLimit>>
  readonly time: TimeSource
  readonly logger: ExchangeLogger
  /** Keeps bans over restarts; missing: nowhere. */
  readonly bans?: BanStore
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

/** Waits from so long on are kept over restarts. */
const shortestBanMs = 30_000
/** No exchange bans for longer (Binance: up to three days); a clock that was wrong must not lock us out. */
const longestBanMs = 7 * 86_400_000

/**
 * What all accounts of one exchange at one address share: sockets, the server's clock, the limits behind our IP
 * address.
 */
export class Venue {
  readonly exchange: ExchangeName
  /** The exchange's name as people write it. */
  readonly label: string
  readonly baseUrl: string
  readonly transport: Sender
  readonly time: TimeSource
  readonly logger: ExchangeLogger
  readonly pause: (ms: number) => Promise<void>
  readonly clock: ServerClock
  readonly limiter: RateLimiter
  readonly #sockets: WarmSockets
  readonly #shared = new Map<string, Promise<unknown>>()
  readonly #bans: BanStore | null

  constructor(options: VenueOptions) {
    this.exchange = options.exchange
    this.label = labelOf(options.exchange)
    this.baseUrl = options.baseUrl
    this.transport = options.transport
    this.time = options.time
    this.logger = options.logger
    this.pause = options.pause
    const fetchServerTime: ServerClockOptions['fetchServerTime'] = (onSend) => options.fetchServerTime(this, onSend)
    this.clock = new ServerClock({ fetchServerTime, time: options.time })
    this.#sockets = new WarmSockets(async () => {
      if (this.limiter.blockedUntil === null) await fetchServerTime(() => undefined)
    })
    this.limiter = new RateLimiter({
      now: () => this.clock.serverNow(),
      monotonic: options.time.monotonic,
      limits: options.limits,
      onBlock: (waitMs) => this.#keepBan(waitMs),
    })
    this.#bans = options.bans ?? null
    this.#serveBan()
  }

  /**
   * Leave to send. @throws GatewayError `rate-limit` when it would come too late or too many wait; nothing was sent
   * then.
   */
  async admit(cost: Cost, priority: Priority, patienceMs: number): Promise<Admission> {
    try {
      return await this.limiter.acquire(cost, priority, patienceMs)
    } catch (error) {
      if (!(error instanceof LimiterRefusal)) throw error
      throw this.#refused(error)
    }
  }

  /** Runs `read` once for everybody who asks the same, as urgently, at the same time. For public data only. */
  async share<T>(key: string, read: () => Promise<T>, urgency: Urgency = usual): Promise<T> {
    const shared = `${key} ${urgencyName(urgency)}`
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

  /** From now on an order finds a socket open. On this machine itself there is nothing to gain. */
  keepWarm(): void {
    if (this.baseUrl.startsWith('https:')) this.#sockets.start()
  }

  close(): void {
    this.#sockets.stop()
    this.limiter.close()
  }

  /** What was left of a ban when we were stopped: asking within it would lengthen it. */
  #serveBan(): void {
    const until = this.#bans?.bannedUntil(this.#place) ?? null
    const leftMs = until === null ? 0 : Math.min(until - this.time.now(), longestBanMs)
    if (leftMs <= 0) return
    this.logger.warn({ exchange: this.exchange, leftMs }, 'a ban of before the start still holds')
    this.limiter.block(leftMs)
  }

  /** Short waits are over before anybody has restarted. */
  #keepBan(waitMs: number): void {
    const bans = this.#bans
    if (bans === null || waitMs < shortestBanMs) return
    try {
      const until = this.time.now() + Math.min(waitMs, longestBanMs)
      bans.keepBan(this.#place, Math.max(until, bans.bannedUntil(this.#place) ?? 0))
    } catch (error) {
      this.logger.warn({ error }, 'a ban could not be kept')
    }
  }

  get #place(): string {
    return `${this.exchange} ${this.baseUrl}`
  }

  #refused(refusal: LimiterRefusal): GatewayError {
    const { label: exchange } = this
    if (refusal.kind === 'closed') return new GatewayError('retryable', 'error.shutting_down')
    const details = { retryAfterMs: refusal.retryAfterMs }
    if (refusal.kind === 'queue-full')
      return new GatewayError('rate-limit', 'exchange.queue_full', { exchange }, details)
    const { key, params } = toldToWait(exchange, refusal.retryAfterMs)
    return new GatewayError('rate-limit', key, params, details)
  }
}
