import type { Money } from '../../../src-shared/money.ts'
import type { OrderRequest } from '../../../src-shared/order.ts'
import { nonZero } from '../orders/amounts.ts'
import type { References } from '../orders/filters.ts'
import { asksPrices, normaliseAsking, type PriceChecks } from '../orders/normalise-asking.ts'
import * as shared from '../orders/normalise.ts'
import { exitType, trailingFamily } from './encode.ts'
import type { BinanceMarket } from './markets.ts'
import type { BinanceSession } from './session.ts'
import type { BinanceVenue } from './venue.ts'

/**
 * {@link shared.neededReferences} on a Binance market. `reference`: the symbol's reference price, which the filters go
 * by where there is one, before any average or last price.
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
export function normaliseRequest(request: OrderRequest, on: BinanceMarket, references: References): OrderRequest {
  return shared.normaliseRequest(request, rulesOf(on), references)
}

function rulesOf({ market, rules }: BinanceMarket): shared.OrderRules {
  const on = { market, exchange: 'binance', averaged: rules.averaged } as const
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
      if (limits === null || !rules.orderTypes.has(type)) throw shared.unsupported(on, 'this_trailing', 'limitPrice')
      const above = (family === 'STOP_LOSS') === (request.side === 'buy')
      return above
        ? { minBips: limits.minAbove, maxBips: limits.maxAbove }
        : { minBips: limits.minBelow, maxBips: limits.maxBelow }
    },
  }
}

/**
 * {@link normaliseRequest} with the market prices that it wants. Prices that cannot be had are left to the exchange's
 * own check.
 */
export async function normalise(
  { shared: venue, counts }: BinanceSession,
  request: OrderRequest,
  checks: PriceChecks = 'all',
): Promise<OrderRequest> {
  const on = await venue.markets.of(request.symbol)
  const needed = neededReferences(request, on)
  const ask = async (): Promise<References> => {
    const asks = asksPrices(request, checks)
    const [reference, average, last] = await Promise.all([
      asks && needed.reference ? referencePrice(venue, on) : null,
      asks && needed.average ? averagePrice(venue, on) : null,
      asks && needed.last ? lastPrice(venue, on) : null,
      counts.check(request, on),
    ])
    return { filterPrice: reference ?? (needed.average ? average : last), last }
  }
  return normaliseAsking((references) => normaliseRequest(request, on, references), ask)
}

function referencePrice(shared: BinanceVenue, { market: { nativeId } }: BinanceMarket): Promise<Money | null> {
  return shared.venue
    .share(`referencePrice ${nativeId}`, () => shared.publicClient.referencePrice(nativeId))
    .then(
      (told) => told.referencePrice,
      () => null,
    )
}

function averagePrice(shared: BinanceVenue, { market: { nativeId } }: BinanceMarket): Promise<Money | null> {
  return shared.venue
    .share(`avgPrice ${nativeId}`, () => shared.publicClient.avgPrice(nativeId))
    .then(
      ({ price }) => nonZero(price),
      () => null,
    )
}

/** The last price; null: there is none, or it cannot be had. */
export function lastPrice(shared: BinanceVenue, { market: { nativeId } }: BinanceMarket): Promise<Money | null> {
  return shared.venue
    .share(`last ${nativeId}`, () => shared.publicClient.ticker24hr(nativeId, 'order'))
    .then(
      (told) => nonZero(told.lastPrice),
      () => null,
    )
}
