import { requestIdOfName } from '../../trading/caller-names.ts'
import type { ActionContext, RedisOrigin } from './action.ts'

/**
 * Where an order comes from, for the desk. A caller that gives a `client_order_id` names the order by it: then the same
 * one places at most one order, whatever request ids it comes under. Without one the request id names it.
 */
export function placingOrigin({ params, origin }: ActionContext): RedisOrigin {
  const clientOrderId = params.text('client_order_id')
  return clientOrderId === null ? origin : originOfClientId(origin, clientOrderId)
}

/** The origin of an order that was placed with this `client_order_id`. */
export function originOfClientId(origin: RedisOrigin, clientOrderId: string): RedisOrigin {
  return { ...origin, requestId: requestIdOfName(clientOrderId) }
}
