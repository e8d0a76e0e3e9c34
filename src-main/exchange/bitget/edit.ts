import type { Order, OrderChange } from '../../../src-shared/order.ts'
import { type ChangedRequest, changedRequest, editUnsupported } from '../orders/change.ts'
import { isKnownType } from './own/order-types.ts'

/** {@link changedRequest}, but for orders of a type that we do not know: a new one would lack parts of them. */
export function bitgetChange(order: Order, change: OrderChange): ChangedRequest {
  const wanted = changedRequest(order, change, 'bitget')
  if (isKnownType(order.raw)) return wanted
  throw editUnsupported(order, 'bitget')
}
