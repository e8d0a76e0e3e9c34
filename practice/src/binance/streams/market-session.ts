import { RateWindow } from '../../host/streams/rate-window.ts'
import type { TopicReader, Topics } from '../../host/streams/topics.ts'
import { BinanceSession, type SessionBasis } from './binance-session.ts'
import {
  checkProperty,
  MarketRequestError,
  type MarketRequest,
  propertyValue,
  readMarketRequest,
  streamNames,
} from './market-requests.ts'
import { sourceOf, type SourceMaker } from './stream-names.ts'

export interface MarketSessionOptions {
  /** Whether it wraps payloads in `{stream, data}`. */
  readonly combined: boolean
  /** What its address asks for. */
  readonly names: readonly string[]
  /** Keeps sockets that want other units of time apart. */
  readonly topicPrefix: string
  readonly maker: SourceMaker
  readonly topics: Topics
}

/** A socket at `/ws` or `/stream`: market data, whoever it is. */
export class MarketSession extends BinanceSession implements TopicReader {
  readonly #options: MarketSessionOptions
  readonly #names = new Set<string>()
  readonly #rate = new RateWindow(1000)
  #combined: boolean

  constructor(basis: SessionBasis, options: MarketSessionOptions) {
    super(basis)
    this.#options = options
    this.#combined = options.combined
    for (const name of options.names) this.#subscribe(name)
  }

  message(text: string): void {
    if (!this.#mayGoOn()) return
    try {
      const request = readMarketRequest(text)
      this.link.answer(`{"result":${JSON.stringify(this.#carriedOut(request))},"id":${request.id}}`)
    } catch (error) {
      if (!(error instanceof MarketRequestError)) throw error
      this.link.answer(error.body())
    }
    if (this.#names.size > this.settings().mostStreams) this.link.close(1008, 'Too many subscriptions')
  }

  override frame(kind: 'ping' | 'pong', payload: string): void {
    if (this.#mayGoOn()) super.frame(kind, payload)
  }

  deliver(topic: string, text: string): void {
    const name = topic.slice(this.#options.topicPrefix.length)
    this.link.push(name, this.#wrapped(name, text), 'market')
  }

  topics(): readonly string[] {
    return [...this.#names]
  }

  notice(): void {
    const name = '!serverShutdown'
    this.link.push(name, this.#wrapped(name, JSON.stringify(this.shutdownEvent())), 'market')
  }

  expire(): void {
    // Nobody has shown any credentials here.
  }

  override closed(): void {
    super.closed()
    for (const name of this.#names) this.#unsubscribe(name)
  }

  #mayGoOn(): boolean {
    if (this.#rate.take(this.settings().mostMessages)) return true
    this.link.close(1008, 'Too many requests')
    return false
  }

  #carriedOut(request: MarketRequest): unknown {
    switch (request.method) {
      case 'SUBSCRIBE':
        for (const name of streamNames(request)) this.#subscribe(name)
        return null
      case 'UNSUBSCRIBE':
        for (const name of streamNames(request)) this.#unsubscribe(name)
        return null
      case 'LIST_SUBSCRIPTIONS':
        return this.topics()
      case 'SET_PROPERTY':
        checkProperty(request, 1)
        this.#combined = propertyValue(request)
        return null
      case 'GET_PROPERTY':
        checkProperty(request, 0)
        return this.#combined
    }
  }

  #subscribe(name: string): void {
    const { topics, topicPrefix, maker } = this.#options
    this.#names.add(name)
    const source = sourceOf(name, maker)
    if (source !== null) topics.join(`${topicPrefix}${name}`, this, source)
  }

  #unsubscribe(name: string): void {
    this.#names.delete(name)
    this.#options.topics.leave(`${this.#options.topicPrefix}${name}`, this)
  }

  #wrapped(name: string, payload: string): string {
    return this.#combined ? `{"stream":${JSON.stringify(name)},"data":${payload}}` : payload
  }
}
