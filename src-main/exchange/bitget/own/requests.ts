import { GatewayError } from '../../../../src-shared/errors.ts'
import { labelOf } from '../../../../src-shared/exchange-profiles.ts'
import { message, type MessageRef } from '../../../../src-shared/messages/index.ts'
import type { Exits, OcoRequest, OrderRequest, TrailingStopRequest } from '../../../../src-shared/order.ts'

/** A request that one call places: market entries with exits have been turned into limit orders by then. */
export type SingleRequest = Exclude<OrderRequest, OcoRequest | TrailingStopRequest>

/** @throws GatewayError `refused` for kinds that Bitget does not have, which normalising has refused already. */
export function singleRequest(request: OrderRequest): SingleRequest {
  if (request.kind !== 'oco' && request.kind !== 'trailing_stop') return request
  throw unsupportedKind(request)
}

export function unsupportedKind({ symbol, kind }: Pick<OrderRequest, 'symbol' | 'kind'>): GatewayError {
  const params = { symbol, exchange: labelOf('bitget'), kind }
  return new GatewayError('refused', 'order.kind.unsupported', params, { field: 'kind' })
}

/** Both kinds of account take these, and they need no encoding anywhere. Source: docs/exchanges/bitget.md §6.6. */
const clientIds = /^[A-Za-z0-9_-]{1,32}$/

export function checkClientId(clientOrderId: string): void {
  if (clientIds.test(clientOrderId)) return
  const params = { field: 'clientOrderId', allowed: 'A-Z a-z 0-9 _ - (1…32)', value: clientOrderId }
  throw new GatewayError('refused', 'order.field.invalid', params, { field: 'clientOrderId' })
}

/** Whether exits that the exchange shows are all those that were asked for. */
export function showsExits(wanted: Exits, shown: Exits | null): boolean {
  return (
    (wanted.takeProfit === null || shown?.takeProfit?.triggerPrice.equals(wanted.takeProfit.triggerPrice) === true) &&
    (wanted.stopLoss === null || shown?.stopLoss?.triggerPrice.equals(wanted.stopLoss.triggerPrice) === true)
  )
}

/**
 * What the person should know of how an entry was sent. @param asked the request, @param sent what it was turned into.
 */
export function entryNotes(asked: SingleRequest, sent: SingleRequest): readonly MessageRef[] {
  if (sent.kind !== 'limit' || sent.exits === null) return []
  if (asked.kind === 'market')
    return [
      message('order.note.market_entry_as_limit', {
        price: sent.price.toString(),
        exchange: labelOf('bitget'),
      }),
    ]
  return sent.timeInForce === 'gtc' ? [message('order.note.exits_after_full_fill')] : []
}
