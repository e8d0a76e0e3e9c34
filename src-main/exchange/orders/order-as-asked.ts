import { assertNever } from '../../../src-shared/assert-never.ts'
import type { OcoRequest, Order, OrderRequest, OrderTerms } from '../../../src-shared/order.ts'
import { makeOrder } from './make-order.ts'

/** A request for one order, exits aside. */
export type SingleRequest = Exclude<OrderRequest, OcoRequest>

export interface Acknowledged {
  readonly id: string
  readonly clientOrderId: string | null
  readonly nativeSymbol: string
  /** When it was sent, by the exchange's time, epoch ms. */
  readonly at: number
}

/**
 * The order as far as an acknowledgement tells: accepted, and what was asked. For when it cannot be read back. Pure.
 */
export function orderAsAsked(request: SingleRequest, acknowledged: Acknowledged): Order {
  const { at, ...ids } = acknowledged
  const terms = termsOfRequest(request)
  const amount = request.kind === 'market' ? request.amount : { unit: 'base', value: request.quantity }
  return makeOrder({
    ...ids,
    symbol: request.symbol,
    side: request.side,
    terms,
    status: 'open',
    nativeStatus: 'accepted',
    waiting: terms.kind !== 'market' && terms.kind !== 'limit',
    quantity: amount.unit === 'base' ? amount.value : null,
    quoteQuantity: amount.unit === 'quote' ? amount.value : null,
    quoteFilled: null,
    createdAt: at,
    raw: ids,
  })
}

/** The terms that an order placed for this request has. */
export function termsOfRequest(request: SingleRequest): OrderTerms {
  switch (request.kind) {
    case 'market':
      return { kind: 'market' }
    case 'limit': {
      const { kind, price, timeInForce, postOnly } = request
      return { kind, price, timeInForce, postOnly }
    }
    case 'stop_loss':
    case 'take_profit':
      return { kind: request.kind, triggerPrice: request.triggerPrice }
    case 'stop_limit':
    case 'take_profit_limit': {
      const { kind, triggerPrice, price, timeInForce } = request
      return { kind, triggerPrice, price, timeInForce }
    }
    case 'trailing_stop': {
      const { kind, trailingBips, activationPrice, limitPrice } = request
      return { kind, trailingBips, activationPrice, price: limitPrice }
    }
    default:
      return assertNever(request)
  }
}
