import type { EngineEvent } from '../../engine/feed.ts'
import type { RawRequest } from '../../host/raw-http.ts'
import { ExchangeStreams } from '../../host/streams/exchange-streams.ts'
import { refused, type StreamAnswer, type StreamLink, type StreamSession } from '../../host/streams/stream-types.ts'
import { Topics } from '../../host/streams/topics.ts'
import type { PracticeKuCoin } from '../practice-kucoin.ts'
import type { KuCoinKey } from '../security.ts'
import { balanceMessages } from './balance-messages.ts'
import { errorText, KuCoinSession } from './kucoin-session.ts'
import { orderMessages } from './order-messages.ts'
import { defaultStreamSettings, type StreamSettings } from './stream-settings.ts'

/** How often what time alone brings about is looked for while somebody listens to an account; real ms. */
const clockMs = 1000

/** Every socket of practice KuCoin, at the address that the bullet endpoints tell. */
export class KuCoinStreams extends ExchangeStreams<StreamSettings> {
  protected override readonly connectWindowMs = 60_000
  readonly #exchange: () => PracticeKuCoin
  readonly #passTime: () => void
  readonly #hub = new Topics(this.timers)
  readonly #accounts = new Set<KuCoinSession>()
  #ids = 0
  #stopClock: (() => void) | null = null

  /** `passTime` lets happen what time alone brings about. */
  constructor(exchange: () => PracticeKuCoin, passTime: () => void) {
    super(() => exchange().engine, defaultStreamSettings)
    this.#exchange = exchange
    this.#passTime = passTime
  }

  /** A key was taken away: its tokens and the sockets that they have opened are over. */
  revoked(key: KuCoinKey): void {
    this.#exchange().state.tokens.endOf(key)
    for (const session of this.#accounts) session.revoked(key)
  }

  protected override admit({ path, rawQuery }: RawRequest): StreamAnswer {
    if (path !== '/ws/' && path !== '/ws') return refused(404, 'Not Found')
    const query = new URLSearchParams(rawQuery)
    const connectId = query.get('connectId') ?? this.#newId()
    const { state, engine } = this.#exchange()
    const token = state.tokens.check(query.get('token'), engine.now())
    if (typeof token === 'string') return { open: (link) => new RefusedSession(link, connectId, token) }
    return { open: (link) => this.#session(link, connectId, token.key) }
  }

  protected override told(events: readonly EngineEvent[]): void {
    this.#hub.observe(events)
    if (this.#accounts.size === 0) return
    const now = this.#exchange().engine.now()
    for (const event of events) {
      if (event.kind === 'order') {
        const { fees } = this.#exchange().engine.account(event.order.accountId)
        const messages = orderMessages(event, now, fees)
        for (const session of this.#of(event.order.accountId)) for (const each of messages) session.tell(each)
      }
      if (event.kind === 'balances') {
        const messages = balanceMessages(event, now, () => this.#newId())
        for (const session of this.#of(event.accountId)) for (const each of messages) session.tell(each)
      }
    }
  }

  #of(accountId: string): readonly KuCoinSession[] {
    return [...this.#accounts].filter((session) => session.accountId === accountId)
  }

  #session(link: StreamLink, connectId: string, key: KuCoinKey | null): KuCoinSession {
    const session = new KuCoinSession({
      link,
      timers: this.timers,
      settings: () => this.settings,
      exchange: this.#exchange,
      hub: this.#hub,
      connectId,
      key,
      newId: () => this.#newId(),
      ended: () => this.#left(session),
    })
    if (key !== null) {
      this.#accounts.add(session)
      // Orders whose time is over end when somebody looks, and here somebody always does.
      this.#stopClock ??= this.timers.every(() => clockMs, this.#passTime)
    }
    return session
  }

  #left(session: KuCoinSession): void {
    this.#accounts.delete(session)
    if (this.#accounts.size > 0) return
    this.#stopClock?.()
    this.#stopClock = null
  }

  #newId(): string {
    this.#ids += 1
    return `6217a451294b0300${this.#ids.toString(16).padStart(8, '0')}`
  }
}

/** A socket whose token is not good: it hears so and is closed. */
class RefusedSession implements StreamSession {
  constructor(link: StreamLink, connectId: string, reason: string) {
    link.push('error', errorText(connectId, 401, reason), 'market')
    link.close(1000, '')
  }

  message(): void {
    // Nobody listens.
  }

  frame(): void {
    // Nobody listens.
  }

  topics(): readonly string[] {
    return []
  }

  notice(): void {
    // It has gone already.
  }

  expire(): void {
    // It has gone already.
  }

  closed(): void {
    // There is nothing to clear away.
  }
}
