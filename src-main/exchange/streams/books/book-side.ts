import { compareDecimals, type DecimalKey, decimalKey, isZero } from './decimal-text.ts'

/** What a message says of a price: the new quantity there, zero for none. Both plain decimal texts. */
export type LevelChange = readonly [price: string, quantity: string, ...rest: unknown[]]

/** A price and what stands there, in the exchange's own text, whose zeros checksums count. */
export interface BookLevel {
  readonly price: string
  readonly quantity: string
}

interface KeyedLevel extends BookLevel, DecimalKey {}

/** What can be read of one side. */
export interface SideView {
  readonly size: number
  readonly best: BookLevel | null
  /** The first so many, best first. */
  top(count: number): readonly BookLevel[]
}

/** One side of a book, sorted by exact comparison of texts. */
export class BookSide implements SideView {
  /** Worst first: most changes are near the best price, and an array is cheapest to change at its end. */
  #levels: KeyedLevel[] = []
  /** The worst price of which everything is known; null: the side is known to its end. */
  #reach: DecimalKey | null = null
  readonly #upwards: 1 | -1

  /** @param best which price is the best: of bids the highest, of asks the lowest. */
  constructor(best: 'highest' | 'lowest') {
    this.#upwards = best === 'highest' ? 1 : -1
  }

  get size(): number {
    return this.#levels.length
  }

  get best(): BookLevel | null {
    return this.#levels.at(-1) ?? null
  }

  /** Whether there may be levels beyond those that are here. */
  get isCut(): boolean {
    return this.#reach !== null
  }

  top(count: number): readonly BookLevel[] {
    const levels = this.#levels
    const from = Math.max(0, levels.length - Math.max(0, count))
    return levels.slice(from).reverse()
  }

  /** A quantity of zero takes the level away, which need not be there. Prices beyond the reach are passed over. */
  set(price: string, quantity: string): void {
    const key = decimalKey(price)
    if (this.#reach !== null && this.#compare(key, this.#reach) < 0) return
    const at = this.#placeOf(key)
    const found = this.#levels[at]
    const isThere = found !== undefined && compareDecimals(found, key) === 0
    if (isZero(quantity)) {
      if (isThere) this.#levels.splice(at, 1)
      return
    }
    const level: KeyedLevel = { price, quantity, digits: key.digits, whole: key.whole }
    if (isThere) this.#levels[at] = level
    else if (at === this.#levels.length) this.#levels.push(level)
    else this.#levels.splice(at, 0, level)
  }

  /**
   * Forgets what was, and takes these. @param isCut whether they are the best of more: beyond the last of them nothing
   * is known then.
   */
  reset(changes: readonly LevelChange[], isCut: boolean): void {
    this.clear()
    // From the worst on, as they are kept: exchanges send the best first.
    for (const [price, quantity] of changes.toReversed()) this.set(price, quantity)
    const worst = this.#levels[0]
    this.#reach = isCut && worst !== undefined ? worst : null
  }

  /** Leaves the best so many. */
  cut(depth: number): void {
    const over = this.#levels.length - depth
    if (over > 0) this.#levels.splice(0, over)
  }

  clear(): void {
    this.#levels = []
    this.#reach = null
  }

  #compare(a: DecimalKey, b: DecimalKey): number {
    return compareDecimals(a, b) * this.#upwards
  }

  /** Where a price stands, or is to stand. */
  #placeOf(key: DecimalKey): number {
    let low = 0
    let high = this.#levels.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const level = this.#levels[middle]
      if (level !== undefined && this.#compare(level, key) < 0) low = middle + 1
      else high = middle
    }
    return low
  }
}
