/**
 * At most so many in a stretch of real time that slides along. Real, because the exchanges' own clock stands still in
 * tests.
 */
export class RateWindow {
  readonly #times: number[] = []
  readonly #windowMs: number

  constructor(windowMs: number) {
    this.#windowMs = windowMs
  }

  /** Counts one more; false: that was one too many. */
  take(most: number): boolean {
    const now = performance.now()
    while (this.#times.length > 0 && now - (this.#times[0] ?? now) >= this.#windowMs) this.#times.shift()
    this.#times.push(now)
    return this.#times.length <= most
  }
}
