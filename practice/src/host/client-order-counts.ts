import type { ClientOrderStatistics } from './practice-server.ts'

/** How many requests arrived under each client order id, and how many of them became orders. */
export class ClientOrderCounts {
  readonly #counts = new Map<string, { arrived: number; accepted: number }>()

  arrived(clientOrderId: string): void {
    const counts = this.#counts.get(clientOrderId) ?? { arrived: 0, accepted: 0 }
    counts.arrived += 1
    this.#counts.set(clientOrderId, counts)
  }

  /** An order was placed under an id; ids that did not come with a request are not counted. */
  accepted(clientOrderId: string): void {
    const counts = this.#counts.get(clientOrderId)
    if (counts !== undefined) counts.accepted += 1
  }

  clear(): void {
    this.#counts.clear()
  }

  list(): readonly ClientOrderStatistics[] {
    return [...this.#counts].map(([clientOrderId, counts]) => ({ clientOrderId, ...counts }))
  }
}
