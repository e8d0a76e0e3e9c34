import { GatewayError } from '../../../src-shared/errors.ts'
import { type Action, type ActionContext, done } from './action.ts'
import { findOrder, type WantedOrder } from './find-order.ts'
import { ordersAnswer } from './orders.ts'

/** One order in any state (docs/wire-contract.md §4.11). */
export const getOrderInfo: Action = {
  needs: 'read',
  run: async (context) => {
    const order = await findOrder(context, wantedOf(context))
    const [shape] = await ordersAnswer(context, [order])
    return done(shape)
  },
}

function wantedOf({ params }: ActionContext): WantedOrder {
  const orderId = params.text('order_id')
  const clientOrderId = params.text('client_oid') ?? params.text('client_order_id')
  if (orderId !== null && clientOrderId === null) return { orderId }
  if (clientOrderId !== null && orderId === null) return { clientOrderId }
  throw new GatewayError('refused', 'redis.one_of', { field: 'order_id', other: 'client_oid' })
}
