/** Requests taken and not yet off the processing list, by their bytes: the same bytes may lie there several times. */
export class HeldRequests {
  readonly #counts = new Map<string, number>()

  add(raw: Buffer): void {
    const key = raw.toString('latin1')
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1)
  }

  remove(raw: Buffer): void {
    const key = raw.toString('latin1')
    const count = (this.#counts.get(key) ?? 0) - 1
    if (count > 0) this.#counts.set(key, count)
    else this.#counts.delete(key)
  }

  /** Those of a processing list that are not in hand: of equal ones, as many as there are more than held. */
  notAmong(list: readonly Buffer[]): readonly Buffer[] {
    const seen = new Map<string, number>()
    return list.filter((raw) => {
      const key = raw.toString('latin1')
      const count = (seen.get(key) ?? 0) + 1
      seen.set(key, count)
      return count > (this.#counts.get(key) ?? 0)
    })
  }
}
