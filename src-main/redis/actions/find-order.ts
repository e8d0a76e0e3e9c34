import { GatewayError } from '../../../src-shared/errors.ts'
import type { Order } from '../../../src-shared/order.ts'
import { clientOrderIdOf } from '../../trading/client-order-id.ts'
import { type ActionContext, optionalSymbolOf } from './action.ts'
import { originOfClientId } from './request-origin.ts'

/**
 * The order that a request means: by the exchange's id, or by a client id, ours or the one that a caller placed it
 * with.
 */
export type WantedOrder = { readonly orderId: string } | { readonly clientOrderId: string }

/** How many finished orders are looked through for one whose symbol nobody knows. */
const lastLook = 1_000

/** @throws GatewayError `not-found` */
export async function findOrder(context: ActionContext, wanted: WantedOrder): Promise<Order> {
  const symbol = (await optionalSymbolOf(context)) ?? journalledSymbol(context, wanted)
  const held = context.services.desk.brackets?.heldHere(context.account.id, symbol) ?? []
  const heldExit = 'orderId' in wanted ? held.find(({ id }) => id === wanted.orderId) : undefined
  if (heldExit !== undefined) return heldExit
  const names = 'orderId' in wanted ? [wanted.orderId] : clientIdsOf(context, wanted.clientOrderId)
  if (symbol !== null) return fetchFirst(context, symbol, wanted, names)
  const isMeant = (order: Order): boolean =>
    'orderId' in wanted ? order.id === wanted.orderId : names.includes(order.clientOrderId ?? '')
  const { desk } = context.services
  const { id } = context.account
  const open = (await desk.openOrders(id, null)).find(isMeant)
  if (open) return open
  const query = { symbol: null, since: null, until: null, limit: lastLook }
  const closed = (await desk.closedOrders(id, query)).find(isMeant)
  if (closed) return closed
  refuseUnderWay(context, names)
  throw new GatewayError('not-found', 'redis.order_unknown', { orderId: names[0] ?? '' })
}

function journalledSymbol({ services, account }: ActionContext, wanted: WantedOrder): string | null {
  return 'orderId' in wanted ? (services.desk.symbolOf?.(account.id, wanted.orderId) ?? null) : null
}

/**
 * The id itself, and the one that the desk gave an order placed with it as `client_order_id` (see its #clientOrderId).
 */
function clientIdsOf({ origin, account }: ActionContext, text: string): readonly string[] {
  return [text, clientOrderIdOf(originOfClientId(origin, text), `broker ${account.brokerId}`)]
}

async function fetchFirst(
  context: ActionContext,
  symbol: string,
  wanted: WantedOrder,
  names: readonly string[],
): Promise<Order> {
  const { client } = context
  let failure: unknown = null
  for (const name of names) {
    try {
      const reference = 'orderId' in wanted ? { symbol, orderId: name } : { symbol, clientOrderId: name }
      return await client.fetchOrder(reference)
    } catch (error) {
      if (!(error instanceof GatewayError) || error.class !== 'not-found') throw error
      failure ??= error
    }
  }
  refuseUnderWay(context, names)
  throw failure
}

/** What nobody has seen yet may be on its way. @throws GatewayError `retryable` then */
function refuseUnderWay({ services, account }: ActionContext, names: readonly string[]): void {
  const clientOrderId = names.find((name) => services.desk.isUnderWay?.(account.id, name))
  if (clientOrderId !== undefined) throw new GatewayError('retryable', 'order.outcome.pending', { clientOrderId })
}
