import type { Money } from '../../../src-shared/money.ts'
import type { OrderRequest } from '../../../src-shared/order.ts'
import type { References } from './filters.ts'

/** The last price alone, where filters go by it too; null: not known. */
export const byLast = (last: Money | null): References => ({ filterPrice: last, last })

/**
 * Which checks that need a market price are made here: `all`, asking for it; or, of an order that the exchange refuses
 * whole where it breaks one, none: it makes them by prices that are newer than any answer of ours, and a question would
 * hold the order up.
 */
export type PriceChecks = 'all' | 'left_to_exchange'

/** Whether a request is held up for market prices: with exits or a trigger they decide what it is. */
export function asksPrices(request: OrderRequest, checks: PriceChecks): boolean {
  return checks === 'all' || (request.kind !== 'limit' && request.kind !== 'market') || request.exits !== null
}

/**
 * A request normalised with the market prices that it wants. What can be refused without a question is refused without
 * one.
 * @param ask null: it wants none.
 */
export async function normaliseAsking(
  normalise: (references: References) => OrderRequest,
  ask: (() => Promise<References>) | null,
): Promise<OrderRequest> {
  const normal = normalise(byLast(null))
  return ask === null ? normal : normalise(await ask())
}
