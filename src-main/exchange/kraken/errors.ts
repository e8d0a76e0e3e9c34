import { z } from 'zod'
import { type ExchangeWords, GatewayError } from '../../../src-shared/errors.ts'
import {
  type AskedFor,
  classify,
  type ErrorFrame,
  type Meaning,
  missing,
  refused,
  type Told,
} from '../core/classify.ts'
import { retryAfterMs } from '../http/answers.ts'
import { tryParse } from '../http/rest-caller.ts'
import type { TransportOutcome } from '../http/transport.ts'
import { type Circumstantial, knownPrefix, meaningOf, modeIn, tidy } from './error-table.ts'
import { limitedWaitMs, lockoutMs, throttledWaitMs } from './limits.ts'

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
 * The errors in Kraken's envelope, warnings (`W…`) left out; none: a success. null: not an envelope of Kraken's. Pure.
 * Kraken answers nearly everything with HTTP 200.
 */
export function errorsOf(text: string): readonly string[] | null {
  if (/^\s*\{\s*"error"\s*:\s*\[\s*\]/.test(text)) return []
  const list = envelope.safeParse(tryParse(text)).data?.error
  return list?.filter((each) => typeof each === 'string').filter((each) => !/^\s*W/i.test(each)) ?? null
}

const envelope = z.looseObject({ error: z.array(z.unknown()) })

/** How long an answer asks us to keep away; null: it does not. Pure. */
export function waitMsOf(outcome: TransportOutcome, now: number): number | null {
  if (outcome.kind !== 'response') return null
  if (outcome.status === 429) return retryAfterMs(outcome.headers, 2 * limitedWaitMs)
  const error = errorsOf(outcome.text)?.find((each) => classOf(each) === 'limited')
  if (error === undefined) return null
  return knownPrefix(error) === 'EService:Throttled' ? throttledWaitMs(error, now) : limitedWaitMs
}

function classOf(text: string): Meaning['class'] | Circumstantial | undefined {
  const meaning = meaningOf(text)
  return typeof meaning === 'string' ? meaning : meaning?.class
}

/** Whether an answer refuses the request's nonce, or keeps the request's key out. Pure. */
export function tells(outcome: TransportOutcome, kind: Circumstantial): boolean {
  return outcome.kind === 'response' && (errorsOf(outcome.text)?.some((each) => classOf(each) === kind) ?? false)
}

/** No request of a key that is locked out leaves: calls make it longer. */
export function lockedOut(waitMs: number, words?: ExchangeWords): GatewayError {
  const { class: errorClass, key, params } = lockout(waitMs)
  const details = { retryAfterMs: waitMs, ...(words && { exchange: words }) }
  return new GatewayError(errorClass, key, params, details)
}

const lockout = (waitMs: number) =>
  ({
    class: 'rate-limit',
    key: 'exchange.kraken.lockout',
    params: { minutes: String(Math.ceil(waitMs / 60_000)) },
    retryAfterMs: waitMs,
  }) as const satisfies Meaning

/** Kraken's frame: a list of errors beside the result. Of several the one that leaves the most open counts. */
function frame({ now, ...circumstances }: Circumstances): ErrorFrame {
  return {
    exchange: 'kraken',
    told({ status, text }) {
      const errors = errorsOf(text) ?? []
      const telling = (['limited', 'unclear'] as const).flatMap((each) =>
        errors.filter((error) => classOf(error) === each),
      )
      const [error] = [...telling, ...errors]
      if (error !== undefined) return toldOf(error, circumstances)
      // 200 without an envelope is left to the schema, which no such answer fits.
      return status >= 200 && status < 300 ? 'success' : null
    },
    waitMs: (response) => waitMsOf(response, now),
    unlisted: refused,
  }
}

/** {@link classify} for Kraken. */
export function errorOf(outcome: TransportOutcome, asked: AskedFor, circumstances: Circumstances): GatewayError | null {
  return classify(outcome, asked, frame(circumstances))
}

/** The code is the error without its details. */
function toldOf(text: string, circumstances: Omit<Circumstances, 'now'>): Told {
  const code = knownPrefix(text) ?? tidy(text).split(':').slice(0, 2).join(':')
  const meaning = meaningOf(text)
  return {
    code,
    message: text,
    meaning: typeof meaning === 'string' ? meant(meaning, text, circumstances) : meaning,
  }
}

function meant(
  meaning: Circumstantial,
  text: string,
  { nonceRaised, namesOrder }: Omit<Circumstances, 'now'>,
): Meaning {
  switch (meaning) {
    case 'lockout':
      return lockout(lockoutMs)
    case 'nonce':
      // Nothing was executed either way. While a larger nonce may help, it is like a clock that was set right: a read
      // asks again.
      return { class: nonceRaised ? 'clock' : 'auth', key: 'exchange.kraken.nonce' }
    case 'mode':
      return {
        class: 'refused',
        key: 'exchange.kraken.mode',
        field: 'symbol',
        params: { mode: modeIn(text) },
        stale: true,
      }
    case 'no-such-id':
      return namesOrder ? missing : refused
  }
}

/** What an error's code and words say of the markets that we hold. */
export function meaningOfCode(code: string, words: string): Meaning | null {
  return toldOf(words === '' ? code : words, { nonceRaised: false, namesOrder: false }).meaning
}
