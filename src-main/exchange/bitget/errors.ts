import type { ExchangeWords } from '../../../src-shared/errors.ts'
import { GatewayError } from '../../../src-shared/errors.ts'
import { soundsBusy } from '../http/busy-words.ts'
import { type AskedFor, limited, tryParse, unclear } from '../http/rest-caller.ts'
import type { TransportOutcome } from '../http/transport.ts'
import { meaningOf, offScale } from './error-table.ts'
import { endpointPauseMs, firewallPauseMs, retryAfterMs } from './limits.ts'
import { type Envelope, envelopeSchema } from './schemas.ts'

const exchange = 'bitget'
const label = 'Bitget'

const okCode = '00000'
/** What a success looks like from its first bytes, so that long answers are parsed once only. */
const plainSuccess = /^\s*\{\s*"code"\s*:\s*"00000"\s*,/

/** 40808 is "parameter error" for many things; only its words tell a price with too many decimals. */
const scaleWords = /checkBDScale/i

/**
 * The error that an answer, or the want of one, stands for; null when it is a success: HTTP 2xx and code 00000. Pure.
 *
 * The body is read before the HTTP status, for refusals come with 400, 401, 403, 429 and even 200. Only a business answer of Bitget's counts as
 * a refusal. For a write everything else that came after sending, "too many requests" included, is `unknown-outcome`; for a read it is
 * `retryable` or `rate-limit`.
 */
export function errorOf(outcome: TransportOutcome, asked: AskedFor): GatewayError | null {
  if (outcome.kind === 'not-sent')
    return new GatewayError('retryable', 'exchange.unreachable', { exchange: label })
  if (outcome.kind === 'unknown') return unclear(label, asked, outcome.reason, null)
  const { status, text } = outcome
  if (isPlainSuccess(outcome)) return null
  const answer = envelopeOf(text)
  const words = wordsOf(status, answer, text)
  const pause = pauseFor(outcome, answer)
  if (pause !== null) return limited(label, asked, words, pause.waitMs)
  if (answer === null || isFailing(status) || isUnclear(answer))
    return unclear(label, asked, answer?.msg ?? `HTTP ${status}`, words)
  if (answer.code !== okCode) return refusal(answer, asked, words)
  return status < 300 ? null : unclear(label, asked, `HTTP ${status} with success`, words)
}

function isUnclear({ code, msg }: Envelope): boolean {
  const told = meaningOf(code)
  return told === null ? code !== okCode && soundsBusy(msg) : told.class === 'unclear'
}

type Response = Extract<TransportOutcome, { kind: 'response' }>

/** HTTP by which no verdict comes, whatever the text says. */
function isFailing(status: number): boolean {
  return status >= 500 || status === 408 || (status >= 300 && status < 400)
}

function isPlainSuccess({ status, text }: Response): boolean {
  return status >= 200 && status < 300 && plainSuccess.test(text)
}

/** A demand to wait, for one endpoint or for everything behind our address. */
export interface Pause {
  readonly concerns: 'endpoint' | 'everything'
  readonly waitMs: number
}

/** Whether an answer asks to wait. Pure. */
export function pauseOf(outcome: Response): Pause | null {
  return isPlainSuccess(outcome) ? null : pauseFor(outcome, envelopeOf(outcome.text))
}

function pauseFor({ status, headers }: Response, answer: Envelope | null): Pause | null {
  if (answer === null)
    return status === 429 || status === 403
      ? { concerns: 'everything', waitMs: retryAfterMs(headers, firewallPauseMs) }
      : null
  return status === 429 || meaningOf(answer.code)?.class === 'limited'
    ? { concerns: 'endpoint', waitMs: retryAfterMs(headers, endpointPauseMs) }
    : null
}

/** The meaning of a code and its words, when Bitget has judged the request. Pure. */
function refusal(answer: Envelope, asked: AskedFor, words: ExchangeWords): GatewayError {
  const { code, msg } = answer
  const told = scaleWords.test(msg) ? offScale : meaningOf(code)
  const params = { exchange: label, code, reason: msg, symbol: asked.symbol ?? '' }
  if (told === null || told.class === 'unclear' || told.class === 'limited')
    return new GatewayError('refused', 'exchange.rejected_code', params, { exchange: words })
  const { class: errorClass, key, field } = told
  // An order already carries this id, and ids belong to one request only: that order is the request's own.
  const own = key === 'exchange.duplicate_order' && asked.write
  const details = { exchange: words, ...(field !== undefined && { field }) }
  return new GatewayError(own ? 'unknown-outcome' : errorClass, key, params, details)
}

function wordsOf(status: number, answer: Envelope | null, text: string): ExchangeWords {
  const message = answer?.msg ?? text.replace(/\s+/g, ' ').slice(0, 200)
  return { exchange, httpStatus: status, code: answer?.code ?? null, message }
}

/** The `{code, msg}` of an answer; null when the text is not one. */
function envelopeOf(text: string): Envelope | null {
  return envelopeSchema.safeParse(tryParse(text)).data ?? null
}

/** Whether a refusal contradicts the markets we hold: they are read anew before the next order. */
export function contradictsMarkets({ exchange: words }: GatewayError): boolean {
  if (words === null) return false
  return scaleWords.test(words.message) || meaningOf(words.code ?? '')?.stale === true
}

/** The account is of the other kind than we asked for: nothing was executed. */
export function isWrongMode(error: unknown): error is GatewayError {
  return error instanceof GatewayError && error.text.key === 'bitget.account_mode'
}

export function isNotFound(error: unknown): error is GatewayError {
  return error instanceof GatewayError && error.class === 'not-found'
}

/** Whether the exchange itself refused, with a code: the order that was meant may have ended meanwhile. */
export function isRefusal(error: unknown): error is GatewayError {
  return (
    error instanceof GatewayError &&
    error.class === 'refused' &&
    error.exchange !== null &&
    !isWrongMode(error)
  )
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
