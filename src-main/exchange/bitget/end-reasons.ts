import { type EndReason, endKindOfWord, endWords } from '../../../src-shared/end-reason.ts'
import type { OrderStatus, OrderTerms } from '../../../src-shared/order.ts'
import { endByTerms, wantsReason } from '../orders/end-reason.ts'

/**
 * `cancelReason` of both account kinds, and the words for a conditional order that ended when its turn came.
 * `normal_cancel` is also what Bitget says of a post-only order that would have taken and of an IOC remainder: see
 * {@link endOf}. Source: history-orders of v2 and v3, v3 changelog (cancel_receiveWindow).
 */
const cancelReasons = endWords({
  normal_cancel: 'cancelled',
  stp_cancel: 'self_trade_prevention',
  cancel_receiveWindow: 'cancelled_by_exchange',
})

const endedStatuses = endWords({
  cancelled: 'not_told',
  canceled: 'not_told',
  cancel: 'not_told',
  reject: 'refused_at_trigger',
  rejected: 'refused_at_trigger',
  fail: 'refused_at_trigger',
  failed: 'refused_at_trigger',
  fail_trigger: 'refused_at_trigger',
  fail_execute: 'refused_at_trigger',
})

interface Ended {
  readonly status: OrderStatus
  readonly terms: OrderTerms
  readonly nativeStatus: string
  readonly cancelReason: string
  /** Whether the time in force in the terms is known and not assumed. */
  readonly knowsForce: boolean
}

/**
 * Why an order ended; null: it has not, or it filled. Where the reason is Bitget's ordinary one, an order that may not
 * rest was ended by its terms, and of a post-only order, or one whose time in force is not told, nobody can say.
 */
export function endOf({ status, terms, nativeStatus, cancelReason, knowsForce }: Ended): EndReason | null {
  if (!wantsReason(status)) return null
  if (cancelReason === '') {
    const kind = endByTerms(terms) ?? endKindOfWord(nativeStatus, endedStatuses)
    return { kind, word: kind === 'not_told' ? null : nativeStatus }
  }
  const kind = endKindOfWord(cancelReason, cancelReasons)
  if (kind !== 'cancelled') return { kind, word: cancelReason }
  if (terms.kind === 'limit' && (terms.postOnly || !knowsForce)) return { kind: 'not_told', word: cancelReason }
  return { kind: endByTerms(terms) ?? 'cancelled', word: cancelReason }
}
