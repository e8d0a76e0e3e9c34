import { Money, type DecimalText } from '../../src-shared/money.ts'
import type { Side } from '../../src-shared/order.ts'
import type { OrderBookView, OrderView } from '../views.ts'

/** What rests in the book of the person's own, one entry a price. Decimal texts, base units. */
export interface OwnLevel {
  readonly side: Side
  readonly price: DecimalText
  readonly rest: DecimalText
  /** Which orders in which form: with another one, the place in the queue is another. */
  readonly orders: string
}

/** The limit orders of a symbol that stand in its book. What waits for a trigger does not. */
export function ownLevels(orders: readonly OrderView[], symbol: string): readonly OwnLevel[] {
  const levels = new Map<string, OwnLevel>()
  for (const order of orders) {
    const { terms, side, quantity, filled } = order
    if (order.symbol !== symbol || terms.kind !== 'limit' || order.waiting || quantity === null) continue
    const rest = Money.parse(quantity).minus(Money.parse(filled))
    if (!rest.isPositive()) continue
    const price = Money.parse(terms.price).toString()
    const known = levels.get(`${side} ${price}`)
    levels.set(`${side} ${price}`, {
      side,
      price,
      rest: (known === undefined ? rest : rest.plus(Money.parse(known.rest))).toString(),
      orders: `${known?.orders ?? ''} ${order.id}:${quantity}`,
    })
  }
  return [...levels.values()]
}

/**
 * How much stood before the person's orders at a price at most, by {@link aheadKey}. What stood there when they came is
 * not told by any exchange; but what is before them only shrinks, so the least that was ever seen beside them holds.
 */
export type Ahead = ReadonlyMap<
  string,
  {
    /** Since when these orders are known, epoch ms. */
    readonly since: number
    readonly most: DecimalText | null
  }
>

export const noneAhead: Ahead = new Map()

/** Until then a book may have been told that does not have the order in it yet. */
const settledMs = 2_000

export function aheadKey({ side, price, orders }: OwnLevel): string {
  return `${side} ${price}${orders}`
}

/** What is known once a book has been told at a time (epoch ms); the same object where nothing is new. */
export function nextAhead(known: Ahead, book: OrderBookView, own: readonly OwnLevel[], now: number): Ahead {
  const next = new Map(
    own.map((level) => {
      const key = aheadKey(level)
      const before = known.get(key)
      if (before === undefined) return [key, { since: now, most: null }] as const
      if (now - before.since < settledMs) return [key, before] as const
      const most = leastOf(before.most, besideOwn(book, level))
      return [key, most === before.most ? before : { since: before.since, most }] as const
    }),
  )
  const isSame = next.size === known.size && [...next].every(([key, value]) => known.get(key) === value)
  return isSame ? known : next
}

/** What stands at the price of others; null: the level is not in the book, or is smaller than what is our own. */
function besideOwn({ bids, asks }: OrderBookView, { side, price, rest }: OwnLevel): DecimalText | null {
  const at = Money.parse(price)
  const level = (side === 'buy' ? bids : asks).find((each) => Money.parse(each.price).equals(at))
  if (level === undefined) return null
  const beside = Money.parse(level.quantity).minus(Money.parse(rest))
  return beside.isNegative() ? null : beside.toString()
}

function leastOf(known: DecimalText | null, seen: DecimalText | null): DecimalText | null {
  if (known === null || seen === null) return known ?? seen
  return Money.parse(seen).lessThan(Money.parse(known)) ? seen : known
}
