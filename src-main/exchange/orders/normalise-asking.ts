import type { Money } from '../../../src-shared/money.ts'
import type { OrderRequest } from '../../../src-shared/order.ts'
import type { References } from './filters.ts'

/** The last price alone, where filters go by it too; null: not known. */
export const byLast = (last: Money | null): References => ({ filterPrice: last, last })

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
