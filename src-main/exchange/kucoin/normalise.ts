import { GatewayError } from '../../../src-shared/errors.ts'
import type { Money } from '../../../src-shared/money.ts'
import type { OrderRequest } from '../../../src-shared/order.ts'
import { nonZero } from '../orders/amounts.ts'
import type { References } from '../orders/filters.ts'
import { asksPrices, byLast, normaliseAsking, type PriceChecks } from '../orders/normalise-asking.ts'
import * as shared from '../orders/normalise.ts'
import type { KuCoinMarket } from './markets.ts'
import type { KuCoinSession } from './session.ts'

/** {@link shared.normaliseRequest} with what KuCoin asks beyond a Market. Pure. */
export function normaliseRequest(request: OrderRequest, on: KuCoinMarket, references: References): OrderRequest {
  const normal = shared.normaliseRequest(request, rulesOf(on), references)
  if (normal.kind === 'market' && normal.amount.unit === 'quote') checkFunds(normal.amount.value, on)
  return normal
}

function checkFunds(value: Money, { market, quoteAmount: { min, max } }: KuCoinMarket): void {
  const { symbol, quote: asset } = market
  const common = { field: 'amount', value: value.toString(), asset, symbol }
  if (min !== null && value.lessThan(min)) {
    const params = { ...common, minimum: min.toString() }
    throw new GatewayError('refused', 'order.notional.below_minimum', params, { field: 'amount' })
  }
  if (max !== null && value.greaterThan(max)) {
    const params = { ...common, maximum: max.toString() }
    throw new GatewayError('refused', 'order.notional.above_maximum', params, { field: 'amount' })
  }
}

function rulesOf({ market }: KuCoinMarket): shared.OrderRules {
  return {
    market,
    exchange: 'kucoin',
    averaged: false,
    checkExit(role, { triggerPrice, limitPrice }, field) {
      if (role !== 'take_profit' || limitPrice === null || limitPrice.equals(triggerPrice)) return
      const params = { trigger: triggerPrice.toString(), limit: limitPrice.toString() }
      throw new GatewayError('refused', 'exchange.kucoin.oco_take_profit', params, {
        field: `${field}.limitPrice`,
      })
    },
  }
}

/**
 * {@link normaliseRequest} with the last price. Without it a plain order is left to KuCoin's own checks; a conditional
 * one is not let through, since KuCoin would execute at once what is on the wrong side of the market.
 */
export async function normalise(
  { shared: venue }: KuCoinSession,
  request: OrderRequest,
  checks: PriceChecks = 'all',
): Promise<OrderRequest> {
  const on = await venue.markets.of(request.symbol)
  const { nativeId } = on.market
  const isPlain = request.kind === 'market' || request.kind === 'limit'
  const ask = async (): Promise<References> => {
    const last = venue.venue.share(`last ${nativeId}`, () => venue.publicClient.level1(nativeId))
    const told = await (isPlain ? last.catch(() => null) : last)
    return byLast(nonZero(told?.price))
  }
  const { last: wanted } = shared.neededReferences(request, rulesOf(on))
  return normaliseAsking((references) => normaliseRequest(request, on, references), wanted && asksPrices(request, checks) ? ask : null)
}
