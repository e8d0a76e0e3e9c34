/** A map that keeps so many entries: those that were set last. */
export class RecentMap<V> extends Map<string, V> {
  readonly #capacity: number

  constructor(capacity: number) {
    super()
    this.#capacity = capacity
  }

  override set(key: string, value: V): this {
    this.delete(key)
    super.set(key, value)
    const [oldest] = this.keys()
    if (this.size > this.#capacity && oldest !== undefined) this.delete(oldest)
    return this
  }
}
