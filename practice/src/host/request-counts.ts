/** What happened to the requests of one endpoint. */
export interface EndpointCount {
  /** `binance POST /api/v3/order` */
  readonly endpoint: string
  /** Requests whose bytes arrived. */
  readonly seen: number
  /** Requests that the exchange processed (a fault may still have taken the answer). */
  readonly processed: number
  /** Requests that a fault touched. */
  readonly spoiled: number
}

/** Counts requests by endpoint, for tests that must know how often something was really sent. */
export class RequestCounts {
  readonly #counts = new Map<string, { seen: number; processed: number; spoiled: number }>()

  seen(endpoint: string): void {
    this.#of(endpoint).seen += 1
  }

  processed(endpoint: string): void {
    this.#of(endpoint).processed += 1
  }

  spoiled(endpoint: string): void {
    this.#of(endpoint).spoiled += 1
  }

  clear(): void {
    this.#counts.clear()
  }

  list(): readonly EndpointCount[] {
    return [...this.#counts].map(([endpoint, counts]) => ({ endpoint, ...counts }))
  }

  #of(endpoint: string): { seen: number; processed: number; spoiled: number } {
    const counts = this.#counts.get(endpoint) ?? { seen: 0, processed: 0, spoiled: 0 }
    this.#counts.set(endpoint, counts)
    return counts
  }
}
