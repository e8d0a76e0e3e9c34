import { entrySlippageBips } from '../../../src-shared/market-entry.ts'
import type { Market } from '../../../src-shared/market.ts'
import { Money } from '../../../src-shared/money.ts'
import type { LimitOrderRequest, MarketOrderRequest, Side } from '../../../src-shared/order.ts'
import { checkNotional, fitQuantity } from './filters.ts'

/** Prices that an exchange allows; null: no bound. */
export interface Reach {
  readonly highest: Money | null
  readonly lowest: Money | null
}

/**
 * A market entry with exits as the fill-or-kill limit order it is sent as: it reaches a bounded way past the best price
 * and fills whole, so that its exits cover it whole, or not at all. A quote amount buys what it can at that worst
 * price, cut down to the lot step. Pure.
 * @throws GatewayError `refused` when the result breaks a limit.
 */
export function limitEntryAt(
  best: Money,
  request: MarketOrderRequest,
  market: Market,
  reach: Reach,
): LimitOrderRequest {
  const { side, symbol, exits } = request
  const price = reachedPrice(best, side, market, reach)
  const { unit, value } = request.amount
  const quantity = fitQuantity(unit === 'base' ? value : value.dividedBy(price), market, 'quantity', false)
  checkNotional(quantity.times(price), market, unit === 'base' ? 'quantity' : 'amount', false)
  return { kind: 'limit', symbol, side, quantity, price, timeInForce: 'fok', postOnly: false, exits }
}

/**
 * The best price moved by the slippage, or by as far as is allowed, to the tick on the near side; never short of the
 * best price itself.
 */
export function reachedPrice(best: Money, side: Side, { tickSize }: Market, { highest, lowest }: Reach): Money {
  const part = best.times(Money.parse(String(entrySlippageBips))).dividedBy(Money.parse('10000'))
  if (side === 'buy') {
    const furthest = best.plus(part)
    const allowed = highest === null ? furthest : Money.min(furthest, highest)
    return Money.max(best, allowed.floorToStep(tickSize))
  }
  const furthest = best.minus(part)
  const allowed = lowest === null ? furthest : Money.max(furthest, lowest)
  const floored = allowed.floorToStep(tickSize)
  return Money.min(best, floored.equals(allowed) ? floored : floored.plus(tickSize))
}
