import type { EngineEvent } from '../../engine/feed.ts'
import type { RawRequest } from '../../host/raw-http.ts'
import { ExchangeStreams } from '../../host/streams/exchange-streams.ts'
import { refused, type StreamAnswer, type StreamLink } from '../../host/streams/stream-types.ts'
import { Topics } from '../../host/streams/topics.ts'
import { asBinanceError } from '../gate.ts'
import type { PracticeBinance } from '../practice-binance.ts'
import type { KnownKey } from '../security.ts'
import { ApiSession } from './api-session.ts'
import type { SessionBasis } from './binance-session.ts'
import { MarketSession } from './market-session.ts'
import { defaultStreamSettings, type StreamSettings } from './stream-settings.ts'
import { userEvents } from './user-events.ts'

/** What it costs to open a socket to the WebSocket API. */
const connectWeight = 2

/** Every socket of practice Binance: `/ws`, `/ws/<stream>`, `/stream?streams=a/b` and `/ws-api/v3`. */
export class BinanceStreams extends ExchangeStreams<StreamSettings> {
  protected override readonly connectWindowMs = 300_000
  readonly #exchange: () => PracticeBinance
  readonly #keys: ReadonlyMap<string, KnownKey>
  readonly #topics = new Topics(this.timers)
  readonly #apiSessions = new Set<ApiSession>()

  constructor(exchange: () => PracticeBinance, keys: ReadonlyMap<string, KnownKey>) {
    super(() => exchange().engine, defaultStreamSettings)
    this.#exchange = exchange
    this.#keys = keys
  }

  /** Tells the sockets that live on a key. */
  revoked(key: KnownKey): void {
    for (const session of this.#apiSessions) session.revoked(key)
  }

  protected override admit(request: RawRequest): StreamAnswer {
    const { path } = request
    const query = new URLSearchParams(request.rawQuery)
    if (path === '/stream') return this.#market(query, true, listed(query.get('streams') ?? ''))
    if (path === '/ws' || path.startsWith('/ws/')) return this.#market(query, false, listed(decoded(path.slice(4))))
    return path === '/ws-api/v3' ? this.#api(request, query) : refused(404, 'Not Found')
  }

  protected override told(events: readonly EngineEvent[]): void {
    this.#topics.observe(events)
    if (this.#apiSessions.size === 0) return
    for (const told of userEvents(this.#exchange(), events)) {
      for (const session of this.#apiSessions) session.tell(told)
    }
  }

  #api(request: RawRequest, query: URLSearchParams): StreamAnswer {
    const { weights, limits, engine } = this.#exchange()
    try {
      weights.charge(request.remoteAddress, connectWeight, engine.now(), limits)
    } catch (error) {
      const { status, message } = asBinanceError(error)
      return refused(status, message)
    }
    const options = {
      exchange: this.#exchange,
      keys: this.#keys,
      returnRateLimits: query.get('returnRateLimits') !== 'false',
    }
    return {
      open: (link) => {
        const session = new ApiSession(this.#basis(link), options, () => this.#apiSessions.delete(session))
        this.#apiSessions.add(session)
        return session
      },
    }
  }

  #market(query: URLSearchParams, combined: boolean, names: readonly string[]): StreamAnswer {
    const isMicro = query.get('timeUnit')?.toUpperCase() === 'MICROSECOND'
    const stamp = isMicro ? (ms: number): number => ms * 1000 : (ms: number): number => ms
    const options = {
      combined,
      names,
      topicPrefix: isMicro ? 'us|' : '',
      maker: { engine: this.#exchange().engine, settings: () => this.settings, stamp },
      topics: this.#topics,
    }
    return { open: (link) => new MarketSession(this.#basis(link), options) }
  }

  #basis(link: StreamLink): SessionBasis {
    return { link, timers: this.timers, settings: () => this.settings, now: () => this.#exchange().engine.now() }
  }
}

const listed = (names: string): readonly string[] => names.split('/').filter((name) => name !== '')

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
