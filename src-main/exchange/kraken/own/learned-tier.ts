import { type Tier, tiers } from '../limits.ts'

/** Between two attempts to reckon with more than is known to be allowed. */
const climbEveryMs = 60_000
/** After a refusal, how long what is known is enough. */
const contentMs = 6 * 3_600_000
/** Calls beyond a tier's counter that prove that the account is of a higher one: our reckoning may be a little off. */
const marginCalls = 3

/**
 * The verification tier of a key's account, which Kraken tells nobody. It is found out with questions, which a refusal
 * only delays, and never with orders: when questions would have to wait they are counted by the next tier. More of them
 * answered than the lower tier can ever allow prove the higher one, for orders too; a refusal is the end of it for
 * hours.
 */
export class LearnedTier {
  readonly #monotonic: () => number
  #known = 0
  #assumed = 0
  #climbFrom: number
  /** The call counter as it would stand at an account of the known tier. */
  #counted = 0
  #countedAt: number

  constructor(monotonic: () => number) {
    this.#monotonic = monotonic
    this.#climbFrom = monotonic() + climbEveryMs
    this.#countedAt = monotonic()
  }

  /** What questions are counted by. */
  get calls(): Tier['calls'] {
    return tierAt(this.#assumed).calls
  }

  /** What orders are counted by. */
  get engine(): Tier['engine'] {
    return tierAt(this.#known).engine
  }

  /** A question would have to wait. @returns whether another tier is reckoned with from now on. */
  pressed(): boolean {
    const now = this.#monotonic()
    if (this.#assumed > this.#known || this.#assumed >= tiers.length - 1 || now < this.#climbFrom) return false
    this.#assumed += 1
    return true
  }

  /** A question was answered. @returns whether another tier is known from now on. */
  answered(): boolean {
    const now = this.#monotonic()
    const { limit, perSecond } = tierAt(this.#known).calls
    const fallen = ((now - this.#countedAt) / 1_000) * perSecond
    this.#counted = Math.max(0, this.#counted - fallen) + 1
    this.#countedAt = now
    if (this.#assumed === this.#known || this.#counted <= limit + marginCalls) return false
    this.#known = this.#assumed
    this.#counted = 0
    this.#climbFrom = now + climbEveryMs
    return true
  }

  /** Kraken refused a question as one too many. @returns whether another tier is reckoned with from now on. */
  refused(): boolean {
    this.#climbFrom = this.#monotonic() + contentMs
    const fell = this.#assumed > this.#known
    this.#assumed = this.#known
    return fell
  }
}

function tierAt(index: number): Tier {
  return tiers[index] ?? tiers[0]
}
