import type { Candle, OrderBook, Ticker } from '../../../src-shared/market.ts'
import { Money } from '../../../src-shared/money.ts'
import type { CandleRecord, DepthRecord, TickerRecord, TradeVolumeRecord } from './schemas.ts'

/**
 * Kraken's ticker has no time of its own, so it gets that of its answer, and no opening price of 24 hours ago (its `o` is today's), so it
 * tells no change. Prices of zero mean "there is none".
 */
export function tickerFrom(record: TickerRecord, symbol: string, time: number): Ticker {
  const [volume] = [record.v[1]]
  return {
    symbol,
    last: nonZero(record.c[0]),
    bid: nonZero(record.b[0]),
    ask: nonZero(record.a[0]),
    high: nonZero(record.h[1]),
    low: nonZero(record.l[1]),
    volume,
    quoteVolume: volume.times(record.p[1]),
    changePercent: null,
    time,
  }
}

export function candleFrom(record: CandleRecord): Candle {
  const [time, open, high, low, close, , volume] = record
  return { time: time * 1_000, open, high, low, close, volume }
}

export function orderBookFrom({ bids, asks }: DepthRecord, symbol: string): OrderBook {
  const levels = (side: DepthRecord['bids']): OrderBook['bids'] =>
    side.map(([price, quantity]) => ({ price, quantity }))
  return { symbol, bids: levels(bids), asks: levels(asks) }
}

/** The account's rates of one pair, as fractions; null: not among them. A pair without maker rates takes the same from both. */
export function feesFrom(
  { fees, fees_maker }: TradeVolumeRecord,
  nativeId: string,
): { readonly maker: Money; readonly taker: Money } | null {
  const taker = fees?.[nativeId]?.fee
  if (taker === undefined) return null
  const fraction = (percent: Money): Money => percent.dividedBy(Money.parse('100'))
  return { maker: fraction(fees_maker?.[nativeId]?.fee ?? taker), taker: fraction(taker) }
}

function nonZero(value: Money): Money | null {
  return value.isZero() ? null : value
}
