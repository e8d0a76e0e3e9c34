import type { EndReason } from '../../../src-shared/end-reason.ts'
import type { OrderStatus, OrderTerms } from '../../../src-shared/order.ts'
import { untoldEnd, wantsReason } from '../orders/end-reason.ts'

/**
 * Why an order ended; null: it has not, or it filled. KuCoin's high-frequency engine says no more than that something
 * of an order was cancelled (`cancelExist`), whoever or whatever did it; the unified account's `cancelReason` is a
 * number that its documents do not explain: it is told as it is. Source: docs/exchanges/kucoin.md §6.4,
 * docs/exchanges/kucoin-unified.md §4.
 */
export function endOf(status: OrderStatus, terms: OrderTerms, cancelReason: string | null = null): EndReason | null {
  if (!wantsReason(status)) return null
  const told = cancelReason === '' || cancelReason === '0' ? null : cancelReason
  return told === null ? untoldEnd(terms) : { kind: 'unknown', word: told }
}
