import type { Money } from '../../../../src-shared/money.ts'

/**
 * Whether an order goes at market. Of a type that we do not know its price tells: an order with one is bound by it.
 * Pure.
 */
export function isAtMarket(orderType: string, price: Money | null): boolean {
  return orderType === 'market' || (orderType !== 'limit' && price?.isPositive() !== true)
}

/**
 * Whether an order's own row is of a type of which we know all there is: another one may have parts that a new order
 * would lack.
 */
export function isKnownType(raw: unknown): boolean {
  if (typeof raw !== 'object' || raw === null || !('orderType' in raw)) return true
  return raw.orderType === 'limit' || raw.orderType === 'market'
}
