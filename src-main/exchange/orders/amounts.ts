import { averagePrice } from '../../../src-shared/average-price.ts'
import type { Bounds } from '../../../src-shared/market.ts'
import { Money } from '../../../src-shared/money.ts'
import type { OrderFee } from '../../../src-shared/order.ts'

/** Exchanges write zero where there is nothing. */
export function nonZero(value: Money | null | undefined): Money | null {
  return value === null || value === undefined || value.isZero() ? null : value
}

/** What is above zero; what is not means "none". */
export function positive(value: Money | null | undefined): Money | null {
  return value?.isPositive() === true ? value : null
}

export const unbounded: Bounds = { min: null, max: null }

/** Zero switches a bound off. */
export function boundsOf(min: Money | null, max: Money | null): Bounds {
  return { min: nonZero(min), max: nonZero(max) }
}

/** The step that a number of decimals means. */
export function stepOf(decimals: number): Money {
  return Money.parse(`1e-${decimals}`)
}

/** The average price of what was executed: as the exchange tells it, else reckoned; null while nothing was. */
export function averageOf(told: Money | null, filled: Money, quoteFilled: Money | null): Money | null {
  return filled.isPositive() ? (positive(told) ?? averagePrice(quoteFilled, filled)) : null
}

/** Fees added up by asset, in the order in which the assets first come. */
export function feesByAsset(fees: readonly OrderFee[]): readonly OrderFee[] {
  return [...Map.groupBy(fees, ({ asset }) => asset)].map(([asset, group]) => ({
    asset,
    amount: Money.sum(group.map(({ amount }) => amount)),
  }))
}
