interface Mark {
  /** Monotonic ms at which the queue's length was asked. */
  readonly at: number
  /** How many elements had been pushed by then, counted in elements that we take. */
  readonly pushed: number
}

/**
 * Proves how old an element of the queue can be at most, without trusting anybody's clock: whatever lies behind the
 * elements counted at some moment was pushed after that moment. Elements counted before the first connection have no
 * such bound.
 */
export class QueueClock {
  #taken = 0
  #marks: Mark[] = []

  /** The queue held `length` elements at some moment not before `at`. */
  mark(at: number, length: number): void {
    const pushed = this.#taken + length
    const later = this.#marks.filter((mark) => mark.pushed < pushed)
    const base = later.findLastIndex((mark) => mark.pushed <= this.#taken)
    this.#marks = later.slice(Math.max(0, base))
    this.#marks.push({ at, pushed })
  }

  /**
   * Counts an element taken from the head. @returns the monotonic ms before which it cannot have been pushed; null: no
   * bound.
   */
  take(): number | null {
    this.#taken += 1
    return this.#marks.findLast((mark) => mark.pushed < this.#taken)?.at ?? null
  }

  /** The same bound for an element that was taken without our knowing (its reply was lost), so it is not counted. */
  lost(): number | null {
    return this.#marks.findLast((mark) => mark.pushed <= this.#taken)?.at ?? null
  }
}
