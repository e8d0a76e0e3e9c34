import type { BestPrices, LiveCandle, PublicTrade, Ticker } from '../../../src-shared/market.ts'
import { Money } from '../../../src-shared/money.ts'
import { bestLevel } from '../core/order-book.ts'
import { candleFrom, tickerFrom } from './map-market-data.ts'
import * as schemas from './stream-schemas.ts'

/**
 * KuCoin's classic topics in our words. Each takes a whole message, read by `parseJson`. @throws ZodError when it is of
 * another shape. Source: docs/exchanges/streams.md §3.1.
 */

/** Of `/spotMarket/level1:`. */
export function bestPricesFrom(message: unknown, symbol: string): BestPrices {
  const { bids, asks, timestamp } = schemas.level1Schema.parse(message).data
  const [bid, ask] = [bestLevel(bids.price, bids.quantity), bestLevel(asks.price, asks.quantity)]
  return { symbol, bid, ask, time: timestamp }
}

/** Of `/market/ticker:`, which tells ten times less often. */
export function tickerBestPricesFrom(message: unknown, symbol: string): BestPrices {
  const { bestBid, bestBidSize, bestAsk, bestAskSize, time } = schemas.bestPricesSchema.parse(message).data
  const level = (price: Money | null, quantity: Money | null) => bestLevel(price ?? Money.zero, quantity ?? Money.zero)
  return { symbol, bid: level(bestBid, bestBidSize), ask: level(bestAsk, bestAskSize), time }
}

/** Of `/market/snapshot:`, which alone tells of the last 24 hours. */
export function streamTickerFrom(message: unknown, symbol: string): Ticker {
  const { lastTradedPrice, datetime, ...record } = schemas.snapshotSchema.parse(message).data.data
  return tickerFrom({ ...record, last: lastTradedPrice }, symbol, datetime)
}

/** Of `/market/match:`. */
export function tradeFrom(message: unknown, symbol: string): PublicTrade {
  const { side, price, size, tradeId, time } = schemas.matchSchema.parse(message).data
  return { symbol, id: tradeId, price, quantity: size, takerSide: side, time }
}

/** Of `/market/candles:`; whether it is closed is not told. */
export function liveCandleFrom(message: unknown): LiveCandle {
  return { ...candleFrom(schemas.candleSchema.parse(message).data.candles), closed: null }
}
