import type { RequestLogEntry } from '../../src-shared/contract.ts'
import { GatewayError, toGatewayError } from '../../src-shared/errors.ts'
import type { Language, MessageRef } from '../../src-shared/messages/index.ts'
import type { Logger } from '../trading/clock.ts'
import { AnsweredRequests } from './answered-requests.ts'
import { errorText } from './error-text.ts'
import {
  type AgeEvidence,
  clientTimeoutMs,
  type Clocks,
  envelopeAge,
  expiresAt,
  expiryOf,
  movesOrders,
} from './expiry.ts'
import { fingerprintOf, fingerprintOfText } from './fingerprint.ts'
import { jsonLimits } from './json-scan.ts'
import { perform } from './perform.ts'
import {
  type ActionResult,
  answerText,
  fishRequestId,
  integerOf,
  parseEnvelope,
  type RequestEnvelope,
} from './protocol.ts'
import type { RequestChange } from './request-log.ts'
import { SenderClocks } from './sender-clocks.ts'
import type { RedisServices } from './services.ts'

/** A request as it came from the queue, with what is known of its age. */
export interface TakenRequest {
  readonly raw: Buffer
  readonly notPushedBefore: AgeEvidence['notPushedBefore']
  readonly leftover: boolean
}

/** How a request ended, and what its sender is told. */
export interface Handled {
  readonly outcome: Exclude<RequestLogEntry['outcome'], 'working'>
  readonly error: MessageRef | null
  readonly reply:
    /** Written under the request's key. */
    | {
        readonly kind: 'answer'
        readonly requestId: string
        readonly text: string
        readonly usefulMs: number
      }
    /** Written once no other answer waits under the same key: it belongs to somebody else's request with this id. */
    | { readonly kind: 'answer-when-free'; readonly requestId: string; readonly text: string }
    /** Nobody to tell, or told already. */
    | { readonly kind: 'none' }
}

export interface RequestHandlerOptions {
  readonly services: RedisServices
  readonly language: () => Language
  readonly logger: Logger
  /** Epoch ms. */
  readonly now: () => number
  /** Ms since boot, the base of the envelope's timestamp on this machine. */
  readonly monotonicMs: () => number
  readonly sharesPythonClock: boolean
}

/** From a request's bytes to its answer: reads, recognises repetitions, refuses what is too old, performs. Never throws. */
export class RequestHandler {
  readonly #options: RequestHandlerOptions
  readonly #requests = new AnsweredRequests()
  readonly #senders = new SenderClocks()

  constructor(options: RequestHandlerOptions) {
    this.#options = options
  }

