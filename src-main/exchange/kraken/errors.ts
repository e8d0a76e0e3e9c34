import { type ExchangeWords, GatewayError } from '../../../src-shared/errors.ts'
import type { MessageKey, MessageParams } from '../../../src-shared/messages/index.ts'
import { parseJson } from '../http/json.ts'
import { type AskedFor, limited, unclear } from '../http/rest-caller.ts'
import type { TransportOutcome } from '../http/transport.ts'
import { knownPrefix, type Meaning, meaningOf, modeIn, tidy } from './error-table.ts'
import { limitedWaitMs, lockoutMs, retryAfterMs, throttledWaitMs } from './limits.ts'

const exchange = 'kraken'
const label = 'Kraken'
const shownAs = { exchange: label }

/** What the meaning of an answer depends on beside its text. */
export interface Circumstances {
  /** Epoch ms of the exchange. */
  readonly now: number
  /** After a refused nonce: whether the next one is large enough as far as we can know. */
  readonly nonceRaised: boolean
  /** Whether the request names an order by its id. */
  readonly namesOrder: boolean
}

/**
 * The errors in Kraken's envelope, warnings (`W…`) left out; none: a success. null: not an envelope of Kraken's. Pure. Kraken answers
 * nearly everything with HTTP 200.
 */
export function errorsOf(text: string): readonly string[] | null {
  if (/^\s*\{\s*"error"\s*:\s*\[\s*\]/.test(text)) return []
  try {
    const parsed = parseJson(text)
    const list: unknown =
      typeof parsed === 'object' && parsed !== null && 'error' in parsed ? parsed.error : null
    if (!Array.isArray(list)) return null
    return list.filter((each): each is string => typeof each === 'string' && !/^\s*W/i.test(each))
  } catch {
    return null
  }
}

/** How long an answer asks us to keep away; null: it does not. Pure. */
export function waitMsOf(outcome: TransportOutcome, now: number): number | null {
  if (outcome.kind !== 'response') return null
  if (outcome.status === 429) return retryAfterMs(outcome.headers)
  const error = errorsOf(outcome.text)?.find((each) => meaningOf(each).kind === 'limited')
  if (error === undefined) return null
  return knownPrefix(error) === 'EService:Throttled' ? throttledWaitMs(error, now) : limitedWaitMs
}

/** Whether an answer refuses the request's nonce. Pure. */
export function refusesNonce(outcome: TransportOutcome): boolean {
  return tells(outcome, 'nonce')
}

/** Whether an answer keeps the request's key out. Pure. */
export function locksOut(outcome: TransportOutcome): boolean {
  return tells(outcome, 'lockout')
}

function tells(outcome: TransportOutcome, kind: Meaning['kind']): boolean {
  if (outcome.kind !== 'response') return false
  return errorsOf(outcome.text)?.some((each) => meaningOf(each).kind === kind) ?? false
}

/** No request of a key that is locked out leaves: calls make it longer. */
export function lockedOut(waitMs: number, words?: ExchangeWords): GatewayError {
  const params = { minutes: String(Math.ceil(waitMs / 60_000)) }
  const details = { retryAfterMs: waitMs, ...(words && { exchange: words }) }
  return new GatewayError('rate-limit', 'exchange.kraken.lockout', params, details)
}

/**
 * The error that an answer, or the want of one, stands for; null when it is a success. Pure.
 *
 * Only an error that Kraken's envelope names counts as a refusal. For a write everything else that came after sending, rate limits
 * included, is `unknown-outcome`; for a read it is `retryable` or `rate-limit`.
 */
export function errorOf(
  outcome: TransportOutcome,
  asked: AskedFor,
  circumstances: Circumstances,
): GatewayError | null {
  if (outcome.kind === 'not-sent') return new GatewayError('retryable', 'exchange.unreachable', shownAs)
  if (outcome.kind === 'unknown') return unclear(label, asked, outcome.reason, null)
  const { status, text } = outcome
  const errors = errorsOf(text)
  const [first] = errors ?? []
  const waitMs = waitMsOf(outcome, circumstances.now)
  if (waitMs !== null) {
    const telling = errors?.find((each) => meaningOf(each).kind === 'limited')
    return limited(label, asked, wordsOf(status, telling ?? null, text), waitMs)
  }
  const judged = status < 500 && status >= 200 && status !== 408
  // 200 without an envelope is left to the schema, which no such answer fits.
  if (first === undefined && status >= 200 && status < 300) return null
  const trouble = errors?.find((each) => meaningOf(each).kind === 'unclear')
  if (first === undefined || !judged || trouble !== undefined) {
    const told = trouble ?? first
    return unclear(label, asked, told ?? `HTTP ${status}`, wordsOf(status, told ?? null, text))
  }
  return refusal(meaningOf(first), first, asked, circumstances, wordsOf(status, first))
}

function refusal(
  meaning: Meaning,
  text: string,
  asked: AskedFor,
  { nonceRaised, namesOrder }: Circumstances,
  words: ExchangeWords,
): GatewayError {
  const make = (
    errorClass: GatewayError['class'],
    key: MessageKey,
    params: MessageParams = {},
    field?: string,
  ): GatewayError =>
    new GatewayError(errorClass, key, { ...shownAs, ...params }, { exchange: words, ...(field && { field }) })
  const symbol = asked.symbol ?? ''
  switch (meaning.kind) {
    case 'auth':
      return make('auth', 'exchange.auth', { reason: text })
    case 'lockout':
      return lockedOut(lockoutMs, words)
    case 'nonce':
      // Nothing was executed either way. While a larger nonce may help, it is like a clock that was set right: a read asks again.
      return make(nonceRaised ? 'clock' : 'auth', 'exchange.kraken.nonce')
    case 'late':
      return make('clock', 'exchange.kraken.late')
    case 'mode':
      return make('refused', 'exchange.kraken.mode', { mode: modeIn(text) }, 'symbol')
    case 'no-such-id':
    case 'not-found': {
      const missing = namesOrder || meaning.kind === 'not-found'
      return make(missing ? 'not-found' : 'refused', 'exchange.rejected', { reason: text })
    }
    case 'duplicate':
      // An open order already carries this id, and ids belong to one request only: that order is the request's own.
      return make(asked.write ? 'unknown-outcome' : 'refused', 'exchange.duplicate_order')
    case 'rule':
      return make('refused', 'exchange.filter', { filter: meaning.rule, symbol }, meaning.field)
    case 'refused':
      return make('refused', meaning.key ?? 'exchange.rejected', { reason: text, symbol }, meaning.field)
    case 'limited':
    case 'unclear':
      return unclear(label, asked, text, words)
  }
}

/** The exchange's words of an answer, for the error's `exchange`. The code is the error without its details. */
export function wordsOf(status: number | null, error: string | null, text = ''): ExchangeWords {
  const message = error ?? text.replace(/\s+/g, ' ').slice(0, 200)
  const code = error === null ? null : (knownPrefix(error) ?? tidy(error).split(':').slice(0, 2).join(':'))
  return { exchange, httpStatus: status, code, message }
}
