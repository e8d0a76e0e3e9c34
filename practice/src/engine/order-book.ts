import type { PriceLevel } from '../../../src-shared/market.ts'
import { Money } from '../../../src-shared/money.ts'
import type { Side } from '../../../src-shared/order.ts'
import type { EngineOrder } from './types.ts'

/** Something resting in the book: an account's order, or liquidity of the market maker (`order: null`). */
export interface BookEntry {
  readonly order: EngineOrder | null
  readonly side: Side
  readonly price: Money
  remaining: Money
}

interface Level {
  readonly price: Money
  readonly entries: BookEntry[]
}

export function oppositeOf(side: Side): Side {
  return side === 'buy' ? 'sell' : 'buy'
}

/** Whether an order of `side` limited to `limit` (null: at market) may trade at `price`. */
export function crosses(side: Side, limit: Money | null, price: Money): boolean {
  if (limit === null) return true
  return side === 'buy' ? limit.atLeast(price) : limit.atMost(price)
}

/** Resting orders of one market, best price first and, at one price, oldest first. */
export class OrderBook {
  readonly #levels: Readonly<Record<Side, Level[]>> = { buy: [], sell: [] }
  #updates = 1

  /** Counts every change: the book's sequence number. */
  get updates(): number {
    return this.#updates
  }

  add(entry: BookEntry): void {
    this.#updates += 1
    const levels = this.#levels[entry.side]
    const index = this.#position(entry.side, entry.price)
    const level = levels[index]
    if (level?.price.equals(entry.price) === true) level.entries.push(entry)
    else levels.splice(index, 0, { price: entry.price, entries: [entry] })
  }

  /** Takes the entry out; does nothing when it is not there. */
  remove(entry: BookEntry): void {
    const levels = this.#levels[entry.side]
    const index = this.#position(entry.side, entry.price)
    const level = levels[index]
    const place = level?.entries.indexOf(entry) ?? -1
    if (level === undefined || place < 0) return
    this.#updates += 1
    level.entries.splice(place, 1)
    if (level.entries.length === 0) levels.splice(index, 1)
  }

  removeOrder(order: EngineOrder): void {
    if (order.limitPrice === null) return
    const level = this.#levels[order.side][this.#position(order.side, order.limitPrice)]
    const entry = level?.entries.find((each) => each.order === order)
    if (entry !== undefined) this.remove(entry)
  }

  /** Sets what is left of a resting order; it keeps its place. */
  setRemaining(order: EngineOrder, remaining: Money): void {
    for (const entry of this.entries(order.side)) {
      if (entry.order !== order) continue
      entry.remaining = remaining
      this.#updates += 1
      return
    }
  }

  /** Says that an entry's remaining quantity changed. */
  touched(): void {
    this.#updates += 1
  }

  best(side: Side): Money | null {
    return this.#levels[side][0]?.price ?? null
  }

  /** The first entry to trade on this side, or null. */
  first(side: Side): BookEntry | null {
    return this.#levels[side][0]?.entries[0] ?? null
  }

  /** Entries of a side in the order in which they would trade. */
  *entries(side: Side): Generator<BookEntry> {
    for (const level of this.#levels[side]) yield* level.entries
  }

  /** The best price at which an account's order (not the market maker) rests. */
  bestOfAccounts(side: Side): Money | null {
    for (const entry of this.entries(side)) if (entry.order !== null) return entry.price
    return null
  }

  /** Up to `limit` levels with what each shows of its orders. */
  depth(side: Side, limit: number): PriceLevel[] {
    return this.#levels[side].slice(0, limit).map((level) => ({
      price: level.price,
      quantity: Money.sum(level.entries.map(shown)),
    }))
  }

  #position(side: Side, price: Money): number {
    const levels = this.#levels[side]
    let low = 0
    let high = levels.length
    while (low < high) {
      const middle = (low + high) >> 1
      const level = levels[middle]
      if (level === undefined) break
      const better = side === 'buy' ? level.price.greaterThan(price) : level.price.lessThan(price)
      if (better) low = middle + 1
      else high = middle
    }
    return low
  }
}

function shown(entry: BookEntry): Money {
  const visible = entry.order?.visibleQuantity
  return visible === null || visible === undefined || visible.isZero()
    ? entry.remaining
    : Money.min(visible, entry.remaining)
}
