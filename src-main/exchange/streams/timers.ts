import type { Clock } from '../../infra/clock.ts'

/** Timers that end together. */
export class Timers {
  readonly #clock: Clock
  readonly #running = new Set<() => void>()
  readonly #named = new Map<string, () => void>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** @returns how to prevent it */
  after(ms: number, call: () => void): () => void {
    const cancel = this.#clock.after(ms, () => {
      this.#running.delete(cancel)
      call()
    })
    this.#running.add(cancel)
    return () => {
      this.#running.delete(cancel)
      cancel()
    }
  }

  /** As {@link after}; takes the place of the last one of that name. */
  only(name: string, ms: number, call: () => void): void {
    this.cancel(name)
    this.#named.set(name, this.after(ms, call))
  }

  cancel(name: string): void {
    this.#named.get(name)?.()
    this.#named.delete(name)
  }

  close(): void {
    for (const cancel of this.#running) cancel()
    this.#running.clear()
    this.#named.clear()
  }
}
