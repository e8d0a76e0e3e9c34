import type { Pace } from './protocol.ts'

/** Counts what happens within a sliding window, so that no more does than may. */
export class Paced {
  readonly #pace: Pace
  readonly #now: () => number
  /** When the last ones happened, oldest first. */
  readonly #times: number[] = []

  /** @param now ms that never go back */
  constructor(pace: Pace, now: () => number) {
    this.#pace = pace
    this.#now = now
  }

  /** How long until another may happen, ms; 0: now. */
  waitMs(): number {
    const first = this.#times[this.#times.length - this.#pace.most]
    return first === undefined ? 0 : Math.max(0, first + this.#pace.perMs - this.#now())
  }

  /** One happens now, whether it may or not. */
  count(): void {
    this.#times.push(this.#now())
    if (this.#times.length > this.#pace.most) this.#times.shift()
  }
}
