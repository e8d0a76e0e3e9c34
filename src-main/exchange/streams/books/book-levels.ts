import type { OrderBook, PriceLevel } from '../../../../src-shared/market.ts'
import { Money } from '../../../../src-shared/money.ts'
import { type BookLevel, BookSide, type LevelChange, type SideView } from './book-side.ts'
import { compareDecimals, decimalKey } from './decimal-text.ts'

/** What a message changes, or what a book consists of. */
export interface BookChanges {
  readonly bids: readonly LevelChange[]
  readonly asks: readonly LevelChange[]
}

/** What can be read of a book. */
export interface LevelsView {
  readonly bids: SideView
  readonly asks: SideView
}

/** The two sides of a book. Mutable: a book of thousands of levels changes thousands of times a second. */
export class BookLevels implements LevelsView {
  readonly bids = new BookSide('highest')
  readonly asks = new BookSide('lowest')

  apply({ bids, asks }: BookChanges): void {
    for (const [price, quantity] of bids) this.bids.set(price, quantity)
    for (const [price, quantity] of asks) this.asks.set(price, quantity)
  }

  /** @param limit how many levels of a side were asked for; a side of as many may have more. null: all of them. */
  reset({ bids, asks }: BookChanges, limit: number | null = null): void {
    this.bids.reset(bids, limit !== null && bids.length >= limit)
    this.asks.reset(asks, limit !== null && asks.length >= limit)
  }

  /** Leaves the best so many of each side. */
  cut(depth: number): void {
    this.bids.cut(depth)
    this.asks.cut(depth)
  }

  clear(): void {
    this.bids.clear()
    this.asks.clear()
  }

  /** Whether somebody would buy for no less than another sells: no exchange's book stays so. */
  isCrossed(): boolean {
    const bid = this.bids.best
    const ask = this.asks.best
    return bid !== null && ask !== null && compareDecimals(decimalKey(bid.price), decimalKey(ask.price)) >= 0
  }
}

/** The best so many levels of each side, as everybody else knows an order book. */
export function orderBookOf({ bids, asks }: LevelsView, symbol: string, depth: number): OrderBook {
  return { symbol, bids: bids.top(depth).map(priceLevelOf), asks: asks.top(depth).map(priceLevelOf) }
}

/** Source: plain decimal texts, so this does not fail. */
export function priceLevelOf({ price, quantity }: BookLevel): PriceLevel {
  return { price: Money.parse(price), quantity: Money.parse(quantity) }
}
