import type { EngineEvent } from '../../engine/feed.ts'
import type { PracticeEngine } from '../../engine/practice-engine.ts'
import { changedLimits } from '../changed-limits.ts'
import type { RawRequest } from '../raw-http.ts'
import { RateWindow } from './rate-window.ts'
import { refused, type StreamAnswer, type StreamSession } from './stream-types.ts'
import { Timers } from './timers.ts'

/** What every exchange's streams can be set to; real ms. */
interface CommonSettings {
  /** New sockets from one address in a window of {@link ExchangeStreams.connectWindowMs}. */
  readonly mostConnects: number
}

/**
 * The part of an exchange's streams that has nothing to do with its protocol: its open sessions, and what the engine
 * tells as long as there is one.
 */
export abstract class ExchangeStreams<Settings extends CommonSettings & Readonly<Record<string, number>>> {
  readonly timers = new Timers()
  readonly #sessions = new Set<StreamSession>()
  readonly #connects = new Map<string, RateWindow>()
  readonly #engine: () => PracticeEngine
  #settings: Settings
  #stopListening: (() => void) | null = null

  constructor(engine: () => PracticeEngine, settings: Settings) {
    this.#engine = engine
    this.#settings = settings
  }

  get settings(): Settings {
    return this.#settings
  }

  protected abstract readonly connectWindowMs: number
  /** Who would serve an address; null: there is nothing there. */
  protected abstract admit(request: RawRequest): StreamAnswer
  /** What happened in the engine. */
  protected abstract told(events: readonly EngineEvent[]): void

  connect(request: RawRequest): StreamAnswer {
    const { remoteAddress } = request
    const window = this.#connects.get(remoteAddress) ?? new RateWindow(this.connectWindowMs)
    this.#connects.set(remoteAddress, window)
    if (!window.take(this.#settings.mostConnects)) return refused(429, 'Too many requests')
    const answer = this.admit(request)
    return 'refused' in answer ? answer : { open: (link) => this.#opened(answer.open(link)) }
  }

  /** @throws RangeError for a name that there is none of */
  set(change: Readonly<Record<string, number>>): void {
    this.#settings = changedLimits(this.#settings, change)
    this.timers.rearm()
  }

  #opened(session: StreamSession): StreamSession {
    this.#sessions.add(session)
    this.#stopListening ??= this.#engine().listen((events) => this.told(events))
    return {
      message: (text) => session.message(text),
      frame: (kind, payload) => session.frame(kind, payload),
      topics: () => session.topics(),
      notice: () => session.notice(),
      expire: () => session.expire(),
      closed: () => {
        this.#sessions.delete(session)
        session.closed()
        if (this.#sessions.size > 0) return
        this.#stopListening?.()
        this.#stopListening = null
      },
    }
  }
}
