import { unlockFunds } from './funds.ts'
import { accountOf, listOf, marketOf, orderOf, type EngineState } from './state.ts'
import { isOver, type EngineOrder, type ExpiryReason, type Fill, type OrderList, type OrderState } from './types.ts'

/** The final states, and why an expired order expired. */
export type Ending =
  | { readonly state: 'filled'; readonly by: Fill }
  | { readonly state: 'cancelled' | 'expired_in_match' }
  | { readonly state: 'expired'; readonly reason: ExpiryReason }

/**
 * Ends an order: out of the book, funds released, and what its list makes of it (legs of an entry that did not fill
 * expire; legs of one that did are due). Does nothing to an order that is over.
 */
export function endOrder(state: EngineState, order: EngineOrder, ending: Ending): void {
  if (isOver(order)) return
  const market = marketOf(state, order.symbol)
  market.book.removeOrder(order)
  market.waiting.delete(order)
  order.state = ending.state satisfies OrderState
  order.expiryReason = ending.state === 'expired' ? ending.reason : null
  order.updatedAt = state.now()
  order.endedAt = order.updatedAt
  const account = accountOf(state, order.accountId)
  account.open.delete(order)
  account.updatedAt = order.updatedAt
  const list = listOf(state, order)
  unlockFunds(state, order, sharesHold(state, list, order))
  if (ending.state === 'filled') state.feed.order(state, order, 'filled', ending.by)
  else state.feed.order(state, order, 'ended')
  if (list !== null) followList(state, list, order)
}

function sharesHold(state: EngineState, list: OrderList | null, order: EngineOrder): boolean {
  if (list === null || order.hold === null) return false
  return list.orderIds.some((id) => {
    const other = orderOf(state, id)
    return other !== order && !isOver(other) && other.hold === order.hold
  })
}

function followList(state: EngineState, list: OrderList, order: EngineOrder): void {
  list.updatedAt = order.updatedAt
  if (order.id === list.entryId) {
    if (order.state === 'filled') {
      state.activations.push(list)
      return
    }
    for (const id of list.legIds) endOrder(state, orderOf(state, id), { state: 'expired', reason: 'entry_ended' })
  }
  closeListIfOver(state, list)
}

/** Marks a list done, and frees what its entry brought, once none of its orders lives. */
export function closeListIfOver(state: EngineState, list: OrderList): void {
  if (list.state === 'done' || !list.orderIds.every((id) => isOver(orderOf(state, id)))) return
  if (state.activations.includes(list)) return
  list.state = 'done'
  accountOf(state, list.accountId).openLists.delete(list)
  if (list.proceeds !== null) state.ledger.release(list.proceeds)
  list.proceeds = null
  state.feed.list(state, list, 'done')
}

/** The other leg of an either-or pair, alive; or null. */
export function siblingOf(state: EngineState, order: EngineOrder): EngineOrder | null {
  const list = listOf(state, order)
  if (list === null || list.kind === 'then') return null
  const id = list.legIds.find((each) => each !== order.id)
  if (id === undefined || !list.legIds.includes(order.id)) return null
  const sibling = orderOf(state, id)
  return isOver(sibling) ? null : sibling
}

/** One leg of a pair works or trades: the other expires. */
export function takeOver(state: EngineState, order: EngineOrder): void {
  const sibling = siblingOf(state, order)
  if (sibling !== null) endOrder(state, sibling, { state: 'expired', reason: 'sibling_took_over' })
}
