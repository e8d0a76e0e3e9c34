/** The exchanges' clock: the machine's (or a test's), with an offset that control can set. */
export class SkewedClock {
  readonly #base: () => number
  #offsetMs = 0

  constructor(base: () => number) {
    this.#base = base
  }

  /** Epoch ms, whole. */
  now(): number {
    return Math.floor(this.#base()) + this.#offsetMs
  }

  get offsetMs(): number {
    return this.#offsetMs
  }

  setOffset(offsetMs: number): void {
    this.#offsetMs = offsetMs
  }
}
