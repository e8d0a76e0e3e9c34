import { GatewayError, toGatewayError } from '../../src-shared/errors.ts'
import { type Language, message, type MessageRef } from '../../src-shared/messages/index.ts'
import type { Logger } from '../infra/clock.ts'
import { answerNote } from './answer-note.ts'
import { AnsweredRequests } from './answered-requests.ts'
import { accountErrorText, errorText } from './error-text.ts'
import {
  type AgeEvidence,
  clientTimeoutMs,
  type Clocks,
  envelopeAge,
  expiresAt,
  expiryOf,
  movesOrders,
} from './expiry.ts'
import { accountOf, type HeldRequest, type TakenRequest } from './lanes.ts'
import { Patience } from './patience.ts'
import { perform } from './perform.ts'
import { type ActionResult, answerText, integerOf, type RequestEnvelope } from './protocol.ts'
import { type Claimed, ClaimLost, type RequestClaims } from './request-claims.ts'
import type { FinalOutcome, RequestChange } from './request-log.ts'
import { SenderClocks } from './sender-clocks.ts'
import type { RedisServices } from './services.ts'

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
        /** What Redis remembers of it beyond the answer's life; null: nothing. */
        readonly claim: { readonly record: string; readonly mark: string } | null
      }
    /** Written once no other answer waits under the same key: it belongs to somebody else's request with this id. */
    | { readonly kind: 'answer-when-free'; readonly requestId: string; readonly text: string }
    /** It was not looked at and stays where it is, to be taken up again. */
    | { readonly kind: 'later' }
    /** Nobody to tell, or told already. */
    | { readonly kind: 'none' }
}

export interface RequestHandlerOptions {
  readonly services: RedisServices
  readonly language: () => Language
  /** Missing: nobody else executes requests. */
  readonly claims?: RequestClaims
  readonly logger: Logger
  /** Epoch ms. */
  readonly now: () => number
  /** Ms since boot, the base of the envelope's timestamp on this machine. */
  readonly monotonicMs: () => number
  readonly sharesPythonClock: boolean
  /** How long a sender waits at most for a word on its order; missing: the usual time (patience.ts). */
  readonly answerWithinMs?: number
}

/**
 * From a request's bytes to its answer: reads, recognises repetitions, refuses what is too old, performs. Never throws.
 */
export class RequestHandler {
  readonly #options: RequestHandlerOptions
  readonly #requests = new AnsweredRequests()
  readonly #senders = new SenderClocks()

  constructor(options: RequestHandlerOptions) {
    this.#options = options
  }

