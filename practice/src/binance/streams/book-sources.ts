import type { PriceLevel } from '../../../../src-shared/market.ts'
import { Money } from '../../../../src-shared/money.ts'
import type { Side } from '../../../../src-shared/order.ts'
import type { EngineEvent } from '../../engine/feed.ts'
import { printed } from '../../host/printed.ts'
import { nativeId } from '../symbols.ts'
import { headOf, MarketSource, type SourceBasis, StandingSource } from './market-source.ts'

const row = ({ price, quantity }: PriceLevel): readonly string[] => [printed(price), printed(quantity)]

/** `@bookTicker`: every change of the best prices or what is there. */
export class BookTickerSource extends MarketSource {
  readonly everyMs = (): number => 0
  #told = this.#best()

  protected override see(event: EngineEvent): void {
    if (event.kind !== 'book') return
    const best = this.#best()
    if (best.b === this.#told.b && best.B === this.#told.B && best.a === this.#told.a && best.A === this.#told.A) return
    this.#told = best
    this.say({ u: event.last, s: nativeId(this.basis.market), ...best })
  }

  #best(): Readonly<Record<'b' | 'B' | 'a' | 'A', string>> {
    const { engine, market } = this.basis
    const [b = '', B = ''] = row(engine.bestPrice(market.symbol, 'buy') ?? nothing)
    const [a = '', A = ''] = row(engine.bestPrice(market.symbol, 'sell') ?? nothing)
    return { b, B, a, A }
  }
}

const nothing: PriceLevel = { price: Money.zero, quantity: Money.zero }

/** `@depth`, `@depth@100ms`: what has changed of the whole book, each event joining the one before. */
export class DiffDepthSource extends MarketSource {
  readonly everyMs: () => number
  #span: { readonly first: number; last: number } | null = null
  readonly #levels: Readonly<Record<Side, Map<string, PriceLevel>>> = { buy: new Map(), sell: new Map() }

  constructor(basis: SourceBasis, isFast: boolean) {
    super(basis)
    this.everyMs = () => (isFast ? basis.settings().fastBookMs : basis.settings().bookMs)
  }

  protected override see(event: EngineEvent): void {
    if (event.kind !== 'book') return
    this.#span ??= { first: event.first, last: event.last }
    this.#span.last = event.last
    for (const level of event.bids) this.#levels.buy.set(level.price.toString(), level)
    for (const level of event.asks) this.#levels.sell.set(level.price.toString(), level)
  }

  protected override finish(): void {
    if (this.#span === null) return
    const { first, last } = this.#span
    this.#span = null
    this.say({ ...headOf(this.basis, 'depthUpdate'), U: first, u: last, b: this.#taken('buy'), a: this.#taken('sell') })
  }

  #taken(side: Side): readonly (readonly string[])[] {
    const rows = [...this.#levels[side].values()].map(row)
    this.#levels[side].clear()
    return rows
  }
}

/** `@depth5`, `10`, `20`: the top of the book, without saying of what market. */
export class PartialDepthSource extends StandingSource {
  readonly everyMs: () => number
  readonly #levels: number

  constructor(basis: SourceBasis, levels: number, isFast: boolean) {
    super(basis)
    this.#levels = levels
    this.everyMs = () => (isFast ? basis.settings().fastBookMs : basis.settings().bookMs)
  }

  protected override concerns(event: EngineEvent): boolean {
    return event.kind === 'book'
  }

  protected override standing(): unknown {
    const { engine, market } = this.basis
    const side = (which: Side): unknown => engine.depth(market.symbol, which, this.#levels).map(row)
    return { lastUpdateId: engine.bookUpdates(market.symbol), bids: side('buy'), asks: side('sell') }
  }
}
