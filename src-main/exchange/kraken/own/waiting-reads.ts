import type { Params } from '../../http/query.ts'
import { type Urgency, urgencyName } from '../../http/urgency.ts'
import type { Endpoint } from '../endpoints.ts'

/**
 * Questions that wait for leave to send. Whoever asks the same meanwhile joins: the answer will be as fresh as one of
 * its own, and costs the key's call counter one call instead of two. What has left is joined by nobody, for its answer
 * may be older than the question.
 */
export class WaitingReads {
  readonly #waiting = new Map<string, Promise<unknown>>()

  /** @param ask to be told `onSend` when the question leaves. */
  join<T>(endpoint: Endpoint, params: Params, urgency: Urgency, ask: (onSend: () => void) => Promise<T>): Promise<T> {
    const key = JSON.stringify([endpoint.path, urgencyName(urgency), params])
    const waiting = this.#waiting.get(key)
    if (waiting !== undefined) return waiting as Promise<T>
    const leave = (): void => {
      if (this.#waiting.get(key) === asked) this.#waiting.delete(key)
    }
    const asked = ask(() => leave())
    this.#waiting.set(key, asked)
    asked.then(leave, leave)
    return asked
  }
}
