import type { MessageRef } from '../../../src-shared/messages/index.ts'
import type { OrderRequest } from '../../../src-shared/order.ts'
import type { OrderWords } from './order-request.ts'

/**
 * The same refusal with the field named as the caller wrote it: the desk speaks of `quantity` and `triggerPrice`,
 * Django sent `amount` and `stop_loss_price`.
 */
export function inWireWords(error: MessageRef, request: OrderRequest, words: OrderWords): MessageRef {
  const { field } = error.params
  return field === undefined
    ? error
    : { key: error.key, params: { ...error.params, field: wireField(field, request, words) } }
}

function wireField(field: string, request: OrderRequest, words: OrderWords): string {
  const last = field.split('.').at(-1) ?? field
  if (field.includes('takeProfit')) return 'take_profit_price'
  if (field.includes('stopLoss')) return 'stop_loss_price'
  if (last === 'timeInForce' || last === 'postOnly') return 'force'
  if (last === 'triggerPrice') return triggerField(request)
  if (['quantity', 'amount', 'value', 'quoteQuantity', 'quoteAmount'].includes(last)) {
    return request.kind === 'market' && request.amount.unit === 'quote' ? words.quoteAmount : words.quantity
  }
  return field
}

function triggerField(request: OrderRequest): string {
  if (request.kind === 'stop_loss') return 'stop_loss_price'
  return request.kind === 'take_profit' ? 'take_profit_price' : 'trigger_price'
}
