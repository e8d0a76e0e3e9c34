import type { PracticeMarket } from './market-rules.ts'
import { OrderBook } from './order-book.ts'
import { Past } from './past.ts'
import type { SavedMarket } from './saved-rows.ts'
import type { MarketState } from './state.ts'
import { Tape } from './tape.ts'

export interface Opening {
  /** Epoch ms. */
  readonly openedAt: number
  readonly seed: string
  readonly firstTradeId: number
}

/** Prices go on from where they stood. */
export function openMarket(
  description: PracticeMarket,
  saved: SavedMarket | null,
  { openedAt, seed, firstTradeId }: Opening,
): MarketState {
  const market = saved === null ? description : { ...description, startPrice: saved.last }
  return {
    market,
    book: new OrderBook(),
    tape: new Tape(openedAt, market.startPrice, Math.max(firstTradeId, saved?.nextTradeId ?? 0)),
    past: new Past(market, openedAt, seed),
    status: saved?.status ?? market.status,
    fair: market.startPrice,
    quotes: new Set(),
    quotesStale: false,
    waiting: new Set(),
    untold: [],
  }
}
