import type { ErrorClass, ExchangeWords } from '../../../src-shared/errors.ts'
import { GatewayError } from '../../../src-shared/errors.ts'
import type { MessageKey } from '../../../src-shared/messages/index.ts'
import { type AskedFor, limited, tryParse, unclear } from '../rest-caller.ts'
import type { TransportOutcome } from '../transport.ts'
import { endpointPauseMs, firewallPauseMs, retryAfterMs } from './limits.ts'
import { type Envelope, envelopeSchema } from './schemas.ts'

const exchange = 'bitget'
const label = 'Bitget'

const okCode = '00000'
/** What a success looks like from its first bytes, so that long answers are parsed once only. */
const plainSuccess = /^\s*\{\s*"code"\s*:\s*"00000"\s*,/

const setOf = (codes: string): ReadonlySet<string> => new Set(codes.split(' '))

/**
 * After these nobody knows what became of a write. The second line are those of an exchange in trouble (overloaded, being upgraded), of which
 * nobody says that they come before the order is taken in.
 */
const unclearCodes = setOf(
  '40010 40910 25001 25003 40725 45001 43059 ' + //
    '40015 40200 40400 25000',
)
const limitCodes = setOf('429 25004')

interface Meaning {
  readonly class: ErrorClass
  readonly key: MessageKey
  /** The request's field at fault. */
  readonly field?: string
  /** It contradicts the markets that we hold. */
  readonly stale?: true
}

const refused: Meaning = { class: 'refused', key: 'exchange.rejected' }
const auth: Meaning = { class: 'auth', key: 'exchange.auth' }
const at = (field: string): Meaning => ({ ...refused, field })
const stale = (field: string): Meaning => ({ ...refused, field, stale: true })

function each(codes: string, meaning: Meaning): readonly (readonly [string, Meaning])[] {
  return codes.split(' ').map((code) => [code, meaning] as const)
}

/** Ranges of codes are written out: venues/bitget.md §9 names them by their first and last. */
const meanings: ReadonlyMap<string, Meaning> = new Map([
  ...each(
    '40001 40002 40003 40006 40009 40011 40012 40036 40037 40041 400172 30004 30005 30011 30012 30015',
    auth,
  ),
  ...each('40014 40040 40021 40018 40038 49003 40016 25620 40731', auth),
  ...each('40022 40023 40024 40025 40026 40916 40027 40035 40100 40101 40111 40000 40103 40104', refused),
  ...each('40084 40085', { class: 'refused', key: 'bitget.account_mode' }),
  ...each('40099', { class: 'auth', key: 'bitget.environment' }),
  ...each('40004 40005 40008 40078 40911 30013 30014', { class: 'clock', key: 'exchange.clock' }),
  ...each('40308 40309 40844 40845 41113 41114 43115 43119 43120', stale('symbol')),
  ...each('25101 25102 25104 25105 25108 25013', stale('symbol')),
  ...each(
    '40079 40017 40019 40020 40034 40811 40813 40808 40812 41101 41103 43111 43123 43125 25200',
    refused,
  ),
  ...each('40304 40305 40924 40402 40925', refused),
  ...each('40072 40102 25100', {
    class: 'refused',
    key: 'order.symbol.unknown',
    field: 'symbol',
    stale: true,
  }),
  ...each('43012 40711 40754 40798 45002 50020 40762 25202 25203', {
    class: 'refused',
    key: 'exchange.insufficient_balance',
  }),
  ...each('43001 40109 40768 40819 45057 22001 43025 43020 40307 25204', {
    class: 'not-found',
    key: 'exchange.rejected',
  }),
  ...each(
    '45110 45111 45114 43006 43010 43027 43037 43042 25205 25206 25207 25208 25610 25611',
    stale('quantity'),
  ),
  ...each('43007 43038 43041 45103 45104 45112 45113', stale('quantity')),
  ...each('43008 43009 43039 43040 40815 40816 41117 40706', at('price')),
  ...each('40787 43028 45035 45115 25244', stale('price')),
  ...each(
    '43013 43014 43015 43016 43034 43035 40735 40736 40737 40738 40739 40740 40741 40742 ' +
      '40829 40830 40831 40832 40833 40834 40835 40836 40915 40917 ' +
      '45060 45061 45062 45063 45064 45065 45066 45067 45122 ' +
      '25579 25580 25581 25582 25583 25584 25585 25586 25587 25588 25589 25590 25591 25592 25650 25651 25652 25653',
    { class: 'refused', key: 'exchange.bad_exit_prices' },
  ),
  ...each('25599', refused),
  ...each('40708 40786 43118 45034 25212', { class: 'refused', key: 'exchange.duplicate_order' }),
  ...each('40723 40761 43005 43128 45118 40889 40824 45123', refused),
])

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
  if (answer === null || isFailing(status) || unclearCodes.has(answer.code))
    return unclear(label, asked, answer?.msg ?? `HTTP ${status}`, words)
  if (answer.code !== okCode) return refusal(answer, asked, words)
  return status < 300 ? null : unclear(label, asked, `HTTP ${status} with success`, words)
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
  return status === 429 || limitCodes.has(answer.code)
    ? { concerns: 'endpoint', waitMs: retryAfterMs(headers, endpointPauseMs) }
    : null
}

/** The meaning of a code and its words, when Bitget has judged the request. Pure. */
function refusal(answer: Envelope, asked: AskedFor, words: ExchangeWords): GatewayError {
  const { code, msg } = answer
  const told = meanings.get(code) ?? refused
  const { class: errorClass, key, field } = scaleWords.test(msg) ? stale('price') : told
  // An order already carries this id, and ids belong to one request only: that order is the request's own.
  const own = key === 'exchange.duplicate_order' && asked.write
  const params = { exchange: label, reason: msg, symbol: asked.symbol ?? '' }
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
  return scaleWords.test(words.message) || meanings.get(words.code ?? '')?.stale === true
}

/** The account is of the other kind than we asked for: nothing was executed. */
export function isWrongMode(error: unknown): error is GatewayError {
  return error instanceof GatewayError && error.text.key === 'bitget.account_mode'
}

export function isNotFound(error: unknown): error is GatewayError {
  return error instanceof GatewayError && error.class === 'not-found'
}

/** null instead of a "not found"; everything else is thrown on. */
export function nullWhenNotFound(error: unknown): null {
  if (isNotFound(error)) return null
  throw error
}
