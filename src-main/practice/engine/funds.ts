import { Money } from '../../../src-shared/money.ts'
import { quoteValue } from './market-rules.ts'
import { crosses, oppositeOf } from './order-book.ts'
import { marketOf, type EngineState, type MarketState } from './state.ts'
import { remainingOf, type EngineOrder, type Hold } from './types.ts'

/** What an order would trade against the book as it stands. */
export interface Plan {
  readonly quantity: Money
  readonly value: Money
}

/**
 * Walks the book for an order of `side` without trading, up to a base quantity or a quote amount (in whole lot steps), passing
 * over the account's own orders where they would not trade with it.
 */
export function planAgainstBook(
  market: MarketState,
  order: Pick<EngineOrder, 'side' | 'limitPrice' | 'accountId' | 'selfTrade'>,
  upTo: { readonly quantity: Money } | { readonly value: Money },
): Plan {
  let quantity = Money.zero
  let value = Money.zero
  for (const entry of market.book.entries(oppositeOf(order.side))) {
    if (!crosses(order.side, order.limitPrice, entry.price)) break
    if (order.selfTrade !== 'allow' && entry.order?.accountId === order.accountId) continue
    const wanted =
      'quantity' in upTo
        ? upTo.quantity.minus(quantity)
        : upTo.value.minus(value).dividedBy(entry.price, 18).floorToStep(market.market.quantity.step)
    const taken = Money.min(wanted, entry.remaining)
    if (!taken.isPositive()) break
    quantity = quantity.plus(taken)
    value = value.plus(quoteValue(entry.price, taken))
  }
  return { quantity, value }
}

/** Units that an order needs locked for what is still to execute. */
export function requiredFunds(
  state: EngineState,
  order: EngineOrder,
): { readonly asset: string; readonly amount: Money } {
  const { market } = marketOf(state, order.symbol)
  const remaining = remainingOf(order) ?? Money.zero
  if (order.side === 'sell') return { asset: market.base, amount: remaining }
  return { asset: market.quote, amount: quoteValue(order.fundingPrice, remaining) }
}

/**
 * Locks what one order, or the legs of a pair together, need. The legs share one hold: the larger of their needs.
 * @throws EngineRejection `insufficient_balance`
 */
export function lockFunds(state: EngineState, orders: readonly EngineOrder[]): Hold | null {
  const [first] = orders
  if (first === undefined) return null
  const needs = orders.map((order) => requiredFunds(state, order))
  const amount = Money.max(Money.zero, ...needs.map((need) => need.amount))
  const hold = state.ledger.hold(first.accountId, needs[0]?.asset ?? '', amount)
  for (const order of orders) order.hold = hold
  return hold
}

/** Gives an order's hold back, unless the other leg of its pair still lives on it. */
export function unlockFunds(state: EngineState, order: EngineOrder, shared: boolean): void {
  const { hold } = order
  order.hold = null
  if (hold !== null && !shared) state.ledger.release(hold)
}
