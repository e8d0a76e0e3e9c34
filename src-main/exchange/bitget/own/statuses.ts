import type { OrderStatus } from '../../../../src-shared/order.ts'

/**
 * Every word for an order's state that Bitget's answers, streams and documents use, old spellings included: of orders,
 * of plan orders and of strategy orders. `executed` and `success` are not here: what was triggered has placed an order,
 * of which these words do not tell the fate. Source: docs/exchanges/bitget.md §6.3, §7.
 */
const statuses: ReadonlyMap<string, OrderStatus> = new Map([
  ['init', 'open'],
  ['new', 'open'],
  ['live', 'open'],
  ['not_trigger', 'open'],
  ['pending', 'open'],
  ['submitting', 'open'],
  ['executing', 'open'],
  ['partially_filled', 'partially_filled'],
  ['partially_fill', 'partially_filled'],
  ['partial_fill', 'partially_filled'],
  ['filled', 'filled'],
  ['full_fill', 'filled'],
  ['cancelled', 'cancelled'],
  ['canceled', 'cancelled'],
  ['cancel', 'cancelled'],
  ['reject', 'rejected'],
  ['rejected', 'rejected'],
  ['fail', 'rejected'],
  ['failed', 'rejected'],
  ['fail_trigger', 'rejected'],
  ['fail_execute', 'rejected'],
])

/** `unknown` for a word of the future, and where there is none. */
export function statusOf(word: string): OrderStatus {
  return statuses.get(word) ?? 'unknown'
}

const waitingWords = new Set(['not_trigger', 'live', 'pending'])

/** Whether a conditional order still waits for its price. */
export function isWaitingWord(word: string): boolean {
  return waitingWords.has(word)
}
