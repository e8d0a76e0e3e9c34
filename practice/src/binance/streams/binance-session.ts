import type { StreamLink, StreamSession } from '../../host/streams/stream-types.ts'
import type { Timers } from '../../host/streams/timers.ts'
import type { StreamSettings } from './stream-settings.ts'

export interface SessionBasis {
  readonly link: StreamLink
  readonly timers: Timers
  readonly settings: () => StreamSettings
  /** Epoch ms. */
  readonly now: () => number
}

/** What every socket of Binance does: pings that want their payload back, an end after a day, a word before it. */
export abstract class BinanceSession implements StreamSession {
  protected readonly link: StreamLink
  protected readonly settings: () => StreamSettings
  protected readonly now: () => number
  readonly #timers: Timers
  readonly #stops: (() => void)[]
  readonly #unanswered = new Set<string>()
  #stopWaiting: (() => void) | null = null
  #pings = 0

  constructor({ link, timers, settings, now }: SessionBasis) {
    this.link = link
    this.settings = settings
    this.now = now
    this.#timers = timers
    this.#stops = [
      timers.every(
        () => settings().pingEveryMs,
        () => this.#ping(),
      ),
      timers.after(
        () => settings().lifeMs,
        () => this.link.close(1001, ''),
      ),
    ]
  }

  abstract message(text: string): void
  abstract topics(): readonly string[]
  abstract notice(): void
  abstract expire(): void

  frame(kind: 'ping' | 'pong', payload: string): void {
    // Only an answer to a ping of ours keeps the socket alive.
    if (kind === 'pong' && this.#unanswered.has(payload)) this.#answered()
  }

  closed(): void {
    this.#answered()
    for (const stop of this.#stops) stop()
  }

  protected shutdownEvent(): Record<string, unknown> {
    return { e: 'serverShutdown', E: this.now() }
  }

  #ping(): void {
    this.#pings += 1
    const payload = String(this.now() + this.#pings)
    this.#unanswered.add(payload)
    this.link.ping(payload)
    this.#stopWaiting ??= this.#timers.after(
      () => this.settings().pongWithinMs,
      () => this.link.close(1008, 'Pong timeout'),
    )
  }

  #answered(): void {
    this.#unanswered.clear()
    this.#stopWaiting?.()
    this.#stopWaiting = null
  }
}
