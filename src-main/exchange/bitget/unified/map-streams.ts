import type { BestPrices, LiveCandle, PublicTrade, Ticker } from '../../../../src-shared/market.ts'
import { bestOf } from '../../core/order-book.ts'
import { tickerFrom } from '../map-market-data.ts'
import * as schemas from './stream-schemas.ts'

/**
 * Bitget's v3 topics in our words. Each takes a whole push, read by `parseJson`. @throws ZodError when it is of another
 * shape. Source: docs/exchanges/streams.md §2.3.
 */

/** Of `books1`. */
export function bestPricesFrom(push: unknown, symbol: string): BestPrices {
  const [{ b, a, ts }] = schemas.bestPushSchema.parse(push).data
  return { symbol, bid: bestOf(b), ask: bestOf(a), time: ts }
}

/** Of `ticker`. */
export function streamTickerFrom(push: unknown, symbol: string): Ticker {
  const { data, ts } = schemas.tickerPushSchema.parse(push)
  const [record] = data
  return tickerFrom(
    {
      lastPr: record.lastPrice,
      bidPr: record.bid1Price,
      askPr: record.ask1Price,
      high24h: record.highPrice24h,
      low24h: record.lowPrice24h,
      baseVolume: record.volume24h,
      quoteVolume: record.turnover24h,
      change24h: record.price24hPcnt,
      ts,
    },
    symbol,
  )
}

/** Of `publicTrade`: as many as the push has. */
export function tradesFrom(push: unknown, symbol: string): readonly PublicTrade[] {
  return schemas.tradesPushSchema.parse(push).data.map(({ p, v, S, T, i }) => ({
    symbol,
    id: i,
    price: p,
    quantity: v,
    takerSide: S,
    time: T,
  }))
}

/** Of `kline`, oldest first; whether one is closed is not told. */
export function liveCandlesFrom(push: unknown): readonly LiveCandle[] {
  const candles = schemas.candlesPushSchema.parse(push).data.map(({ start, open, high, low, close, volume }) => ({
    time: start,
    open,
    high,
    low,
    close,
    volume,
    closed: null,
  }))
  return candles.sort((a, b) => a.time - b.time)
}
