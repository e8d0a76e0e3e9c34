import { GatewayError, toGatewayError } from '../../../src-shared/errors.ts'
import { type Language, type MessageRef, sentence } from '../../../src-shared/messages/index.ts'
import { accountErrorText } from '../error-text.ts'
import { clientTimeoutMs } from '../expiry.ts'
import { isJsonObject, type JsonValue } from '../json-number.ts'
import { jsonText } from '../json.ts'
import { Patience } from '../patience.ts'
import { perform } from '../perform.ts'
import { type ActionResult, answerText, integerOf } from '../protocol.ts'
import { readRequest } from '../read-request.ts'
import type { RedisServices } from '../services.ts'
import { type Difference, differencesOf } from './differences.ts'
import type { DryDesk } from './dry-desk.ts'
import { dataOf, type Recorded } from './recording.ts'

/** A request of a recording, as ours would answer it now. */
export interface Rehearsed {
  readonly requestId: string | null
  /** As it was asked for; null: the request cannot be read. */
  readonly action: string | null
  /** null: the request names none. */
  readonly brokerId: number | null
  readonly at: number | null
  readonly oldMs: number | null
  readonly oursMs: number
  /** null: none was recorded. */
  readonly old: { readonly success: boolean; readonly error: string | null } | null
  readonly ours: { readonly success: boolean; readonly error: string | null }
  /** What would be sent, and what else is known of it. */
  readonly notes: readonly string[]
  /** null: there is nothing to compare with. */
  readonly differences: readonly Difference[] | null
}

interface Parts {
  readonly services: Omit<RedisServices, 'desk'>
  readonly desk: DryDesk
  /** Of the sentences in our answers. */
  readonly language: Language
  /** Of the notes. */
  readonly notesIn: Language
}

/** Longer than any sender waits: a rehearsal is told how it ends. */
const patienceMs = 600_000

/**
 * Answers recorded requests as the gateway would, from the bytes on, and compares. How old a request is does not count.
 * Nothing goes to Redis, and what reads is all that goes to exchanges: see {@link DryDesk}.
 */
export class Rehearsal {
  readonly #parts: Parts
  /** One for all: what scans remember of an account hangs on it. */
  readonly #services: RedisServices

  constructor(parts: Parts) {
    this.#parts = parts
    this.#services = { ...parts.services, desk: parts.desk }
  }

  /** One after the other: notes belong to the request that is answered. Never throws. */
  async rehearse(recorded: Recorded): Promise<Rehearsed> {
    const { request, answer, at, tookMs } = recorded
    const { requestId, asked } = readRequest(Buffer.from(typeof request === 'string' ? request : jsonText(request)))
    const envelope = 'unreadable' in asked ? null : asked
    const startedAt = performance.now()
    const result =
      envelope === null
        ? this.#failure('unreadable' in asked ? asked.unreadable : null, null)
        : await this.#answer(envelope)
    const oursMs = Math.round(performance.now() - startedAt)
    const ours = dataOf(answerText(requestId ?? '', result, oursMs))
    const action = envelope?.action ?? null
    return {
      requestId,
      action,
      brokerId: envelope === null ? null : integerOf(envelope.params.broker_id ?? envelope.params.brokerId),
      at,
      oldMs: tookMs,
      oursMs,
      old: answer === null ? null : endingOf(answer),
      ours: endingOf(ours),
      notes: this.#parts.desk.takeNotes().map((note: MessageRef) => sentence(note, this.#parts.notesIn)),
      differences: answer === null ? null : differencesOf(action ?? '', answer, ours),
    }
  }

  async #answer(envelope: Parameters<typeof perform>[0]): Promise<ActionResult> {
    let name: string | null = null
    try {
      const answer = await perform(envelope, {
        services: this.#services,
        language: this.#parts.language,
        deadline: { at: Date.now() + clientTimeoutMs(envelope.action), check: () => undefined },
        patience: new Patience(0, patienceMs),
        onAccount: (account) => (name = account),
      })
      if (answer.kind === 'done') {
        const notes = answer.notes.map((note) => sentence(note, this.#parts.language))
        return { success: true, data: answer.data, notes, ageMs: answer.ageMs }
      }
      return { success: false, data: answer.data, error: accountErrorText(answer.error, this.#parts.language, name) }
    } catch (error) {
      return this.#failure(error, name)
    }
  }

  #failure(error: unknown, account: string | null): ActionResult {
    const { text } = error === null ? new GatewayError('refused', 'error.internal') : toGatewayError(error)
    return { success: false, data: null, error: accountErrorText(text, this.#parts.language, account) }
  }
}

function endingOf(answer: JsonValue): { readonly success: boolean; readonly error: string | null } {
  if (!isJsonObject(answer)) return { success: false, error: null }
  return { success: answer.success === true, error: typeof answer.error === 'string' ? answer.error : null }
}
