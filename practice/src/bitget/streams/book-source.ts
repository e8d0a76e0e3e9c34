import type { PriceLevel } from '../../../../src-shared/market.ts'
import type { Side } from '../../../../src-shared/order.ts'
import type { EngineEvent } from '../../engine/feed.ts'
import { type MarketSource, row, sequenceOf, type SourceBasis } from './market-sources.ts'
import { messageText } from './wire.ts'

type Levels = Map<string, PriceLevel>

/**
 * `books`: the whole book, then what has changed. On v3 each update names the sequence that it follows; on v2 it has a
 * sequence that only grows, and no checksum any more, so that nobody can tell that one was lost.
 */
export class BookSource implements MarketSource {
  readonly everyMs: () => number
  readonly #basis: SourceBasis
  /** As it was told last: who subscribes in between goes on from there like everybody else. */
  readonly #told: Readonly<Record<Side, Levels>>
  readonly #changes: Readonly<Record<Side, Levels>> = { buy: new Map(), sell: new Map() }
  #toldUpdates: number
  #updates: number

  constructor(basis: SourceBasis) {
    const { engine, market } = basis
    this.everyMs = basis.everyMs
    this.#basis = basis
    const levels = (side: Side): Levels =>
      new Map(engine.depth(market.symbol, side, 10_000).map((level) => [level.price.toString(), level]))
    this.#told = { buy: levels('buy'), sell: levels('sell') }
    this.#toldUpdates = engine.bookUpdates(market.symbol)
    this.#updates = this.#toldUpdates
  }

  snapshot(): string {
    const { buy, sell } = this.#told
    return this.#message('snapshot', sorted('sell', sell), sorted('buy', buy), 0n, sequenceOf(this.#toldUpdates))
  }

  observe(events: readonly EngineEvent[]): void {
    for (const event of events) {
      if (event.kind !== 'book' || event.symbol !== this.#basis.market.symbol) continue
      this.#updates = event.last
      for (const level of event.bids) this.#changes.buy.set(level.price.toString(), level)
      for (const level of event.asks) this.#changes.sell.set(level.price.toString(), level)
    }
  }

  take(): readonly string[] {
    if (this.#updates === this.#toldUpdates) return []
    const before = sequenceOf(this.#toldUpdates)
    this.#toldUpdates = this.#updates
    const [asks, bids] = [this.#taken('sell'), this.#taken('buy')]
    return [this.#message('update', asks, bids, before, sequenceOf(this.#toldUpdates))]
  }

  #taken(side: Side): readonly PriceLevel[] {
    const changes = [...this.#changes[side].values()]
    this.#changes[side].clear()
    for (const level of changes) {
      if (level.quantity.isZero()) this.#told[side].delete(level.price.toString())
      else this.#told[side].set(level.price.toString(), level)
    }
    return changes
  }

  #message(
    action: 'snapshot' | 'update',
    asks: readonly PriceLevel[],
    bids: readonly PriceLevel[],
    pseq: bigint,
    seq: bigint,
  ): string {
    const { arg, engine } = this.#basis
    const [a, b] = [asks.map(row), bids.map(row)]
    const ts = String(engine.now())
    const book = arg.version === 'v2' ? { asks: a, bids: b, seq, ts } : { a, b, pseq, seq, ts }
    return messageText(action, arg, [book], engine.now())
  }
}

function sorted(side: Side, levels: Levels): readonly PriceLevel[] {
  return [...levels.values()].toSorted((one, other) =>
    side === 'sell' ? one.price.compare(other.price) : other.price.compare(one.price),
  )
}
