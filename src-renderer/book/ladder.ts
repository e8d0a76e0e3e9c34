import { Money, type DecimalText } from '../../src-shared/money.ts'
import type { Side } from '../../src-shared/order.ts'
import { onPriceStep } from '../../src-shared/price-step.ts'
import type { OrderBookView, PriceLevelView } from '../views.ts'
import { type Ahead, aheadKey, type OwnLevel } from './own-levels.ts'

const hundred = Money.parse('100')
const two = Money.parse('2')
const ten = Money.parse('10')
const mostSteps = 4
/** A step coarser than this part of the price would leave nothing to read. */
const coarsest = Money.parse('0.01')

/** One line of the book as it is shown: decimal texts, quantities in base units. */
export interface LadderRow {
  readonly price: DecimalText
  readonly quantity: DecimalText
  /** Of this level and all better ones. */
  readonly total: DecimalText
  /** Whole per cent of the largest total shown. */
  readonly share: DecimalText
  /** What is left of the person's own orders here; null: none. */
  readonly own: DecimalText | null
  /** At most so much was there before them; null: none are there, or nobody knows. */
  readonly ahead: DecimalText | null
}

export interface Ladder {
  /** Both the best price first. */
  readonly asks: readonly LadderRow[]
  readonly bids: readonly LadderRow[]
  /** Between the best prices, in quote units and in per cent of their middle; null: a side is empty. */
  readonly spread: { readonly absolute: DecimalText; readonly percent: DecimalText } | null
}

/** The steps by which a book can be grouped: the tick, and ten, a hundred and a thousand of it where that makes sense. */
export function groupSteps(tickSize: DecimalText, price: DecimalText | null): readonly DecimalText[] {
  const steps = [tickSize]
  const most = price === null ? null : Money.parse(price).times(coarsest)
  let step = Money.parse(tickSize)
  if (step.isZero()) return steps
  while (steps.length < mostSteps) {
    step = step.times(ten)
    if (most?.lessThan(step) !== false) return steps
    steps.push(step.toString())
  }
  return steps
}

interface LadderOf {
  readonly book: OrderBookView
  /** The tick: every level by itself. */
  readonly tickSize: DecimalText
  readonly step: DecimalText
  /** How many levels a side of the book was asked for: where so many came, the last group is cut off. */
  readonly depth: number
  /** How many are shown of each side. */
  readonly rows: number
  readonly own: readonly OwnLevel[]
  readonly ahead: Ahead
}

/** A book as it is shown. Groups are named by the price that is worse for who takes: bids by the lower, asks by the upper. */
export function ladderOf(of: LadderOf): Ladder {
  const { book } = of
  const sides = { asks: shownOf(of, 'sell', book.asks), bids: shownOf(of, 'buy', book.bids) }
  const largest = Money.max(Money.zero, ...[sides.asks, sides.bids].map((rows) => rows.at(-1)?.total ?? Money.zero))
  const drawn = (rows: readonly Counted[]): readonly LadderRow[] =>
    rows.map(({ price, quantity, total, own, ahead }) => ({
      price: price.toString(),
      quantity: quantity.toString(),
      total: total.toString(),
      share: largest.isZero() ? '0' : total.times(hundred).dividedBy(largest, 0).toString(),
      own: own.isZero() ? null : own.toString(),
      ahead,
    }))
  return { asks: drawn(sides.asks), bids: drawn(sides.bids), spread: spreadOf(book) }
}

function spreadOf({ bids: [bid], asks: [ask] }: OrderBookView): Ladder['spread'] {
  if (bid === undefined || ask === undefined) return null
  const [low, high] = [Money.parse(bid.price), Money.parse(ask.price)]
  const middle = low.plus(high).dividedBy(two)
  const absolute = high.minus(low)
  return { absolute: absolute.toString(), percent: absolute.times(hundred).dividedBy(middle, 8).toString() }
}

interface Counted {
  readonly price: Money
  readonly quantity: Money
  readonly total: Money
  readonly own: Money
  readonly ahead: DecimalText | null
}

function shownOf(of: LadderOf, side: Side, levels: readonly PriceLevelView[]): readonly Counted[] {
  const { tickSize, step, rows, depth, ahead } = of
  const isGrouped = step !== tickSize
  const size = Money.parse(step)
  const nameOf = (price: DecimalText): Money =>
    isGrouped ? onPriceStep(Money.parse(price), size, side === 'buy' ? 'down' : 'up') : Money.parse(price)
  const groups: { price: Money; quantity: Money }[] = []
  for (const level of levels) {
    const price = nameOf(level.price)
    const group = groups.at(-1)
    if (group?.price.equals(price) === true) group.quantity = group.quantity.plus(Money.parse(level.quantity))
    else if (!isGrouped && groups.length === rows) break
    else groups.push({ price, quantity: Money.parse(level.quantity) })
  }
  const isCut = isGrouped && levels.length >= depth && groups.length > 1
  const ownAt = Map.groupBy(
    of.own.filter((each) => each.side === side),
    (each) => nameOf(each.price).toString(),
  )
  let total = Money.zero
  return groups.slice(0, Math.min(rows, groups.length - (isCut ? 1 : 0))).map(({ price, quantity }) => {
    total = total.plus(quantity)
    const here = ownAt.get(price.toString()) ?? []
    const [only] = here
    return {
      price,
      quantity,
      total,
      own: Money.sum(here.map(({ rest }) => Money.parse(rest))),
      ahead: isGrouped || only === undefined ? null : (ahead.get(aheadKey(only))?.most ?? null),
    }
  })
}
