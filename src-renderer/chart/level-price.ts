import { Money, type DecimalText } from '../../src-shared/money.ts'
import { onPriceStep } from '../../src-shared/price-step.ts'
import type { MarketView } from '../views.ts'

const hundred = Money.parse('100')

type Steps = Pick<MarketView, 'tickSize'>

/** Where a pixel of the chart is, as a price that the market takes: the nearest step, and never below the first one. */
export function priceOnStep(price: number, { tickSize }: Steps): DecimalText | null {
  if (!Number.isFinite(price)) return null
  const tick = Money.parse(tickSize)
  const exact = Money.tryParse(price.toPrecision(15))
  return exact === null ? null : Money.max(tick, onPriceStep(exact, tick, 'nearest')).toString()
}

/** So many steps up (or, below zero, down) from a price; never below the first one. */
export function movedBySteps(price: DecimalText, steps: number, { tickSize }: Steps): DecimalText {
  const tick = Money.parse(tickSize)
  const by = tick.times(Money.parse(String(Math.abs(steps))))
  const from = Money.parse(price)
  return Money.max(tick, steps < 0 ? from.minus(by) : from.plus(by)).toString()
}

/** How far a price is from the market's in per cent: above zero is above it; null: nobody knows. */
export function percentFrom(market: DecimalText | null, price: DecimalText): Money | null {
  if (market === null) return null
  const at = Money.parse(market)
  return at.isZero() ? null : Money.parse(price).minus(at).times(hundred).dividedBy(at)
}

/** Higher prices last, as Array.sort wants it. */
export function comparePrices(one: DecimalText, other: DecimalText): number {
  return Money.parse(one).compare(Money.parse(other))
}

interface PriceRange {
  readonly min: number
  readonly max: number
}

/**
 * What the scale of prices reaches over: the candles in sight, and those levels that are no further from them than they
 * are high, so that one order far away does not press them flat. Numbers: this is for pixels.
 */
export function rangeWithLevels({ min, max }: PriceRange, levels: readonly number[]): PriceRange {
  const reach = max - min
  const near = levels.filter((price) => price >= min - reach && price <= max + reach)
  return { min: Math.min(min, ...near), max: Math.max(max, ...near) }
}

/**
 * In which column each label stands so that none covers another: the first that is free at its height. Pixels, in the
 * order of the labels; a label beyond the last column stands in that one.
 */
export function columnsOf(tops: readonly number[], height: number, columns: number): readonly number[] {
  const lowest = Array.from({ length: columns }, () => -Infinity)
  const placed = new Map<number, number>()
  for (const at of [...tops.keys()].sort((one, other) => (tops[one] ?? 0) - (tops[other] ?? 0))) {
    const top = tops[at] ?? 0
    const free = lowest.findIndex((bottom) => bottom <= top)
    const column = free === -1 ? columns - 1 : free
    lowest[column] = top + height
    placed.set(at, column)
  }
  return tops.map((_top, at) => placed.get(at) ?? 0)
}
