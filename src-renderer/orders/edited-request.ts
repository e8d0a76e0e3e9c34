import type { OrderRequestInput } from '../../src-shared/contract.ts'
import { Money } from '../../src-shared/money.ts'
import type { OrderView } from '../views.ts'

/** New values of an order as decimal texts; null leaves one. */
export interface Change {
  readonly quantity: string | null
  readonly price: string | null
  readonly triggerPrice: string | null
}

/**
 * The order that a change makes of an open one, so that it can be looked at as a new one is; null: not of a kind that
 * is changed.
 */
export function editedRequest(order: OrderView, change: Change): OrderRequestInput | null {
  const { terms, symbol, side } = order
  const quantity = change.quantity ?? order.quantity
  if (quantity === null) return null
  const common = { symbol, side, quantity }
  switch (terms.kind) {
    case 'limit': {
      const { timeInForce, postOnly } = terms
      const price = change.price ?? terms.price
      return { ...common, kind: 'limit', price, timeInForce, postOnly, exits: null }
    }
    case 'stop_loss':
    case 'take_profit':
      return { ...common, kind: terms.kind, triggerPrice: change.triggerPrice ?? terms.triggerPrice }
    case 'stop_limit':
    case 'take_profit_limit':
      return {
        ...common,
        kind: terms.kind,
        triggerPrice: change.triggerPrice ?? terms.triggerPrice,
        price: change.price ?? terms.price,
        timeInForce: terms.timeInForce,
      }
    case 'market':
    case 'trailing_stop':
      return null
  }
}

/**
 * What of the changed order is paid or held already: quote units of a purchase, base units of a sale. What has filled
 * costs nothing more, at whatever price it is counted.
 */
export function heldAlready(order: OrderView, change: Change): string {
  if (order.quantity === null) return '0'
  if (order.side === 'sell') return order.quantity
  const { terms } = order
  const before = 'price' in terms ? terms.price : 'triggerPrice' in terms ? terms.triggerPrice : null
  if (before === null) return '0'
  const filled = Money.parse(order.filled)
  const after = change.price ?? ('price' in terms ? null : change.triggerPrice) ?? before
  const rest = Money.parse(order.quantity).minus(filled)
  return rest
    .times(Money.parse(before))
    .plus(filled.times(Money.parse(after)))
    .toString()
}
