import { Money } from '../../../../src-shared/money.ts'
import type { EngineEvent, TradeEvent } from '../../engine/feed.ts'
import type { PublicTrade } from '../../engine/types.ts'
import { printed } from '../../host/printed.ts'
import type { Interval } from '../intervals.ts'
import { nativeId } from '../symbols.ts'
import { headOf, MarketSource, type SourceBasis } from './market-source.ts'

const tail = (basis: SourceBasis, trade: PublicTrade): Record<string, unknown> => ({
  T: basis.stamp(trade.time),
  m: trade.takerSide === 'sell',
  M: true,
})

/** `@trade` */
export class TradeSource extends MarketSource {
  readonly everyMs = (): number => 0

  protected override see(event: EngineEvent): void {
    if (event.kind !== 'trade') return
    const { trade } = event
    this.say({
      ...headOf(this.basis, 'trade'),
      t: trade.id,
      p: printed(trade.price),
      q: printed(trade.quantity),
      ...tail(this.basis, trade),
    })
  }
}

/** `@aggTrade`: what one taker got at one price is one. */
export class AggregateTradeSource extends MarketSource {
  readonly everyMs = (): number => 0
  #together: TradeEvent[] = []

  protected override see(event: EngineEvent): void {
    if (event.kind !== 'trade') return
    const [first] = this.#together
    if (first !== undefined && !isOneTaker(first, event)) this.finish()
    this.#together.push(event)
  }

  protected override finish(): void {
    const [first, ...more] = this.#together
    if (first === undefined) return
    const last = more.at(-1) ?? first
    const quantity = Money.sum(this.#together.map(({ trade }) => trade.quantity))
    this.#together = []
    this.say({
      ...headOf(this.basis, 'aggTrade'),
      // Grows with every aggregate, like Binance's, and needs no count of its own.
      a: first.trade.id,
      p: printed(first.trade.price),
      q: printed(quantity),
      f: first.trade.id,
      l: last.trade.id,
      ...tail(this.basis, last.trade),
    })
  }
}

function isOneTaker(one: TradeEvent, other: TradeEvent): boolean {
  return (
    one.takerOrderId !== null &&
    one.takerOrderId === other.takerOrderId &&
    one.trade.takerSide === other.trade.takerSide &&
    one.trade.price.equals(other.trade.price)
  )
}

/** `@kline_<interval>`: the candle of now; the one before is said once more when it closes. */
export class CandleSource extends MarketSource {
  readonly everyMs: () => number
  readonly #name: string
  readonly #interval: Interval
  #opening: number
  #changed = true

  constructor(basis: SourceBasis, name: string, interval: Interval) {
    super(basis)
    this.#name = name
    this.#interval = interval
    this.#opening = interval.opening(basis.engine.now())
    this.everyMs = () => (name === '1s' ? basis.settings().fastCandleMs : basis.settings().candleMs)
  }

  protected override see(event: EngineEvent): void {
    if (event.kind === 'trade') this.#changed = true
  }

  protected override finish(): void {
    const opening = this.#interval.opening(this.basis.engine.now())
    if (opening > this.#opening) {
      this.say(this.#candle(this.#opening, true))
      this.#opening = opening
      this.#changed = true
    }
    if (!this.#changed) return
    this.#changed = false
    this.say(this.#candle(opening, false))
  }

  #candle(opening: number, isClosed: boolean): Record<string, unknown> {
    const { engine, market, stamp } = this.basis
    const end = this.#interval.stepped(opening, 1)
    const bar = engine.bar(market.symbol, opening, end)
    const trades = engine.tape(market.symbol).tradesBetween(opening, end)
    return {
      ...headOf(this.basis, 'kline'),
      k: {
        t: stamp(opening),
        T: stamp(end) - 1,
        s: nativeId(market),
        i: this.#name,
        f: trades[0]?.id ?? -1,
        L: trades.at(-1)?.id ?? -1,
        o: printed(bar.open),
        c: printed(bar.close),
        h: printed(bar.high),
        l: printed(bar.low),
        v: printed(bar.volume),
        n: bar.trades,
        x: isClosed,
        q: printed(bar.quoteVolume),
        V: printed(bar.takerBuyVolume),
        Q: printed(bar.takerBuyQuoteVolume),
        B: '0',
      },
    }
  }
}
