import { isFinal, type Order } from '../../../src-shared/order.ts'
import type { HistoryQuery } from '../core/base-exchange-client.ts'

type Bounds = Pick<HistoryQuery, 'since' | 'until'>

/** Whether a moment of creation, epoch ms, is asked for. */
export function isWithin(createdAt: number, { since, until }: Bounds): boolean {
  return (since === null || createdAt >= since) && (until === null || createdAt <= until)
}

/** Of orders the finished ones, newest first, at most `limit`. */
export function newestFinished(orders: readonly Order[], limit: number): readonly Order[] {
  return orders
    .filter(({ status }) => isFinal(status))
    .sort((a, b) => b.updatedAt - a.updatedAt || b.createdAt - a.createdAt)
    .slice(0, limit)
}
