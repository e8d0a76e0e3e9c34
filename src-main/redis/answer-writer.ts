import type { Logger } from '../infra/clock.ts'
import { answerKey, answerTtlSeconds } from './protocol.ts'
import type { ClaimNote, RedisLine } from './redis-line.ts'
import type { Handled } from './request-handler.ts'

const freeKeyCheckMs = 100

/** An answer to a request, and how far it has come. */
export interface DueAnswer {
  readonly reply: Extract<Handled['reply'], { kind: 'answer' }>
  readonly raw: Buffer
  /** Monotonic ms after which its reader has given up. */
  readonly until: number
}

interface Unsent extends DueAnswer {
  /** The number under which it went out; null: it never did. */
  readonly sentAs: number | null
  /** In a cluster: it lies under its key, only its request is still to be removed. */
  readonly isWritten: boolean
}

interface Options {
  readonly logger: Logger
  readonly monotonicMs: () => number
  /** Told when a request is off the processing list, or nothing more is done for it. */
  readonly onDone: (raw: Buffer) => void
}

/**
 * Writes answers and removes their requests, over whichever line there is. An answer that was on its way when a line
 * was lost is written again only if Redis did not do it: its reader may have read and removed it already, and a second
 * one would lie there for nobody. Redis tells by a receipt, a number that every transaction with an answer leaves
 * beside it. Where Redis lost its data the receipt is gone with the answer, and it is written again.
 */
export class AnswerWriter {
  readonly #options: Options
  readonly #postponed = new Set<Promise<void>>()
  #line: RedisLine | null = null
  #unsent: Unsent[] = []
  #sequence = 0
  #closing = false

  constructor(options: Options) {
    this.#options = options
  }

  /**
   * Goes on over a new line. Nothing is written there before it is known what became of the answers sent over the last.
   */
  async resume(line: RedisLine): Promise<void> {
    const receipt = await line.receipt()
    const isDone = ({ sentAs }: Unsent): boolean => sentAs !== null && sentAs <= receipt
    const items = this.#unsent
    this.#unsent = items.filter((item) => !isDone(item))
    for (const { raw } of items.filter(isDone)) this.#options.onDone(raw)
    this.#line = line
    await this.flush()
  }

  /** Writes an answer, or keeps it for the next line. */
  send(answer: DueAnswer): Promise<void> {
    return this.#send({ ...answer, sentAs: null, isWritten: false })
  }

  /** Writes the answers that were kept, as long as somebody may read them. */
  async flush(): Promise<void> {
    const items = this.#unsent
    this.#unsent = []
    for (const item of items) {
      if (!this.#line?.isAlive()) this.#unsent.push(item)
      else if (this.#options.monotonicMs() <= item.until) await this.#send(item)
      else await this.#forget(item.raw, claimOf(item))
    }
  }

  /** Removes a request without an answer; if that fails, the next sweep finds it and recognises it. */
  async forget(raw: Buffer): Promise<void> {
    await this.#forget(raw, null)
  }

  /**
   * Writes an answer as soon as no other waits under its key, for as long as another could wait there. Its request
   * stays on the processing list until then: whoever ends before has the next one answer it.
   */
  postpone(requestId: string, text: string, raw: Buffer): void {
    const until = this.#options.monotonicMs() + answerTtlSeconds * 1_000
    const attempt = async (): Promise<void> => {
      while (this.#options.monotonicMs() < until) {
        const written = await this.#line
          ?.answerIfNone(answerKey(requestId), text, answerTtlSeconds, raw)
          .catch(() => false)
        if (written === true) {
          this.#options.onDone(raw)
          return
        }
        if (this.#closing) return
        await new Promise((resolve) => setTimeout(resolve, freeKeyCheckMs))
      }
      await this.#forget(raw, null)
    }
    const postponed = attempt().finally(() => this.#postponed.delete(postponed))
    this.#postponed.add(postponed)
  }

  /** No postponed answer waits for its key any longer. @returns those that are on their way */
  close(): readonly Promise<void>[] {
    this.#closing = true
    return [...this.#postponed]
  }

  async #forget(raw: Buffer, claim: ClaimNote | null): Promise<void> {
    if (this.#line?.isAlive()) await this.#line.forget(raw, claim).catch(() => undefined)
    this.#options.onDone(raw)
  }

  async #send(item: Unsent): Promise<void> {
    const line = this.#line
    let tried = item
    try {
      if (!line?.isAlive()) throw new Error('no line')
      const { reply, raw } = item
      const key = answerKey(reply.requestId)
      if (line.inCluster) {
        // Both at once is impossible there, since they lie on different nodes.
        if (!item.isWritten) await line.write(key, reply.text, answerTtlSeconds)
        tried = { ...item, isWritten: true }
        await line.forget(raw, claimOf(item))
      } else {
        this.#sequence += 1
        tried = { ...item, sentAs: this.#sequence }
        const beside = { raw, receipt: this.#sequence, claim: claimOf(item) }
        if (!(await line.answer(key, reply.text, answerTtlSeconds, beside)))
          this.#options.logger.warn(
            { requestId: reply.requestId },
            'another gateway has answered a request of this one, which was out of reach',
          )
      }
      this.#options.onDone(raw)
    } catch (error) {
      if (line?.isAlive()) this.#options.logger.warn({ err: error }, 'Redis did not take an answer')
      this.#unsent.push(tried)
    }
  }
}

function claimOf({ reply: { requestId, claim } }: DueAnswer): ClaimNote | null {
  return claim === null ? null : { requestId, ...claim }
}
