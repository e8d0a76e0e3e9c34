import { Money } from '../money.ts'
import type { Disposal, PaidFee } from './cost-basis.ts'

export const periodSteps = ['day', 'month', 'year'] as const
export type PeriodStep = (typeof periodSteps)[number]

/** What came of the disposals of a period. Values in the currency. */
export interface PeriodResult {
  /** `2026-12-01`, `2026-12` or `2026`, in the time zone that was asked for. */
  readonly period: string
  readonly result: Money
  /** Of what had a known cost: what it brought after fees, and what it had cost. */
  readonly proceeds: Money
  readonly cost: Money
  readonly sales: number
  /** Sales of which a part or all was never seen bought, or whose value nobody knows; that part is in no sum. */
  readonly incomplete: number
  /** Rebates taken off. */
  readonly fees: Money
  /** Fees whose value nobody knows. */
  readonly unvaluedFees: number
}

const letters: Readonly<Record<PeriodStep, number>> = { day: 10, month: 7, year: 4 }

/** @throws RangeError for a time zone that nobody knows */
export function periodNames(step: PeriodStep, timeZone: string): (time: number) => string {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  return (time) => day.format(time).slice(0, letters[step])
}

/** Whether there is such a time zone (`Europe/Paris`). */
export function isTimeZone(name: string): boolean {
  try {
    periodNames('day', name)
    return true
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

/** Newest period first; periods in which nothing happened are left out. Fees that were paid in coins are no sales. */
export function resultsByPeriod(
  { disposals, fees }: { readonly disposals: readonly Disposal[]; readonly fees: readonly PaidFee[] },
  nameOf: (time: number) => string,
): readonly PeriodResult[] {
  const periods = new Map<string, PeriodResult>()
  const add = (time: number, change: (period: PeriodResult) => Partial<PeriodResult>): void => {
    const name = nameOf(time)
    const known = periods.get(name) ?? nothingYet(name)
    periods.set(name, { ...known, ...change(known) })
  }
  for (const each of disposals) add(each.time, (period) => withDisposal(period, each))
  for (const { time, value } of fees)
    add(time, (period) =>
      value === null ? { unvaluedFees: period.unvaluedFees + 1 } : { fees: period.fees.plus(value) },
    )
  return [...periods.values()].sort((one, other) => (one.period < other.period ? 1 : -1))
}

function withDisposal(period: PeriodResult, disposal: Disposal): Partial<PeriodResult> {
  const { how, result, cost, quantity, costedQuantity } = disposal
  const isSale = how !== 'fee'
  const isWhole = result !== null && costedQuantity.equals(quantity)
  return {
    sales: period.sales + (isSale ? 1 : 0),
    incomplete: period.incomplete + (isSale && !isWhole ? 1 : 0),
    ...(result !== null && {
      result: period.result.plus(result),
      cost: period.cost.plus(cost),
      proceeds: period.proceeds.plus(cost.plus(result)),
    }),
  }
}

function nothingYet(period: string): PeriodResult {
  const zero = Money.zero
  return { period, result: zero, proceeds: zero, cost: zero, sales: 0, incomplete: 0, fees: zero, unvaluedFees: 0 }
}
