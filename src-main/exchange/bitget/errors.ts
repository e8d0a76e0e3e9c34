import { GatewayError } from '../../../src-shared/errors.ts'
import {
  type AskedFor,
  classify,
  type ErrorFrame,
  refusedAs,
  type Response,
  type Told,
  unclearMeaning,
} from '../core/classify.ts'
import { retryAfterMs } from '../http/answers.ts'
import { tryParse } from '../http/rest-caller.ts'
import type { TransportOutcome } from '../http/transport.ts'
import { isRefusal } from '../orders/references.ts'
import { meaningOf } from './error-table.ts'
import { endpointPauseMs, firewallPauseMs } from './limits.ts'
import { envelopeSchema } from './schemas.ts'

const okCode = '00000'
/** What a success looks like from its first bytes, so that long answers are parsed once only. */
const plainSuccess = /^\s*\{\s*"code"\s*:\s*"00000"\s*,/

/**
 * Bitget's frame: `{code, msg}` around everything. The body is read before the HTTP status, for refusals come with 400,
 * 401, 403, 429 and even 200; a success is HTTP 2xx and code 00000.
 */
const frame: ErrorFrame = {
  exchange: 'bitget',
  told: (response) => (isPlainSuccess(response) ? 'success' : toldIn(response)),
  waitMs: (response, told) => pauseFor(response, told)?.waitMs ?? null,
  unlisted: refusedAs('exchange.rejected_code'),
}

/** {@link classify} for Bitget. */
export function errorOf(outcome: TransportOutcome, asked: AskedFor): GatewayError | null {
  return classify(outcome, asked, frame)
}

function isPlainSuccess({ status, text }: Response): boolean {
  return status >= 200 && status < 300 && plainSuccess.test(text)
}

/** The `{code, msg}` of an answer; null when the text is not one. */
function toldIn({ status, text }: Response): Told | 'success' | null {
  const answer = envelopeSchema.safeParse(tryParse(text)).data
  if (answer === undefined) return null
  const { code, msg: message } = answer
  if (code !== okCode) return { code, message, meaning: meaningOf(code, message) }
  return status < 300 ? 'success' : { code, message, meaning: unclearMeaning, reason: `HTTP ${status} with success` }
}

/** A demand to wait, for one endpoint or for everything behind our address. */
export interface Pause {
  readonly concerns: 'endpoint' | 'everything'
  readonly waitMs: number
}

/** Whether an answer asks to wait. Pure. */
export function pauseOf(outcome: Response): Pause | null {
  if (isPlainSuccess(outcome)) return null
  const told = toldIn(outcome)
  return told === 'success' ? null : pauseFor(outcome, told)
}

function pauseFor({ status, headers }: Response, told: Told | null): Pause | null {
  if (told === null)
    return status === 429 || status === 403
      ? { concerns: 'everything', waitMs: retryAfterMs(headers, firewallPauseMs) }
      : null
  return status === 429 || told.meaning?.class === 'limited'
    ? { concerns: 'endpoint', waitMs: retryAfterMs(headers, endpointPauseMs) }
    : null
}

/** The account is of the other kind than we asked for: nothing was executed. */
export function isWrongMode(error: unknown): error is GatewayError {
  return error instanceof GatewayError && error.text.key === 'bitget.account_mode'
}

/** {@link isRefusal}, but for "wrong kind of account", which is no judgement of the request. */
export function isJudgement(error: unknown): error is GatewayError {
  return isRefusal(error) && !isWrongMode(error)
}
