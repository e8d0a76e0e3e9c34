import { GatewayError } from '../../../src-shared/errors.ts'
import type { Market } from '../../../src-shared/market.ts'
import type { Money } from '../../../src-shared/money.ts'
import type { ExitLeg, OrderChange, OrderRequest } from '../../../src-shared/order.ts'

/** A price of a request, under the name that its sender knows it by. */
export interface NamedPrice {
  readonly field: string
  readonly value: Money
}

/** The prices of a request: first the one that an exchange calls "the price" of such an order. Pure. */
export function pricesOf(request: OrderRequest): readonly NamedPrice[] {
  switch (request.kind) {
    case 'market':
    case 'limit':
      return [
        ...(request.kind === 'limit' ? [{ field: 'price', value: request.price }] : []),
        ...legPrices('takeProfit', request.exits?.takeProfit ?? null),
        ...legPrices('stopLoss', request.exits?.stopLoss ?? null),
      ]
    case 'stop_loss':
    case 'take_profit':
      return [{ field: 'triggerPrice', value: request.triggerPrice }]
    case 'stop_limit':
    case 'take_profit_limit':
      return [
        { field: 'triggerPrice', value: request.triggerPrice },
        { field: 'price', value: request.price },
      ]
    case 'trailing_stop':
      return [...given('activationPrice', request.activationPrice), ...given('limitPrice', request.limitPrice)]
    case 'oco':
      return [...legPrices('takeProfit', request.takeProfit), ...legPrices('stopLoss', request.stopLoss)]
  }
}

/** The prices that a change sets. Pure. */
export function pricesOfChange({ price, triggerPrice }: OrderChange): readonly NamedPrice[] {
  return [...given('triggerPrice', triggerPrice), ...given('price', price)]
}

function legPrices(name: string, leg: ExitLeg | null): readonly NamedPrice[] {
  if (leg === null) return []
  return [{ field: `${name}.triggerPrice`, value: leg.triggerPrice }, ...given(`${name}.limitPrice`, leg.limitPrice)]
}

function given(field: string, value: Money | null): readonly NamedPrice[] {
  return value === null ? [] : [{ field, value }]
}

/** What an exchange's words say of the field that they are about; null: they say nothing of it. */
export type TellsField = (error: GatewayError, prices: readonly NamedPrice[]) => string | null

/**
 * A refusal with the field that is meant. Exchanges speak of "the price" whichever of a request's prices they mean: it
 * is the one that their words name, else the only one that there is, else the only one that breaks the market's rule;
 * where that leaves more than one, none is accused.
 */
export function withPriceField(
  error: unknown,
  prices: readonly NamedPrice[],
  market: Pick<Market, 'tickSize' | 'price'> | null,
  tells: TellsField = () => null,
): unknown {
  if (!(error instanceof GatewayError) || error.class !== 'refused' || error.exchange === null) return error
  const told = tells(error, prices)
  if (told !== null) return at(error, told)
  if (error.field !== 'price') return error
  const broken = market === null ? [] : prices.filter(({ value }) => breaks(value, market))
  const [only, ...others] = prices.length > 1 ? broken : prices
  return at(error, only === undefined || others.length > 0 ? null : only.field)
}

function breaks(price: Money, { tickSize, price: { min, max } }: Pick<Market, 'tickSize' | 'price'>): boolean {
  if (!price.isMultipleOf(tickSize)) return true
  return (min !== null && price.lessThan(min)) || (max !== null && price.greaterThan(max))
}

function at(error: GatewayError, field: string | null): GatewayError {
  if (error.field === field) return error
  const { class: errorClass, text, exchange, retryAfterMs, cause } = error
  return new GatewayError(errorClass, text.key, text.params, {
    ...(field !== null && { field }),
    ...(exchange !== null && { exchange }),
    ...(retryAfterMs !== null && { retryAfterMs }),
    cause,
  })
}

/** The name among a request's prices, where it has such a price. */
export function among(prices: readonly NamedPrice[], field: string): string | null {
  return prices.some((each) => each.field === field) ? field : null
}
