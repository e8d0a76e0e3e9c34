import { Money } from '../../../src-shared/money.ts'
import { planAgainstBook } from './funds.ts'
import { endOrder, type Ending } from './lifecycle.ts'
import { crosses, oppositeOf, type BookEntry } from './order-book.ts'
import type { EngineState, MarketState } from './state.ts'
import { canPay, trade } from './trading.ts'
import { isOver, remainingOf, type EngineOrder } from './types.ts'

/**
 * Lets an order whose funds are locked meet the book: it trades by price, then time; what is left rests, or expires
 * where its terms say so.
 */
export function enterBook(state: EngineState, market: MarketState, order: EngineOrder): void {
  order.workingSince ??= state.now()
  if (order.state === 'pending') order.state = 'open'
  const asked = remainingOf(order) ?? Money.zero
  if (order.timeInForce === 'fok' && order.limitPrice !== null) {
    const plan = planAgainstBook(market, order, { quantity: asked })
    if (plan.quantity.lessThan(asked)) {
      endOrder(state, order, { state: 'expired', reason: 'fok_not_filled' })
      return
    }
  }
  matchAgainstBook(state, market, order)
  if (isOver(order)) return
  const ending = endingOfRemainder(order)
  if (ending !== null) endOrder(state, order, ending)
  else rest(state, market, order)
}

function matchAgainstBook(state: EngineState, market: MarketState, order: EngineOrder): void {
  for (;;) {
    const entry = market.book.first(oppositeOf(order.side))
    if (entry === null || isOver(order) || !crosses(order.side, order.limitPrice, entry.price)) return
    if (order.selfTrade !== 'allow' && entry.order?.accountId === order.accountId) {
      preventSelfTrade(state, order, entry)
      continue
    }
    const quantity = Money.min(remainingOf(order) ?? Money.zero, entry.remaining)
    if (order.limitPrice === null && !canPay(state, order, entry.price, quantity)) return
    trade(state, market, { side: order.side, order }, entry, quantity)
  }
}

function preventSelfTrade(state: EngineState, taker: EngineOrder, entry: BookEntry): void {
  if (taker.selfTrade !== 'expire_taker' && entry.order !== null) {
    endOrder(state, entry.order, { state: 'expired_in_match' })
  }
  if (taker.selfTrade !== 'expire_maker') endOrder(state, taker, { state: 'expired_in_match' })
}

function endingOfRemainder(order: EngineOrder): Ending | null {
  if (order.limitPrice === null) return { state: 'expired', reason: 'no_liquidity' }
  if (order.timeInForce === 'ioc') return { state: 'expired', reason: 'ioc_remainder' }
  return null
}

function rest(state: EngineState, market: MarketState, order: EngineOrder): void {
  const remaining = remainingOf(order)
  if (order.limitPrice === null || remaining === null) return
  market.book.add({ order, side: order.side, price: order.limitPrice, remaining })
  state.feed.order(state, order, 'rested')
}
