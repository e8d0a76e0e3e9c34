import { AsyncLocalStorage } from 'node:async_hooks'
import type { Priority } from './rate-limiter.ts'

interface Purpose {
  readonly urgent: boolean
  /** How long a read may wait for leave to send; null: as long as is usual. */
  readonly patienceMs: number | null
}

const current = new AsyncLocalStorage<Purpose>()
const usual: Purpose = { urgent: false, patienceMs: null }
const purpose = (): Purpose => current.getStore() ?? usual

/**
 * Runs looks on which the exits of a position depend: what they ask goes before what people look at and must not wait behind a page of history, but never before
 * orders and their answers.
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
  return current.run({ ...purpose(), patienceMs: patientMs }, read)
}

const patientMs = 180_000

/** Runs reads that are worth no more than this wait for leave to send, in ms: somebody waits for an answer that can do without them. */
export function impatiently<T>(patienceMs: number, read: () => Promise<T>): Promise<T> {
  return current.run({ ...purpose(), patienceMs }, read)
}

/** How long a read may wait for leave to send, in ms; `usualMs` where the caller says nothing else. */
export function withPatience(usualMs: number): number {
  return purpose().patienceMs ?? usualMs
}

/** The priority of a request among those that wait: an urgent read is a look. */
export function withUrgency(priority: Priority): Priority {
  return priority === 'read' && isUrgent() ? 'look' : priority
}
