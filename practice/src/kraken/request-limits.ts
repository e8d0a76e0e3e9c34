/** Limits that control can set: integers; `…Milli` are thousandths a second. */
export const defaultLimits = {
  /** Counter of a key's REST calls, and how fast it falls. */
  restMax: 20,
  restDecayMilli: 500,
  /** Counter of an account's order traffic on one pair. */
  tradingMax: 125,
  tradingDecayMilli: 2_340,
  maxOpenOrdersPerPair: 80,
  /** Requests with an unknown key from one address before it is locked out, and for how many seconds. */
  lockoutAfter: 15,
  lockoutSeconds: 60,
  /** 1: an untriggered stop holds what it would sell. Kraken does not say; here it does not unless told. */
  stopsHoldFunds: 0,
}
export type KrakenLimits = Readonly<typeof defaultLimits>

/** A counter that falls steadily. */
export class DecayingCounter {
  #value = 0
  #at = 0

  now(at: number, perMilliSecond: number): number {
    this.#value = Math.max(0, this.#value - Math.max(0, at - this.#at) * perMilliSecond)
    this.#at = at
    return this.#value
  }

  /** `most`: it rises no higher. */
  add(amount: number, most = Infinity): void {
    this.#value = Math.min(most, this.#value + amount)
  }
}

/**
 * Upper bounds of an order's age in seconds, and what amending, editing or cancelling it within costs beyond 1 for the
 * first two.
 */
const ages = [5, 10, 15, 45, 90, 300]
const penalties = {
  amend: [3, 2, 1, 0, 0, 0],
  edit: [6, 5, 4, 2, 1, 0],
  cancel: [8, 6, 5, 4, 2, 1],
} as const
const fixed = { amend: 1, edit: 1, cancel: 0 } as const

export function tradingCost(action: keyof typeof penalties, ageMs: number): number {
  const index = ages.findIndex((limit) => ageMs < limit * 1_000)
  return fixed[action] + (index < 0 ? 0 : (penalties[action][index] ?? 0))
}
