import { Money } from '../../../src-shared/money.ts'
import { EngineRejection } from './engine-rejection.ts'
import { requiredFunds } from './funds.ts'
import { endOrder, siblingOf } from './lifecycle.ts'
import { violatedRule } from './rules.ts'
import { accountOf, listOf, marketOf, orderOf, type EngineState } from './state.ts'
import { isOver, remainingOf, type EngineOrder, type OrderList } from './types.ts'

/** Cancel only if nothing, or only if something, has been executed. */
export type CancelRestriction = 'only_new' | 'only_partially_filled'

/**
 * Cancels an order; the whole list where it belongs to one: whatever works is cancelled, legs whose entry is cancelled
 * expire.
 * @throws EngineRejection `unknown_order`, `cancel_restricted`, `market_closed`; then nothing has changed.
 */
export function cancelOrder(state: EngineState, order: EngineOrder, restriction: CancelRestriction | null): void {
  if (isOver(order)) throw new EngineRejection('unknown_order')
  checkOpenForCancels(state, order.symbol)
  const partly = order.state === 'partially_filled'
  if (restriction !== null && partly !== (restriction === 'only_partially_filled')) {
    throw new EngineRejection('cancel_restricted')
  }
  const list = listOf(state, order)
  endOrder(state, order, { state: 'cancelled' })
  if (list === null) return
  const others = list.orderIds.map((id) => orderOf(state, id)).filter((each) => !isOver(each))
  const working = others.filter((each) => each.state !== 'pending')
  for (const each of working) endOrder(state, each, { state: 'cancelled' })
  for (const each of others) endOrder(state, each, { state: 'cancelled' })
}

/** Cancels every order of a list. @throws EngineRejection `unknown_list`, `market_closed`. */
export function cancelList(state: EngineState, list: OrderList): void {
  if (list.state === 'done') throw new EngineRejection('unknown_list')
  checkOpenForCancels(state, list.symbol)
  for (const id of [...list.legIds, ...list.orderIds]) endOrder(state, orderOf(state, id), { state: 'cancelled' })
}

function checkOpenForCancels(state: EngineState, symbol: string): void {
  const { status } = marketOf(state, symbol)
  if (status === 'halted' || status === 'break') throw new EngineRejection('market_closed')
}

/**
 * Makes an open order smaller; it keeps its place in the book. Both legs of a pair shrink together.
 * @throws EngineRejection; then nothing has changed.
 */
export function amendQuantity(state: EngineState, order: EngineOrder, quantity: Money, clientOrderId: string): void {
  const market = marketOf(state, order.symbol)
  if (isOver(order)) throw new EngineRejection('unknown_order')
  if (market.status !== 'trading') throw new EngineRejection('market_closed')
  if (order.quantity === null) throw new EngineRejection('amend_of_pending_proceeds')
  if (quantity.equals(order.quantity)) throw new EngineRejection('amend_changes_nothing')
  if (quantity.greaterThan(order.quantity)) throw new EngineRejection('amend_increases')
  const violation = violatedRule(market.market, { ...order, quantity }, market.tape.last)
  if (violation !== null) throw new EngineRejection('rule', violation)
  if (order.amendments.length >= market.market.maxAmendments) throw new EngineRejection('rule', 'max_amendments')
  const taken = [...accountOf(state, order.accountId).open].some(
    (each) => each !== order && each.symbol === order.symbol && each.clientOrderId === clientOrderId,
  )
  if (taken) throw new EngineRejection('duplicate_client_order_id')
  apply(state, order, quantity, clientOrderId)
}

function apply(state: EngineState, order: EngineOrder, quantity: Money, clientOrderId: string): void {
  const sibling = siblingOf(state, order)
  const amendment = {
    executionId: state.numbers.take('execution'),
    time: state.now(),
    previousClientOrderId: order.clientOrderId,
    clientOrderId,
    previousQuantity: order.quantity ?? quantity,
    quantity,
  }
  order.amendments.push(amendment)
  order.clientOrderId = clientOrderId
  order.updatedAt = state.now()
  const affected = sibling === null ? [order] : [order, sibling]
  for (const each of affected) {
    each.quantity = Money.max(quantity, each.filled)
    const remaining = remainingOf(each)
    if (remaining !== null) marketOf(state, each.symbol).book.setRemaining(each, remaining)
  }
  const isOverNow = quantity.atMost(order.filled)
  if (!isOverNow && order.hold !== null) {
    const needs = affected.filter((each) => each.hold === order.hold).map((each) => requiredFunds(state, each).amount)
    state.ledger.resize(order.hold, Money.max(Money.zero, ...needs))
  }
  for (const each of affected) state.feed.amended(state, each, each === order ? amendment : null)
  const list = listOf(state, order)
  if (list !== null && amendment.previousClientOrderId !== clientOrderId) state.feed.list(state, list, 'updated')
  // Nothing is left to execute: the exchange ends it.
  if (isOverNow) endOrder(state, order, { state: 'expired', reason: 'ended_by_exchange' })
}
