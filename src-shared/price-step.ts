import type { Money } from './money.ts'
import type { Side } from './order.ts'

export type StepRounding = 'down' | 'up' | 'nearest'

/** How a limit price is put on the step without worsening it for its sender. */
export function limitRounding(side: Side): StepRounding {
  return side === 'buy' ? 'down' : 'up'
}

/**
 * A price on the step; one that lies on it already, or a step of zero, changes nothing. A tie goes up, as CCXT has it.
 */
export function onPriceStep(price: Money, step: Money, rounding: StepRounding): Money {
  if (price.isMultipleOf(step)) return price
  const below = price.floorToStep(step)
  const above = below.plus(step)
  switch (rounding) {
    case 'down':
      return below
    case 'up':
      return above
    case 'nearest':
      return price.minus(below).lessThan(above.minus(price)) ? below : above
  }
}
