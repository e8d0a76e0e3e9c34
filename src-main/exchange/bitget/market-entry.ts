import { GatewayError } from '../../../src-shared/errors.ts'
import { Money } from '../../../src-shared/money.ts'
import type { LimitOrderRequest, MarketOrderRequest, Side } from '../../../src-shared/order.ts'
import { checkNotional, fitQuantity } from '../filters.ts'
import type { BitgetVenue } from './bitget-venue.ts'
import type { BitgetMarket } from './markets.ts'

/** How far past the best price a market entry with exits may reach, in basis points: beyond it the entry does not happen at all. */
export const entrySlippageBips = 50

/**
 * A market entry with exits as the fill-or-kill limit order it is sent as: it reaches a bounded way past the best price and fills whole, so that
 * its exits cover it whole, or not at all. A quote amount buys what it can at that worst price, cut down to the lot step.
 * @throws GatewayError `refused` when the book is empty or the result breaks a limit.
 */
export async function limitEntry(
  shared: BitgetVenue,
  request: MarketOrderRequest,
  on: BitgetMarket,
): Promise<LimitOrderRequest> {
  const { market } = on
  const { side, symbol, exits } = request
  const { bids, asks } = await shared.publicClient.orderbook(market.nativeId, 1, 'order')
  const [best] = (side === 'buy' ? asks : bids)[0] ?? []
  if (best === undefined || best.isZero()) throw new GatewayError('refused', 'order.book.empty', { symbol })
  const price = reachedPrice(best, side, on)
  const { unit, value } = request.amount
  const quantity = fitQuantity(unit === 'base' ? value : value.dividedBy(price), market, 'quantity', false)
  checkNotional(quantity.times(price), market, unit === 'base' ? 'quantity' : 'amount', false)
  return { kind: 'limit', symbol, side, quantity, price, timeInForce: 'fok', postOnly: false, exits }
}

/** The best price moved by the slippage (or by as far as Bitget lets a limit price go), to the tick on the near side; never short of it. */
export function reachedPrice(best: Money, side: Side, { market, rules }: BitgetMarket): Money {
  const part = best.times(Money.parse(String(entrySlippageBips))).dividedBy(Money.parse('10000'))
  const { tickSize } = market
  if (side === 'buy') {
    const furthest = best.plus(part)
    const allowed = rules.highestBuy === null ? furthest : Money.min(furthest, best.times(rules.highestBuy))
    return Money.max(best, allowed.floorToStep(tickSize))
  }
  const furthest = best.minus(part)
  const allowed = rules.lowestSell === null ? furthest : Money.max(furthest, best.times(rules.lowestSell))
  const floored = allowed.floorToStep(tickSize)
  return Money.min(best, floored.equals(allowed) ? floored : floored.plus(tickSize))
}
