import { isLosslessNumber, parse } from 'lossless-json'
import { entriesOf } from '../../host/request-parameters.ts'
import { RateWindow } from '../../host/streams/rate-window.ts'
import type { StreamLink, StreamSession } from '../../host/streams/stream-types.ts'
import type { Timers } from '../../host/streams/timers.ts'
import type { TopicReader, Topics } from '../../host/streams/topics.ts'
import { json } from '../kucoin-json.ts'
import type { PracticeKuCoin } from '../practice-kucoin.ts'
import type { KuCoinKey } from '../security.ts'
import type { AccountMessage } from './order-messages.ts'
import type { StreamSettings } from './stream-settings.ts'
import { accountTopics, isAccountTopic, singleTopics, sourceOf } from './topic-names.ts'

interface SessionOptions {
  readonly link: StreamLink
  readonly timers: Timers
  readonly settings: () => StreamSettings
  readonly exchange: () => PracticeKuCoin
  readonly hub: Topics
  /** What the client calls the connection. */
  readonly connectId: string
  /** null: opened with a public token. */
  readonly key: KuCoinKey | null
  readonly newId: () => string
  readonly ended: () => void
}

const messageWindowMs = 10_000

/** A classic socket of KuCoin: both public and private topics, as far as its token allows. */
export class KuCoinSession implements StreamSession, TopicReader {
  readonly #options: SessionOptions
  readonly #link: StreamLink
  readonly #topics = new Set<string>()
  readonly #rate = new RateWindow(messageWindowMs)
  readonly #stopLife: () => void
  #stopWaiting: () => void

  constructor(options: SessionOptions) {
    const { link, timers, settings, connectId } = options
    this.#options = options
    this.#link = link
    this.#stopLife = timers.after(
      () => settings().lifeMs,
      () => link.close(1000, ''),
    )
    this.#stopWaiting = this.#waitForPing()
    const { pingInterval, pingTimeout } = settings()
    link.push('welcome', json({ id: connectId, type: 'welcome', pingInterval, pingTimeout }), 'market')
  }

  get accountId(): string | null {
    return this.#options.key?.accountId ?? null
  }

  message(text: string): void {
    const fields = new Map(entriesOf(parsed(text)) ?? [])
    const id = idOf(fields.get('id'))
    if (!this.#rate.take(this.#options.settings().mostMessages)) {
      this.#refuse(id, 509, 'exceed max permits per second')
      return
    }
    const topic = fields.get('topic')
    switch (fields.get('type')) {
      case 'ping':
        this.#stopWaiting()
        this.#stopWaiting = this.#waitForPing()
        this.#link.answer(json({ id, type: 'pong', timestamp: this.#now() * 1000 }))
        return
      case 'subscribe':
      case 'unsubscribe': {
        const wanted = fields.get('type') === 'subscribe'
        if (typeof topic !== 'string' || topic === '') this.#refuse(id, 400, 'topic is required')
        else if (this.#change(id, topic, wanted) && fields.get('response') === true)
          this.#link.answer(json({ id, type: 'ack' }))
        return
      }
      default:
        this.#refuse(id, 415, 'type is not supported')
    }
  }

  frame(): void {
    // Frames are nothing to KuCoin: it wants to be pinged in JSON.
  }

  deliver(topic: string, text: string): void {
    this.#link.push(topic, text, 'market')
  }

  /** Tells of its account, as far as it has subscribed. */
  tell({ topic, data }: AccountMessage): void {
    if (!this.#topics.has(topic)) return
    const { exchange, key, newId } = this.#options
    const userId = key === null ? '' : String(exchange().engine.account(key.accountId).uid)
    const envelope = {
      id: newId(),
      type: 'message',
      topic,
      userId,
      channelType: 'private',
      subject: accountTopics[topic],
    }
    this.#link.push(topic, json({ ...envelope, data }), 'account')
  }

  topics(): readonly string[] {
    return [...this.#topics]
  }

  notice(): void {
    // KuCoin announces nothing on its sockets.
  }

  /** Its token is over. */
  expire(): void {
    this.#link.push('error', errorText(this.#options.connectId, 401, 'token is expired'), 'market')
    this.#link.close(1000, '')
  }

  revoked(key: KuCoinKey): void {
    if (this.#options.key === key) this.expire()
  }

  closed(): void {
    this.#stopWaiting()
    this.#stopLife()
    for (const topic of this.#topics) this.#options.hub.leave(topic, this)
    this.#options.ended()
  }

  /** Subscribes to all of a request, or to nothing; true: it was possible. */
  #change(id: string, topic: string, wanted: boolean): boolean {
    const names = singleTopics(topic)
    if (names === null) return this.#refuse(id, 509, 'exceed max subscribe symbols of 100')
    if (!wanted) {
      for (const name of names) this.#leave(name)
      return true
    }
    const { exchange, settings, hub, key } = this.#options
    if (new Set([...this.#topics, ...names]).size > settings().mostTopics) {
      return this.#refuse(id, 509, `exceed max subscription count limitation of ${settings().mostTopics} per session`)
    }
    const joins = names.map((name) => {
      if (isAccountTopic(name)) return key === null ? null : (): void => void this.#topics.add(name)
      const source = sourceOf(name, exchange().engine, settings)
      if (source === null) return null
      return (): void => {
        this.#topics.add(name)
        hub.join(name, this, source)
      }
    })
    const missing = names.find((_, index) => joins[index] === null)
    if (missing !== undefined) {
      const needsKey = isAccountTopic(missing)
      return this.#refuse(id, needsKey ? 403 : 404, needsKey ? 'access denied' : `topic ${missing} is not found`)
    }
    for (const join of joins) join?.()
    return true
  }

  #leave(name: string): void {
    this.#topics.delete(name)
    this.#options.hub.leave(name, this)
  }

  #refuse(id: string, code: number, data: string): false {
    this.#link.answer(errorText(id, code, data))
    return false
  }

  #waitForPing(): () => void {
    const { settings, timers } = this.#options
    return timers.after(
      () => settings().pingInterval + settings().pingTimeout,
      () => this.#link.close(1000, ''),
    )
  }

  #now(): number {
    return this.#options.exchange().engine.now()
  }
}

export const errorText = (id: string, code: number, data: string): string => json({ id, type: 'error', code, data })

function parsed(text: string): unknown {
  try {
    return parse(text)
  } catch {
    return null
  }
}

/** KuCoin answers with a text whatever the id was. */
function idOf(id: unknown): string {
  if (typeof id === 'string') return id
  return isLosslessNumber(id) ? id.toString() : ''
}
