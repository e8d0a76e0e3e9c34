import type { PriceLevel } from '../../../../src-shared/market.ts'
import type { Side } from '../../../../src-shared/order.ts'
import type { BookEvent, EngineEvent, TradeEvent } from '../../engine/feed.ts'
import type { PracticeMarket } from '../../engine/market-rules.ts'
import type { PracticeEngine } from '../../engine/practice-engine.ts'
import type { TopicSource } from '../../host/streams/topics.ts'
import { candleRow, type Interval } from '../candles.ts'
import { counterOrderIdOf, orderIdOf, tradeIdOf } from '../ids.ts'
import { json, nanoseconds } from '../kucoin-json.ts'
import { dayOf } from '../public-endpoints.ts'
import { symbolOf } from '../symbols.ts'

/** What a source needs: whose market, under which topic, how often it speaks (real ms; 0: with every change). */
export interface SourceBasis {
  readonly engine: PracticeEngine
  readonly market: PracticeMarket
  readonly topic: string
  readonly everyMs: () => number
}

/** One message as every public topic has it. */
function messageText(topic: string, subject: string, data: unknown): string {
  return json({ type: 'message', topic, subject, data })
}

const atOnce = (): number => 0
const row = ({ price, quantity }: PriceLevel): readonly string[] => [price.toString(), quantity.toString()]

/** A source of one market that collects what it has to say. */
abstract class MarketSource implements TopicSource {
  readonly everyMs: () => number
  protected readonly basis: SourceBasis
  protected readonly due: string[] = []

  constructor(basis: SourceBasis, everyMs = basis.everyMs) {
    this.basis = basis
    this.everyMs = everyMs
  }

  protected abstract see(event: BookEvent | TradeEvent): void

  observe(events: readonly EngineEvent[]): void {
    const { symbol } = this.basis.market
    for (const event of events)
      if ((event.kind === 'book' || event.kind === 'trade') && event.symbol === symbol) this.see(event)
  }

  take(): readonly string[] {
    return this.due.splice(0)
  }

  protected say(subject: string, data: unknown): void {
    this.due.push(messageText(this.basis.topic, subject, data))
  }
}

/** How something stands, said when it has changed since it was said last; at first, too. */
export class StandingSource extends MarketSource {
  readonly #say: (basis: SourceBasis) => readonly [subject: string, data: unknown]
  #changed = true

  constructor(basis: SourceBasis, say: (basis: SourceBasis) => readonly [subject: string, data: unknown]) {
    super(basis)
    this.#say = say
  }

  protected override see(): void {
    this.#changed = true
  }

  override take(): readonly string[] {
    if (this.#changed) this.say(...this.#say(this.basis))
    this.#changed = false
    return super.take()
  }
}

/** `/spotMarket/level1`: the best prices without any sequence. */
export function level1({ engine, market }: SourceBasis): readonly [string, unknown] {
  const best = (side: Side): readonly string[] => engine.depth(market.symbol, side, 1).flatMap(row)
  return ['level1', { asks: best('sell'), bids: best('buy'), timestamp: engine.now() }]
}

/** `/spotMarket/level2Depth5` and `50`: the top of the book, whole. */
export const depth =
  (levels: number) =>
  ({ engine, market }: SourceBasis): readonly [string, unknown] => {
    const side = (which: Side): unknown => engine.depth(market.symbol, which, levels).map(row)
    return ['level2', { asks: side('sell'), bids: side('buy'), timestamp: engine.now() }]
  }

function tickerOf({ engine, market }: Pick<SourceBasis, 'engine' | 'market'>): Record<string, unknown> {
  const { symbol } = market
  const bid = engine.bestPrice(symbol, 'buy')
  const ask = engine.bestPrice(symbol, 'sell')
  return {
    bestAsk: ask?.price.toString() ?? null,
    bestAskSize: ask?.quantity.toString() ?? null,
    bestBid: bid?.price.toString() ?? null,
    bestBidSize: bid?.quantity.toString() ?? null,
    price: engine.lastPrice(symbol).toString(),
    sequence: String(engine.bookUpdates(symbol)),
    size: engine.tape(symbol).lastTrade?.quantity.toString() ?? '0',
    time: engine.now(),
  }
}

/** `/market/ticker` of one market. */
export const ticker = (basis: SourceBasis): readonly [string, unknown] => ['trade.ticker', tickerOf(basis)]

/** `/market/snapshot` */
export function snapshot({ engine, market }: SourceBasis): readonly [string, unknown] {
  const { last, ...day } = dayOf({ engine }, market)
  const data = {
    ...day,
    trading: engine.statusOf(market.symbol) === 'trading',
    baseCurrency: market.base,
    quoteCurrency: market.quote,
    market: market.quote,
    symbolCode: symbolOf(market),
    datetime: engine.now(),
    lastTradedPrice: last,
    board: 0,
    mark: 0,
  }
  return ['trade.snapshot', { sequence: String(engine.bookUpdates(market.symbol)), data }]
}

/** `/market/ticker:all`: a message for each market that has changed; the subject says which. */
export class AllTickersSource implements TopicSource {
  readonly everyMs: () => number
  readonly #engine: PracticeEngine
  readonly #topic: string
  readonly #changed: Set<string>

