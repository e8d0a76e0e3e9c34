import type { BestPrices, LiveCandle, PublicTrade, Ticker } from '../../../src-shared/market.ts'
import { bestLevel } from '../core/order-book.ts'
import { nonZero } from '../orders/amounts.ts'
import * as schemas from './stream-schemas.ts'

/**
 * Kraken's public channels in our words. Each takes a whole message, read by `parseJson`. @throws ZodError when it is
 * of another shape. Source: docs/exchanges/streams.md §4.1.
 */

/** Of `ticker` with `event_trigger: bbo`. */
export function bestPricesFrom(message: unknown, symbol: string): BestPrices {
  const { bid, bid_qty, ask, ask_qty, timestamp } = newestOf(schemas.tickerMessageSchema.parse(message).data)
  return { symbol, bid: bestLevel(bid, bid_qty), ask: bestLevel(ask, ask_qty), time: timestamp ?? null }
}

/**
 * Of `ticker`.
 *
 * @param receivedAt epoch ms by the exchange's clock, for messages that tell no time.
 */
export function streamTickerFrom(message: unknown, symbol: string, receivedAt: number): Ticker {
  const record = newestOf(schemas.tickerMessageSchema.parse(message).data)
  const last = nonZero(record.last)
  return {
    symbol,
    last,
    bid: nonZero(record.bid),
    ask: nonZero(record.ask),
    high: nonZero(record.high),
    low: nonZero(record.low),
    volume: record.volume,
    quoteVolume: record.volume.times(record.vwap),
    changePercent: last === null ? null : (record.change_pct ?? null),
    time: record.timestamp ?? receivedAt,
  }
}

/** Of `trade`: as many as the message has. The snapshot has the fifty of before the subscription. */
export function tradesFrom(message: unknown, symbol: string): readonly PublicTrade[] {
  return schemas.tradesMessageSchema.parse(message).data.map(({ trade_id, price, qty, side, timestamp }) => ({
    symbol,
    id: trade_id,
    price,
    quantity: qty,
    takerSide: side,
    time: timestamp,
  }))
}

/** Of `ohlc`, oldest first; whether one is closed is not told. */
export function liveCandlesFrom(message: unknown): readonly LiveCandle[] {
  const candles = schemas.candlesMessageSchema
    .parse(message)
    .data.map(({ interval_begin, open, high, low, close, volume }) => ({
      time: interval_begin,
      open,
      high,
      low,
      close,
      volume,
      closed: null,
    }))
  return candles.sort((a, b) => a.time - b.time)
}

function newestOf<T>(rows: readonly [T, ...T[]]): T {
  return rows.at(-1) ?? rows[0]
}
