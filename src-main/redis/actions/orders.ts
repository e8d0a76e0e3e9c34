import type { Order } from '../../../src-shared/order.ts'
import { type Action, type ActionContext, done, optionalSymbolOf } from './action.ts'
import { isConditional, orderShape } from './order-shape.ts'
import type { Params } from './params.ts'

const defaultLimit = 100
const maxLimit = 1_000

/** Open orders, conditional ones included, newest first (wire-contract §4.10). */
export const fetchOpenOrders: Action = {
  needs: 'read',
  run: async (context) => {
    const limit = context.params.count('limit', defaultLimit, maxLimit)
    const filter = orderFilter(context.params)
    const orders = await context.services.desk.openOrders(context.account.id, await optionalSymbolOf(context))
    return done(orders.filter(filter).slice(0, limit).map(orderShape))
  },
}

/** Filled, cancelled, rejected and expired orders, newest first; one time bound alone counts too. */
export const fetchClosedOrders: Action = {
  needs: 'read',
  run: async (context) => {
    const { params } = context
    const limit = params.count('limit', defaultLimit, maxLimit)
    const filtered = params.has('order_id') || params.has('id_less_than') || params.has('tpsl_type')
    const orders = await closedOrders(context, filtered ? maxLimit : limit)
    return done(orders.filter(orderFilter(params)).slice(0, limit).map(orderShape))
  },
}

async function closedOrders(context: ActionContext, limit: number): Promise<readonly Order[]> {
  const { params, services, account } = context
  return services.desk.closedOrders(account.id, {
    symbol: await optionalSymbolOf(context),
    since: params.time('start_time') ?? params.time('since'),
    until: params.time('end_time'),
    limit,
  })
}

/** The filters that the exchange is not asked for: one id, ids below one (paging), and conditional orders or the others. */
function orderFilter(params: Params): (order: Order) => boolean {
  const id = params.text('order_id')
  const below = params.text('id_less_than')
  const kind = params.word('tpsl_type', ['normal', 'tpsl'])
  return (order) =>
    (id === null || order.id === id) &&
    (below === null || isBelow(order.id, below)) &&
    (kind === null || isConditional(order.terms) === (kind === 'tpsl'))
}

function isBelow(id: string, bound: string): boolean {
  const digits = /^\d+$/
  return digits.test(id) && digits.test(bound) ? BigInt(id) < BigInt(bound) : id < bound
}
