import { AsyncLocalStorage } from 'node:async_hooks'
import type { Priority } from './rate-limiter.ts'

const current = new AsyncLocalStorage<true>()

/**
 * Runs reads on which an order depends: what they ask goes with the orders, before what people look at. What watches the exits of a position must not
 * wait behind a page of history.
 */
export function urgently<T>(read: () => Promise<T>): Promise<T> {
  return current.run(true, read)
}

/** Whether the caller's reads are urgent. */
export function isUrgent(): boolean {
  return current.getStore() ?? false
}

/** The priority of a request among those that wait: an urgent read goes as an order does. */
export function withUrgency(priority: Priority): Priority {
  return priority === 'read' && isUrgent() ? 'order' : priority
}
