import type { Clock } from '../../src-main/infra/clock.ts'

interface Timer {
  readonly at: number
  readonly order: number
  readonly call: () => void
}

/** A clock that a test moves by hand. */
export class FakeClock implements Clock {
  #now = 1_800_000_000_000
  #order = 0
  readonly #timers = new Set<Timer>()

  readonly now = (): number => this.#now

  after(ms: number, call: () => void): () => void {
    const timer = { at: this.#now + ms, order: this.#order++, call }
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }

  get waiting(): number {
    return this.#timers.size
  }

  /** Lets time pass; everything due happens in its order, and what it started goes on as far as it can. */
  async advance(ms: number): Promise<void> {
    const until = this.#now + ms
    await settle()
    for (let next = this.#next(until); next !== undefined; next = this.#next(until)) {
      this.#timers.delete(next)
      this.#now = Math.max(this.#now, next.at)
      next.call()
      await settle()
    }
    this.#now = until
  }

  /** Time passes while the machine sleeps: what is due happens with the next {@link advance}. */
  sleep(ms: number): void {
    this.#now += ms
  }

  #next(until: number): Timer | undefined {
    return [...this.#timers].filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at || a.order - b.order)[0]
  }
}

/** Lets every promise that is ready go on. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}
