import type { Candle, Ticker } from '../../../src-shared/market.ts'
import { Money } from '../../../src-shared/money.ts'
import { nonZero } from '../orders/amounts.ts'
import type { CandleRecord, TickerRecord, TradeVolumeRecord } from './schemas.ts'

const hundred = Money.parse('100')

/**
 * Kraken's ticker has no time of its own, so it gets that of its answer. `dayAgo`: the price of 24 hours ago, which it
 * does not tell either (its `o` is today's); null: not known. Prices of zero mean "there is none".
 */
export function tickerFrom(record: TickerRecord, symbol: string, time: number, dayAgo: Money | null = null): Ticker {
  const [volume] = [record.v[1]]
  const last = nonZero(record.c[0])
  return {
    symbol,
    last,
    bid: nonZero(record.b[0]),
    ask: nonZero(record.a[0]),
    high: nonZero(record.h[1]),
    low: nonZero(record.l[1]),
    volume,
    quoteVolume: volume.times(record.p[1]),
    changePercent: changeSince(dayAgo, last),
    time,
  }
}

/** By how many per cent a price has changed; null where one of the two is not known. */
export function changeSince(before: Money | null, now: Money | null): Money | null {
  if (before === null || now === null || !before.isPositive()) return null
  return now.minus(before).times(hundred).dividedBy(before, 4)
}

export function candleFrom(record: CandleRecord): Candle {
  const [time, open, high, low, close, , volume] = record
  return { time: time * 1_000, open, high, low, close, volume }
}

/**
 * The account's rates of one pair, as fractions; null: not among them. A pair without maker rates takes the same from
 * both.
 */
export function feesFrom(
  { fees, fees_maker }: TradeVolumeRecord,
  nativeId: string,
): { readonly maker: Money; readonly taker: Money } | null {
  const taker = fees?.[nativeId]?.fee
  if (taker === undefined) return null
  const fraction = (percent: Money): Money => percent.dividedBy(hundred)
  return { maker: fraction(fees_maker?.[nativeId]?.fee ?? taker), taker: fraction(taker) }
}
