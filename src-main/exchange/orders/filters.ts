import { GatewayError } from '../../../src-shared/errors.ts'
import type { Market } from '../../../src-shared/market.ts'
import type { MessageKey } from '../../../src-shared/messages/index.ts'
import { Money } from '../../../src-shared/money.ts'
import type { Side } from '../../../src-shared/order.ts'

/** Market prices that some filters compare with; null where they are not known, and the exchange checks alone. */
export interface References {
  /** What market and percent filters go by: an average over minutes, or the last price. */
  readonly filterPrice: Money | null
  readonly last: Money | null
}

function refuse(key: MessageKey, field: string, params: Readonly<Record<string, string>>): GatewayError {
  return new GatewayError('refused', key, { field, ...params }, { field })
}

function requirePositive(value: Money, field: string): void {
  if (!value.isPositive()) throw refuse('order.field.not_positive', field, { value: value.toString() })
}

/**
 * A base quantity cut down to the lot step, never up, and within the market's bounds (LOT_SIZE; MARKET_LOT_SIZE too for
 * orders that execute at market). @throws GatewayError `refused` naming the field and the limit.
 */
export function fitQuantity(value: Money, market: Market, field: string, atMarket: boolean): Money {
  requirePositive(value, field)
  const steps = atMarket ? [market.lotStep, market.marketLotStep] : [market.lotStep]
  const step = Money.max(Money.zero, ...steps)
  // The wider step first: of two decimal steps it is nearly always a multiple of the other.
  const fitted = steps.reduce((quantity, each) => quantity.floorToStep(each), value.floorToStep(step))
  const { symbol, base: asset } = market
  if (!fitted.isPositive()) {
    throw refuse('order.quantity.below_step', field, {
      value: value.toString(),
      step: step.toString(),
      symbol,
    })
  }
  for (const bounds of atMarket ? [market.quantity, market.marketQuantity] : [market.quantity]) {
    if (bounds.min && fitted.lessThan(bounds.min)) {
      const minimum = bounds.min.toString()
      throw refuse('order.quantity.below_minimum', field, {
        value: fitted.toString(),
        minimum,
        asset,
        symbol,
      })
    }
    if (bounds.max && fitted.greaterThan(bounds.max)) {
      const maximum = bounds.max.toString()
      throw refuse('order.quantity.above_maximum', field, {
        value: fitted.toString(),
        maximum,
        asset,
        symbol,
      })
    }
  }
  return fitted
}

/** A quote amount cut down to the quote step. */
export function fitQuoteAmount(value: Money, market: Market, field: string): Money {
  requirePositive(value, field)
  const fitted = value.floorToStep(market.quoteStep)
  if (fitted.isPositive()) return fitted
  const step = market.quoteStep.toString()
  throw refuse('order.quantity.below_step', field, { value: value.toString(), step, symbol: market.symbol })
}

/**
 * PRICE_FILTER: limit and trigger prices lie within the bounds and on the tick. A price off the tick is refused, not
 * rounded.
 */
export function checkPrice(value: Money, market: Market, field: string): void {
  requirePositive(value, field)
  const { symbol, price, tickSize } = market
  if (!value.isMultipleOf(tickSize)) {
    throw refuse('order.price.off_step', field, {
      value: value.toString(),
      step: tickSize.toString(),
      symbol,
    })
  }
  if ((price.min && value.lessThan(price.min)) || (price.max && value.greaterThan(price.max))) {
    throw refuse('order.price.out_of_range', field, {
      value: value.toString(),
      minimum: (price.min ?? tickSize).toString(),
      maximum: price.max?.toString() ?? '∞',
      symbol,
    })
  }
}

/** PERCENT_PRICE and PERCENT_PRICE_BY_SIDE, where the reference is known. */
export function checkBand(value: Money, side: Side, market: Market, reference: Money | null, field: string): void {
  if (market.priceBand === null || reference === null) return
  const { down, up } = market.priceBand[side]
  const minimum = reference.times(down)
  const maximum = reference.times(up)
  if (value.atLeast(minimum) && value.atMost(maximum)) return
  throw refuse('order.price.out_of_band', field, {
    value: value.toString(),
    minimum: minimum.floorToStep(market.tickSize).toString(),
    maximum: maximum.floorToStep(market.tickSize).toString(),
    symbol: market.symbol,
  })
}

/** MIN_NOTIONAL and NOTIONAL for an order worth `value` quote units. */
export function checkNotional(value: Money, market: Market, field: string, atMarket: boolean): void {
  const { notional, notionalAppliesToMarket, symbol, quote: asset } = market
  if (notional.min && (!atMarket || notionalAppliesToMarket.min) && value.lessThan(notional.min)) {
    const minimum = notional.min.toString()
    throw refuse('order.notional.below_minimum', field, { value: value.toString(), minimum, asset, symbol })
  }
  if (notional.max && (!atMarket || notionalAppliesToMarket.max) && value.greaterThan(notional.max)) {
    const maximum = notional.max.toString()
    throw refuse('order.notional.above_maximum', field, { value: value.toString(), maximum, asset, symbol })
  }
}

/** A price that must lie strictly above or below another one; nothing is checked while that one is unknown. */
export function checkRelation(value: Money, relation: 'above' | 'below', reference: Money | null, field: string): void {
  if (reference === null) return
  const right = relation === 'above' ? value.greaterThan(reference) : value.lessThan(reference)
  if (right) return
  const key = relation === 'above' ? 'order.trigger.must_be_above' : 'order.trigger.must_be_below'
  throw refuse(key, field, { value: value.toString(), reference: reference.toString() })
}
