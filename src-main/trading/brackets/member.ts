import { Money } from '../../../src-shared/money.ts'
import type { Order } from '../../../src-shared/order.ts'
import type { Member } from './bracket.ts'

/** An order, as the exchange shows it now (epoch ms), as a member of a bracket. Pure. */
export function memberOf(order: Order, ticket: string, role: Member['role'], now: number): Member {
  const { terms } = order
  return {
    orderId: order.id,
    ticket,
    role,
    listId: order.listId,
    status: order.status,
    waiting: order.waiting,
    quantity: order.quantity,
    filled: order.filled,
    baseFees: baseFeesOf(order),
    triggerPrice: 'triggerPrice' in terms ? terms.triggerPrice : null,
    limitPrice: 'price' in terms ? terms.price : null,
    cancelAskedAt: null,
    seenAt: now,
    missingSince: null,
  }
}

/** What the fills of an order cost in base units; null: not told. */
export function baseFeesOf({ symbol, filled, fees }: Pick<Order, 'symbol' | 'filled' | 'fees'>): Money | null {
  if (filled.isZero()) return Money.zero
  if (fees === null) return null
  const base = symbol.split('/')[0]
  return Money.sum(fees.filter(({ asset }) => asset === base).map(({ amount }) => amount))
}
