import type { ExchangeWords } from '../../../src-shared/errors.ts'
import { GatewayError } from '../../../src-shared/errors.ts'
import { soundsBusy } from '../http/busy-words.ts'
import { parseJson } from '../http/json.ts'
import { type AskedFor, limited, unclear } from '../http/rest-caller.ts'
import type { TransportOutcome } from '../http/transport.ts'
import { meaningOf, reasonOf } from './error-table.ts'
import { waitMsOf } from './limits.ts'
import { type BinanceError, errorSchema } from './schemas.ts'

const exchange = 'binance'
const label = 'Binance'
const shownAs = { exchange: label }

/**
 * The error that an answer, or the want of one, stands for; null when it is a success (2xx). Pure.
 *
 * Only a validated business answer of the exchange counts as a refusal. For a write everything else that came after sending, rate limits
 * included, is `unknown-outcome`; for a read it is `retryable` or `rate-limit`.
 */
export function errorOf(outcome: TransportOutcome, asked: AskedFor, now: number): GatewayError | null {
  if (outcome.kind === 'not-sent') return new GatewayError('retryable', 'exchange.unreachable', shownAs)
  if (outcome.kind === 'unknown') return unclear(label, asked, outcome.reason, null)
  const { status, text } = outcome
  if (status >= 200 && status < 300) return null
  const answer = businessError(text)
  const words = wordsOf(status, answer, text)
  const pause = pauseFor(outcome, answer, now)
  if (pause !== null) return limited(label, asked, words, pause.waitMs)
  if (status >= 500 || status < 400 || status === 408 || answer === null || isUnclear(answer)) {
    return unclear(label, asked, answer?.msg ?? `HTTP ${status}`, words)
  }
  return refusal(answer, asked, words)
}

type Response = Extract<TransportOutcome, { kind: 'response' }>

/** A demand to wait, for one account's orders or for everybody behind our address. */
export interface Pause {
  readonly concerns: 'orders' | 'everything'
  readonly waitMs: number
}

/** Whether an answer asks to wait. Pure. @param now by the exchange's clock. */
export function pauseOf(outcome: Response, now: number): Pause | null {
  return outcome.status < 300 ? null : pauseFor(outcome, businessError(outcome.text), now)
}

/** 429, 418 (a ban) and 403 (its firewall) stop everybody behind our address, whatever the text says; -1015 only an account's orders. */
function pauseFor(
  { status, headers, text }: Response,
  answer: BinanceError | null,
  now: number,
): Pause | null {
  const asked = status === 429 || status === 418 || status === 403
  if (!asked && (answer === null || meaningOf(answer.code)?.class !== 'limited')) return null
  const waitMs = waitMsOf(headers, answer?.msg ?? text, now, status === 418 ? 2 * 60_000 : 30_000)
  return { concerns: answer?.code === '-1015' ? 'orders' : 'everything', waitMs }
}

/** Whether an answer leaves open if the request was executed (errors.md; docs/exchanges/binance.md §11). Pure. */
export function isUnclear({ code, msg }: BinanceError): boolean {
  const told = meaningOf(code)
  return told === null ? soundsBusy(msg) : told.class === 'unclear' || told.class === 'limited'
}

/** The meaning of a code and its words, when the exchange has judged the request. Pure. */
export function refusal(answer: BinanceError, asked: AskedFor, words: ExchangeWords): GatewayError {
  const { code, msg } = answer
  const params = { ...shownAs, code, reason: msg, symbol: asked.symbol ?? '' }
  const filter = filterOf(msg)
  if (filter !== null) {
    const details = { exchange: words, field: fieldOf(filter) }
    return new GatewayError('refused', 'exchange.broken_rule', { ...params, filter }, details)
  }
  const told = reasonOf(msg) ?? meaningOf(code)
  if (told === null || told.class === 'unclear' || told.class === 'limited')
    return new GatewayError('refused', 'exchange.rejected_code', params, { exchange: words })
  // An open order already carries this id, and ids belong to one request only: that order is the request's own.
  const own = told.key === 'exchange.duplicate_order' && asked.write
  const details = { exchange: words, ...(told.field !== undefined && { field: told.field }) }
  return new GatewayError(own ? 'unknown-outcome' : told.class, told.key, params, details)
}

/** The rule's name in "Filter failure: LOT_SIZE". */
function filterOf(msg: string): string | null {
  return /Filter failure:\s*(\w+)/i.exec(msg)?.[1] ?? null
}

/** The exchange's words of an answer, for the error's `exchange`. */
export function wordsOf(status: number | null, answer: BinanceError | null, text = ''): ExchangeWords {
  const message = answer?.msg ?? text.replace(/\s+/g, ' ').slice(0, 200)
  return { exchange, httpStatus: status, code: answer?.code ?? null, message }
}

/** The `{code, msg}` of an error answer; null when the text is not one. */
export function businessError(text: string): BinanceError | null {
  try {
    return errorSchema.safeParse(parseJson(text)).data ?? null
  } catch {
    return null
  }
}

function fieldOf(filter: string): string {
  if (filter.includes('LOT') || filter.includes('NOTIONAL') || filter.includes('POSITION')) return 'quantity'
  if (filter === 'TRAILING_DELTA') return 'trailingBips'
  return filter.includes('PRICE') ? 'price' : 'symbol'
}
