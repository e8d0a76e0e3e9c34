import type { BestPrices, LiveCandle, PublicTrade, Ticker } from '../../../src-shared/market.ts'
import { bestLevel } from '../core/order-book.ts'
import { tickerFrom } from './map-market-data.ts'
import { bookTickerSchema, klineSchema, tickerSchema, tradeSchema } from './stream-schemas.ts'

/**
 * Binance's market streams in our words. Each takes an event, read by `parseJson`, without the frame of a combined
 * stream. @throws ZodError when it is of another shape. Source: docs/exchanges/streams.md §1.3.
 */

/** Of `@bookTicker`, which tells no time. */
export function bestPricesFrom(event: unknown, symbol: string): BestPrices {
  const { b, B, a, A } = bookTickerSchema.parse(event)
  return { symbol, bid: bestLevel(b, B), ask: bestLevel(a, A), time: null }
}

/** Of `@ticker`. */
export function streamTickerFrom(event: unknown, symbol: string): Ticker {
  return tickerFrom(tickerSchema.parse(event), symbol)
}

/** Of `@trade`. Where the buyer rested in the book, the seller took. */
export function tradeFrom(event: unknown, symbol: string): PublicTrade {
  const { t, p, q, T, m } = tradeSchema.parse(event)
  return { symbol, id: t, price: p, quantity: q, takerSide: m ? 'sell' : 'buy', time: T }
}

/** Of `@kline_<interval>`. */
export function liveCandleFrom(event: unknown): LiveCandle {
  const { t, o, h, l, c, v, x } = klineSchema.parse(event).k
  return { time: t, open: o, high: h, low: l, close: c, volume: v, closed: x }
}