  constructor(engine: PracticeEngine, topic: string, everyMs: () => number) {
    this.everyMs = everyMs
    this.#engine = engine
    this.#topic = topic
    this.#changed = new Set(engine.markets().map(({ symbol }) => symbol))
  }

  observe(events: readonly EngineEvent[]): void {
    for (const event of events) if (event.kind === 'book' || event.kind === 'trade') this.#changed.add(event.symbol)
  }

  take(): readonly string[] {
    const markets = this.#engine.markets().filter(({ symbol }) => this.#changed.has(symbol))
    this.#changed.clear()
    return markets.map((market) =>
      messageText(this.#topic, symbolOf(market), tickerOf({ engine: this.#engine, market })),
    )
  }
}

/** `/market/level2`: every change of the whole book, each message joining the one before. */
export class Level2Source extends MarketSource {
  constructor(basis: SourceBasis) {
    super(basis, atOnce)
  }

  protected override see(event: BookEvent | TradeEvent): void {
    if (event.kind !== 'book') return
    const rows = (levels: readonly PriceLevel[]): unknown => levels.map((level) => [...row(level), String(event.last)])
    this.say('trade.l2update', {
      changes: { asks: rows(event.asks), bids: rows(event.bids) },
      sequenceEnd: event.last,
      sequenceStart: event.first,
      symbol: symbolOf(this.basis.market),
      time: this.basis.engine.now(),
    })
  }
}

/** `/market/match`: every trade. */
export class MatchSource extends MarketSource {
  constructor(basis: SourceBasis) {
    super(basis, atOnce)
  }

  protected override see(event: BookEvent | TradeEvent): void {
    if (event.kind !== 'trade') return
    const { trade, makerOrderId, takerOrderId } = event
    const idOf = (id: number | null): string => (id === null ? counterOrderIdOf(trade.id) : orderIdOf(id))
    this.say('trade.l3match', {
      makerOrderId: idOf(makerOrderId),
      price: trade.price.toString(),
      sequence: String(trade.id),
      side: trade.takerSide,
      size: trade.quantity.toString(),
      symbol: symbolOf(this.basis.market),
      takerOrderId: idOf(takerOrderId),
      time: String(nanoseconds(trade.time)),
      tradeId: String(tradeIdOf(trade.id)),
      type: 'match',
    })
  }
}

/** `/market/candles`: the candle of now after each trade. */
export class CandleSource extends MarketSource {
  readonly #interval: Interval

  constructor(basis: SourceBasis, interval: Interval) {
    super(basis, atOnce)
    this.#interval = interval
  }

  protected override see(event: BookEvent | TradeEvent): void {
    if (event.kind !== 'trade') return
    const { engine, market } = this.basis
    const [opening, end] = this.#interval(engine.now())
    this.say('trade.candles.update', {
      symbol: symbolOf(market),
      candles: candleRow(engine, market.symbol, opening, end),
      time: nanoseconds(engine.now()),
    })
  }
}
