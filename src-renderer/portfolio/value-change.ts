import { Money } from '../../src-shared/money.ts'
import type { PointView, PortfolioView } from './queries.ts'

const dayMs = 86_400_000
/** A value that was kept so much earlier or later still tells of a day ago. */
const nearMs = 2 * 3_600_000

export interface ValueChange {
  readonly amount: Money
  /** null: there was nothing. */
  readonly percent: Money | null
}

type Now = Pick<PortfolioView, 'at' | 'value' | 'accounts'>

/** An account that is missing now would look like a loss. */
const isWhole = ({ accounts }: Now): boolean => accounts.every(({ error }) => error === null)

/**
 * How much more a portfolio is worth than a day ago; null: nobody kept what all of it was worth then, or not all of it
 * is known now.
 */
export function changeOverDay(points: readonly PointView[], now: Now): ValueChange | null {
  if (!isWhole(now)) return null
  const wanted = now.at - dayMs
  const near = points.filter(({ at, complete }) => complete && Math.abs(at - wanted) <= nearMs)
  const [first, ...rest] = near
  if (first === undefined) return null
  const { value: text } = rest.reduce(
    (best, point) => (Math.abs(point.at - wanted) < Math.abs(best.at - wanted) ? point : best),
    first,
  )
  const before = Money.parse(text)
  const amount = Money.parse(now.value).minus(before)
  const percent = before.isPositive() ? amount.times(Money.parse('100')).dividedBy(before, 2) : null
  return { amount, percent }
}

/** What was kept, and now, where all of it is known now. */
export function upToNow(points: readonly PointView[], now: Now): readonly PointView[] {
  if (!isWhole(now)) return points
  const { at, value } = now
  return [...points.filter((point) => point.at < at), { at, value, complete: true }]
}
