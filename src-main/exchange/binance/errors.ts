import type { ExchangeWords } from '../../../src-shared/errors.ts'
import { GatewayError } from '../../../src-shared/errors.ts'
import type { MessageKey, MessageParams } from '../../../src-shared/messages/index.ts'
import { parseJson } from '../json.ts'
import { type AskedFor, limited, unclear } from '../rest-caller.ts'
import type { TransportOutcome } from '../transport.ts'
import { retryAfterMs } from './limits.ts'
import { type BinanceError, errorSchema } from './schemas.ts'

const exchange = 'binance'
const label = 'Binance'
const shownAs = { exchange: label }

/** Codes after which a write may have been executed all the same (errors.md; venues/binance.md §11). */
const unclearCodes = new Set(['-1000', '-1001', '-1006', '-1007', '-1008', '-1016', '-1034'])
/** Whether a code leaves open if the request was executed. */
export const isUnclearCode = (code: string): boolean => unclearCodes.has(code)

const authCodes = new Set(['-1002', '-1022', '-1099', '-2008', '-2014', '-2015'])
const limitCodes = new Set(['-1003', '-1015'])

/** Words of -1010, -2010, -2011 and -2038, which share their codes between many reasons (errors.md). */
const reasons: readonly (readonly [RegExp, MessageKey])[] = [
  [/insufficient balance/i, 'exchange.insufficient_balance'],
  [/would trigger immediately/i, 'exchange.would_trigger'],
  [/immediately match and take/i, 'exchange.would_match'],
  [/relationship of the prices/i, 'exchange.bad_exit_prices'],
]

/**
 * The error that an answer, or the want of one, stands for; null when it is a success (2xx). Pure.
 *
 * Only a validated business answer of the exchange counts as a refusal. For a write everything else that came after sending, rate limits
 * included, is `unknown-outcome`; for a read it is `retryable` or `rate-limit`.
 */
export function errorOf(outcome: TransportOutcome, asked: AskedFor): GatewayError | null {
  if (outcome.kind === 'not-sent') return new GatewayError('retryable', 'exchange.unreachable', shownAs)
  if (outcome.kind === 'unknown') return unclear(label, asked, outcome.reason, null)
  const { status, headers, text } = outcome
  if (status >= 200 && status < 300) return null
  const answer = businessError(text)
  const words = wordsOf(status, answer, text)
  if (status === 429 || status === 418 || status === 403 || (answer && limitCodes.has(answer.code))) {
    return limited(label, asked, words, retryAfterMs(headers, blockFallbackMs(status)))
  }
  if (status >= 500 || status < 400 || status === 408 || answer === null || isUnclearCode(answer.code)) {
    return unclear(label, asked, answer?.msg ?? `HTTP ${status}`, words)
  }
  return refusal(answer, asked, words)
}

/** How long to keep away when the exchange does not say: 403 is its firewall, 418 a ban. */
export function blockFallbackMs(status: number): number {
  return status === 418 ? 2 * 60_000 : 30_000
}

/** The meaning of a code and its words, when the exchange has judged the request. Pure. */
export function refusal(answer: BinanceError, asked: AskedFor, words: ExchangeWords): GatewayError {
  const { code, msg } = answer
  const make = (
    errorClass: GatewayError['class'],
    key: MessageKey,
    params: MessageParams = {},
    field?: string,
  ): GatewayError =>
    new GatewayError(errorClass, key, { ...shownAs, ...params }, { exchange: words, ...(field && { field }) })
  if (authCodes.has(code)) return make('auth', 'exchange.auth', { reason: msg })
  if (code === '-1021') return make('clock', 'exchange.clock')
  if (code === '-1013') {
    const filter = /Filter failure:\s*(\w+)/.exec(msg)?.[1]
    if (filter)
      return make('refused', 'exchange.filter', { filter, symbol: asked.symbol ?? '' }, fieldOf(filter))
  }
  if (code === '-1121')
    return make('refused', 'order.symbol.unknown', { symbol: asked.symbol ?? '' }, 'symbol')
  if (code === '-2013' || code === '-2026' || /unknown order|order list does not exist/i.test(msg)) {
    return make('not-found', 'exchange.rejected', { reason: msg })
  }
  if (/duplicate order/i.test(msg)) {
    // An open order already carries this id, and ids belong to one request only: that order is the request's own.
    return make(asked.write ? 'unknown-outcome' : 'refused', 'exchange.duplicate_order')
  }
  const reason = reasons.find(([pattern]) => pattern.test(msg))
  if (reason) return make('refused', reason[1])
  return make('refused', 'exchange.rejected', { reason: msg })
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
