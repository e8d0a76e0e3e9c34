import { Money } from '../../../../src-shared/money.ts'
import type { EngineEvent } from '../../engine/feed.ts'
import type { PracticeMarket } from '../../engine/market-rules.ts'
import type { PracticeEngine } from '../../engine/practice-engine.ts'
import type { TopicSource } from '../../host/streams/topics.ts'
import { moreDecimals } from '../kraken-markets.ts'
import { priceDecimals } from '../order-views.ts'
import { statusWords } from '../public-endpoints.ts'
import type { BookPrecision } from './checksum.ts'
import { json, number } from './wire.ts'

/** The decimals that AssetPairs tells, too. */
export function precisionOf(market: PracticeMarket): BookPrecision {
  return { price: moreDecimals[market.symbol] ?? priceDecimals(market), quantity: market.quantity.step.decimals() }
}

/** `instrument`: every asset and pair; pairs whose status has changed. */
export class InstrumentSource implements TopicSource {
  readonly everyMs = (): number => 0
  readonly #engine: PracticeEngine
  readonly #due: string[] = []

  constructor(engine: PracticeEngine) {
    this.#engine = engine
  }

  snapshot(): string {
    const markets = this.#engine.markets()
    const names = [...new Set(markets.flatMap(({ base, quote }) => [base, quote]))]
    return this.#message('snapshot', names.map(assetView), markets)
  }

  observe(events: readonly EngineEvent[]): void {
    const symbols = events.flatMap((event) => (event.kind === 'status' ? [event.symbol] : []))
    const markets = this.#engine.markets().filter(({ symbol }) => symbols.includes(symbol))
    if (markets.length > 0) this.#due.push(this.#message('update', [], markets))
  }

  take(): readonly string[] {
    return this.#due.splice(0)
  }

  #message(type: string, assets: readonly unknown[], markets: readonly PracticeMarket[]): string {
    const pairs = markets.map((market) => {
      const precision = precisionOf(market)
      return {
        symbol: market.symbol,
        base: market.base,
        quote: market.quote,
        status: statusWords[this.#engine.statusOf(market.symbol)],
        qty_precision: precision.quantity,
        qty_increment: number(market.quantity.step),
        price_precision: precision.price,
        cost_precision: 8,
        marginable: false,
        has_index: false,
        cost_min: number(market.minNotional),
        tick_size: number(market.price.step),
        price_increment: number(market.price.step),
        qty_min: number(market.quantity.min),
        execution_venue: 'international',
      }
    })
    return json({ channel: 'instrument', type, data: { assets, pairs } })
  }
}

function assetView(id: string): unknown {
  const isCash = id === 'USD' || id === 'EUR'
  return {
    id,
    status: 'enabled',
    precision: isCash ? 4 : 10,
    precision_display: isCash ? 2 : 5,
    borrowable: false,
    collateral_value: number(Money.zero),
    margin_rate: number(Money.zero),
  }
}
