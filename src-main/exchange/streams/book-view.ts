import type { OrderBook, PriceLevel } from '../../../src-shared/market.ts'

/** A book as its subscribers see it: always the present one, read when it is needed. null: it is not live. */
export interface BookView {
  orderBook(depth: number): OrderBook | null
  /** The best of each side, null where there is none. */
  best(): { readonly bid: PriceLevel | null; readonly ask: PriceLevel | null } | null
  /** How often it was lost since its subscription began: messages missed, checksums that did not hold. */
  readonly gaps: number
}
