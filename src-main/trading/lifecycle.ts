import type { LifecycleState } from '../../src-shared/journal.ts'
import { Money } from '../../src-shared/money.ts'
import type { OrderStatus } from '../../src-shared/order.ts'

export interface Lifecycle {
  readonly state: LifecycleState
  /** Base units, never falling. */
  readonly filled: Money
  /** Base units asked for; null while nobody knows (a market order sized in quote). */
  readonly quantity: Money | null
  /** When the exchange's word in it was last true, epoch ms; null: it has said nothing yet. */
  readonly seenAt: number | null
}

/** What becomes known about an order. */
export type LifecycleEvent =
  | { readonly type: 'sent' }
  /** No clear answer came. */
  | { readonly type: 'in_doubt' }
  /** The exchange refused it, or it is proved that nothing was placed. */
  | { readonly type: 'refused' }
  /** It cannot be found out. */
  | { readonly type: 'given_up' }
  | {
      readonly type: 'seen'
      readonly status: OrderStatus
      readonly filled: Money
      readonly quantity: Money | null
      /** Epoch ms of the exchange. */
      readonly at: number
    }

export const newLifecycle = (quantity: Money | null): Lifecycle => ({
  state: 'intent',
  filled: Money.zero,
  quantity,
  seenAt: null,
})

/** Whether nothing can happen to an order any more. */
export function isTerminal(state: LifecycleState): boolean {
  return state === 'filled' || state === 'cancelled' || state === 'rejected' || state === 'expired'
}

/**
 * The order after an event; the very same object when the event changes nothing: replays, news older than what is
 * known, whatever comes after the end, and reports that contradict themselves. Pure.
 */
export function advance(order: Lifecycle, event: LifecycleEvent): Lifecycle {
  if (isTerminal(order.state)) return order
  switch (event.type) {
    case 'sent':
      return order.state === 'intent' ? { ...order, state: 'sent' } : order
    case 'in_doubt':
      return order.state === 'sent' ? { ...order, state: 'unknown' } : order
    case 'given_up':
      return order.state === 'unknown' ? { ...order, state: 'needs_attention' } : order
    case 'refused':
      return wasSeen(order.state) ? order : { ...order, state: 'rejected' }
    case 'seen':
      return seen(order, event)
  }
}

/** Whether the exchange has shown the order: then nobody can prove any more that it never came. */
function wasSeen(state: LifecycleState): boolean {
  return state === 'accepted' || state === 'partially_filled'
}

function seen(order: Lifecycle, event: Extract<LifecycleEvent, { type: 'seen' }>): Lifecycle {
  if (order.state === 'intent' || event.status === 'unknown') return order
  const isNews = order.seenAt === null || event.at >= order.seenAt
  const quantity = isNews ? (event.quantity ?? order.quantity) : order.quantity
  const filled = Money.max(order.filled, event.filled)
  if (event.filled.isNegative() || (quantity !== null && filled.greaterThan(quantity))) return order
  const state = stateOf(event.status, filled)
  // A snapshot that shows fewer fills than we know is old and says nothing of the present; but an end stays an end,
  // however old the news of it.
  if (!isTerminal(state) && !isNews && filled.equals(order.filled)) return order
  const next = {
    state,
    filled,
    quantity,
    seenAt: isNews ? event.at : order.seenAt,
  }
  return isSame(order, next) ? order : next
}

function stateOf(status: Exclude<OrderStatus, 'unknown'>, filled: Money): LifecycleState {
  if (status !== 'open' && status !== 'partially_filled') return status
  return filled.isPositive() ? 'partially_filled' : 'accepted'
}

function isSame(a: Lifecycle, b: Lifecycle): boolean {
  const sameQuantity =
    a.quantity === null || b.quantity === null ? a.quantity === b.quantity : a.quantity.equals(b.quantity)
  return a.state === b.state && a.seenAt === b.seenAt && a.filled.equals(b.filled) && sameQuantity
}
