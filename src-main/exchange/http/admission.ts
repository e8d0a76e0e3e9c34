/**
 * Cancels go before orders and what their answers wait for; then polls on which exits depend; then what people and
 * lists ask for.
 */
export const priorities = ['cancel', 'order', 'poll', 'read'] as const
export type Priority = (typeof priorities)[number]

/** What a request costs: units of each pool by name. Pools that the limiter does not know are ignored. */
export type Cost = Readonly<Record<string, number>>

/** Why a request was not let through. `retryAfterMs`: when trying again makes sense. */
export class LimiterRefusal extends Error {
  readonly kind: 'queue-full' | 'too-late' | 'closed'
  readonly retryAfterMs: number

  constructor(kind: LimiterRefusal['kind'], retryAfterMs: number) {
    super(`limiter: ${kind}`)
    this.name = 'LimiterRefusal'
    this.kind = kind
    this.retryAfterMs = retryAfterMs
  }
}

/** Leave to send one request. Give it back exactly once, when the answer (or its absence) is known. */
export interface Admission {
  /** @param reported usage that the exchange told, by pool; those pools follow it instead of our own count. */
  done(reported?: Readonly<Record<string, number>>): void
}

/** Kept free of reads, and of orders: the rest of a window belongs to the higher priorities. */
export const share: Readonly<Record<Priority, number>> = { cancel: 1, order: 0.97, poll: 0.95, read: 0.85 }
