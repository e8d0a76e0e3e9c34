import { isJsonObject } from '../json-number.ts'
import type { SeenCommand } from '../monitor-line.ts'
import { answerKey, requestKey } from '../protocol.ts'
import { dataOf, type Recorded } from './recording.ts'

const answerPrefix = answerKey('')

/**
 * Puts together requests and their answers from what Redis is told, by whomever: RPUSH or LPUSH on the list, SET or
 * SETEX under a response key, in one database. Everything else is not looked at, logins least of all.
 */
export class Recorder {
  readonly #db: number
  readonly #recorded: (recorded: Recorded) => void
  /** By request id. */
  readonly #waiting = new Map<string, Recorded>()

  constructor(db: number, recorded: (recorded: Recorded) => void) {
    this.#db = db
    this.#recorded = recorded
  }

  take({ at, db, words }: SeenCommand): void {
    if (db !== this.#db) return
    const [command = '', key = '', ...rest] = words
    switch (command.toLowerCase()) {
      case 'rpush':
      case 'lpush':
        if (key === requestKey) for (const text of rest) this.#pushed(text, at)
        return
      case 'setex':
      case 'psetex':
        this.#answered(key, rest[1], at)
        return
      case 'set':
        this.#answered(key, rest[0], at)
    }
  }

  /** Hands over what has no answer yet. */
  end(): void {
    for (const recorded of this.#waiting.values()) this.#recorded(recorded)
    this.#waiting.clear()
  }

  #pushed(text: string, at: number): void {
    const request = dataOf(text)
    const recorded = { at, tookMs: null, request, answer: null }
    const id = isJsonObject(request) ? request.request_id : null
    // Nobody can answer it.
    if (typeof id !== 'string') this.#recorded(recorded)
    else this.#waiting.set(id, recorded)
  }

  #answered(key: string, text: string | undefined, at: number): void {
    if (!key.startsWith(answerPrefix) || text === undefined) return
    const id = key.slice(answerPrefix.length)
    const asked = this.#waiting.get(id)
    // Pushed before we looked.
    if (asked === undefined) return
    this.#waiting.delete(id)
    this.#recorded({ ...asked, tookMs: Math.max(0, at - (asked.at ?? at)), answer: dataOf(text) })
  }
}
