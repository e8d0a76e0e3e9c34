/**
 * Who goes first: what ends an order, what the answer to one that was sent waits for, so that its caller has it while
 * the others are on their way, new orders, what watches exits, and what people look at.
 */
const lanes = ['cancel', 'follow_up', 'order', 'poll', 'read'] as const
export type Lane = (typeof lanes)[number]

/**
 * One thing at a time, in order of priority and then of arrival. Kraken refuses a nonce below one that it has seen, and
 * requests under way at the same time may overtake each other: so the next request of a key leaves when the last one
 * has been answered.
 */
export class Turns {
  readonly #waiting: Readonly<Record<Lane, (() => void)[]>> = {
    cancel: [],
    follow_up: [],
    order: [],
    poll: [],
    read: [],
  }
  #busy = false

  async run<T>(lane: Lane, work: () => Promise<T>): Promise<T> {
    if (this.#busy) {
      await new Promise<void>((resolve) => {
        this.#waiting[lane].push(resolve)
      })
    }
    this.#busy = true
    try {
      return await work()
    } finally {
      // A moment later: whoever reads the answer may have a question about it, which goes before the orders that wait.
      setImmediate(() => this.#handOver())
    }
  }

  /** The turn goes straight to whoever is next, so that nobody who comes meanwhile takes it. */
  #handOver(): void {
    for (const lane of lanes) {
      const next = this.#waiting[lane].shift()
      if (next !== undefined) {
        next()
        return
      }
    }
    this.#busy = false
  }
}
