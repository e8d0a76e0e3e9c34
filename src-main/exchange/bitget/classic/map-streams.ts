import type { BestPrices, LiveCandle, PublicTrade, Ticker } from '../../../../src-shared/market.ts'
import { bestOf } from '../../core/order-book.ts'
import { candleFrom, tickerFrom } from '../map-market-data.ts'
import * as schemas from './stream-schemas.ts'

/**
 * Bitget's v2 channels in our words. Each takes a whole push, read by `parseJson`. @throws ZodError when it is of
 * another shape. Source: docs/exchanges/streams.md §2.2.
 */

/** Of `books1`. */
export function bestPricesFrom(push: unknown, symbol: string): BestPrices {
  const [{ bids, asks, ts }] = schemas.bestPushSchema.parse(push).data
  return { symbol, bid: bestOf(bids), ask: bestOf(asks), time: ts }
}

/** Of `ticker`. */
export function streamTickerFrom(push: unknown, symbol: string): Ticker {
  const [record] = schemas.tickerPushSchema.parse(push).data
  return tickerFrom(record, symbol)
}

/** Of `trade`: as many as the push has. The first one has those of before the subscription. */
export function tradesFrom(push: unknown, symbol: string): readonly PublicTrade[] {
  return schemas.tradesPushSchema.parse(push).data.map(({ ts, price, size, side, tradeId }) => ({
    symbol,
    id: tradeId,
    price,
    quantity: size,
    takerSide: side,
    time: ts,
  }))
}

/** Of `candle1m` and the like, oldest first; whether one is closed is not told. */
export function liveCandlesFrom(push: unknown): readonly LiveCandle[] {
  const candles = schemas.candlesPushSchema.parse(push).data.map((row) => ({ ...candleFrom(row), closed: null }))
  return candles.sort((a, b) => a.time - b.time)
}
