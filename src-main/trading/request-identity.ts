import { createHash } from 'node:crypto'
import { errorView, GatewayError } from '../../src-shared/errors.ts'
import type { Origin } from '../../src-shared/order.ts'
import { isCallersName, nameOf } from './caller-names.ts'
import type { NewOperation, Operation } from './operation.ts'
import { canonicalText } from './order-codec.ts'
import type { Result } from './outcome.ts'

/** By what a request is recognised. `payload` null: by its id alone, whatever it asks. */
export type Identified = Pick<NewOperation, 'operation' | 'origin' | 'accountId'> & {
  readonly payload: string | null
}
/** A request that is executed at most once an id. */
export type Repeatable = Identified & { readonly operation: 'place' | 'edit' }

/** Requests with the same key are the same request; whether they ask the same is compared separately. */
export function keyOf({ operation, origin: { kind, requestId }, accountId }: Identified): string {
  return JSON.stringify([operation, kind, requestId, isCallersName(requestId) ? accountId : null])
}

/** Equal for equal requests only: account, user and everything asked. */
export function payloadOf(accountId: string, origin: Origin, asked: unknown): string {
  const userId = origin.kind === 'redis' ? origin.userId : null
  return createHash('sha256')
    .update(canonicalText([accountId, userId, asked]))
    .digest('hex')
}

export function isSame({ payload }: { readonly payload: string }, asked: Identified): boolean {
  return asked.payload === null || asked.payload === payload
}

/**
 * Whether an order may be tried again under the name that its caller gave it: nothing of it was sent, for a reason that
 * passes. A plain request id is used up by its first try: it comes again when an answer was lost, not when somebody
 * wants another try.
 */
export function mayTryAgain({ origin, state, sentAt, error }: Operation): boolean {
  if (!isCallersName(origin.requestId) || state !== 'rejected' || sentAt !== null) return false
  return error?.class === 'retryable' || error?.class === 'rate-limit'
}

/** The answer to a request under an id that stands for something else already. */
export function conflict({ origin }: Pick<NewOperation, 'origin'>): Result {
  const params = { requestId: nameOf(origin.requestId).slice(0, 128) }
  const error = errorView(new GatewayError('refused', 'order.duplicate_request', params))
  return { state: 'rejected', journalId: null, error }
}
