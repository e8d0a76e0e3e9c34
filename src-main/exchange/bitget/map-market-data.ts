import type { Candle, Ticker } from '../../../src-shared/market.ts'
import { Money } from '../../../src-shared/money.ts'
import { nonZero } from '../orders/amounts.ts'
import type { CandleRecord, TickerRecord } from './schemas.ts'

const hundred = Money.parse('100')

type TickerFields = Pick<
  TickerRecord,
  'lastPr' | 'bidPr' | 'askPr' | 'high24h' | 'low24h' | 'baseVolume' | 'quoteVolume' | 'change24h' | 'ts'
>

/** Prices of zero mean "there is none". */
export function tickerFrom(record: TickerFields, symbol: string): Ticker {
  const last = nonZero(record.lastPr)
  return {
    symbol,
    last,
    bid: nonZero(record.bidPr),
    ask: nonZero(record.askPr),
    high: nonZero(record.high24h),
    low: nonZero(record.low24h),
    volume: record.baseVolume ?? Money.zero,
    quoteVolume: record.quoteVolume ?? Money.zero,
    changePercent: last === null ? null : (record.change24h?.times(hundred) ?? null),
    time: record.ts,
  }
}

export function candleFrom(record: CandleRecord): Candle {
  const [time, open, high, low, close, volume] = record
  return { time, open, high, low, close, volume }
}
