import type { PriceLevel } from '../../../../src-shared/market.ts'
import type { Side } from '../../../../src-shared/order.ts'
import type { EngineEvent } from '../../engine/feed.ts'
import type { PracticeMarket } from '../../engine/market-rules.ts'
import type { PracticeEngine } from '../../engine/practice-engine.ts'
import type { PublicTrade } from '../../engine/types.ts'
import type { TopicSource } from '../../host/streams/topics.ts'
import { publicTradeIdOf } from '../ids.ts'
import { candleRow, dayOf, type Granularity, openingOf } from '../market-endpoints.ts'
import { symbolOf } from '../symbols.ts'
import type { StreamArg } from './stream-args.ts'
import { messageText } from './wire.ts'

/** A source that says how things stand to whoever subscribes. */
export interface MarketSource extends TopicSource {
  /** The first message; null: there is nothing to begin with. */
  snapshot(): string | null
}

export interface SourceBasis {
  readonly engine: PracticeEngine
  readonly market: PracticeMarket
  readonly arg: StreamArg
  readonly everyMs: () => number
}

export const row = ({ price, quantity }: PriceLevel): readonly string[] => [price.toString(), quantity.toString()]

/** Something that is told whole each time, when it has changed. */
export class StandingSource implements MarketSource {
  readonly everyMs: () => number
  readonly #basis: SourceBasis
  readonly #view: (basis: SourceBasis) => unknown
  #changed = false

  constructor(basis: SourceBasis, view: (basis: SourceBasis) => unknown) {
    this.everyMs = basis.everyMs
    this.#basis = basis
    this.#view = view
  }

  snapshot(): string {
    const { arg, engine } = this.#basis
    return messageText('snapshot', arg, [this.#view(this.#basis)], engine.now())
  }

  observe(events: readonly EngineEvent[]): void {
    const { symbol } = this.#basis.market
    if (events.some((event) => (event.kind === 'book' || event.kind === 'trade') && event.symbol === symbol))
      this.#changed = true
  }

  take(): readonly string[] {
    if (!this.#changed) return []
    this.#changed = false
    return [this.snapshot()]
  }
}

/** `books1`, `books5`, `books15`, `books50`: the top of the book, whole each time. */
export const topOfBook =
  (levels: number) =>
  ({ engine, market, arg }: SourceBasis): unknown => {
    const side = (which: Side): unknown => engine.depth(market.symbol, which, levels).map(row)
    const ts = String(engine.now())
    return arg.version === 'v2'
      ? { asks: side('sell'), bids: side('buy'), checksum: 0, ts }
      : { a: side('sell'), b: side('buy'), pseq: 0, seq: sequenceOf(engine.bookUpdates(market.symbol)), ts }
  }

/** Bitget's sequences are beyond what a JavaScript number holds exactly, and leave numbers out. */
export const sequenceOf = (updates: number): bigint => 1_343_064_377_779_269_632n + BigInt(updates) * 3n

/** `ticker`; of the unified account without the symbol, which stands in the arg. */
export function ticker({ engine, market, arg }: SourceBasis): unknown {
  const { statistics, change, bid, ask } = dayOf({ engine }, market)
  const [bidPrice, bidSize] = [bid?.price.toString() ?? '0', bid?.quantity.toString() ?? '0']
  const [askPrice, askSize] = [ask?.price.toString() ?? '0', ask?.quantity.toString() ?? '0']
  const open = statistics.open.toString()
  if (arg.version === 'v3') {
    return {
      lastPrice: statistics.close.toString(),
      openPrice24h: open,
      highPrice24h: statistics.high.toString(),
      lowPrice24h: statistics.low.toString(),
      bid1Price: bidPrice,
      bid1Size: bidSize,
      ask1Price: askPrice,
      ask1Size: askSize,
      price24hPcnt: change.toString(),
      volume24h: statistics.volume.toString(),
      turnover24h: statistics.quoteVolume.toString(),
    }
  }
  return {
    instId: symbolOf(market),
    lastPr: statistics.close.toString(),
    open24h: open,
    high24h: statistics.high.toString(),
    low24h: statistics.low.toString(),
    change24h: change.toString(),
    bidPr: bidPrice,
    askPr: askPrice,
    bidSz: bidSize,
    askSz: askSize,
    baseVolume: statistics.volume.toString(),
    quoteVolume: statistics.quoteVolume.toString(),
    openUtc: open,
    changeUtc24h: change.toString(),
    ts: String(engine.now()),
  }
}

const tradesInSnapshot = 50

/** `trade`, `publicTrade`: what was traded last, then everything as it comes. */
export class TradeSource implements MarketSource {
  readonly everyMs = (): number => 0
  readonly #basis: SourceBasis
  readonly #due: PublicTrade[] = []

  constructor(basis: SourceBasis) {
    this.#basis = basis
  }

  snapshot(): string | null {
    const { engine, market } = this.#basis
    const trades = engine.tape(market.symbol).recent(tradesInSnapshot)
    return trades.length === 0 ? null : this.#message('snapshot', trades.toReversed())
  }

  observe(events: readonly EngineEvent[]): void {
    for (const event of events)
      if (event.kind === 'trade' && event.symbol === this.#basis.market.symbol) this.#due.push(event.trade)
  }

  take(): readonly string[] {
    const trades = this.#due.splice(0)
    return trades.length === 0 ? [] : [this.#message('update', trades)]
  }

  #message(action: 'snapshot' | 'update', trades: readonly PublicTrade[]): string {
    const { arg, engine } = this.#basis
    const rows = trades.map(({ id, price, quantity, takerSide, time }) => {
      const [p, v, ts, i] = [price.toString(), quantity.toString(), String(time), publicTradeIdOf(id)]
      return arg.version === 'v2'
        ? { ts, price: p, size: v, side: takerSide, tradeId: i }
        : { p, S: takerSide, T: ts, v, i, L: i, isRPI: 'no' }
    })
    return messageText(action, arg, rows, engine.now())
  }
}

const candlesInSnapshot = 100

/** `candle…`, `kline`: the last candles, then the one of now whenever something was traded. */
export class CandleSource implements MarketSource {
  readonly everyMs: () => number
  readonly #basis: SourceBasis
  readonly #granularity: Granularity
  #changed = false

  constructor(basis: SourceBasis, granularity: Granularity) {
    this.everyMs = basis.everyMs
    this.#basis = basis
    this.#granularity = granularity
  }

  snapshot(): string {
    return this.#message('snapshot', candlesInSnapshot)
  }

  observe(events: readonly EngineEvent[]): void {
    const { symbol } = this.#basis.market
    if (events.some((event) => event.kind === 'trade' && event.symbol === symbol)) this.#changed = true
  }

  take(): readonly string[] {
    if (!this.#changed) return []
    this.#changed = false
    return [this.#message('update', 1)]
  }

  #message(action: 'snapshot' | 'update', count: number): string {
    const { arg, engine, market } = this.#basis
    const { length } = this.#granularity
    const last = openingOf(this.#granularity, engine.now())
    const rows = Array.from({ length: count }, (_, index) =>
      candleRow(engine, market.symbol, last - (count - 1 - index) * length, length),
    )
    const views = rows.map((values) => {
      const [start, open, high, low, close, volume, turnover] = values
      return arg.version === 'v2' ? values : { start, open, close, high, low, volume, turnover }
    })
    return messageText(action, arg, views, engine.now())
  }
}
