export interface MarketCacheOptions<T> {
  readonly load: () => Promise<T>
  readonly monotonic: () => number
  /** Younger answers are used as they are. */
  readonly freshMs?: number
  /** Between fresh and this age the old answer is used while a new one is fetched; beyond it callers wait for that one. */
  readonly usableMs?: number
}

/** One venue's markets, shared by its accounts: fetched once however many ask, renewed behind the callers' backs. */
export class MarketCache<T> {
  readonly #options: Required<MarketCacheOptions<T>>
  #value: { readonly markets: T; readonly at: number } | null = null
  #running: Promise<T> | null = null

  constructor(options: MarketCacheOptions<T>) {
    this.#options = { freshMs: 5 * 60_000, usableMs: 60 * 60_000, ...options }
  }

  /**
   * An old answer is better than none: when a new one cannot be had, callers get the old one, for a cancel must not fail for want of a
   * market list. @throws what the load throws, when nothing was ever loaded or `refresh` was asked for.
   */
  async get(options: { readonly refresh?: boolean } = {}): Promise<T> {
    const value = this.#value
    if (value === null || options.refresh === true) return this.#load()
    const age = this.#options.monotonic() - value.at
    if (age > this.#options.usableMs) return this.#load().catch(() => value.markets)
    if (age > this.#options.freshMs) void this.#load().catch(() => undefined)
    return value.markets
  }

  /** The next {@link get} fetches anew: the exchange said something that contradicts what is kept here. */
  invalidate(): void {
    if (this.#value !== null) this.#value = { ...this.#value, at: -Infinity }
  }

  #load(): Promise<T> {
    this.#running ??= this.#options
      .load()
      .then((markets) => {
        this.#value = { markets, at: this.#options.monotonic() }
        return markets
      })
      .finally(() => {
        this.#running = null
      })
    return this.#running
  }
}
