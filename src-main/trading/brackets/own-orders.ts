import { isFinal, type Order } from '../../../src-shared/order.ts'
import { isClientOrderId } from '../client-order-id.ts'
import type { Bracket, Member } from './bracket.ts'

/**
 * Even when nothing of its own seems to have changed, a bracket polls its orders after so many polls of the open ones:
 * an order may change outside the open ones.
 */
const thoroughEvery = 10

/**
 * Tells by the open orders of a bracket's symbol whether its own may have changed: polling those costs a question each.
 */
export class OwnOrders {
  #shown = ''
  #known = ''
  #polls = 0

  /** `isOthers`: whether an order belongs to another bracket. @returns whether the bracket is to poll its own */
  changed(bracket: Bracket, open: readonly Order[], isOthers: (orderId: string) => boolean): boolean {
    const shown = digestOf(open.filter((order) => mayBeOf(bracket, order) && !isOthers(order.id)))
    const known = digestOf(bracket.members.filter(({ status }) => !isFinal(status)).map(asOrder))
    // An order that came and went between two polls was in neither: only the bracket knows that there was one.
    const isMissed = shown !== known && known !== this.#known
    const isNew = shown !== this.#shown || isMissed || this.#polls % thoroughEvery === 0
    this.#shown = shown
    this.#known = known
    this.#polls += 1
    return isNew
  }
}

/** Whether a bracket does not know of an order what is pushed of it. */
export function isNews(bracket: Bracket, order: Order): boolean {
  const member = bracket.members.find(({ orderId }) => orderId === order.id)
  if (member === undefined) return mayBeOf(bracket, order)
  return digestOf([order]) !== digestOf([asOrder(member)])
}

/**
 * What other requests of ours have placed is not the bracket's; where an order says nothing of its origin, it may be.
 */
function mayBeOf({ members, tickets }: Bracket, { id, clientOrderId }: Order): boolean {
  if (clientOrderId === null || !isClientOrderId(clientOrderId)) return true
  if (members.some(({ orderId }) => orderId === id)) return true
  return tickets.some((ticket) => clientOrderId.startsWith(ticket.clientOrderId))
}

type Seen = Pick<Order, 'id' | 'status' | 'waiting' | 'filled' | 'quantity'>

const asOrder = (member: Member): Seen => ({ ...member, id: member.orderId })

/** What of orders matters to a bracket. */
function digestOf(orders: readonly Seen[]): string {
  return orders
    .map(({ id, status, waiting, filled, quantity }) => [id, status, waiting, filled, quantity].join(' '))
    .sort()
    .join('\n')
}
