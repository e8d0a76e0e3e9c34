import { GatewayError } from '../../../src-shared/errors.ts'
import type { OrderReference } from '../core/base-exchange-client.ts'

/** The id that a reference goes by. */
export function namedBy(reference: OrderReference): string {
  return 'orderId' in reference ? reference.orderId : reference.clientOrderId
}

/** "Not there", about the order that was meant. */
export function notFound(reference: OrderReference, cause?: unknown): GatewayError {
  const params = { orderId: namedBy(reference).slice(0, 128), symbol: reference.symbol }
  return new GatewayError('not-found', 'order.not_found', params, { field: 'orderId', ...wordsIn(cause) })
}

/** "No such order" in the caller's own terms; every other error as it is. */
export function aboutOrder(error: unknown, reference: OrderReference): unknown {
  return isNotFound(error) ? notFound(reference, error) : error
}

/** The exchange took a cancellation in, or may have, and does not show the order ended. */
export function unconfirmedCancel(orderId: string, cause?: unknown): GatewayError {
  return new GatewayError('unknown-outcome', 'order.cancel.unknown', { orderId }, { cause })
}

export function isNotFound(error: unknown): error is GatewayError {
  return error instanceof GatewayError && error.class === 'not-found'
}

/** Whether the exchange itself refused: the order that was meant may have ended meanwhile. */
export function isRefusal(error: unknown): error is GatewayError {
  return error instanceof GatewayError && error.class === 'refused' && error.exchange !== null
}

/** null instead of a "not found"; everything else is thrown on. */
export function nullWhenNotFound(error: unknown): null {
  if (isNotFound(error)) return null
  throw error
}

/** null instead of an error of ours or the exchange's: for looks that are not what was asked for. */
export function nullOnError(error: unknown): null {
  if (error instanceof GatewayError) return null
  throw error
}

/** A "not found" about an order that is there: a plain refusal. */
export function asRefused(error: GatewayError): GatewayError {
  return new GatewayError('refused', error.text.key, error.text.params, wordsIn(error))
}

/** The exchange's words in an error, for another one's details. */
export function wordsIn(error: unknown): { readonly exchange?: NonNullable<GatewayError['exchange']> } {
  return error instanceof GatewayError && error.exchange !== null ? { exchange: error.exchange } : {}
}
