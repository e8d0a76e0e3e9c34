import type { Order } from '../../../src-shared/order.ts'
import { clientOrderIdOf } from '../client-order-id.ts'
import { type Bracket, type BracketTicket, commandOrigin, type Member } from './bracket.ts'

/** What an order is in which bracket. */
export interface Membership {
  readonly bracketId: string
  readonly role: Member['role']
}

/** What an order is in a bracket, also one that the bracket has asked for and not seen yet; null: nothing. Pure. */
function roleInBracket(bracket: Bracket, order: Pick<Order, 'id' | 'clientOrderId' | 'role'>): Member['role'] | null {
  const member = bracket.members.find(({ orderId }) => orderId === order.id)
  if (member !== undefined) return member.role
  const ticket = [...bracket.tickets, ...placingIn(bracket)].find((each) => isOf(order, each))
  return ticket === undefined ? null : roleOf(order, ticket)
}

/** What an order is in the first of some brackets of its account in which it is anything. Pure. */
export function membershipIn(
  brackets: Iterable<Bracket>,
  order: Pick<Order, 'id' | 'clientOrderId' | 'role'>,
): Membership | null {
  for (const bracket of brackets) {
    const role = roleInBracket(bracket, order)
    if (role !== null) return { bracketId: bracket.id, role }
  }
  return null
}

/** What an order of an operation is for. Pure. */
export function roleOf({ role }: Pick<Order, 'role'>, ticket: BracketTicket | undefined): Member['role'] {
  if (role === 'take_profit' || role === 'stop_loss') return role
  return ticket?.purpose === 'entry' ? 'entry' : (ticket?.roles[0] ?? 'stop_loss')
}

/** The operation that is on its way to the exchange, where it is one that places. Pure. */
export function placingIn({ id, accountId, pending }: Bracket): readonly BracketTicket[] {
  if (pending?.command.do !== 'place') return []
  const { purpose, roles, request } = pending.command
  return [{ clientOrderId: clientOrderIdOf(commandOrigin(id, pending), accountId), purpose, roles, request }]
}

/** Whether an operation placed an order: legs carry its id with something behind it. Pure. */
export function isOf({ clientOrderId }: Pick<Order, 'clientOrderId'>, ticket: BracketTicket): boolean {
  return clientOrderId?.startsWith(ticket.clientOrderId) === true
}
