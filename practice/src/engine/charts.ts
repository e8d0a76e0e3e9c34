import type { Money } from '../../../src-shared/money.ts'
import type { Past } from './past.ts'
import { barOf, joinBars, minute, type Bar, type Tape } from './tape.ts'

const day = 24 * 60 * minute

/** A bar with its place in time: [`time`, `endsAt`). */
export interface TimedBar extends Bar {
  readonly time: number
  readonly endsAt: number
}

/** The bar of any stretch up to now: invented before the opening, traded after it, flat where nothing was traded. */
export function barBetween(past: Past, tape: Tape, from: number, to: number): TimedBar {
  const place = { time: from, endsAt: to }
  if (to <= tape.openedAt) return { ...past.bar(from, to), ...place }
  const liveFrom = Math.max(from, Math.floor(tape.openedAt / minute) * minute)
  const live = liveBar(tape, liveFrom, to)
  if (from >= tape.openedAt) return { ...(live ?? barOf([], tape.priceBefore(from))), ...place }
  const before = past.bar(from, tape.openedAt)
  return { ...(live === null ? before : joinBars(before, live)), ...place }
}

function liveBar(tape: Tape, from: number, to: number): Bar | null {
  const wholeMinutes = from % minute === 0 && to % minute === 0
  const bars = wholeMinutes
    ? tape.minutesBetween(from, to)
    : tape.tradesBetween(from, to).map((trade) => barOf([trade], trade.price))
  const [first, ...rest] = bars
  return first === undefined ? null : rest.reduce(joinBars, first)
}

/** The last 24 hours up to `now`. */
export interface DayStatistics extends TimedBar {
  readonly weightedAveragePrice: Money
  readonly firstId: number
  readonly lastId: number
}

export function dayStatistics(past: Past, tape: Tape, now: number): DayStatistics {
  const from = now - day
  const bar = barOfDay(past, tape, from, now)
  const weighted = bar.volume.isZero() ? tape.last : bar.quoteVolume.dividedBy(bar.volume, 8)
  return {
    ...bar,
    close: tape.last,
    weightedAveragePrice: weighted,
    firstId: Math.max(1, tape.lastId - bar.trades + 1),
    lastId: tape.lastId,
  }
}

function barOfDay(past: Past, tape: Tape, from: number, now: number): TimedBar {
  const alignedNow = Math.ceil((now + 1) / minute) * minute
  if (from >= tape.openedAt) return barBetween(past, tape, Math.ceil(from / minute) * minute, alignedNow)
  const parts: Bar[] = []
  const step = (tape.openedAt - from) / 12
  for (let part = 0; part < 12; part += 1) parts.push(past.bar(from + part * step, from + (part + 1) * step))
  const live = liveBar(tape, Math.floor(tape.openedAt / minute) * minute, alignedNow)
  const [first = past.bar(from, tape.openedAt), ...rest] = live === null ? parts : [...parts, live]
  return { ...rest.reduce(joinBars, first), time: from, endsAt: now }
}
