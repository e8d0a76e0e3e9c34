import type { BookView } from '../../../src-main/exchange/streams/book-view.ts'
import type { OrderBook, PriceLevel } from '../../../src-shared/market.ts'
import type { StreamColumn, StreamHarness } from '../harness.ts'
import type { Heard } from './listening.ts'

/** Whether it is the book that the exchange itself tells at this moment. */
export async function sameBook(
  { client, column }: StreamHarness,
  heard: Heard<BookView>,
  depth = 10,
): Promise<boolean> {
  const asked: OrderBook = await client.fetchOrderBook(column.symbol, depth)
  const kept = heard.isLive() ? heard.latest()?.orderBook(depth) : null
  if (kept === undefined || kept === null) return false
  return asRest(column, [...kept.bids, ...kept.asks]) === asRest(column, [...asked.bids, ...asked.asks])
}

/** Levels with as many digits as REST tells. */
export function asRest({ restBookDecimals }: StreamColumn, levels: readonly (PriceLevel | null | undefined)[]): string {
  return JSON.stringify(
    levels.map((level) => [
      level?.price,
      restBookDecimals === undefined ? level?.quantity : level?.quantity.truncated(restBookDecimals),
    ]),
  )
}
