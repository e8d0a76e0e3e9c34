import type { ExchangeWords } from '../../../src-shared/errors.ts'
import { GatewayError } from '../../../src-shared/errors.ts'
import { type AskedFor, limited, tryParse, unclear } from '../http/rest-caller.ts'
import type { TransportOutcome } from '../http/transport.ts'
import { busyCodes, isKnown, isTrouble, marketCodes, meaningOf } from './error-table.ts'
import { busyMs, firewallMs, poolReport } from './limits.ts'
import { type Envelope, envelopeSchema } from './schemas.ts'

const exchange = 'kucoin'
const label = 'KuCoin'

/** The code of success. A failure has been seen under it too, with words and without data. */
const okCode = '200000'
/** What any other success looks like from its first bytes, so that long answers are parsed once only. */
const plainSuccess = /^\s*\{\s*"code"\s*:\s*"200000"\s*,\s*"data"\s*:/

/**
 * The error that an answer, or the want of one, stands for; null when it is a success: HTTP 2xx, code 200000, and data. Pure.
 *
 * Only a business answer of KuCoin's counts as a refusal. For a write everything else that came after sending, 429000 included, is
 * `unknown-outcome`; for a read it is `retryable` or `rate-limit`.
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
  if (pause?.kind === 'busy') return unclear(label, asked, answer?.msg ?? 'busy', words)
  if (pause !== null) return limited(label, asked, words, pause.waitMs)
  if (answer === null || isFailing(status) || isTrouble(answer.code, answer.msg))
    return unclear(label, asked, answer?.msg ?? `HTTP ${status}`, words)
  if (answer.code !== okCode) return refusal(answer, asked, words)
  if (status < 300 && answer.data !== undefined && (answer.data !== null || answer.msg === '')) return null
  return unclear(label, asked, answer.msg === '' ? 'success without data' : answer.msg, words)
}

/** HTTP by which no verdict comes, whatever the text says. */
function isFailing(status: number): boolean {
  return status >= 500 || status === 408 || (status >= 300 && status < 400)
}

function isPlainSuccess({ status, text }: Response): boolean {
  return status >= 200 && status < 300 && plainSuccess.test(text)
}

type Response = Extract<TransportOutcome, { kind: 'response' }>

/**
 * A demand to wait. `window`: the pool is used up until its window ends. `busy`: KuCoin is overloaded, units are left. `firewall`: our
 * address is kept out.
 */
export interface Pause {
  readonly kind: 'window' | 'busy' | 'firewall'
  readonly waitMs: number
}

/** Whether an answer asks to wait: by KuCoin's code, by HTTP, or as the firewall's page, which is no JSON. Pure. */
export function pauseOf(outcome: Response): Pause | null {
  return isPlainSuccess(outcome) ? null : pauseFor(outcome, envelopeOf(outcome.text))
}

function pauseFor({ status, headers }: Response, answer: Envelope | null): Pause | null {
  if (answer === null || answer.code === '1015')
    return status === 429 || status === 403 || answer !== null
      ? { kind: 'firewall', waitMs: firewallMs }
      : null
  if (status !== 429 && !busyCodes.has(answer.code)) return null
  const { remaining, resetMs } = poolReport(headers)
  if (resetMs === null || (remaining ?? 0) > 0) return { kind: 'busy', waitMs: busyMs }
  return { kind: 'window', waitMs: resetMs }
}

/** The meaning of a code and its words, when KuCoin has judged the request. Pure. */
function refusal(answer: Envelope, asked: AskedFor, words: ExchangeWords): GatewayError {
  const { code, msg } = answer
  const { class: errorClass, key, field } = meaningOf(code, msg)
  // An order already carries this id, and ids belong to one request only: that order is the request's own.
  const own = key === 'exchange.duplicate_order' && asked.write
  const params = { exchange: label, reason: reasonOf(code, msg), symbol: asked.symbol ?? '' }
  const details = { exchange: words, ...(field !== undefined && { field }) }
  return new GatewayError(own ? 'unknown-outcome' : errorClass, key, params, details)
}

/** KuCoin's words; with the code where it is one that nobody has told us of, or all there is. */
function reasonOf(code: string, msg: string): string {
  if (msg === '') return code
  return isKnown(code) || code === msg ? msg : `${msg} (${code})`
}

function wordsOf(status: number, answer: Envelope | null, text: string): ExchangeWords {
  const message = answer?.msg ?? text.replace(/\s+/g, ' ').slice(0, 200)
  return { exchange, httpStatus: status, code: answer?.code ?? null, message }
}

/** The `{code, msg, data}` of an answer; null when the text is not one. */
export function envelopeOf(text: string): Envelope | null {
  return envelopeSchema.safeParse(tryParse(text)).data ?? null
}

export function contradictsMarkets(error: GatewayError): boolean {
  return marketCodes.has(error.exchange?.code ?? '') || error.text.key === 'order.symbol.unknown'
}

export function isNotFound(error: unknown): error is GatewayError {
  return error instanceof GatewayError && error.class === 'not-found'
}

/** KuCoin serves this endpoint no more. */
export function isWithdrawn(error: unknown): error is GatewayError {
  return error instanceof GatewayError && error.text.key === 'exchange.kucoin.withdrawn'
}

/** null instead of a "not found"; everything else is thrown on. */
export function nullWhenNotFound(error: unknown): null {
  if (isNotFound(error)) return null
  throw error
}
