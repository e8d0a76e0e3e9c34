const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)))

/**
 * Those who want to be told of events. One that throws is a fault of its own: neither who tells nor the others are kept
 * from anything by it.
 * @typeParam Told what each is told
 */
export class Listeners<Told extends readonly unknown[]> {
  readonly #listeners = new Set<(...told: Told) => void>()
  readonly #failed: (error: unknown) => void

  /**
   * @param failed told what a listener throws; without it the error counts as one that nobody handled, which a gateway
   * logs
   */
  constructor(failed: (error: unknown) => void = (error) => void Promise.reject(asError(error))) {
    this.#failed = failed
  }

  get size(): number {
    return this.#listeners.size
  }

  /** @returns how to stop listening */
  add(listener: (...told: Told) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  tell(...told: Told): void {
    for (const listener of this.#listeners) {
      try {
        listener(...told)
      } catch (error) {
        this.#failed(error)
      }
    }
  }
}
