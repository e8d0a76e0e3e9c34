import type { GatewayError } from '../../../src-shared/errors.ts'
import { type AskedFor, classify, type ErrorFrame, refusedAs, type Response, type Told } from '../core/classify.ts'
import { tryParse } from '../http/rest-caller.ts'
import type { TransportOutcome } from '../http/transport.ts'
import { meaningOf } from './error-table.ts'
import { waitMsOf } from './limits.ts'
import { type BinanceError, errorSchema } from './schemas.ts'

/** Binance's frame: every success is 2xx, every error `{code, msg}`. @param now by the exchange's clock, epoch ms. */
export function frame(now: number): ErrorFrame {
  return {
    exchange: 'binance',
    told: ({ status, text }) => (status >= 200 && status < 300 ? 'success' : toldIn(text)),
    waitMs: (response, told) => pauseFor(response, told, now)?.waitMs ?? null,
    unlisted: refusedAs('exchange.rejected_code'),
  }
}

/** {@link classify} for Binance. */
export function errorOf(outcome: TransportOutcome, asked: AskedFor, now: number): GatewayError | null {
  return classify(outcome, asked, frame(now))
}

/** A demand to wait, for one account's orders or for everybody behind our address. */
export interface Pause {
  readonly concerns: 'orders' | 'everything'
  readonly waitMs: number
}

/** Whether an answer asks to wait. Pure. @param now by the exchange's clock. */
export function pauseOf(outcome: Response, now: number): Pause | null {
  return outcome.status < 300 ? null : pauseFor(outcome, toldIn(outcome.text), now)
}

/**
 * 429, 418 (a ban) and 403 (its firewall) stop everybody behind our address, whatever the text says; -1015 only an
 * account's orders.
 */
function pauseFor({ status, headers, text }: Response, told: Told | null, now: number): Pause | null {
  const asked = status === 429 || status === 418 || status === 403
  if (!asked && told?.meaning?.class !== 'limited') return null
  const waitMs = waitMsOf(headers, told?.message ?? text, now, status === 418 ? 2 * 60_000 : 30_000)
  return { concerns: told?.code === '-1015' ? 'orders' : 'everything', waitMs }
}

function toldIn(text: string): Told | null {
  const answer = errorSchema.safeParse(tryParse(text)).data
  return answer === undefined ? null : toldOf(answer)
}

/** An error of Binance's, wherever it stands. */
export function toldOf({ code, msg: message }: BinanceError): Told {
  return { code, message, meaning: meaningOf(code, message) }
}
