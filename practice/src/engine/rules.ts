import { Money } from '../../../src-shared/money.ts'
import { quoteValue, type PracticeMarket, type StepRange } from './market-rules.ts'
import { triggersAbove } from './triggers.ts'
import type { OrderSpec } from './types.ts'

/** The rule of a market that an order breaks. Servers translate it into the names of their filters. */
export type RuleViolation =
  | 'price'
  | 'quantity'
  | 'market_quantity'
  | 'notional'
  | 'price_band'
  | 'trailing_distance'
  | 'iceberg_parts'
  | 'max_position'
  | 'max_open_orders'
  | 'max_open_triggers'
  | 'max_open_lists'
  | 'max_amendments'

function outside(value: Money, range: StepRange): boolean {
  return value.lessThan(range.min) || value.greaterThan(range.max) || !value.isMultipleOf(range.step)
}

/**
 * The first rule of the market that the order breaks, or null: prices and quantities within their ranges and on their
 * steps, notional, distance from `reference` (the last price), trailing distance. A missing quantity (paid by the
 * entry) is not looked at.
 */
export function violatedRule(market: PracticeMarket, spec: OrderSpec, reference: Money): RuleViolation | null {
  return (
    violatedPriceRule(market, spec, reference) ??
    violatedQuantityRule(market, spec) ??
    violatedNotionalRule(market, spec, reference) ??
    violatedTrailingRule(market, spec)
  )
}

function violatedPriceRule(market: PracticeMarket, spec: OrderSpec, reference: Money): RuleViolation | null {
  const triggerPrice = spec.trigger?.price ?? null
  if (spec.limitPrice !== null && outside(spec.limitPrice, market.price)) return 'price'
  if (triggerPrice !== null && outside(triggerPrice, market.price)) return 'price'
  if (spec.limitPrice === null) return null
  const band = spec.side === 'buy' ? market.priceBand.buy : market.priceBand.sell
  const tooHigh = spec.limitPrice.greaterThan(reference.times(band.up))
  return tooHigh || spec.limitPrice.lessThan(reference.times(band.down)) ? 'price_band' : null
}

function violatedQuantityRule(market: PracticeMarket, spec: OrderSpec): RuleViolation | null {
  const { quantity, visibleQuantity } = spec
  if (quantity === null) return null
  if (outside(quantity, market.quantity)) return 'quantity'
  if (spec.limitPrice === null && outside(quantity, market.marketQuantity)) return 'market_quantity'
  if (visibleQuantity === null || visibleQuantity.isZero()) return null
  if (outside(visibleQuantity, market.quantity)) return 'quantity'
  const parts = Money.parse(String(market.maxIcebergParts))
  return visibleQuantity.times(parts).lessThan(quantity) ? 'iceberg_parts' : null
}

function violatedNotionalRule(market: PracticeMarket, spec: OrderSpec, reference: Money): RuleViolation | null {
  const atMarket = spec.limitPrice === null
  const price = spec.limitPrice ?? spec.trigger?.price ?? reference
  const value = spec.quoteQuantity ?? (spec.quantity === null ? null : quoteValue(price, spec.quantity))
  if (value === null) return null
  const applies = market.notionalAppliesToMarket
  if ((!atMarket || applies.min) && value.lessThan(market.minNotional)) return 'notional'
  if ((!atMarket || applies.max) && value.greaterThan(market.maxNotional)) return 'notional'
  return null
}

function violatedTrailingRule(market: PracticeMarket, spec: OrderSpec): RuleViolation | null {
  const bips = spec.trigger?.trailingBips ?? null
  if (bips === null) return null
  return bips < market.trailingBips.min || bips > market.trailingBips.max ? 'trailing_distance' : null
}

/** Counts of what an account has open in a market, before the new orders. */
export interface OpenCounts {
  readonly orders: number
  readonly triggers: number
  readonly lists: number
}

/** The first limit on open orders that placing `specs` (as a list or not) would pass, or null. */
export function violatedCount(
  market: PracticeMarket,
  open: OpenCounts,
  specs: readonly OrderSpec[],
  asList: boolean,
): RuleViolation | null {
  const triggers = specs.filter((spec) => spec.trigger !== null).length
  if (open.orders + specs.length > market.maxOpenOrders) return 'max_open_orders'
  if (triggers > 0 && open.triggers + triggers > market.maxOpenTriggers) return 'max_open_triggers'
  if (asList && open.lists + 1 > market.maxOpenLists) return 'max_open_lists'
  return null
}

/**
 * Whether the prices of an either-or pair stand on the right sides of the last price: for a sell the limit or
 * take-profit above and the stop below, for a buy the reverse. A trailing stop without a price stands right.
 */
export function pairIsSound(legs: readonly OrderSpec[], last: Money): boolean {
  return legs.every((leg) => {
    const above = leg.trigger === null ? leg.side === 'sell' : triggersAbove(leg.side, leg.trigger.kind)
    const price = leg.trigger === null ? leg.limitPrice : leg.trigger.price
    if (price === null) return true
    return above ? price.greaterThan(last) : price.lessThan(last)
  })
}
