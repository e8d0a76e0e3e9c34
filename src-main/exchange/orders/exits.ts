import { type ExitRole, legOf } from '../../../src-shared/exit-plan.ts'
import type { Exits, OcoRequest, Order, OrderRequest } from '../../../src-shared/order.ts'

/** The order in which answers list exits, and in which they are judged. */
export const legOrder = ['take_profit', 'stop_loss'] as const satisfies readonly ExitRole[]

/** The exits that an entry asks for, in {@link legOrder}. */
export function legsOf(exits: Parameters<typeof legOf>[0]): readonly ExitRole[] {
  return legOrder.filter((role) => legOf(exits, role) !== null)
}

/** The exits that a request attaches to its entry; null: none. */
export function attachedExits(request: OrderRequest): Exits | null {
  return request.kind === 'market' || request.kind === 'limit' ? request.exits : null
}

/** An order that carries exits is an entry; its list has its id where the exchange has no lists of its own. */
export function asEntry(order: Order): Order {
  return { ...order, role: 'entry', listId: order.id }
}

/** Whether an order is over as soon as it is placed: then it is worth waiting for what it brought. */
export function endsAtOnce(request: Exclude<OrderRequest, OcoRequest>): boolean {
  return request.kind === 'market' || (request.kind === 'limit' && request.timeInForce !== 'gtc')
}
