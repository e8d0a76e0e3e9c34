import { GatewayError } from '../../../../src-shared/errors.ts'
import type { Money } from '../../../../src-shared/money.ts'
import type { LimitOrderRequest, MarketOrderRequest } from '../../../../src-shared/order.ts'
import { limitEntryAt, type Reach } from '../../orders/market-entry.ts'
import type { BitgetMarket } from '../markets.ts'
import type { BitgetVenue } from '../venue.ts'

/**
 * A market entry with exits as the limit order that it is sent as (see {@link limitEntryAt}), not further than Bitget
 * lets a limit price go.
 * @throws GatewayError `refused` when the book is empty or the result breaks a limit.
 */
export async function limitEntry(
  shared: BitgetVenue,
  request: MarketOrderRequest,
  { market, rules }: BitgetMarket,
): Promise<LimitOrderRequest> {
  const { side, symbol } = request
  const { bids, asks } = await shared.publicClient.orderbook(market.nativeId, 1, 'order')
  const [best] = (side === 'buy' ? asks : bids)[0] ?? []
  if (best === undefined || best.isZero()) throw new GatewayError('refused', 'order.book.empty', { symbol })
  return limitEntryAt(best, request, market, reachOf(best, rules))
}

/** How far from the best price Bitget lets a limit price go. */
export function reachOf(best: Money, { highestBuy, lowestSell }: BitgetMarket['rules']): Reach {
  return { highest: highestBuy && best.times(highestBuy), lowest: lowestSell && best.times(lowestSell) }
}
