/** Within so long of being pushed, a request that moves an order is answered, with what is known by then. */
const answerWithinMs = 10_000
/** A request that reaches us when most of that time is over still gets this much. */
const leastMs = 3_000

/** Stands for a result that did not come while its sender could wait. */
export const late = Symbol('late')

/**
 * How long the sender of a request that moves an order is left without any answer. What it asked for goes on all the
 * same; only a person's decision is waited for as long as it takes.
 */
export class Patience {
  readonly #ms: number
  #waitsForPerson = false

  /** @param ageMs how long ago the request was pushed, as far as known. */
  constructor(ageMs: number, withinMs: number = answerWithinMs) {
    this.#ms = Math.max(Math.min(leastMs, withinMs), withinMs - ageMs)
  }

  /** From now on nothing happens until a person has decided. */
  readonly onPerson = (): void => {
    this.#waitsForPerson = true
  }

  /** What some work brings, or {@link late}. Work that is late goes on, and its end is nobody's concern here. */
  within<T>(work: Promise<T>): Promise<T | typeof late> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        if (!this.#waitsForPerson) resolve(late)
      }, this.#ms)
      work.finally(() => clearTimeout(timer)).then(resolve, reject)
    })
  }
}
