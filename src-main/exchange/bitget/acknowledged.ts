import { Money } from '../../../src-shared/money.ts'
import type { Order, OrderRequest, OrderTerms } from '../../../src-shared/order.ts'

interface Acknowledged {
  readonly orderId: string
  readonly clientOrderId: string | null
  readonly nativeSymbol: string
  /** When it was sent, by Bitget's time, epoch ms. */
  readonly at: number
}

/** The order as far as an acknowledgement tells: accepted, and what was asked. For when it cannot be read back. Pure. */
export function acknowledgedOrder(
  request: Exclude<OrderRequest, { kind: 'oco' | 'trailing_stop' }>,
  { orderId, clientOrderId, nativeSymbol, at }: Acknowledged,
): Order {
  const terms = termsOf(request)
  const amount = request.kind === 'market' ? request.amount : { unit: 'base', value: request.quantity }
  return {
    id: orderId,
    clientOrderId,
    listId: null,
    role: 'single',
    symbol: request.symbol,
    nativeSymbol,
    side: request.side,
    terms,
    status: 'open',
    nativeStatus: 'accepted',
    waiting: 'triggerPrice' in terms,
    quantity: amount.unit === 'base' ? amount.value : null,
    quoteQuantity: amount.unit === 'quote' ? amount.value : null,
    filled: Money.zero,
    quoteFilled: null,
    averagePrice: null,
    fees: null,
    createdAt: at,
    updatedAt: at,
    raw: { orderId, clientOrderId },
  }
}

function termsOf(request: Exclude<OrderRequest, { kind: 'oco' | 'trailing_stop' }>): OrderTerms {
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
  }
}
