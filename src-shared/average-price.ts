import type { Money } from './money.ts'

/**
 * As many digits as any exchange gives its prices: what a quotient has beyond them is noise of amounts that were cut.
 */
const digits = 10

/**
 * The price at which so much was executed, for people to read: quote per base, rounded to ten significant digits; null:
 * nothing was, or its value is not told.
 */
export function averagePrice(quoteFilled: Money | null, filled: Money): Money | null {
  if (quoteFilled === null || !quoteFilled.isPositive() || !filled.isPositive()) return null
  return quoteFilled.dividedBy(filled, 40).rounded(digits)
}
