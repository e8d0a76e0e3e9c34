import type { PracticeEngine } from '../engine/practice-engine.ts'
import { badParameter } from './kucoin-error.ts'
import type { KuCoinCall } from './practice-kucoin.ts'
import { marketNamed } from './symbols.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const lengths: Readonly<Record<string, number>> = {
  '1min': minute,
  '3min': 3 * minute,
  '5min': 5 * minute,
  '15min': 15 * minute,
  '30min': 30 * minute,
  '1hour': hour,
  '2hour': 2 * hour,
  '4hour': 4 * hour,
  '6hour': 6 * hour,
  '8hour': 8 * hour,
  '12hour': 12 * hour,
  '1day': day,
  '1week': 7 * day,
}
const mostCandles = 1_500

/** Where the candle that holds `time` opens, and where that one ends; epoch ms. */
export type Interval = (time: number) => readonly [opening: number, end: number]

/** The interval of that name; null: there is none. */
export function intervalOf(type: string): Interval | null {
  if (type === '1month') return month
  const length = Object.hasOwn(lengths, type) ? lengths[type] : undefined
  if (length === undefined) return null
  return (time) => {
    const opening = Math.floor(time / length) * length
    return [opening, opening + length]
  }
}

const month: Interval = (time) => {
  const date = new Date(time)
  const start = (months: number): number => Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1)
  return [start(0), start(1)]
}

/**
 * Newest first; rows are time in seconds, open, CLOSE, HIGH, LOW, volume, turnover. Bounds in seconds, both included.
 */
export function candles({ exchange, parameters, now }: KuCoinCall): unknown {
  const { symbol } = marketNamed(exchange.engine, parameters.required('symbol'))
  const interval = intervalOf(parameters.required('type'))
  if (interval === null) throw badParameter('type is invalid')
  const from = Math.max((parameters.integer('startAt') ?? 0) * 1_000, 0)
  const endAt = parameters.integer('endAt') ?? 0
  const rows: unknown[] = []
  let [opening, end] = interval(endAt === 0 ? now : Math.min(endAt * 1_000, now))
  while (opening >= from && rows.length < mostCandles) {
    rows.push(candleRow(exchange.engine, symbol, opening, end))
    ;[opening, end] = interval(opening - 1)
  }
  return rows
}

/** Time in seconds, open, close, high, low, volume, turnover. */
export function candleRow(engine: PracticeEngine, symbol: string, opening: number, end: number): readonly string[] {
  const bar = engine.bar(symbol, opening, end)
  const values = [bar.open, bar.close, bar.high, bar.low, bar.volume, bar.quoteVolume]
  return [String(opening / 1_000), ...values.map(String)]
}
