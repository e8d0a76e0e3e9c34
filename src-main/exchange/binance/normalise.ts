import type { OrderRequest } from '../../../src-shared/order.ts'
import type { References } from '../orders/filters.ts'
import * as shared from '../orders/normalise.ts'
import { exitType, trailingFamily } from './encode.ts'
import type { BinanceMarket } from './markets.ts'

/**
 * {@link shared.neededReferences} on a Binance market. `reference`: the symbol's reference price, which the filters go by where there is
 * one, before any average or last price.
 */
export function neededReferences(
  request: OrderRequest,
  on: BinanceMarket,
): { readonly reference: boolean; readonly average: boolean; readonly last: boolean } {
  const rules = rulesOf(on)
  const { average: reference } = shared.neededReferences(request, { ...rules, averaged: true })
  return { reference, ...shared.neededReferences(request, rules) }
}

/** {@link shared.normaliseRequest} with what Binance's order types and trailing limits ask beyond a Market. Pure. */
export function normaliseRequest(
  request: OrderRequest,
  on: BinanceMarket,
  references: References,
): OrderRequest {
  return shared.normaliseRequest(request, rulesOf(on), references)
}

function rulesOf({ market, rules }: BinanceMarket): shared.OrderRules {
  const on = { market, exchange: 'Binance', averaged: rules.averaged }
  return {
    ...on,
    checkExit(role, leg, field) {
      const type = exitType(role, leg)
      if (!rules.orderTypes.has(type)) throw shared.unsupported(on, 'this_exit', field)
    },
    trailingRange(request, last) {
      const family = trailingFamily(request, last)
      const type = request.limitPrice === null ? family : `${family}_LIMIT`
      const limits = rules.trailing
      if (limits === null || !rules.orderTypes.has(type))
        throw shared.unsupported(on, 'this_trailing', 'limitPrice')
      const above = (family === 'STOP_LOSS') === (request.side === 'buy')
      return above
        ? { minBips: limits.minAbove, maxBips: limits.maxAbove }
        : { minBips: limits.minBelow, maxBips: limits.maxBelow }
    },
  }
}
