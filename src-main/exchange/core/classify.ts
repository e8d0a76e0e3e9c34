import type { ExchangeName } from '../../../src-shared/account.ts'
import { type ErrorClass, type ExchangeWords, GatewayError } from '../../../src-shared/errors.ts'
import { labelOf } from '../../../src-shared/exchange-profiles.ts'
import type { MessageKey, MessageParams } from '../../../src-shared/messages/index.ts'
import { soundsBusy } from '../http/busy-words.ts'
import { plainReason } from '../http/plain-reason.ts'
import { toldToWait } from '../http/told-to-wait.ts'
import type { TransportOutcome } from '../http/transport.ts'

/** What was asked: decides whether an unclear end may have changed something. */
export interface AskedFor {
  readonly write: boolean
  /** The exchange's own symbol, where the request has one. */
  readonly symbol: string | null
}

/**
 * What a code or a sentence of an exchange's means for whoever asked. `unclear`: the exchange was not able to decide,
 * so that nobody knows what became of a write, and a read may be tried again; `limited`: too many requests, which
 * leaves a write just as unclear. The others are verdicts.
 */
export interface Meaning {
  readonly class: ErrorClass | 'unclear' | 'limited'
  readonly key: MessageKey
  /** The request's field at fault. */
  readonly field?: string
  /** It contradicts the markets that we hold: they are read anew before the next order. */
  readonly stale?: true
  /** Of its sentence, beside `exchange`, `code`, `reason` and `symbol`, which every sentence may use. */
  readonly params?: MessageParams
  readonly retryAfterMs?: number
}

/** A row of an exchange's table of errors: its codes, separated by blanks, and what they mean. */
export type ErrorRow<M = Meaning> = readonly [codes: string, meaning: M]

export const refused: Meaning = { class: 'refused', key: 'exchange.rejected' }
export const unclearMeaning: Meaning = { class: 'unclear', key: 'exchange.no_answer' }
export const limitedMeaning: Meaning = { class: 'limited', key: 'exchange.rate_limited' }
export const auth: Meaning = { class: 'auth', key: 'exchange.auth' }
export const clock: Meaning = { class: 'clock', key: 'exchange.clock' }
export const missing: Meaning = { class: 'not-found', key: 'exchange.rejected' }
export const duplicate: Meaning = { class: 'refused', key: 'exchange.duplicate_order' }
export const unknownSymbol: Meaning = {
  class: 'refused',
  key: 'order.symbol.unknown',
  field: 'symbol',
  stale: true,
}
export const refusedAs = (key: MessageKey, field?: string): Meaning => ({
  class: 'refused',
  key,
  ...(field !== undefined && { field }),
})
export const refusedAt = (field: string): Meaning => ({ ...refused, field })
export const staleAt = (field: string): Meaning => ({ ...refused, field, stale: true })

/** The rows of a table by code. */
export function byCode<M>(rows: readonly ErrorRow<M>[]): ReadonlyMap<string, M> {
  return new Map(rows.flatMap(([codes, meaning]) => codes.split(' ').map((code) => [code, meaning] as const)))
}

/** The codes of a table, as often as they stand there. */
export function codesOf(rows: readonly ErrorRow<unknown>[]): readonly string[] {
  return rows.flatMap(([codes]) => codes.split(' '))
}

/** What an answer says in its exchange's own frame. */
export interface Told {
  readonly code: string
  /** The exchange's words. */
  readonly message: string
  /** null: of a code that nobody has listed. */
  readonly meaning: Meaning | null
  /** What a sentence gives as the reason; missing: the words. */
  readonly reason?: string
}

export type Response = Extract<TransportOutcome, { kind: 'response' }>

/** How one exchange answers: all that {@link classify} has to know of it. */
export interface ErrorFrame {
  readonly exchange: ExchangeName
  /** What an answer says; null: it is not in the exchange's frame, and so comes from before it. */
  readonly told: (response: Response) => Told | 'success' | null
  /** How long an answer asks to wait, ms; null: it does not. */
  readonly waitMs: (response: Response, told: Told | null) => number | null
  /** How a refusal is told whose code nobody has listed. */
  readonly unlisted: Meaning
}

/**
 * The error that an answer, or the want of one, stands for; null: a success. Pure.
 *
 * THE RULE, and the one place of it (docs/architecture.md §4): only a validated business answer of the exchange, in its
 * own frame, with a verdict, is a rejection. For a write everything else that came after sending, a demand to wait
 * included, is `unknown-outcome`; for a read it is `retryable` or `rate-limit`.
 */
