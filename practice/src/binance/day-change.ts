import { Money } from '../../../src-shared/money.ts'
import type { DayStatistics } from '../engine/charts.ts'

/** How far the price has come in a day: quote units, and percent (three places). */
export function dayChange({ open, close }: DayStatistics): { readonly change: Money; readonly percent: Money } {
  const change = close.minus(open)
  return { change, percent: open.isZero() ? Money.zero : change.times(Money.parse('100')).dividedBy(open, 3) }
}
