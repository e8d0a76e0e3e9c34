import type { EngineEvent } from '../../engine/feed.ts'
import type { PracticeEngine } from '../../engine/practice-engine.ts'
import type { RawRequest } from '../../host/practice-server.ts'
import { ExchangeStreams } from '../../host/streams/exchange-streams.ts'
import { refused, type StreamAnswer, type StreamLink } from '../../host/streams/stream-types.ts'
import { Topics } from '../../host/streams/topics.ts'
import type { SessionBasis } from './binance-session.ts'
import { MarketSession } from './market-session.ts'
import { defaultStreamSettings, type StreamSettings } from './stream-settings.ts'

/** Every socket of practice Binance: `/ws`, `/ws/<stream>` and `/stream?streams=a/b`. */
export class BinanceStreams extends ExchangeStreams<StreamSettings> {
  protected override readonly connectWindowMs = 300_000
  readonly #engine: () => PracticeEngine
  readonly #topics = new Topics(this.timers)

  constructor(engine: () => PracticeEngine) {
    super(engine, defaultStreamSettings)
    this.#engine = engine
  }

  protected override admit(request: RawRequest): StreamAnswer {
    const { path } = request
    const query = new URLSearchParams(request.rawQuery)
    if (path === '/stream') return this.#market(query, true, listed(query.get('streams') ?? ''))
    if (path === '/ws' || path.startsWith('/ws/')) return this.#market(query, false, listed(decoded(path.slice(4))))
    return refused(404, 'Not Found')
  }

  protected override told(events: readonly EngineEvent[]): void {
    this.#topics.observe(events)
  }

  #market(query: URLSearchParams, combined: boolean, names: readonly string[]): StreamAnswer {
    const isMicro = query.get('timeUnit')?.toUpperCase() === 'MICROSECOND'
    const stamp = isMicro ? (ms: number): number => ms * 1000 : (ms: number): number => ms
    const options = {
      combined,
      names,
      topicPrefix: isMicro ? 'us|' : '',
      maker: { engine: this.#engine(), settings: () => this.settings, stamp },
      topics: this.#topics,
    }
    return { open: (link) => new MarketSession(this.#basis(link), options) }
  }

  #basis(link: StreamLink): SessionBasis {
    return { link, timers: this.timers, settings: () => this.settings, now: () => this.#engine().now() }
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
