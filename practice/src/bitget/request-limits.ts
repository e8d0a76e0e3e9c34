/**
 * Limits that control can set: `perSecondPercent` scales every endpoint's own limit a second; `openOrders` is per pair.
 */
export const defaultLimits = { perSecondPercent: 100, openOrders: 200 }
export type BitgetLimits = Readonly<typeof defaultLimits>

/** Requests of one caller on one endpoint within the clock's second. */
export class SecondCounter {
  #second = -1
  #count = 0

  /** Whether one more is allowed; counts it if so. */
  allows(limit: number, now: number): boolean {
    const second = Math.floor(now / 1_000)
    if (second !== this.#second) {
      this.#second = second
      this.#count = 0
    }
    if (this.#count >= limit) return false
    this.#count += 1
    return true
  }
}
