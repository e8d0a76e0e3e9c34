import type { ExchangeName } from '../../../src-shared/account.ts'
import { GatewayError } from '../../../src-shared/errors.ts'
import { labelOf } from '../../../src-shared/exchange-profiles.ts'
import type { Money } from '../../../src-shared/money.ts'
import { isFinal, type Order, type OrderChange } from '../../../src-shared/order.ts'
import type { SingleRequest } from './order-as-asked.ts'

/** What can be changed of an open order, put as the request that would place it so. */
export type ChangedRequest = Exclude<SingleRequest, { kind: 'market' }>

/** The exchange cannot make this change to an order of this kind. */
export function editUnsupported({ terms: { kind } }: Pick<Order, 'terms'>, exchange: ExchangeName): GatewayError {
  return new GatewayError('refused', 'order.edit.unsupported', { exchange: labelOf(exchange), kind })
}

export function notOpen({ id: orderId, status }: Pick<Order, 'id' | 'status'>, field = 'orderId'): GatewayError {
  return new GatewayError('refused', 'order.edit.not_open', { orderId, status }, { field })
}

/**
 * The order as it would be placed anew with the change. Pure. @throws GatewayError `refused` when it is no longer open,
 * nothing changes, or its kind has no place for the change.
 */
export function changedRequest(order: Order, change: OrderChange, exchange: ExchangeName): ChangedRequest {
  if (isFinal(order.status)) throw notOpen(order)
  const { terms, symbol, side } = order
  if (order.quantity === null || terms.kind === 'market') throw editUnsupported(order, exchange)
  const refuse = (...names: ('price' | 'triggerPrice')[]): void => {
    if (names.some((name) => change[name] !== null)) throw editUnsupported(order, exchange)
  }
  const common = { symbol, side, quantity: change.quantity ?? order.quantity }
  const wanted = ((): ChangedRequest => {
    switch (terms.kind) {
      case 'limit':
        refuse('triggerPrice')
        return { ...terms, ...common, price: change.price ?? terms.price, exits: null }
      case 'stop_loss':
      case 'take_profit':
        refuse('price')
        return { ...common, kind: terms.kind, triggerPrice: change.triggerPrice ?? terms.triggerPrice }
      case 'stop_limit':
      case 'take_profit_limit': {
        const price = change.price ?? terms.price
        const triggerPrice = change.triggerPrice ?? terms.triggerPrice
        return { ...terms, ...common, price, triggerPrice }
      }
      case 'trailing_stop': {
        refuse('price', 'triggerPrice')
        const { kind, trailingBips, activationPrice, price: limitPrice } = terms
        return { ...common, kind, trailingBips, activationPrice, limitPrice }
      }
    }
  })()
  if (carries(order, wanted)) throw new GatewayError('refused', 'order.edit.nothing')
  return wanted
}

/** Whether an order has what was asked for. */
export function carries({ terms, quantity }: Order, wanted: ChangedRequest): boolean {
  const has = (value: Money | null, current: Money | null): boolean => value === null || current?.equals(value) === true
  return (
    quantity?.equals(wanted.quantity) === true &&
    has('price' in wanted ? wanted.price : null, 'price' in terms ? terms.price : null) &&
    has('triggerPrice' in wanted ? wanted.triggerPrice : null, 'triggerPrice' in terms ? terms.triggerPrice : null)
  )
}

/** Whether a change only makes an order smaller, at the prices that it has. */
export function isOnlySmaller(order: Order, wanted: ChangedRequest): boolean {
  const smaller = order.quantity !== null && wanted.quantity.lessThan(order.quantity)
  return smaller && carries({ ...order, quantity: wanted.quantity }, wanted)
}

/** The terms of an order after a change that the exchange has accepted. */
export function changedTerms(terms: Order['terms'], wanted: ChangedRequest): Order['terms'] {
  switch (terms.kind) {
    case 'limit':
      return wanted.kind === 'limit' ? { ...terms, price: wanted.price } : terms
    case 'stop_loss':
    case 'take_profit':
      return 'triggerPrice' in wanted ? { ...terms, triggerPrice: wanted.triggerPrice } : terms
    case 'stop_limit':
    case 'take_profit_limit':
      return 'triggerPrice' in wanted && 'price' in wanted
        ? { ...terms, triggerPrice: wanted.triggerPrice, price: wanted.price }
        : terms
    case 'market':
    case 'trailing_stop':
      return terms
  }
}
