import { type ErrorView, errorView, GatewayError } from '../../src-shared/errors.ts'
import type { PlacedOrder } from '../../src-shared/order.ts'
import type { PlaceOutcome } from './desk-types.ts'
import { idOf, type Operation, type Subject } from './operation.ts'

/**
 * How an operation stands after it was tried; `journalId` null: it could not even be written down, and was not sent.
 */
export type Result =
  | { readonly state: 'accepted'; readonly journalId: number; readonly placed: PlacedOrder }
  | { readonly state: 'rejected'; readonly journalId: number | null; readonly error: ErrorView }
  | { readonly state: 'unknown'; readonly journalId: number; readonly error: ErrorView }

/** A journal row as a result. A row still under way counts as unknown. */
export function resultOf(operation: Operation): Result {
  const { journalId, state, placed, error } = operation
  if (state === 'accepted' && placed !== null) return { state, journalId, placed }
  if (state === 'rejected' && error !== null) return { state, journalId, error }
  return { state: 'unknown', journalId, error: error ?? unknownError(operation, null) }
}

/** A result of placing, for the caller and for listeners. */
export function placeOutcomeOf(result: Result, clientOrderId: string): PlaceOutcome {
  const { journalId } = result
  switch (result.state) {
    case 'accepted':
      return { outcome: 'accepted', journalId: result.journalId, clientOrderId, placed: result.placed }
    case 'rejected':
      return { outcome: 'rejected', journalId, error: result.error }
    case 'unknown':
      return { outcome: 'unknown', journalId: result.journalId, clientOrderId, error: result.error }
  }
}

/** What to say while an outcome is unknown, with the exchange's words where there are any. */
export function unknownError(subject: Subject, cause: unknown): ErrorView {
  const exchange = cause instanceof GatewayError ? cause.exchange : null
  const details = exchange === null ? {} : { exchange }
  if (subject.operation === 'place') {
    const params = { clientOrderId: idOf(subject) }
    return errorView(new GatewayError('unknown-outcome', 'order.outcome.unknown', params, details))
  }
  const key = subject.operation === 'cancel' ? 'order.cancel.unknown' : 'order.edit.unknown'
  const { orderId } = subject.target
  return errorView(new GatewayError('unknown-outcome', key, { orderId }, details))
}

/** A journalled error, to be thrown again. */
export function toThrowable(view: ErrorView): GatewayError {
  return new GatewayError(view.class, view.text.key, view.text.params, {
    ...(view.field === null ? {} : { field: view.field }),
    ...(view.exchange === null ? {} : { exchange: view.exchange }),
  })
}

/**
 * Whether an error after sending leaves open what the exchange did. Only a class that says "nothing was executed" is a
 * refusal. Not so an error of ours, which says nothing about the exchange, and "duplicate order": an order of this very
 * request may be there.
 */
export function leavesDoubt(error: unknown): boolean {
  if (!(error instanceof GatewayError)) return true
  if (error.class === 'unknown-outcome' || error.class === 'bug') return true
  return error.text.key === 'exchange.duplicate_order'
}

/** What to say of an operation whose outcome could not be found out. */
export function needsAttentionError(subject: Subject): ErrorView {
  const params = { clientOrderId: idOf(subject) }
  return errorView(new GatewayError('unknown-outcome', 'order.outcome.needs_attention', params))
}

/** A person said that nothing came of an operation. */
export function settledByHand(subject: Subject): ErrorView {
  const params = { clientOrderId: idOf(subject) }
  return errorView(new GatewayError('retryable', 'order.outcome.settled_by_hand', params))
}
