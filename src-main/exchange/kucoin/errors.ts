import { GatewayError } from '../../../src-shared/errors.ts'
import {
  type AskedFor,
  classify,
  type ErrorFrame,
  refused,
  type Response,
  type Told,
  unclearMeaning,
} from '../core/classify.ts'
import { tryParse } from '../http/rest-caller.ts'
import type { TransportOutcome } from '../http/transport.ts'
import { isKnown, meaningOf, saysBusy } from './error-table.ts'
import { busyMs, firewallMs, poolReport } from './limits.ts'
import { envelopeSchema } from './schemas.ts'

/** The code of success. A failure has been seen under it too, with words and without data. */
const okCode = '200000'
/** What any other success looks like from its first bytes, so that long answers are parsed once only. */
const plainSuccess = /^\s*\{\s*"code"\s*:\s*"200000"\s*,\s*"data"\s*:/

/** KuCoin's frame: `{code, msg, data}` around everything; a success is HTTP 2xx, code 200000, and data. */
const frame: ErrorFrame = {
  exchange: 'kucoin',
  told: (response) => (isPlainSuccess(response) ? 'success' : toldIn(response)),
  waitMs(response, told) {
    const pause = pauseFor(response, told)
    return pause === null || pause.kind === 'busy' ? null : pause.waitMs
  },
  unlisted: refused,
}

/** {@link classify} for KuCoin. */
export function errorOf(outcome: TransportOutcome, asked: AskedFor): GatewayError | null {
  return classify(outcome, asked, frame)
}

function isPlainSuccess({ status, text }: Response): boolean {
  return status >= 200 && status < 300 && plainSuccess.test(text)
}

/** The `{code, msg, data}` of an answer; null when the text is not one. */
function toldIn({ status, text }: Response): Told | 'success' | null {
  const answer = envelopeSchema.safeParse(tryParse(text)).data
  if (answer === undefined) return null
  const { code, msg: message, data } = answer
  if (code !== okCode) {
    const meaning = status === 429 ? unclearMeaning : meaningOf(code, message)
    return { code, message, meaning, reason: reasonOf(code, message) }
  }
  if (status < 300 && data !== undefined && (data !== null || message === '')) return 'success'
  const reason = message === '' ? 'success without data' : message
  return { code, message, meaning: unclearMeaning, reason }
}

/** KuCoin's words; with the code where it is one that nobody has told us of, or all there is. */
function reasonOf(code: string, msg: string): string {
  if (msg === '') return code
  return isKnown(code) || code === msg ? msg : `${msg} (${code})`
}

/**
 * A demand to wait. `window`: the pool is used up until its window ends. `busy`: KuCoin is overloaded, units are left.
 * `firewall`: our address is kept out.
 */
export interface Pause {
  readonly kind: 'window' | 'busy' | 'firewall'
  readonly waitMs: number
}

/** Whether an answer asks to wait: by KuCoin's code, by HTTP, or as the firewall's page, which is no JSON. Pure. */
export function pauseOf(outcome: Response): Pause | null {
  if (isPlainSuccess(outcome)) return null
  const told = toldIn(outcome)
  return told === 'success' ? null : pauseFor(outcome, told)
}

function pauseFor({ status, headers }: Response, told: Told | null): Pause | null {
  if (told === null || told.code === '1015')
    return status === 429 || status === 403 || told !== null ? { kind: 'firewall', waitMs: firewallMs } : null
  if (status !== 429 && !saysBusy(told.code)) return null
  const { remaining, resetMs } = poolReport(headers)
  if (resetMs === null || (remaining ?? 0) > 0) return { kind: 'busy', waitMs: busyMs }
  return { kind: 'window', waitMs: resetMs }
}

/** KuCoin serves this endpoint no more. */
export function isWithdrawn(error: unknown): error is GatewayError {
  return error instanceof GatewayError && error.text.key === 'exchange.kucoin.withdrawn'
}
