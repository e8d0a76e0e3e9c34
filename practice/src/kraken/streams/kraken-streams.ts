import type { EngineEvent } from '../../engine/feed.ts'
import type { RawRequest } from '../../host/raw-http.ts'
import { ExchangeStreams } from '../../host/streams/exchange-streams.ts'
import { refused, type StreamAnswer, type StreamLink } from '../../host/streams/stream-types.ts'
import { Topics } from '../../host/streams/topics.ts'
import type { PracticeKraken } from '../practice-kraken.ts'
import type { KrakenKey } from '../security.ts'
import type { SessionBasis } from './kraken-session.ts'
import { PrivateSession } from './private-session.ts'
import { PublicSession, type SnapshotSource } from './public-session.ts'
import { defaultStreamSettings, type StreamSettings } from './stream-settings.ts'

/**
 * Every socket of practice Kraken. Kraken has a host for public data and one for accounts, both with the path `/v2`:
 * here they are `/ws/v2` and `/ws-auth/v2`.
 */
export class KrakenStreams extends ExchangeStreams<StreamSettings> {
  protected override readonly connectWindowMs = 600_000
  readonly #exchange: () => PracticeKraken
  readonly #passTime: () => void
  readonly #hub = new Topics<SnapshotSource>(this.timers)
  readonly #accounts = new Set<PrivateSession>()
  #connections = 0
  #stopClock: (() => void) | null = null

  /** `passTime` lets happen what time alone brings about. */
  constructor(exchange: () => PracticeKraken, passTime: () => void) {
    super(() => exchange().engine, defaultStreamSettings)
    this.#exchange = exchange
    this.#passTime = passTime
  }

  /** Ends what lives on a key. */
  revoked(key: KrakenKey): void {
    this.#exchange().state.tokens.endOf(key)
    for (const session of this.#accounts) session.revoked(key)
  }

  protected override admit({ path }: RawRequest): StreamAnswer {
    if (path === '/ws/v2')
      return {
        open: (link) =>
          new PublicSession(
            this.#basis(link, () => undefined),
            this.#hub,
          ),
      }
    if (path !== '/ws-auth/v2') return refused(404, 'Not Found')
    return {
      open: (link) => {
        const session = new PrivateSession(this.#basis(link, () => this.#left(session)))
        this.#accounts.add(session)
        // Orders whose time is over end when somebody looks, and here somebody always does.
        this.#stopClock ??= this.timers.every(() => this.settings.heartbeatMs, this.#passTime)
        return session
      },
    }
  }

  protected override told(events: readonly EngineEvent[]): void {
    this.#hub.observe(events)
    if (this.#accounts.size === 0) return
    for (const event of events) {
      if (event.kind === 'order') for (const session of this.#accounts) session.tellOrder(event)
      if (event.kind === 'balances') for (const session of this.#accounts) session.tellBalances(event)
    }
  }

  #left(session: PrivateSession): void {
    this.#accounts.delete(session)
    if (this.#accounts.size > 0) return
    this.#stopClock?.()
    this.#stopClock = null
  }

  #basis(link: StreamLink, ended: () => void): SessionBasis {
    this.#connections += 1
    return {
      link,
      timers: this.timers,
      settings: () => this.settings,
      exchange: this.#exchange,
      connection: this.#connections,
      ended,
    }
  }
}
