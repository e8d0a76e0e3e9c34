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

/** How much more a portfolio is worth than a day ago; null: nobody kept what it was worth then. */
export function changeOverDay(points: readonly PointView[], value: string, now: number): ValueChange | null {
  const wanted = now - dayMs
  const near = points.filter(({ at, complete }) => complete && Math.abs(at - wanted) <= nearMs)
  const [first, ...rest] = near
  if (first === undefined) return null
  const { value: text } = rest.reduce(
    (best, point) => (Math.abs(point.at - wanted) < Math.abs(best.at - wanted) ? point : best),
    first,
  )
  const before = Money.parse(text)
  const amount = Money.parse(value).minus(before)
  const percent = before.isPositive() ? amount.times(Money.parse('100')).dividedBy(before, 2) : null
  return { amount, percent }
}

/** What was kept, and now: not where an account is missing, which would look like a loss. */
export function upToNow(
  points: readonly PointView[],
  { at, value, accounts }: Pick<PortfolioView, 'at' | 'value' | 'accounts'>,
): readonly PointView[] {
  if (accounts.some(({ error }) => error !== null)) return points
  return [...points.filter((point) => point.at < at), { at, value, complete: true }]
}
