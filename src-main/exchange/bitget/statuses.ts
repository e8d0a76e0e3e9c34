import type { OrderStatus } from '../../../src-shared/order.ts'

/** Every word for an order's state that Bitget's answers, streams and documents use, old spellings included. Source: venues/bitget.md §6.3, §7. */
const statuses: ReadonlyMap<string, OrderStatus> = new Map([
  ['init', 'open'],
  ['new', 'open'],
  ['live', 'open'],
  ['partially_filled', 'partially_filled'],
  ['partially_fill', 'partially_filled'],
  ['partial_fill', 'partially_filled'],
  ['filled', 'filled'],
  ['full_fill', 'filled'],
  ['cancelled', 'cancelled'],
  ['canceled', 'cancelled'],
  ['reject', 'rejected'],
  ['rejected', 'rejected'],
])

/** `unknown` for a word of the future. */
export function statusOf(word: string): OrderStatus {
  return statuses.get(word) ?? 'unknown'
}
