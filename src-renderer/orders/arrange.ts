import { Money } from '../../src-shared/money.ts'
import { type Membership, membershipOf } from '../brackets/bracket-standing.ts'
import { numberIn, type TypedNumber } from '../ui/typed-number.ts'
import type { BracketView, MarketView, OrderView } from '../views.ts'

/** Newest first, the members of a bracket or a list kept together: entry, take-profit, stop-loss. */
export function arrange(orders: readonly OrderView[], brackets: readonly BracketView[] = []): readonly OrderView[] {
  const newest = new Map<string, number>()
  const members = new Map(orders.map(({ id }) => [id, membershipOf(id, brackets)]))
  const group = (order: OrderView): string => members.get(order.id)?.bracket.id ?? order.listId ?? `single ${order.id}`
  const roleOf = (order: OrderView): OrderView['role'] => members.get(order.id)?.role ?? order.role
  for (const order of orders) {
    newest.set(group(order), Math.max(newest.get(group(order)) ?? 0, order.createdAt))
  }
  const rank = { single: 0, entry: 0, take_profit: 1, stop_loss: 2 } as const
  return [...orders].sort(
    (one, other) =>
      (newest.get(group(other)) ?? 0) - (newest.get(group(one)) ?? 0) ||
      group(one).localeCompare(group(other)) ||
      rank[roleOf(one)] - rank[roleOf(other)] ||
      one.id.localeCompare(other.id),
  )
}

/** Which values of an open order can be changed. */
export interface Editable {
  readonly quantity: string | null
  readonly price: string | null
  readonly triggerPrice: string | null
}

/**
 * What may be edited; null: nothing. Members of a list stay as they were placed together; the exits of a bracket are
 * moved with it.
 */
export function editable(
  order: OrderView,
  market: MarketView | null,
  member: Membership | null = null,
): Editable | null {
  if (member !== null && member.role !== 'entry') return null
  if (market === null || market.capabilities.edit.length === 0 || order.role !== 'single') return null
  const { terms, quantity } = order
  switch (terms.kind) {
    case 'limit':
      return { quantity, price: terms.price, triggerPrice: null }
    case 'stop_limit':
    case 'take_profit_limit':
      return { quantity, price: terms.price, triggerPrice: terms.triggerPrice }
    case 'stop_loss':
    case 'take_profit':
      return { quantity, price: null, triggerPrice: terms.triggerPrice }
    case 'market':
    case 'trailing_stop':
      return null
  }
}

/** What changed, as `orders.edit` wants it: null where nothing did, or where the text is not a number above zero. */
export function changedValue(before: string | null, typed: TypedNumber): string | null {
  const value = numberIn(typed)
  if (before === null || value?.isPositive() !== true) return null
  return value.equals(Money.parse(before)) ? null : value.toString()
}
