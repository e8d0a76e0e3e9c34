import type { ErrorClass, ExchangeWords } from '../../../src-shared/errors.ts'
import { GatewayError } from '../../../src-shared/errors.ts'
import type { MessageKey } from '../../../src-shared/messages/index.ts'
import { type AskedFor, limited, tryParse, unclear } from '../rest-caller.ts'
import type { TransportOutcome } from '../transport.ts'
import { busyMs, firewallMs, poolReport } from './limits.ts'
import { type Envelope, envelopeSchema } from './schemas.ts'

const exchange = 'kucoin'
const label = 'KuCoin'

/** The code of success. A failure has been seen under it too, with words and without data. */
const okCode = '200000'
/** What any other success looks like from its first bytes, so that long answers are parsed once only. */
const plainSuccess = /^\s*\{\s*"code"\s*:\s*"200000"\s*,\s*"data"\s*:/

/** After these nobody knows what became of a write. */
const unclearCodes = new Set(['408000', '500000', '230005'])
const busyCodes = new Set(['429000', '509'])

interface Meaning {
  readonly class: ErrorClass
  readonly key: MessageKey
  /** The request's field at fault. */
  readonly field?: string
}

const auth: Meaning = { class: 'auth', key: 'exchange.auth' }
const refused: Meaning = { class: 'refused', key: 'exchange.rejected' }
const poor: Meaning = { class: 'refused', key: 'exchange.insufficient_balance' }
const clock: Meaning = { class: 'clock', key: 'exchange.clock' }
const missing: Meaning = { class: 'not-found', key: 'exchange.rejected' }
const duplicate: Meaning = { class: 'refused', key: 'exchange.duplicate_order' }
const unknownSymbol: Meaning = { class: 'refused', key: 'order.symbol.unknown', field: 'symbol' }
const at = (field: string): Meaning => ({ ...refused, field })

function each(codes: string, meaning: Meaning): readonly (readonly [string, Meaning])[] {
  return codes.split(' ').map((code) => [code, meaning] as const)
}

/** Source: venues/kucoin.md §12, for spot. 400100 and 600100 share their code between many reasons: {@link byWords} decides. */
const meanings: ReadonlyMap<string, Meaning> = new Map([
  ...each('400001 400003 400004 400005 400006 400007 400008 400009 400010 400200 400401', auth),
  ...each('400002 126041', clock),
  ...each('200009 400301 400303 400500 126046 126047 126048 411100 112010 116104', refused),
  ...each('900001', unknownSymbol),
  ...each('400600 600203 200001 200002', at('symbol')),
  ...each('200004 102421 230003 260100 210021 126013 300003', poor),
  ...each('600100 600101 102435 102434 400350', at('quantity')),
  ...each('400330 400370 400760 102429 126022 126029 126030 300011 300012', at('price')),
  ...each('102426 126033 126044 300018', duplicate),
  ...each('102436 100001 126043', missing),
  // "Being processed": nothing was done, and asking again in a moment is right.
  ...each('102428', { class: 'retryable', key: 'exchange.rejected' }),
  ...each('401000 404000', { class: 'refused', key: 'exchange.kucoin.withdrawn' }),
])

/** Words that decide where a code does not, or that come under codes we do not know. */
const byWords: readonly (readonly [RegExp, Meaning])[] = [
  [/order_?\s?not_?\s?exist|order does not exist/i, missing],
  [/unsupported trading pair/i, unknownSymbol],
  [/account\.available\.amount|balance insufficient|insufficient balance/i, poor],
  [/match(?:ed)? immediately|immediately match/i, { class: 'refused', key: 'exchange.would_match' }],
  [/price increment|priceIncrement/i, at('price')],
  [/below the minimum|size increment|increment is invalid|minimum requirement/i, at('quantity')],
]

/** Codes whose meaning is in the words. */
const wordyCodes = new Set(['400100', '600100'])

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
  if (answer === null || isFailing(status) || unclearCodes.has(answer.code))
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
  const params = { exchange: label, reason: msg, symbol: asked.symbol ?? '' }
  const details = { exchange: words, ...(field !== undefined && { field }) }
  return new GatewayError(own ? 'unknown-outcome' : errorClass, key, params, details)
}

function meaningOf(code: string, msg: string): Meaning {
  const told = meanings.get(code)
  if (told !== undefined && !wordyCodes.has(code)) return told
  return byWords.find(([pattern]) => pattern.test(msg))?.[1] ?? told ?? refused
}

function wordsOf(status: number, answer: Envelope | null, text: string): ExchangeWords {
  const message = answer?.msg ?? text.replace(/\s+/g, ' ').slice(0, 200)
  return { exchange, httpStatus: status, code: answer?.code ?? null, message }
}

/** The `{code, msg, data}` of an answer; null when the text is not one. */
export function envelopeOf(text: string): Envelope | null {
  return envelopeSchema.safeParse(tryParse(text)).data ?? null
}

/** Codes that contradict the markets we hold: they are read anew before the next order. */
const marketCodes = new Set([
  '900001',
  '400600',
  '600203',
  '200001',
  '200002',
  '600100',
  '600101',
  '102435',
  '102434',
])

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
