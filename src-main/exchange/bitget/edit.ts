import { GatewayError } from '../../../src-shared/errors.ts'
import type { Money } from '../../../src-shared/money.ts'
import { isFinal, type Order, type OrderChange, type OrderRequest } from '../../../src-shared/order.ts'
import { isKnownType } from './own/order-types.ts'

/** What can be changed of an open order, put as the request that would place it so. */
export type ChangedRequest = Extract<OrderRequest, { quantity: Money }> &
  ({ kind: 'limit' } | { kind: 'stop_loss' | 'take_profit' } | { kind: 'stop_limit' | 'take_profit_limit' })

export function editUnsupported(order: Pick<Order, 'terms'>): GatewayError {
  const params = { exchange: 'Bitget', kind: order.terms.kind }
  return new GatewayError('refused', 'order.edit.unsupported', params)
}

/**
 * The order as it would be placed anew with the change. Pure. @throws GatewayError `refused` when it is no longer open, nothing changes, or its
 * kind has no place for the change.
 */
export function changedRequest(order: Order, change: OrderChange): ChangedRequest {
  if (isFinal(order.status)) {
    const params = { orderId: order.id, status: order.status }
    throw new GatewayError('refused', 'order.edit.not_open', params, { field: 'orderId' })
  }
  const { terms, symbol, side } = order
  if (order.quantity === null || !isKnownType(order.raw)) throw editUnsupported(order)
  const quantity = change.quantity ?? order.quantity
  switch (terms.kind) {
    case 'limit': {
      if (change.triggerPrice !== null) throw editUnsupported(order)
      const { kind, timeInForce, postOnly } = terms
      const price = change.price ?? terms.price
      requireChange([quantity, order.quantity], [price, terms.price])
      return { kind, symbol, side, quantity, price, timeInForce, postOnly, exits: null }
    }
    case 'stop_loss':
    case 'take_profit': {
      if (change.price !== null) throw editUnsupported(order)
      const triggerPrice = change.triggerPrice ?? terms.triggerPrice
      requireChange([quantity, order.quantity], [triggerPrice, terms.triggerPrice])
      return { kind: terms.kind, symbol, side, quantity, triggerPrice }
    }
    case 'stop_limit':
    case 'take_profit_limit': {
      const { kind, timeInForce } = terms
      const triggerPrice = change.triggerPrice ?? terms.triggerPrice
      const price = change.price ?? terms.price
      requireChange([quantity, order.quantity], [triggerPrice, terms.triggerPrice], [price, terms.price])
      return { kind, symbol, side, quantity, triggerPrice, price, timeInForce }
    }
    case 'market':
    case 'trailing_stop':
      throw editUnsupported(order)
  }
}

function requireChange(...pairs: readonly (readonly [Money, Money])[]): void {
  if (pairs.every(([wanted, current]) => wanted.equals(current)))
    throw new GatewayError('refused', 'order.edit.nothing')
}

/** Whether an order that was read has what was asked for. */
export function carries(order: Order, wanted: ChangedRequest): boolean {
  const { terms } = order
  return (
    order.quantity?.equals(wanted.quantity) === true &&
    (!('price' in wanted) || ('price' in terms && terms.price?.equals(wanted.price) === true)) &&
    (!('triggerPrice' in wanted) ||
      ('triggerPrice' in terms && terms.triggerPrice.equals(wanted.triggerPrice)))
  )
}
