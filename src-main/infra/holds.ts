/** Holds what is named at the moment, and lets go of the rest. */
export class Holds {
  readonly #hold: (name: string) => () => void
  readonly #held = new Map<string, () => void>()

  /** `hold`: returns how to let go. */
  constructor(hold: (name: string) => () => void) {
    this.#hold = hold
  }

  keep(names: readonly string[]): void {
    const wanted = new Set(names)
    for (const name of wanted) if (!this.#held.has(name)) this.#held.set(name, this.#hold(name))
    for (const [name, letGo] of this.#held) {
      if (wanted.has(name)) continue
      this.#held.delete(name)
      letGo()
    }
  }
}
