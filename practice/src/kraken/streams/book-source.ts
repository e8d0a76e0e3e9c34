import type { PriceLevel } from '../../../../src-shared/market.ts'
import { Money } from '../../../../src-shared/money.ts'
import type { Side } from '../../../../src-shared/order.ts'
import type { EngineEvent } from '../../engine/feed.ts'
import type { TopicSource } from '../../host/streams/topics.ts'
import { bookChecksum } from './checksum.ts'
import { precisionOf } from './instruments.ts'
import type { SourceBasis } from './public-sources.ts'
import { json, number, timestamp } from './wire.ts'

type Levels = ReadonlyMap<string, PriceLevel>

const rows = (levels: Iterable<PriceLevel>): unknown =>
  [...levels].map(({ price, quantity }) => ({ price: number(price), qty: number(quantity) }))

/** `book`: the best levels of a market, kept by whoever reads it and told with a checksum. */
export class BookSource implements TopicSource {
  readonly everyMs = (): number => 0
  readonly #basis: SourceBasis
  readonly #depth: number
  readonly #due: string[] = []
  #told: Readonly<Record<Side, Levels>>

  constructor(basis: SourceBasis, depth: number) {
    this.#basis = basis
    this.#depth = depth
    this.#told = { buy: this.#now('buy'), sell: this.#now('sell') }
  }

  snapshot(): string {
    const { buy, sell } = this.#told
    return this.#message('snapshot', rows(buy.values()), rows(sell.values()))
  }

  observe(events: readonly EngineEvent[]): void {
    const { symbol } = this.#basis.market
    if (!events.some((event) => event.kind === 'book' && event.symbol === symbol)) return
    const before = this.#told
    this.#told = { buy: this.#now('buy'), sell: this.#now('sell') }
    const bids = this.#changes('buy', before.buy)
    const asks = this.#changes('sell', before.sell)
    if (bids.length > 0 || asks.length > 0) this.#due.push(this.#message('update', rows(bids), rows(asks)))
  }

  take(): readonly string[] {
    return this.#due.splice(0)
  }

  #now(side: Side): Levels {
    const { engine, market } = this.#basis
    return new Map(engine.depth(market.symbol, side, this.#depth).map((level) => [level.price.toString(), level]))
  }

  /** What was pushed out by better levels is not told: who keeps to the depth cuts it off. */
  #changes(side: Side, before: Levels): readonly PriceLevel[] {
    const now = this.#told[side]
    const last = [...now.values()].at(-1)?.price ?? null
    const isBeyond = ({ price }: PriceLevel): boolean =>
      last !== null && now.size === this.#depth && (side === 'buy' ? price.lessThan(last) : price.greaterThan(last))
    const gone = [...before.values()].filter((level) => !now.has(level.price.toString()) && !isBeyond(level))
    const changed = [...now].filter(([price, level]) => before.get(price)?.quantity.equals(level.quantity) !== true)
    return [...gone.map(({ price }) => ({ price, quantity: Money.zero })), ...changed.map(([, level]) => level)]
  }

  #message(type: 'snapshot' | 'update', bids: unknown, asks: unknown): string {
    const { market, engine } = this.#basis
    const { buy, sell } = this.#told
    const checksum = bookChecksum([...sell.values()], [...buy.values()], precisionOf(market))
    const data = [{ symbol: market.symbol, bids, asks, checksum, timestamp: timestamp(engine.now()) }]
    return json({ channel: 'book', type, data })
  }
}
