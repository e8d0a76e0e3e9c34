import { AsyncLocalStorage } from 'node:async_hooks'
import type { Priority } from './rate-limiter.ts'

interface Purpose {
  readonly urgent: boolean
  readonly patient: boolean
}

const current = new AsyncLocalStorage<Purpose>()
const usual: Purpose = { urgent: false, patient: false }
const purpose = (): Purpose => current.getStore() ?? usual

/**
 * Runs reads on which an order depends: what they ask goes with the orders, before what people look at. What watches the exits of a position must not
 * wait behind a page of history.
 */
export function urgently<T>(read: () => Promise<T>): Promise<T> {
  return current.run({ ...purpose(), urgent: true }, read)
}

/** Whether the caller's reads are urgent. */
export function isUrgent(): boolean {
  return purpose().urgent
}

/**
 * Runs reads for which nobody waits at the moment, and which have to come through in the end: they keep their place in the limiter's queue for
 * minutes, instead of coming back to its end again and again.
 */
export function patiently<T>(read: () => Promise<T>): Promise<T> {
  return current.run({ ...purpose(), patient: true }, read)
}

const patientMs = 180_000

/** How long a read may wait for leave to send, in ms; `usualMs` where the caller says nothing else. */
export function withPatience(usualMs: number): number {
  return purpose().patient ? patientMs : usualMs
}

/** The priority of a request among those that wait: an urgent read goes as an order does. */
export function withUrgency(priority: Priority): Priority {
  return priority === 'read' && isUrgent() ? 'order' : priority
}
