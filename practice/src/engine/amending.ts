import type { Money } from '../../../src-shared/money.ts'
import { EngineRejection } from './engine-rejection.ts'
import { requiredFunds } from './funds.ts'
import { endOrder } from './lifecycle.ts'
import { enterBook } from './matching.ts'
import { checkNow } from './placement.ts'
import { violatedRule } from './rules.ts'
import { listOf, marketOf, orderOf, type EngineState, type MarketState } from './state.ts'
import { firesAtOnce } from './triggers.ts'
import { isOver, isWaiting, type OrderList, remainingOf, type EngineOrder, type Trigger } from './types.ts'

/** What to change of an order; what is missing stays. `quantity` is the new total, fills included. */
export interface NewTerms {
  readonly quantity?: Money
  readonly limitPrice?: Money
  readonly triggerPrice?: Money
}

/**
 * Changes an open or waiting order, or the entry of a list, which keeps its id. It keeps its place in the book when
 * only its quantity shrinks, else it goes to the end of its price and may trade at once. With nothing left beyond what
 * has filled, it is cancelled.
 * @throws EngineRejection; then nothing has changed.
 */
export function amendTerms(state: EngineState, order: EngineOrder, terms: NewTerms): void {
  const market = marketOf(state, order.symbol)
  if (isOver(order)) throw new EngineRejection('unknown_order')
  if (market.status !== 'trading') throw new EngineRejection('market_closed')
  const list = listOf(state, order)
  const isLeg = list !== null && list.entryId !== order.id
  if (order.quantity === null || isLeg) throw new EngineRejection('amend_of_pending_proceeds')
  const { quantity: before, limitPrice: oldLimit, trigger: oldTrigger } = order
  const quantity = terms.quantity ?? before
  if (order.filled.isPositive() && quantity.atMost(order.filled)) {
    order.quantity = order.filled
    record(state, order, before)
    endOrder(state, order, { state: 'cancelled' })
    return
  }
  const limitPrice = terms.limitPrice ?? oldLimit
  const trigger = triggerWith(oldTrigger, terms.triggerPrice)
  check(market, order, { quantity, limitPrice, trigger })
  const next = {
    quantity,
    limitPrice,
    trigger,
    fundingPrice: limitPrice ?? trigger?.price ?? order.fundingPrice,
  }
  if (order.hold !== null) {
    const needed = requiredFunds(state, { ...order, ...next }).amount
    state.ledger.resize(order.hold, needed)
  }
  const moves = limitPrice !== oldLimit || quantity.greaterThan(before)
  if (moves && !isWaiting(order)) market.book.removeOrder(order)
  Object.assign(order, next)
  // What comes after an entry is for as much as the entry: where it has a size of its own, that changes along.
  const along = legsOf(state, list).filter((leg) => leg.quantity?.equals(before) === true)
  for (const leg of along) leg.quantity = quantity
  record(state, order, before)
  for (const leg of along) state.feed.amended(state, leg, null)
  if (isWaiting(order)) {
    const { last } = market.tape
    if (trigger !== null && firesAtOnce(order.side, trigger, last)) market.untold.push(last)
    return
  }
  if (moves) enterBook(state, market, order)
  else market.book.setRemaining(order, remainingOf(order) ?? order.filled)
}

function legsOf(state: EngineState, list: OrderList | null): readonly EngineOrder[] {
  return (list?.legIds ?? []).map((id) => orderOf(state, id))
}

function check(
  market: MarketState,
  order: EngineOrder,
  next: { readonly quantity: Money; readonly limitPrice: Money | null; readonly trigger: Trigger | null },
): void {
  const changed = { ...order, ...next }
  const violation = violatedRule(market.market, changed, market.tape.last)
  if (violation !== null) throw new EngineRejection('rule', violation)
  // A trigger that has fired is not asked again.
  checkNow(market, { ...changed, trigger: isWaiting(order) ? next.trigger : null })
}

function triggerWith(trigger: Trigger | null, price: Money | undefined): Trigger | null {
  return trigger === null || price === undefined ? trigger : { ...trigger, price }
}

function record(state: EngineState, order: EngineOrder, previousQuantity: Money): void {
  const { clientOrderId } = order
  order.updatedAt = state.now()
  const amendment = {
    executionId: state.numbers.take('execution'),
    time: order.updatedAt,
    previousClientOrderId: clientOrderId,
    clientOrderId,
    previousQuantity,
    quantity: order.quantity ?? previousQuantity,
  }
  order.amendments.push(amendment)
  state.feed.amended(state, order, amendment)
}
