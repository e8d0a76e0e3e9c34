import type { ExchangeName } from './account.ts'
import { type MessageKey, type MessageParams, type MessageRef, sentence } from './messages/index.ts'

/**
 * What the caller can do about an error: `refused` change the request; `not-found` the thing is not there; `retryable`
 * try again later; `rate-limit` wait; `auth` repair the credentials; `clock` the clock was resynchronised, ask again;
 * `unknown-outcome` wait for the reconciler, never send again; `bug` tell us.
 */
export const errorClasses = [
  'refused',
  'not-found',
  'retryable',
  'rate-limit',
  'auth',
  'clock',
  'unknown-outcome',
  'bug',
] as const
export type ErrorClass = (typeof errorClasses)[number]

/** The exchange's own code and words, kept beside ours. */
export interface ExchangeWords {
  readonly exchange: ExchangeName
  readonly httpStatus: number | null
  readonly code: string | null
  readonly message: string
}

interface Details {
  /** The request's field at fault, in the words of src-shared/order.ts (`quantity`, `price`, …). */
  readonly field?: string
  readonly exchange?: ExchangeWords
  readonly retryAfterMs?: number
  readonly cause?: unknown
}

/** Every error that leaves a part of the gateway on purpose. `message` is the English sentence, for logs. */
export class GatewayError extends Error {
  readonly class: ErrorClass
  readonly text: MessageRef
  readonly field: string | null
  readonly exchange: ExchangeWords | null
  readonly retryAfterMs: number | null

  constructor(errorClass: ErrorClass, key: MessageKey, params: MessageParams = {}, details: Details = {}) {
    super(sentence({ key, params }, 'en'), details.cause === undefined ? undefined : { cause: details.cause })
    this.name = 'GatewayError'
    this.class = errorClass
    this.text = { key, params }
    this.field = details.field ?? null
    this.exchange = details.exchange ?? null
    this.retryAfterMs = details.retryAfterMs ?? null
  }
}

/** An error as it travels to the window or the journal. */
export interface ErrorView {
  readonly class: ErrorClass
  readonly text: MessageRef
  readonly field: string | null
  readonly exchange: ExchangeWords | null
}

/** Anything thrown, as a GatewayError: what is not one is a bug of ours. */
export function toGatewayError(error: unknown): GatewayError {
  return error instanceof GatewayError ? error : new GatewayError('bug', 'error.internal', {}, { cause: error })
}

export function errorView(error: unknown): ErrorView {
  const { class: errorClass, text, field, exchange } = toGatewayError(error)
  return { class: errorClass, text, field, exchange }
}