  /** `describe` is told what becomes known of the request while it is worked on. */
  async handle(taken: TakenRequest, describe: (change: RequestChange) => void): Promise<Handled> {
    const receivedAt = this.#options.monotonicMs()
    const { text, unreadable } = decode(taken.raw)
    try {
      if (unreadable) throw unreadable
      const request = parseEnvelope(text)
      describe({ requestId: request.requestId, action: request.action.slice(0, 100) })
      return await this.#once(request.requestId, fingerprintOf(request), receivedAt, () =>
        this.#perform(request, taken, receivedAt, describe),
      )
    } catch (error) {
      const requestId = fishRequestId(text)
      describe({ requestId })
      const refusal = this.#failure(error, 'unreadable')
      if (requestId === null) return { ...refusal, reply: { kind: 'none' } }
      return this.#once(requestId, fingerprintOfText(text), receivedAt, () => Promise.resolve(refusal))
    }
  }

  /** Answers a request id once: repetitions get the stored answer, another request under the same id an error of its own. */
  async #once(
    requestId: string,
    fingerprint: string,
    receivedAt: number,
    work: () => Promise<Performed>,
  ): Promise<Handled> {
    const { monotonicMs } = this.#options
    const known = this.#requests.begin(requestId, fingerprint, monotonicMs())
    if (known.kind === 'new') {
      const { outcome, error, result, usefulMs } = await work()
      const text = this.#text(requestId, result, receivedAt)
      this.#requests.finish(requestId, text, monotonicMs())
      return { outcome, error, reply: { kind: 'answer', requestId, text, usefulMs } }
    }
    if (known.kind === 'working') await known.done
    if (!known.same) {
      const refused = this.#failure(
        new GatewayError('refused', 'redis.duplicate', { requestId }),
        'duplicate',
      )
      const text = this.#text(requestId, refused.result, receivedAt)
      return {
        outcome: 'duplicate',
        error: refused.error,
        reply: { kind: 'answer-when-free', requestId, text },
      }
    }
    if (known.kind === 'working') return { outcome: 'duplicate', error: null, reply: { kind: 'none' } }
    const reply = { kind: 'answer', requestId, text: known.answer, usefulMs: shortestTimeoutMs } as const
    return { outcome: 'duplicate', error: null, reply }
  }

  async #perform(
    request: RequestEnvelope,
    taken: TakenRequest,
    receivedAt: number,
    describe: (change: RequestChange) => void,
  ): Promise<Performed> {
    const { action } = request
    const evidence: AgeEvidence = {
      action,
      envelopeSeconds: request.timestamp,
      innerEpochMs: integerOf(request.params.timestamp),
      notPushedBefore: taken.notPushedBefore,
      leftover: taken.leftover,
    }
    this.#learnClock(evidence, receivedAt)
    const usefulMs = clientTimeoutMs(action)
    try {
      const answer = await perform(request, {
        services: this.#options.services,
        language: this.#options.language(),
        deadline: {
          at: expiresAt(evidence, this.#clocks()),
          check: () => {
            this.#refuseExpired(evidence)
          },
        },
        onAccount: (account) => {
          describe({ account })
        },
      })
      if (answer.kind === 'done') {
        return { outcome: 'success', error: null, result: { success: true, data: answer.data }, usefulMs }
      }
      const error = errorText(answer.error, this.#options.language())
      const result = { success: false, data: answer.data, error } as const
      return { outcome: 'failure', error: answer.error, result, usefulMs }
    } catch (error) {
      return { ...this.#failure(error, action), usefulMs }
    }
  }

  #refuseExpired(evidence: AgeEvidence): void {
    const reason = expiryOf(evidence, this.#clocks())
    if (reason) throw new ExpiredError(reason)
  }

  #learnClock(evidence: AgeEvidence, receivedAt: number): void {
    if (movesOrders(evidence.action) || evidence.notPushedBefore === null || evidence.leftover) return
    const claimed = envelopeAge(evidence, { ...this.#clocks(), isForeign: () => false })
    if (claimed !== null) this.#senders.observe(receivedAt, claimed, receivedAt - evidence.notPushedBefore)
  }

  #clocks(): Clocks {
    const { now, monotonicMs, sharesPythonClock } = this.#options
    return {
      epochMs: now(),
      monotonicMs: monotonicMs(),
      sharesPythonClock,
      isForeign: (claimedAge) => this.#senders.isForeign(claimedAge),
    }
  }

  #failure(error: unknown, action: string): Performed {
    const known = toGatewayError(error)
    if (known.class === 'bug') this.#options.logger.error({ err: error, action }, 'a Redis request failed')
    const result = {
      success: false,
      data: null,
      error: errorText(known.text, this.#options.language()),
    } as const
    const outcome = error instanceof ExpiredError ? 'expired' : 'failure'
    return { outcome, error: known.text, result, usefulMs: shortestTimeoutMs }
  }

  #text(requestId: string, result: ActionResult, receivedAt: number): string {
    const duration = this.#options.monotonicMs() - receivedAt
    try {
      return answerText(requestId, result, duration)
    } catch (error) {
      return answerText(requestId, this.#failure(error, 'answer').result, duration)
    }
  }
}

interface Performed {
  readonly outcome: 'success' | 'failure' | 'expired'
  readonly error: MessageRef | null
  readonly result: ActionResult
  /** How long its sender waits at least. */
  readonly usefulMs: number
}

const shortestTimeoutMs = 60_000

class ExpiredError extends GatewayError {
  constructor(reason: MessageRef) {
    super('refused', reason.key, reason.params)
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** A request's bytes as text; of what is too large or no UTF-8 only enough to find its id. */
function decode(raw: Buffer): { readonly text: string; readonly unreadable: GatewayError | null } {
  if (raw.length > jsonLimits.characters) {
    const params = { size: String(raw.length), maximum: String(jsonLimits.characters) }
    return { text: endsOf(raw), unreadable: new GatewayError('refused', 'redis.too_large', params) }
  }
  try {
    return { text: utf8.decode(raw), unreadable: null }
  } catch (error) {
    const params = { reason: 'not UTF-8' }
    return {
      text: endsOf(raw),
      unreadable: new GatewayError('refused', 'redis.malformed', params, { cause: error }),
    }
  }
}

function endsOf(raw: Buffer): string {
  const length = 65_536
  return `${raw.toString('latin1', 0, length)}\n${raw.toString('latin1', Math.max(0, raw.length - length))}`
}
