import { Money } from '../../../src-shared/money.ts'
import { quoteValue, valueDecimals } from './market-rules.ts'
import { crosses, oppositeOf } from './order-book.ts'
import { accountOf, marketOf, type EngineState, type MarketState } from './state.ts'
import { isWaiting, remainingOf, type EngineOrder, type Hold } from './types.ts'

/** What an order would trade against the book as it stands. */
export interface Plan {
  readonly quantity: Money
  readonly value: Money
}

/**
 * Walks the book for an order of `side` without trading, up to a base quantity or a quote amount (in whole lot steps),
 * passing over the account's own orders where they would not trade with it.
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
  const value = quoteValue(order.fundingPrice, remaining)
  return { asset: market.quote, amount: withBuyersFee(state, order.accountId, value) }
}

/** What a purchase for `value` quote units takes, with the taker's fee on top where fees are in quote units. */
export function withBuyersFee(state: EngineState, accountId: string, value: Money): Money {
  if (state.fees === 'received') return value
  return value.plus(value.times(accountOf(state, accountId).fees.taker).truncated(valueDecimals))
}

/**
 * Locks what one order, or the legs of a pair together, need. The legs share one hold: the larger of their needs.
 * Orders that are funded when they trigger are left out until then.
 * @throws EngineRejection `insufficient_balance`
 */
export function lockFunds(state: EngineState, members: readonly EngineOrder[]): Hold | null {
  const orders = members.filter((order) => order.funding === 'placed' || !isWaiting(order))
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
