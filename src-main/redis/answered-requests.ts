/** Bounds of what is remembered here. Beyond them Redis (its claims) and the desk's journal still know every order. */
const memoryLimits = { answers: 5_000, characters: 4_000_000, ageMs: 600_000 } as const

interface Working {
  readonly state: 'working'
  readonly fingerprint: string
  readonly done: Promise<void>
  readonly finish: () => void
}
interface Answered {
  readonly state: 'answered'
  readonly fingerprint: string
  readonly answer: string
  readonly at: number
}

/**
 * What is known about a request id: nothing yet, in work, or answered; `same` tells whether it asked the same thing.
 */
export type Known =
  | { readonly kind: 'new' }
  | { readonly kind: 'working'; readonly same: boolean; readonly done: Promise<void> }
  | { readonly kind: 'answered'; readonly same: boolean; readonly answer: string }

/** The request ids in work and the last ones answered, so that a request pushed twice is executed once. */
export class AnsweredRequests {
  readonly #requests = new Map<string, Working | Answered>()
  readonly #answeredOrder = new Set<string>()
  #characters = 0

  /** Looks an id up; when it is new it is in work from now on, until {@link finish}. */
  begin(requestId: string, fingerprint: string, now: number): Known {
    this.#forget(now)
    const known = this.#requests.get(requestId)
    if (known) {
      const same = known.fingerprint === fingerprint
      if (known.state === 'working') return { kind: 'working', same, done: known.done }
      return { kind: 'answered', same, answer: known.answer }
    }
    const { promise, resolve } = Promise.withResolvers<undefined>()
    this.#requests.set(requestId, {
      state: 'working',
      fingerprint,
      done: promise,
      finish: () => {
        resolve(undefined)
      },
    })
    return { kind: 'new' }
  }

  /** Keeps the answer of an id in work and wakes whoever waits for it. */
  finish(requestId: string, answer: string, now: number): void {
    const known = this.#requests.get(requestId)
    if (known?.state !== 'working') return
    this.#requests.set(requestId, { state: 'answered', fingerprint: known.fingerprint, answer, at: now })
    this.#answeredOrder.add(requestId)
    this.#characters += answer.length
    known.finish()
    this.#forget(now)
  }

  /** Knows nothing of an id in work any more, and wakes whoever waits for it. */
  abandon(requestId: string): void {
    const known = this.#requests.get(requestId)
    if (known?.state !== 'working') return
    this.#requests.delete(requestId)
    known.finish()
  }

  #forget(now: number): void {
    for (const requestId of this.#answeredOrder) {
      const known = this.#requests.get(requestId)
      if (known?.state !== 'answered') continue
      const full = this.#answeredOrder.size > memoryLimits.answers || this.#characters > memoryLimits.characters
      if (!full && now - known.at <= memoryLimits.ageMs) return
      this.#answeredOrder.delete(requestId)
      this.#requests.delete(requestId)
      this.#characters -= known.answer.length
    }
  }
}
