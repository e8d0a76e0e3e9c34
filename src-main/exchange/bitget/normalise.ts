import { GatewayError } from '../../../src-shared/errors.ts'
import { labelOf } from '../../../src-shared/exchange-profiles.ts'
import type { Money } from '../../../src-shared/money.ts'
import type { OrderRequest } from '../../../src-shared/order.ts'
import { followUp } from '../http/urgency.ts'
import type { References } from '../orders/filters.ts'
import { asksPrices, byLast, normaliseAsking, type PriceChecks } from '../orders/normalise-asking.ts'
import * as shared from '../orders/normalise.ts'
import { tickerOf } from './market-data.ts'
import type { BitgetMarket } from './markets.ts'
import type { BitgetVenue } from './venue.ts'

/** Why the last price is wanted: `must`: it decides what the order is; `may`: a limit is checked against it; `no`. */
export function lastPriceNeed(request: OrderRequest, on: BitgetMarket): 'must' | 'may' | 'no' {
  switch (request.kind) {
    case 'stop_loss':
    case 'take_profit':
    case 'stop_limit':
    case 'take_profit_limit':
      return 'must'
    case 'limit':
      return boundOf(request.side, on) === null ? 'no' : 'may'
    case 'market':
    case 'oco':
    case 'trailing_stop':
      return shared.neededReferences(request, rulesOf(on)).last ? 'may' : 'no'
  }
}

function boundOf(side: 'buy' | 'sell', { rules }: BitgetMarket): Money | null {
  return side === 'buy' ? rules.highestBuy : rules.lowestSell
}

/**
 * {@link shared.normaliseRequest} with what Bitget asks beyond a Market: limit prices bound on their aggressive side,
 * and the largest value at market. How far a price may lie on the patient side is not documented as bound; Bitget
 * checks that alone. Pure.
 */
export function normaliseRequest(request: OrderRequest, on: BitgetMarket, references: References): OrderRequest {
  const normal = shared.normaliseRequest(request, rulesOf(on), references)
  if (normal.kind === 'limit') checkReach(normal.price, normal.side, on, references.last)
  if (normal.kind === 'market' && normal.exits === null) checkMarketValue(normal.amount, on, references.last)
  return normal
}

/** The request normalised with the last price, where it matters. */
export async function normaliseAt(
  venue: BitgetVenue,
  request: OrderRequest,
  on: BitgetMarket,
  checks: PriceChecks = 'all',
): Promise<OrderRequest> {
  const need = lastPriceNeed(request, on)
  const ask = async (): Promise<References> => byLast(await lastPrice(venue, on, need === 'must'))
  const asks = need !== 'no' && asksPrices(request, checks)
  return normaliseAsking((references) => normaliseRequest(request, on, references), asks ? ask : null)
}

async function lastPrice(venue: BitgetVenue, { market }: BitgetMarket, must: boolean): Promise<Money | null> {
  const { nativeId, symbol } = market
  const ticker = await tickerOf(venue, nativeId, followUp).catch((error: unknown) => {
    if (must || !(error instanceof GatewayError)) throw error
    return null
  })
  const last = ticker?.lastPr ?? null
  if (last?.isPositive() === true) return last
  if (must) throw new GatewayError('retryable', 'bitget.last_price_needed', { exchange: labelOf('bitget'), symbol })
  return null
}

function checkReach(price: Money, side: 'buy' | 'sell', on: BitgetMarket, last: Money | null): void {
  const bound = boundOf(side, on)
  if (bound === null || last === null) return
  const limit = last.times(bound)
  const { symbol, tickSize } = on.market
  if (side === 'buy' ? price.atMost(limit) : price.atLeast(limit)) return
  const key = side === 'buy' ? 'bitget.price_too_high' : 'bitget.price_too_low'
  const params = {
    field: 'price',
    value: price.toString(),
    limit: limit.floorToStep(tickSize).toString(),
    symbol,
  }
  throw new GatewayError('refused', key, params, { field: 'price' })
}

function checkMarketValue(
  { unit, value }: { readonly unit: 'base' | 'quote'; readonly value: Money },
  { market, rules }: BitgetMarket,
  last: Money | null,
): void {
  const { maxMarketValue: maximum } = rules
  const worth = unit === 'quote' ? value : last && value.times(last)
  if (maximum === null || worth === null || worth.atMost(maximum)) return
  const field = unit === 'quote' ? 'amount' : 'quantity'
  const { quote: asset, symbol } = market
  const params = { field, value: worth.toString(), maximum: maximum.toString(), asset, symbol }
  throw new GatewayError('refused', 'order.notional.above_maximum', params, { field })
}

function rulesOf({ market }: BitgetMarket): shared.OrderRules {
  return { market, exchange: 'bitget', averaged: false }
}
