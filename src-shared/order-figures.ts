import { averagePrice } from './average-price.ts'
import { Money } from './money.ts'
import type { Order, OrderTerms } from './order.ts'

/** Limit price; null for orders without one. */
export function limitPriceOf(terms: OrderTerms): Money | null {
  return 'price' in terms ? terms.price : null
}

/** The price at which a conditional order wakes up; null for others. */
export function triggerPriceOf(terms: OrderTerms): Money | null {
  if ('triggerPrice' in terms) return terms.triggerPrice
  return terms.kind === 'trailing_stop' ? terms.activationPrice : null
}

/** Average price of what was executed; null while nothing was, or where it cannot be known. */
export function averageOf(order: Order): Money | null {
  if (!order.filled.isPositive()) return null
  if (order.averagePrice?.isPositive()) return order.averagePrice
  return averagePrice(order.quoteFilled, order.filled)
}

/** Quote value executed. */
export function costOf(order: Order): Money {
  if (order.quoteFilled?.isPositive()) return order.quoteFilled
  return averageOf(order)?.times(order.filled) ?? Money.zero
}

/** What was asked for in base units; for an order sized in quote, what was executed so far. */
export function amountOf(order: Order): Money {
  return order.quantity ?? order.filled
}

/**
 * The fee in quote units: Django shows and sums it as dollars. Base fees count at the average price; fees in a third
 * coin are only in `fee_detail`; a rebate is no negative cost.
 */
export function feeOf(order: Order): { readonly cost: Money; readonly currency: string } {
  const [base = '', quote = ''] = order.symbol.split('/')
  const average = averageOf(order)
  const costs = (order.fees ?? []).map(({ asset, amount }) => {
    if (asset === quote) return amount
    return asset === base && average ? amount.times(average) : Money.zero
  })
  return { cost: Money.max(Money.zero, Money.sum(costs)), currency: quote }
}
