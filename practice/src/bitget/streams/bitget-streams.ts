import type { EngineEvent } from '../../engine/feed.ts'
import type { RawRequest } from '../../host/raw-http.ts'
import { ExchangeStreams } from '../../host/streams/exchange-streams.ts'
import { refused, type StreamAnswer, type StreamLink } from '../../host/streams/stream-types.ts'
import { Topics } from '../../host/streams/topics.ts'
import type { PracticeBitget } from '../practice-bitget.ts'
import type { BitgetKey } from '../security.ts'
import { BitgetSession, type SessionOptions } from './bitget-session.ts'
import { type AccountPush, classicAccountPush, classicOrderPushes } from './classic-pushes.ts'
import type { MarketSource } from './market-sources.ts'
import { defaultStreamSettings, type StreamSettings } from './stream-settings.ts'
import { unifiedAccountPush, unifiedOrderPushes } from './unified-pushes.ts'

interface ServerParts extends Pick<SessionOptions, 'keys' | 'kindOf'> {
  /** Lets happen what time alone brings about. */
  readonly passTime: () => void
}

/** How often that is looked for while there is a private socket; real ms. */
const clockMs = 1000

/** Every socket of practice Bitget: `/v2/ws/public`, `/v2/ws/private`, and the same of v3. */
export class BitgetStreams extends ExchangeStreams<StreamSettings> {
  protected override readonly connectWindowMs = 300_000
  readonly #exchange: () => PracticeBitget
  readonly #parts: ServerParts
  readonly #hub = new Topics<MarketSource>(this.timers)
  readonly #sessions = new Set<BitgetSession>()
  readonly #open = new Map<string, number>()
  #stopClock: (() => void) | null = null

  constructor(exchange: () => PracticeBitget, parts: ServerParts) {
    super(() => exchange().engine, defaultStreamSettings)
    this.#exchange = exchange
    this.#parts = parts
  }

  /** A key was taken away: what has logged in with it ends. */
  revoked(key: BitgetKey): void {
    for (const session of this.#sessions) session.revoked(key)
  }

  protected override admit({ path, remoteAddress }: RawRequest): StreamAnswer {
    const match = /^\/(v2|v3)\/ws\/(public|private)$/.exec(path)
    if (match === null) return refused(404, 'Not Found')
    if ((this.#open.get(remoteAddress) ?? 0) >= this.settings.mostOpen) return refused(429, 'Too Many Requests')
    const version = match[1] === 'v2' ? 'v2' : 'v3'
    return { open: (link) => this.#session(link, version, match[2] === 'private') }
  }

  protected override told(events: readonly EngineEvent[]): void {
    this.#hub.observe(events)
    const listening = [...this.#sessions].filter(({ accountId }) => accountId !== null)
    if (listening.length === 0) return
    for (const event of events) {
      if (event.kind !== 'order' && event.kind !== 'balances') continue
      const accountId = event.kind === 'order' ? event.order.accountId : event.accountId
      for (const session of listening) {
        if (session.accountId !== accountId) continue
        for (const push of this.#pushes(event, session)) session.tell(push)
      }
    }
  }

  #pushes(
    event: Extract<EngineEvent, { readonly kind: 'order' | 'balances' }>,
    { version }: BitgetSession,
  ): readonly AccountPush[] {
    if (event.kind === 'order') {
      return version === 'v2' ? classicOrderPushes(event, this.settings.exitsOnOrders === 1) : unifiedOrderPushes(event)
    }
    const exchange = this.#exchange()
    return version === 'v2' ? classicAccountPush(event, exchange.engine.now()) : unifiedAccountPush(exchange, event)
  }

  #session(link: StreamLink, version: SessionOptions['version'], isPrivate: boolean): BitgetSession {
    const { remoteAddress } = link.request
    const { keys, kindOf, passTime } = this.#parts
    const session = new BitgetSession({
      version,
      isPrivate,
      link,
      timers: this.timers,
      settings: () => this.settings,
      exchange: this.#exchange,
      hub: this.#hub,
      keys,
      kindOf,
      ended: () => this.#left(session, remoteAddress),
    })
    this.#open.set(remoteAddress, (this.#open.get(remoteAddress) ?? 0) + 1)
    if (isPrivate) {
      this.#sessions.add(session)
      this.#stopClock ??= this.timers.every(() => clockMs, passTime)
    }
    return session
  }

  #left(session: BitgetSession, remoteAddress: string): void {
    this.#open.set(remoteAddress, (this.#open.get(remoteAddress) ?? 1) - 1)
    this.#sessions.delete(session)
    if (this.#sessions.size > 0) return
    this.#stopClock?.()
    this.#stopClock = null
  }
}
