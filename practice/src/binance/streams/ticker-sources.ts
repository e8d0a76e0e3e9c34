import { Money } from '../../../../src-shared/money.ts'
import type { EngineEvent } from '../../engine/feed.ts'
import type { PracticeMarket } from '../../engine/market-rules.ts'
import type { PracticeEngine } from '../../engine/practice-engine.ts'
import { printed } from '../../host/printed.ts'
import type { TopicSource } from '../../host/streams/topics.ts'
import { dayChange } from '../day-change.ts'
import { headOf, type SourceBasis, StandingSource } from './market-source.ts'

abstract class TickerSource extends StandingSource {
  readonly everyMs = (): number => this.basis.settings().tickerMs
}

function miniTicker(basis: SourceBasis): Record<string, unknown> {
  const day = basis.engine.dayStatistics(basis.market.symbol)
  return {
    ...headOf(basis, '24hrMiniTicker'),
    c: printed(day.close),
    o: printed(day.open),
    h: printed(day.high),
    l: printed(day.low),
    v: printed(day.volume),
    q: printed(day.quoteVolume),
  }
}

/** `@miniTicker` */
export class MiniTickerSource extends TickerSource {
  protected override concerns(event: EngineEvent): boolean {
    return event.kind === 'trade'
  }

  protected override standing(): unknown {
    return miniTicker(this.basis)
  }
}

/** `@ticker` */
export class DayTickerSource extends TickerSource {
  protected override standing(): unknown {
    const { engine, market, stamp } = this.basis
    const day = engine.dayStatistics(market.symbol)
    const { change, percent } = dayChange(day)
    const bid = engine.bestPrice(market.symbol, 'buy')
    const ask = engine.bestPrice(market.symbol, 'sell')
    const { lastTrade } = engine.tape(market.symbol)
    return {
      ...headOf(this.basis, '24hrTicker'),
      p: printed(change),
      P: printed(percent, 3),
      w: printed(day.weightedAveragePrice),
      x: printed(day.open),
      c: printed(day.close),
      Q: printed(lastTrade?.quantity ?? market.quantity.min),
      b: printed(bid?.price ?? Money.zero),
      B: printed(bid?.quantity ?? Money.zero),
      a: printed(ask?.price ?? Money.zero),
      A: printed(ask?.quantity ?? Money.zero),
      o: printed(day.open),
      h: printed(day.high),
      l: printed(day.low),
      v: printed(day.volume),
      q: printed(day.quoteVolume),
      O: stamp(day.time),
      C: stamp(day.endsAt),
      F: day.firstId,
      L: day.lastId,
      n: day.trades,
    }
  }
}

/** `@avgPrice`; practice takes the last price for it, as REST does. */
export class AveragePriceSource extends TickerSource {
  protected override concerns(event: EngineEvent): boolean {
    return event.kind === 'trade'
  }

  protected override standing(): unknown {
    const { engine, market, stamp } = this.basis
    const { lastTrade, openedAt } = engine.tape(market.symbol)
    return {
      ...headOf(this.basis, 'avgPrice'),
      i: '5m',
      w: printed(engine.lastPrice(market.symbol)),
      T: stamp(lastTrade?.time ?? openedAt),
    }
  }
}

/** `!miniTicker@arr`: the markets that have changed, in one array. */
export class AllMiniTickersSource implements TopicSource {
  readonly everyMs: () => number
  readonly #basisOf: (market: PracticeMarket) => SourceBasis
  readonly #engine: PracticeEngine
  readonly #changed: Set<string>

  constructor(engine: PracticeEngine, basisOf: (market: PracticeMarket) => SourceBasis, everyMs: () => number) {
    this.everyMs = everyMs
    this.#engine = engine
    this.#basisOf = basisOf
    this.#changed = new Set(engine.markets().map((market) => market.symbol))
  }

  observe(events: readonly EngineEvent[]): void {
    for (const event of events) if (event.kind === 'trade') this.#changed.add(event.symbol)
  }

  take(): readonly string[] {
    if (this.#changed.size === 0) return []
    const markets = this.#engine.markets().filter((market) => this.#changed.has(market.symbol))
    this.#changed.clear()
    return [JSON.stringify(markets.map((market) => miniTicker(this.#basisOf(market))))]
  }
}
