import { AsyncLocalStorage } from 'node:async_hooks'
import type { Priority } from '../../http/rate-limiter.ts'

/** Who goes first: what ends an order, what the answer to one that was sent waits for, new orders, what watches exits, and what people look at. */
const lanes = ['cancel', 'follow_up', 'order', 'look', 'read'] as const
type Lane = (typeof lanes)[number]

const followingUp = new AsyncLocalStorage<true>()

/**
 * Runs questions about an order that has just been sent: they go before orders that wait to be sent, so that its caller has an answer while the
 * others are on their way, and not when the last of them has left.
 */
export function followUp<T>(ask: () => Promise<T>): Promise<T> {
  return followingUp.run(true, ask)
}

/**
 * One thing at a time, in order of priority and then of arrival. Kraken refuses a nonce below one that it has seen, and requests under way
 * at the same time may overtake each other: so the next request of a key leaves when the last one has been answered.
 */
export class Turns {
  readonly #waiting: Readonly<Record<Lane, (() => void)[]>> = {
    cancel: [],
    follow_up: [],
    order: [],
    look: [],
    read: [],
  }
  #busy = false

  async run<T>(priority: Priority, work: () => Promise<T>): Promise<T> {
    if (this.#busy) {
      const lane = priority !== 'cancel' && followingUp.getStore() === true ? 'follow_up' : priority
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