  /**
   * `describe` is told what becomes known of the request while it is worked on. With a refusal nothing is performed: a
   * new request is answered with it, a repetition as ever. `onPerson` is told when it waits for a person's decision.
   */
  async handle(
    taken: HeldRequest,
    describe: (change: RequestChange) => void,
    refusal: MessageRef | null = null,
    onPerson: () => void = () => undefined,
  ): Promise<Handled> {
    const { requestId, fingerprint, asked } = taken.content
    if (requestId === null) {
      const unreadable = 'unreadable' in asked ? asked.unreadable : null
      return { ...this.#failure(unreadable, 'unreadable'), reply: { kind: 'none' } }
    }
    return this.#once(requestId, fingerprint, taken.takenAt, {
      isClaimed: !('unreadable' in asked) && movesOrders(asked.action),
      run: async (isLeft) => {
        if ('unreadable' in asked) return this.#failure(asked.unreadable, 'unreadable')
        const performed =
          refusal === null
            ? await this.#perform(asked, isLeft ? { ...taken, leftover: true } : taken, describe, onPerson)
            : this.#failure(refusedAs(refusal), asked.action)
        if (movesOrders(asked.action)) this.#note(asked, performed)
        return performed
      },
    })
  }

  /** That the trail cannot be written is no reason to leave a sender without its answer. */
  #note(asked: RequestEnvelope, performed: Performed): void {
    const { services, logger } = this.#options
    try {
      services.noteAnswer?.(answerNote(asked, accountOf(asked, services.accounts), performed))
    } catch (error) {
      logger.error({ err: error, requestId: asked.requestId }, 'an answer was not noted in the journal')
    }
  }

  /**
   * Answers a request id once: repetitions get the stored answer, another request under the same id an error of its
   * own.
   */
  async #once(requestId: string, fingerprint: string, receivedAt: number, work: Work): Promise<Handled> {
    const known = this.#requests.begin(requestId, fingerprint, this.#options.monotonicMs())
    if (known.kind === 'new') {
      try {
        return await this.#first(requestId, fingerprint, receivedAt, work)
      } catch (error) {
        return this.#lastResort(requestId, error)
      }
    }
    if (known.kind === 'working') await known.done
    if (!known.same) return this.#conflict(requestId, receivedAt)
    return known.kind === 'working' ? repeated : repetition(requestId, known.answer)
  }

  /** A request id that this process does not know; another gateway, or one before us, may. */
  async #first(requestId: string, fingerprint: string, receivedAt: number, work: Work): Promise<Handled> {
    const { monotonicMs, claims } = this.#options
    const isClaimed = work.isClaimed && claims !== undefined
    const claimed = await this.#claim(requestId, fingerprint, isClaimed)
    switch (claimed.kind) {
      case 'lost':
        this.#requests.abandon(requestId)
        return { outcome: 'failure', error: message('redis.claim_lost'), reply: { kind: 'later' } }
      case 'taken':
        this.#requests.abandon(requestId)
        return this.#conflict(requestId, receivedAt)
      case 'told':
        if (claimed.answer === null) this.#requests.abandon(requestId)
        else this.#requests.finish(requestId, claimed.answer, monotonicMs())
        return repeated
      case 'answered':
        this.#requests.finish(requestId, claimed.answer, monotonicMs())
        return repetition(requestId, claimed.answer)
      case 'ours':
      case 'abandoned':
      case 'refused': {
        const performed = claimed.kind === 'refused' ? claimed.refusal : await work.run(claimed.kind === 'abandoned')
        const { outcome, error, result, usefulMs } = performed
        const text = this.#text(requestId, result, receivedAt)
        // What is under way has no answer to keep: the desk tells what became of it.
        const isPending = performed.isPending === true
        if (isPending) this.#requests.abandon(requestId)
        else this.#requests.finish(requestId, text, monotonicMs())
        const keeps = isClaimed && claimed.kind !== 'refused'
        const claim = keeps ? claims.record(fingerprint, text, isPending) : null
        return { outcome, error, reply: { kind: 'answer', requestId, text, usefulMs, claim } }
      }
    }
  }

  /**
   * Something failed that must not, the answering itself included: the sender is told all the same, and the id is free
   * again. What was placed stands in the journal, which recalls it when the id comes again.
   */
  #lastResort(requestId: string, error: unknown): Handled {
    this.#requests.abandon(requestId)
    try {
      this.#options.logger.error({ err: error, requestId }, 'a Redis request could not be answered as usual')
    } catch {
      // A log that fails must not cost the sender its answer.
    }
    const text = message('error.internal')
    const result = { success: false, data: null, error: errorText(text, 'fr') } as const
    const reply = {
      kind: 'answer',
      requestId,
      text: answerText(requestId, result, 0),
      usefulMs: shortestTimeoutMs,
      claim: null,
    } as const
    return { outcome: 'failure', error: text, reply }
  }

  async #claim(requestId: string, fingerprint: string, isClaimed: boolean): Promise<ClaimOutcome> {
    const { claims } = this.#options
    if (!isClaimed || claims === undefined) return { kind: 'ours' }
    try {
      return await claims.claim(requestId, fingerprint)
    } catch (error) {
      if (error instanceof ClaimLost) return { kind: 'lost' }
      return { kind: 'refused', refusal: this.#failure(error, 'claim') }
    }
  }

  #conflict(requestId: string, receivedAt: number): Handled {
    const refused = this.#failure(new GatewayError('refused', 'redis.duplicate', { requestId }), 'duplicate')
    const text = this.#text(requestId, refused.result, receivedAt)
    return {
      outcome: 'duplicate',
      error: refused.error,
      reply: { kind: 'answer-when-free', requestId, text },
    }
  }

  async #perform(
    request: RequestEnvelope,
    taken: TakenRequest,
    describe: (change: RequestChange) => void,
    onPerson: () => void,
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
    const at = expiresAt(evidence, this.#clocks())
    const patience = new Patience(this.#options.now() + usefulMs - at, this.#options.answerWithinMs)
    let name: string | null = null
    try {
      const answer = await perform(request, {
        services: this.#options.services,
        language: this.#options.language(),
        deadline: {
          at,
          check: () => {
            this.#refuseExpired(evidence)
          },
          onPerson: () => {
            patience.onPerson()
            onPerson()
          },
        },
        patience,
        onAccount: (account) => {
          name = account
          describe({ account })
        },
      })
      if (answer.kind === 'done') {
        const notes = answer.notes.map((note) => errorText(note, this.#options.language()))
        const result = { success: true, data: answer.data, notes, ageMs: answer.ageMs } as const
        return { outcome: 'success', error: null, result, usefulMs }
      }
      const error = accountErrorText(answer.error, this.#options.language(), name)
      const result = { success: false, data: answer.data, error } as const
      const isPending = answer.kind === 'pending'
      return { outcome: 'failure', error: answer.error, result, usefulMs, isPending }
    } catch (error) {
      return { ...this.#failure(error, action, name), usefulMs }
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

  #failure(error: unknown, action: string, account: string | null = null): Performed {
    const known = toGatewayError(error)
    if (known.class === 'bug') this.#options.logger.error({ err: error, action }, 'a Redis request failed')
    const result = {
      success: false,
      data: null,
      error: accountErrorText(known.text, this.#options.language(), account),
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
  /** Its sender was told before it ended. */
  readonly isPending?: boolean
}

/** What is to be done for a request id that is new. */
interface Work {
  /** Whether no other gateway may do it, too. */
  readonly isClaimed: boolean
  /** `isLeft`: whoever began it died over it. */
  readonly run: (isLeft: boolean) => Promise<Performed>
}

type ClaimOutcome = Claimed | { readonly kind: 'lost' } | { readonly kind: 'refused'; readonly refusal: Performed }

const shortestTimeoutMs = 60_000

const refusedAs = (reason: MessageRef): GatewayError =>
  reason.key === 'redis.expired' ? new ExpiredError(reason) : new GatewayError('refused', reason.key, reason.params)

/** A repetition while the first is in work: the answer to that one lies under the same key and serves both. */
const repeated: Handled = { outcome: 'duplicate', error: null, reply: { kind: 'none' } }

function repetition(requestId: string, text: string): Handled {
  const reply = { kind: 'answer', requestId, text, usefulMs: shortestTimeoutMs, claim: null } as const
  return { outcome: 'duplicate', error: null, reply }
}

class ExpiredError extends GatewayError {
  constructor(reason: MessageRef) {
    super('refused', reason.key, reason.params)
  }
}
