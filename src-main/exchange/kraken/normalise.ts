import { GatewayError } from '../../../src-shared/errors.ts'
import { labelOf } from '../../../src-shared/exchange-profiles.ts'
import type { Money } from '../../../src-shared/money.ts'
import type { OrderRequest } from '../../../src-shared/order.ts'
import { nonZero } from '../orders/amounts.ts'
import type { References } from '../orders/filters.ts'
import { asksPrices, byLast, normaliseAsking, type PriceChecks } from '../orders/normalise-asking.ts'
import * as shared from '../orders/normalise.ts'
import type { KrakenMarket } from './markets.ts'
import type { KrakenSession } from './session.ts'

/** {@link shared.normaliseRequest} on a Kraken market. Pure. */
export function normaliseRequest(request: OrderRequest, on: KrakenMarket, references: References): OrderRequest {
  const rules = rulesOf(on)
  // The status and the kind are judged first, by the shared rules.
  const normal = shared.normaliseRequest(request, rules, references)
  if ((normal.kind === 'stop_limit' || normal.kind === 'take_profit_limit') && normal.timeInForce === 'fok')
    throw shared.unsupported(rules, 'conditional_fok', 'timeInForce')
  if (on.postOnly && normal.kind === 'limit' && !normal.postOnly) {
    const params = { exchange: labelOf('kraken'), mode: 'post_only' }
    throw new GatewayError('refused', 'exchange.kraken.mode', params, { field: 'postOnly' })
  }
  if (normal.kind === 'market' && normal.amount.unit === 'quote' && references.last !== null)
    requireSmallest(normal.amount.value, references.last, on)
  return normal
}

/**
 * An amount in quote must buy the smallest volume at the last price: Kraken asks that of every order, whatever it is
 * sized in.
 */
function requireSmallest(value: Money, last: Money, { market }: KrakenMarket): void {
  const { quantity, quote: asset, symbol } = market
  const minimum = quantity.min?.times(last)
  if (minimum === undefined || value.atLeast(minimum)) return
  const params = { field: 'amount', value: value.toString(), minimum: minimum.toString(), asset, symbol }
  throw new GatewayError('refused', 'order.notional.below_minimum', params, { field: 'amount' })
}

function rulesOf({ market }: KrakenMarket): shared.OrderRules {
  return { market, exchange: 'kraken', averaged: false }
}

/**
 * {@link normaliseRequest} with the last price where it is wanted. A price that cannot be had is left to the exchange's
 * own check.
 */
export async function normalise(
  { shared: venue }: KrakenSession,
  request: OrderRequest,
  checks: PriceChecks = 'all',
): Promise<OrderRequest> {
  const on = await venue.markets.of(request.symbol)
  const ask = async (): Promise<References> =>
    byLast(nonZero(await venue.lastPrice(on.market.nativeId).catch(() => null)))
  const { last: wanted } = shared.neededReferences(request, rulesOf(on))
  return normaliseAsking((references) => normaliseRequest(request, on, references), wanted && asksPrices(request, checks) ? ask : null)
}
