import type { EndKind, EndReason } from '../../../src-shared/end-reason.ts'
import { isFinal, type OrderStatus, type OrderTerms } from '../../../src-shared/order.ts'

/** Whether an order that stands so has ended in a way that wants a reason. */
export function wantsReason(status: OrderStatus): boolean {
  return isFinal(status) && status !== 'filled'
}

/**
 * What an order's own terms say of its end, where the exchange tells no more than that it ended: one that may not rest
 * has found nobody to trade with. null: nothing.
 */
export function endByTerms(terms: OrderTerms): EndKind | null {
  if (terms.kind === 'market') return 'no_liquidity'
  const mayRest = !('timeInForce' in terms) || terms.timeInForce === 'gtc'
  return mayRest || terms.kind !== 'limit' ? null : 'not_filled_at_once'
}

/** The end of an order of which nothing is known but its terms. */
export function untoldEnd(terms: OrderTerms, word: string | null = null): EndReason {
  return { kind: endByTerms(terms) ?? 'not_told', word }
}

/** An order that ended because we asked for it. */
export const cancelledOnRequest: EndReason = { kind: 'cancelled', word: null }
