import { RateWindow } from '../../host/streams/rate-window.ts'
import type { StreamLink, StreamSession } from '../../host/streams/stream-types.ts'
import type { Timers } from '../../host/streams/timers.ts'
import type { PracticeKraken } from '../practice-kraken.ts'
import { readRequest, StreamError, type StreamRequest } from './requests.ts'
import type { StreamSettings } from './stream-settings.ts'
import { json, timestamp } from './wire.ts'

export interface SessionBasis {
  readonly link: StreamLink
  readonly timers: Timers
  readonly settings: () => StreamSettings
  readonly exchange: () => PracticeKraken
  /** Numbers connections. */
  readonly connection: number
  readonly ended: () => void
}

type Json = Readonly<Record<string, unknown>>

/** Beyond 2^53, like Kraken's own. */
const firstConnection = 13_834_774_380_200_032_777n

/** What public and private sockets of Kraken have in common. */
export abstract class KrakenSession implements StreamSession {
  protected readonly link: StreamLink
  protected readonly exchange: () => PracticeKraken
  readonly #basis: SessionBasis
  readonly #stops: readonly (() => void)[]
  readonly #rate = new RateWindow(1000)
  #isQuiet = true
  #isIdle = true

  constructor(basis: SessionBasis) {
    const { link, timers, settings, exchange } = basis
    this.link = link
    this.exchange = exchange
    this.#basis = basis
    this.#stops = [
      timers.every(
        () => settings().heartbeatMs,
        () => this.#beat(),
      ),
      timers.every(
        () => settings().idleMs,
        () => this.#dropIdle(),
      ),
    ]
    this.#status('online')
  }

  abstract topics(): readonly string[]
  abstract expire(): void
  /** Subscribes and answers; unsubscribes. @throws StreamError */
  protected abstract subscribe(request: StreamRequest): void
  protected abstract unsubscribe(request: StreamRequest): void

  message(text: string): void {
    this.#isIdle = false
    let request: StreamRequest | null = null
    try {
      request = readRequest(text)
      if (!this.#rate.take(this.#basis.settings().mostMessages)) throw new StreamError('Exceeded msg rate')
      this.#carryOut(request)
    } catch (error) {
      if (!(error instanceof StreamError)) throw error
      this.refuse(request, error)
    }
  }

  frame(): void {
    this.#isIdle = false
  }

  closed(): void {
    for (const stop of this.#stops) stop()
    this.#basis.ended()
  }

  notice(): void {
    this.#status('maintenance')
  }

  protected now(): number {
    return this.exchange().engine.now()
  }

  protected say(topic: string, text: string, audience: 'market' | 'account'): void {
    this.#isQuiet = false
    this.link.push(topic, text, audience)
  }

  protected acknowledge(request: StreamRequest, more: Json): void {
    this.#answer(request, { method: request.method, ...more, success: true })
  }

  protected refuse(request: StreamRequest | null, error: StreamError): void {
    const about = error.symbol === null ? {} : { symbol: error.symbol }
    const method = request === null ? {} : { method: request.method }
    this.#answer(request, { error: error.message, ...method, success: false, ...about })
  }

  #carryOut(request: StreamRequest): void {
    switch (request.method) {
      case 'ping':
        this.#answer(request, { method: 'pong' })
        return
      case 'subscribe':
        this.subscribe(request)
        return
      case 'unsubscribe':
        this.unsubscribe(request)
        return
      default:
        throw new StreamError('Unsupported method')
    }
  }

  #answer(request: StreamRequest | null, body: Json): void {
    const at = timestamp(this.now())
    const id = request?.reqId === undefined ? {} : { req_id: request.reqId }
    this.link.answer(json({ ...body, ...id, time_in: at, time_out: at }))
  }

  #status(system: string): void {
    const id = json(firstConnection + BigInt(this.#basis.connection))
    const data = `[{"version":"2.0.10","system":"${system}","api_version":"v2","connection_id":${id}}]`
    this.link.push('status', `{"channel":"status","type":"update","data":${data}}`, 'market')
  }

  /** Says that it is still there when nothing else was said, as soon as there is a subscription. */
  #beat(): void {
    if (this.#isQuiet && this.topics().length > 0) this.link.push('heartbeat', '{"channel":"heartbeat"}', 'market')
    this.#isQuiet = true
  }

  #dropIdle(): void {
    if (this.#isIdle && this.topics().length === 0) this.link.close(1000, '')
    this.#isIdle = true
  }
}
