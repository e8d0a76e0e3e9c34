import type { OrderBook, PriceLevel } from './market.ts'
import { Money } from './money.ts'
import type { Amount, Side } from './order.ts'

const hundred = Money.parse('100')
const two = Money.parse('2')

/** What a market order would get from a book as it is now. Prices are quote units per base unit. */
export interface BookEstimate {
  /** Base units that the book gives for the amount. */
  readonly quantity: Money
  /** Quote units for them, fees not counted. */
  readonly value: Money
  readonly average: Money
  /** The price of the last level that it reaches. */
  readonly worst: Money
  /** Per cent by which the average is worse than the best price; never negative. */
  readonly slippageFromBest: Money
  /** Per cent by which the average is worse than the middle of the spread; null: the other side is empty. */
  readonly slippageFromMid: Money | null
  /** Whether the levels given suffice for the whole amount; else all this is of the part that they suffice for. */
  readonly complete: boolean
}

/**
 * What a market order of an amount (base or quote units) would get from a book: level by level, the best first, at the
 * prices that stand there now. Other orders, hidden quantities and fees are not in it. @param book best price first on
 * both sides; @returns null where nothing is offered, or nothing is asked
 */
export function estimateFromBook(
  book: Pick<OrderBook, 'bids' | 'asks'>,
  side: Side,
  amount: Amount,
): BookEstimate | null {
  const levels = side === 'buy' ? book.asks : book.bids
  const best = levels[0]
  if (best === undefined || !amount.value.isPositive()) return null
  let rest = amount.value
  let quantity = Money.zero
  let value = Money.zero
  let worst = best.price
  for (const level of levels) {
    if (!rest.isPositive()) break
    const whole = amount.unit === 'base' ? level.quantity : level.quantity.times(level.price)
    const isLast = rest.atMost(whole)
    const taken = isLast ? partOf(level, amount.unit, rest) : level.quantity
    rest = isLast ? Money.zero : rest.minus(whole)
    quantity = quantity.plus(taken)
    value = value.plus(taken.times(level.price))
    worst = level.price
  }
  if (quantity.isZero()) return null
  const average = value.dividedBy(quantity)
  const worseThan = (price: Money): Money =>
    (side === 'buy' ? average.minus(price) : price.minus(average)).times(hundred).dividedBy(price)
  const other = (side === 'buy' ? book.bids : book.asks)[0]
  return {
    quantity,
    value,
    average,
    worst,
    slippageFromBest: worseThan(best.price),
    slippageFromMid: other === undefined ? null : worseThan(best.price.plus(other.price).dividedBy(two)),
    complete: rest.isZero(),
  }
}

function partOf({ price }: PriceLevel, unit: Amount['unit'], rest: Money): Money {
  return unit === 'base' ? rest : rest.dividedBy(price)
}
