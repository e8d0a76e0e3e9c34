import { Money } from '../../../../src-shared/money.ts'
import type { EngineEvent } from '../../engine/feed.ts'
import type { PracticeMarket } from '../../engine/market-rules.ts'
import type { PracticeEngine } from '../../engine/practice-engine.ts'
import type { PublicTrade } from '../../engine/types.ts'
import type { TopicSource } from '../../host/streams/topics.ts'
import { priceDecimals } from '../order-views.ts'
import { json, number, timestamp } from './wire.ts'

export interface SourceBasis {
  readonly engine: PracticeEngine
  readonly market: PracticeMarket
}

type EventOf<Kind extends EngineEvent['kind']> = Extract<EngineEvent, { readonly kind: Kind }>

/** What a source of one market has to say goes out at once. */
abstract class PublicSource implements TopicSource {
  readonly everyMs = (): number => 0
  protected readonly basis: SourceBasis
  readonly #due: string[] = []

  constructor(basis: SourceBasis) {
    this.basis = basis
  }

  /** What somebody who subscribes hears first. */
  abstract snapshot(): string
  protected abstract see(trades: readonly PublicTrade[], books: readonly EventOf<'book'>[]): void

  observe(events: readonly EngineEvent[]): void {
    const { symbol } = this.basis.market
    const trades = events.flatMap((event) => (event.kind === 'trade' && event.symbol === symbol ? [event.trade] : []))
    const books = events.flatMap((event) => (event.kind === 'book' && event.symbol === symbol ? [event] : []))
    this.see(trades, books)
  }

  take(): readonly string[] {
    return this.#due.splice(0)
  }

  protected say(text: string): void {
    this.#due.push(text)
  }
}

/** `ticker`, after trades or whenever the best prices or what is there change. */
export class TickerSource extends PublicSource {
  readonly #trigger: 'bbo' | 'trades'
  #best = ''

  constructor(basis: SourceBasis, trigger: 'bbo' | 'trades') {
    super(basis)
    this.#trigger = trigger
    this.#best = this.#bestText()
  }

  snapshot(): string {
    return this.#message('snapshot')
  }

  protected override see(trades: readonly PublicTrade[], books: readonly EventOf<'book'>[]): void {
    if (this.#trigger === 'trades') {
      if (trades.length > 0) this.say(this.#message('update'))
      return
    }
    const best = books.length === 0 ? this.#best : this.#bestText()
    if (best !== this.#best) this.say(this.#message('update'))
    this.#best = best
  }

  #bestText(): string {
    const { engine, market } = this.basis
    const text = (side: 'buy' | 'sell'): string => JSON.stringify(engine.bestPrice(market.symbol, side))
    return text('buy') + text('sell')
  }

  #message(type: string): string {
    const { engine, market } = this.basis
    const { symbol } = market
    const [bid, ask] = [engine.bestPrice(symbol, 'buy'), engine.bestPrice(symbol, 'sell')]
    const day = engine.dayStatistics(symbol)
    const change = day.close.minus(day.open)
    const percent = day.open.isZero() ? Money.zero : change.times(Money.parse('100')).dividedBy(day.open, 2)
    const ticker = {
      symbol,
      bid: number(bid?.price ?? Money.zero),
      bid_qty: number(bid?.quantity ?? Money.zero),
      ask: number(ask?.price ?? Money.zero),
      ask_qty: number(ask?.quantity ?? Money.zero),
      last: number(day.close),
      volume: number(day.volume),
      vwap: number(day.weightedAveragePrice.truncated(priceDecimals(market))),
      low: number(day.low),
      high: number(day.high),
      change: number(change),
      change_pct: number(percent),
      timestamp: timestamp(engine.now()),
    }
    return json({ channel: 'ticker', type, data: [ticker] })
  }
}

const tradesInSnapshot = 50

/** `trade`; what one command traded comes in one message. */
export class TradeSource extends PublicSource {
  snapshot(): string {
    const { engine, market } = this.basis
    return this.#message('snapshot', engine.tape(market.symbol).recent(tradesInSnapshot))
  }

  protected override see(trades: readonly PublicTrade[]): void {
    if (trades.length > 0) this.say(this.#message('update', trades))
  }

  #message(type: string, trades: readonly PublicTrade[]): string {
    const data = trades.map((trade) => ({
      symbol: this.basis.market.symbol,
      side: trade.takerSide,
      price: number(trade.price),
      qty: number(trade.quantity),
      ord_type: 'limit',
      trade_id: trade.id,
      timestamp: timestamp(trade.time),
    }))
    return json({ channel: 'trade', type, data })
  }
}

const candlesInSnapshot = 720

/** `ohlc`: the candle of now after each trade. */
export class CandleSource extends PublicSource {
  readonly #minutes: number

  constructor(basis: SourceBasis, minutes: number) {
    super(basis)
    this.#minutes = minutes
  }

  snapshot(): string {
    const length = this.#minutes * 60_000
    const last = Math.floor(this.basis.engine.now() / length) * length
    const openings = Array.from(
      { length: candlesInSnapshot },
      (_, index) => last - (candlesInSnapshot - 1 - index) * length,
    )
    return this.#message('snapshot', openings)
  }

  protected override see(trades: readonly PublicTrade[]): void {
    if (trades.length === 0) return
    const length = this.#minutes * 60_000
    this.say(this.#message('update', [Math.floor(this.basis.engine.now() / length) * length]))
  }

  #message(type: string, openings: readonly number[]): string {
    const { engine, market } = this.basis
    const decimals = priceDecimals(market)
    const data = openings.map((opening) => {
      const end = opening + this.#minutes * 60_000
      const bar = engine.bar(market.symbol, opening, end)
      const vwap = bar.volume.isZero() ? bar.close : bar.quoteVolume.dividedBy(bar.volume, decimals)
      return {
        symbol: market.symbol,
        open: number(bar.open),
        high: number(bar.high),
        low: number(bar.low),
        close: number(bar.close),
        trades: bar.trades,
        volume: number(bar.volume),
        vwap: number(vwap),
        interval_begin: timestamp(opening).replace('Z', '000Z'),
        interval: this.#minutes,
        timestamp: timestamp(end),
      }
    })
    return json({ channel: 'ohlc', type, timestamp: timestamp(engine.now()), data })
  }
}
