import type { Market } from '../../src-shared/market.ts'
import { Money } from '../../src-shared/money.ts'

/** Above the least that is taken: prices move, and a fee may come off. */
const margin = Money.parse('1.1')

/** The smallest quantity that a market takes at a price, in base units, with a margin; null: there is none. Pure. */
export function smallestQuantity({ quantity, notional, lotStep }: Market, price: Money): Money | null {
  if (!price.isPositive()) return null
  const forValue = (notional.min ?? Money.zero).times(margin).dividedBy(price)
  const wanted = Money.max(forValue, quantity.min ?? Money.zero, lotStep)
  const floor = wanted.floorToStep(lotStep)
  const fitted = floor.lessThan(wanted) ? floor.plus(lotStep) : floor
  const isTooLarge = quantity.max !== null && fitted.greaterThan(quantity.max)
  return isTooLarge || !fitted.isPositive() ? null : fitted
}
