/** Messages after a gap by which the missing one must have come. */
const mostLater = 8
/** Of a longer gap nobody counts what is missing: it will not all come. */
const mostMissing = 1_000

/**
 * The numbers of a private socket's messages, which count on over its channels. That they leave none out is not
 * documented, so a gap is no fault at first: it says that something may be missing.
 */
export class Numbering {
  #last: number | null = null
  readonly #missing = new Set<number>()
  #later = 0

  /** @returns whether one before it has not come */
  note(sequence: number): boolean {
    const expected = this.#last === null ? sequence : this.#last + 1
    this.#missing.delete(sequence)
    this.#later = this.#missing.size === 0 ? 0 : this.#later + 1
    const until = Math.min(sequence, expected + mostMissing)
    for (let number = expected; number < until; number += 1) this.#missing.add(number)
    this.#last = Math.max(sequence, this.#last ?? 0)
    return sequence > expected
  }

  /** Something is missing that may still come. */
  get isDoubtful(): boolean {
    return this.#missing.size > 0
  }

  /** Something is missing, and so much has come since that it will not. */
  get isLost(): boolean {
    return this.isDoubtful && this.#later > mostLater
  }

  /** What was missing matters no more. */
  forgive(): void {
    this.#missing.clear()
    this.#later = 0
  }
}
