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
import type { HeldRequest } from './lanes.ts'
import { perform } from './perform.ts'
import { type ActionResult, answerText, integerOf, type RequestEnvelope } from './protocol.ts'
import type { FinalOutcome, RequestChange } from './request-log.ts'
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
  readonly outcome: FinalOutcome
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

  /**
   * `describe` is told what becomes known of the request while it is worked on. With a refusal nothing is performed: a new request is answered with it,
   * a repetition as ever.
   */
  async handle(
    taken: HeldRequest,
    describe: (change: RequestChange) => void,
    refusal: MessageRef | null = null,
  ): Promise<Handled> {
    const { takenAt } = taken
    const { requestId, fingerprint, asked } = taken.content
    const work = (): Promise<Performed> => {
      if ('unreadable' in asked) return Promise.resolve(this.#failure(asked.unreadable, 'unreadable'))
      if (refusal !== null) return Promise.resolve(this.#failure(refusedAs(refusal), asked.action))
      return this.#perform(asked, taken, describe)
    }
    if (requestId === null) return { ...(await work()), reply: { kind: 'none' } }
    return this.#once(requestId, fingerprint, takenAt, work)
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
    this.#learnClock(evidence)
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

  #learnClock(evidence: AgeEvidence): void {
    const now = this.#options.monotonicMs()
    if (movesOrders(evidence.action) || evidence.notPushedBefore === null || evidence.leftover) return
    const claimed = envelopeAge(evidence, { ...this.#clocks(), isForeign: () => false })
    if (claimed !== null) this.#senders.observe(now, claimed, now - evidence.notPushedBefore)
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

const refusedAs = (reason: MessageRef): GatewayError =>
  reason.key === 'redis.expired'
    ? new ExpiredError(reason)
    : new GatewayError('refused', reason.key, reason.params)

class ExpiredError extends GatewayError {
  constructor(reason: MessageRef) {
    super('refused', reason.key, reason.params)
  }
}
