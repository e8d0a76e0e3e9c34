import { priorities, type Priority } from '../rate-limiter.ts'

/**
 * One thing at a time, in order of priority and then of arrival. Kraken refuses a nonce below one that it has seen, and requests under way
 * at the same time may overtake each other: so the next request of a key leaves when the last one has been answered.
 */
export class Turns {
  readonly #waiting: Readonly<Record<Priority, (() => void)[]>> = { cancel: [], order: [], read: [] }
  #busy = false

  async run<T>(priority: Priority, work: () => Promise<T>): Promise<T> {
    if (this.#busy) {
      await new Promise<void>((resolve) => {
        this.#waiting[priority].push(resolve)
      })
    }
    this.#busy = true
    try {
      return await work()
    } finally {
      this.#handOver()
    }
  }

  /** The turn goes straight to whoever is next, so that nobody who comes meanwhile takes it. */
  #handOver(): void {
    for (const priority of priorities) {
      const next = this.#waiting[priority].shift()
      if (next !== undefined) {
        next()
        return
      }
    }
    this.#busy = false
  }
}
