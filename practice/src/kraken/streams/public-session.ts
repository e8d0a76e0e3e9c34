import type { PracticeMarket } from '../../engine/market-rules.ts'
import type { TopicReader, Topics, TopicSource } from '../../host/streams/topics.ts'
import { pairNames } from '../names.ts'
import { BookSource } from './book-source.ts'
import { InstrumentSource } from './instruments.ts'
import { KrakenSession, type SessionBasis } from './kraken-session.ts'
import { CandleSource, TickerSource, TradeSource } from './public-sources.ts'
import { choice, flag, StreamError, type StreamRequest, symbolsOf } from './requests.ts'

/** A source that can say how things stand. */
export interface SnapshotSource extends TopicSource {
  snapshot(): string
}

/** A channel with its parameters. */
interface Plan {
  readonly channel: string
  /** Parameters as the acknowledgement repeats them. */
  readonly shown: Readonly<Record<string, unknown>>
  /** What tells topics of one channel and pair apart. */
  readonly variant: string
  readonly source: (market: PracticeMarket) => SnapshotSource
}

const depths = [10, 25, 100, 500, 1000]
const minutes = [1, 5, 15, 30, 60, 240, 1440, 10_080, 21_600]
const privateChannels = ['executions', 'balances']

/** A socket at Kraken's public address. */
export class PublicSession extends KrakenSession implements TopicReader {
  readonly #hub: Topics<SnapshotSource>
  /** Topics of the hub by the name under which control and {@link topics} know them. */
  readonly #joined = new Map<string, string>()

  constructor(basis: SessionBasis, hub: Topics<SnapshotSource>) {
    super(basis)
    this.#hub = hub
  }

  topics(): readonly string[] {
    return [...this.#joined.keys()]
  }

  deliver(topic: string, text: string): void {
    const [name = ''] = topic.split('|')
    this.say(name, text, 'market')
  }

  expire(): void {
    // Nobody has shown any credentials here.
  }

  override closed(): void {
    for (const topic of this.#joined.values()) this.#hub.leave(topic, this)
    super.closed()
  }

  protected override subscribe(request: StreamRequest): void {
    const plan = this.#plan(request)
    const wantsSnapshot = flag(request, 'snapshot', true)
    for (const symbol of this.#symbols(request, plan)) {
      this.#each(request, () => {
        const market = this.#market(symbol)
        const name = nameOf(plan, symbol)
        const topic = `${name}|${plan.variant}`
        const joined = this.#joined.get(name)
        if (joined !== undefined) {
          const isOther = plan.channel === 'ohlc' && joined !== topic
          throw new StreamError(`Already subscribed${isOther ? ' to one ohlc interval on this symbol' : ''}`, symbol)
        }
        this.#joined.set(name, topic)
        const source = this.#hub.join(topic, this, () => plan.source(market))
        const about = symbol === null ? {} : { symbol }
        this.acknowledge(request, {
          result: { channel: plan.channel, ...plan.shown, snapshot: wantsSnapshot, ...about },
        })
        if (wantsSnapshot) this.say(name, source.snapshot(), 'market')
      })
    }
  }

  protected override unsubscribe(request: StreamRequest): void {
    const plan = this.#plan(request)
    for (const symbol of this.#symbols(request, plan)) {
      this.#each(request, () => {
        const name = nameOf(plan, symbol)
        const topic = this.#joined.get(name)
        if (topic === undefined) throw new StreamError('Subscription Not Found', symbol)
        this.#joined.delete(name)
        this.#hub.leave(topic, this)
        const about = symbol === null ? {} : { symbol }
        this.acknowledge(request, { result: { channel: plan.channel, ...plan.shown, ...about } })
      })
    }
  }

  /** One pair that cannot be does not keep the others. */
  #each(request: StreamRequest, action: () => void): void {
    try {
      action()
    } catch (error) {
      if (!(error instanceof StreamError)) throw error
      this.refuse(request, error)
    }
  }

  #symbols(request: StreamRequest, { channel }: Plan): readonly (string | null)[] {
    if (channel === 'instrument') return [null]
    const symbols = symbolsOf(request)
    if (symbols === null) throw new StreamError('Symbol(s) not found')
    return symbols
  }

  /** @throws StreamError */
  #market(symbol: string | null): PracticeMarket {
    const markets = this.exchange().engine.markets()
    const [any] = markets
    if (symbol === null && any !== undefined) return any
    const name = symbol ?? ''
    if (!/^[A-Z0-9.]+\/[A-Z0-9.]+$/.test(name)) {
      throw new StreamError(`Currency pair not in ISO 4217-A3 format ${name}`, name)
    }
    const market = markets.find((each) => pairNames(each).modern === name)
    if (market === undefined) throw new StreamError(`Currency pair not supported ${name}`, name)
    return market
  }

  /** @throws StreamError */
  #plan(request: StreamRequest): Plan {
    const { engine } = this.exchange()
    const channel = request.params.get('channel')
    switch (channel) {
      case 'ticker': {
        const trigger = request.params.get('event_trigger') ?? 'trades'
        if (trigger !== 'bbo' && trigger !== 'trades')
          throw new StreamError("Unsupported value for field 'event_trigger'")
        const source = (market: PracticeMarket): SnapshotSource => new TickerSource({ engine, market }, trigger)
        return { channel, shown: { event_trigger: trigger }, variant: trigger, source }
      }
      case 'trade':
        return { channel, shown: {}, variant: '', source: (market) => new TradeSource({ engine, market }) }
      case 'book': {
        const depth = choice(request, 'depth', depths, 'Subscription depth not supported')
        const source = (market: PracticeMarket): SnapshotSource => new BookSource({ engine, market }, depth)
        return { channel, shown: { depth }, variant: String(depth), source }
      }
      case 'ohlc': {
        const interval = choice(request, 'interval', minutes, 'Subscription ohlc interval not supported')
        const source = (market: PracticeMarket): SnapshotSource => new CandleSource({ engine, market }, interval)
        return { channel, shown: { interval }, variant: String(interval), source }
      }
      case 'instrument':
        return { channel, shown: {}, variant: '', source: () => new InstrumentSource(engine) }
      default: {
        const isPrivate = privateChannels.some((each) => each === channel)
        throw new StreamError(
          isPrivate
            ? 'Private data and trading are unavailable on this endpoint. Try ws-auth.kraken.com'
            : 'Subscription name invalid',
        )
      }
    }
  }
}

const nameOf = ({ channel }: Plan, symbol: string | null): string =>
  symbol === null ? channel : `${channel} ${symbol}`
