import type { Priority } from './admission.ts'

/** How reads take their place among the requests that wait for leave to send. Writes heed none. */
export interface Urgency {
  /**
   * `follow_up`: the answer to an order that was sent waits for it. `poll`: the exits of a position depend on it, so it
   * goes before what people look at and does not wait behind a page of history, but never goes before orders and their
   * answers.
   */
  readonly priority: 'follow_up' | 'poll' | 'read'
  /** How long a read may wait for leave to send, in ms; null: as long as is usual. */
  readonly patienceMs: number | null
}

export const usual: Urgency = { priority: 'read', patienceMs: null }

/** Of reads that the answer to an order waits for. */
export const followUp: Urgency = { priority: 'follow_up', patienceMs: null }

/** Of polls on which the exits of a position depend. */
export const urgent: Urgency = { priority: 'poll', patienceMs: null }

/**
 * Of reads for which nobody waits at the moment, and which have to come through in the end: they keep their place in
 * the limiter's queue for minutes, instead of coming back to its end again and again.
 */
export const patient: Urgency = { priority: 'read', patienceMs: 180_000 }

/** The priority of a request; its own counts where it is more than that of a plain read. */
export function priorityOf(own: Priority, { priority }: Urgency): Priority {
  if (own !== 'read') return own
  return priority === 'follow_up' ? 'order' : priority
}

/**
 * Names an urgency among the keys of questions that are asked once for all who ask the same: one that may wait longer,
 * or goes later, is not the same.
 */
export function urgencyName({ priority, patienceMs }: Urgency): string {
  return `${priority} ${patienceMs ?? ''}`
}
