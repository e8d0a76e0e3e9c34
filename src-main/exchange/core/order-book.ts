import type { OrderBook, PriceLevel } from '../../../src-shared/market.ts'
import type { Money } from '../../../src-shared/money.ts'

type Level = readonly [Money, Money, ...unknown[]]

/** A book of which each side is a list of `[price, quantity]`, best first; at most `depth` levels of each. */
export function orderBookFrom(
  { bids, asks }: { readonly bids: readonly Level[]; readonly asks: readonly Level[] },
  symbol: string,
  depth: number,
): OrderBook {
  const levels = (side: readonly Level[]): OrderBook['bids'] =>
    side.slice(0, Math.max(0, depth)).map(([price, quantity]) => ({ price, quantity }))
  return { symbol, bids: levels(bids), asks: levels(asks) }
}

/** A best price; null where the exchange writes zero, which means that the side is empty. */
export function bestLevel(price: Money, quantity: Money): PriceLevel | null {
  return price.isPositive() ? { price, quantity } : null
}

/** The best level of a side that is a list of `[price, quantity]`, best first; null: it is empty. */
export function bestOf([best]: readonly Level[]): PriceLevel | null {
  return best === undefined ? null : bestLevel(best[0], best[1])
}