export function classify(outcome: TransportOutcome, asked: AskedFor, frame: ErrorFrame): GatewayError | null {
  const { exchange } = frame
  if (outcome.kind === 'not-sent')
    return new GatewayError('retryable', 'exchange.unreachable', { exchange: labelOf(exchange) })
  if (outcome.kind === 'unknown') return unclear(exchange, asked, outcome.reason, null)
  const told = frame.told(outcome)
  if (told === 'success') return null
  const { status, text } = outcome
  const words = wordsOf(exchange, status, told, text)
  const waitMs = frame.waitMs(outcome, told)
  if (waitMs !== null) return limited(exchange, asked, waitMs, words)
  if (told === null || bringsNoVerdict(status))
    return unclear(exchange, asked, told?.message ?? `HTTP ${status}`, words)
  return verdict(told, asked, frame, words)
}

/** HTTP by which no verdict comes, whatever the text says. */
function bringsNoVerdict(status: number): boolean {
  return status >= 500 || status === 408 || (status >= 300 && status < 400)
}

/** What the exchange's own words of a request mean, wherever in an answer they stand. Pure. */
export function verdict(
  told: Told,
  asked: AskedFor,
  { exchange, unlisted }: Pick<ErrorFrame, 'exchange' | 'unlisted'>,
  words: ExchangeWords,
): GatewayError {
  if (isUnclear(told)) return unclear(exchange, asked, told.reason ?? told.message, words)
  const { class: said, key, field, params, retryAfterMs } = told.meaning ?? unlisted
  const { code, message, reason = message } = told
  // An open order already carries this id, and ids belong to one request only: that order is the request's own.
  const isOwn = key === 'exchange.duplicate_order' && asked.write
  const errorClass = isOwn || said === 'unclear' || said === 'limited' ? 'unknown-outcome' : said
  const all = { exchange: labelOf(exchange), code, reason, symbol: asked.symbol ?? '', ...params }
  return new GatewayError(errorClass, key, all, {
    exchange: words,
    ...(field !== undefined && { field }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  })
}

/**
 * Whether an answer leaves open what became of the request: the table says so, or the words of a code that it does not
 * have. Pure.
 */
export function isUnclear({ code, message, meaning }: Told): boolean {
  if (meaning === null) return soundsBusy(`${code} ${message}`.replaceAll('_', ' '))
  return meaning.class === 'unclear' || meaning.class === 'limited'
}

/** The exchange's words of an answer, for the error's `exchange`. */
export function wordsOf(
  exchange: ExchangeName,
  httpStatus: number | null,
  told: Pick<Told, 'code' | 'message'> | null,
  text = '',
): ExchangeWords {
  const message = told?.message ?? text.replace(/\s+/g, ' ').slice(0, 200)
  return { exchange, httpStatus, code: told?.code ?? null, message }
}

/** No proper answer: of a write nobody knows what became of it. `reason`: see {@link plainReason}. */
export function unclear(
  exchange: ExchangeName,
  asked: AskedFor,
  reason: string,
  words: ExchangeWords | null,
): GatewayError {
  return new GatewayError(
    asked.write ? 'unknown-outcome' : 'retryable',
    'exchange.no_answer',
    { exchange: labelOf(exchange), reason: plainReason(reason) },
    { ...(words && { exchange: words }) },
  )
}

/** {@link unclear} for a read whose answer does not hold what was asked for. */
export function noAnswer(exchange: ExchangeName, reason: string): GatewayError {
  return unclear(exchange, { write: false, symbol: null }, reason, null)
}

/** The exchange asks to wait. A write that it had taken in may still count as unknown. */
function limited(exchange: ExchangeName, asked: AskedFor, waitMs: number, words: ExchangeWords): GatewayError {
  const { key, params } = toldToWait(labelOf(exchange), waitMs)
  const details = { exchange: words, retryAfterMs: waitMs }
  return new GatewayError(asked.write ? 'unknown-outcome' : 'rate-limit', key, params, details)
}

/** Says that a success does not have the expected shape. */
export function unreadable(exchange: ExchangeName, asked: AskedFor, httpStatus: number): GatewayError {
  const words = { exchange, httpStatus, code: null, message: '' }
  return unclear(exchange, asked, 'unreadable answer', words)
}
