import { type Order } from '../../../../src-shared/order.ts'
import type { HistoryQuery } from '../../core/base-exchange-client.ts'
import { isWithin, newestFinished } from '../../orders/history-bounds.ts'
import { tellCut } from '../../orders/search.ts'
import { ordersFrom } from './find.ts'
import { finishedOrders, finishedStrategies } from './own/past.ts'
import { readStrategies, strategyOrders } from './own/strategy-orders.ts'
import type { UnifiedSession } from './session.ts'

/** 5000 orders. */
const maxPages = 50

/**
 * Finished orders, newest first, of every symbol at once. `since` and `until` bound the time of creation. Of a strategy
 * order that was triggered, the order that it placed is listed instead.
 */
export async function closedOrders(session: UnifiedSession, query: HistoryQuery): Promise<readonly Order[]> {
  if (query.limit <= 0) return []
  const { memory, shared } = session
  const symbol = query.symbol === null ? undefined : await session.markets.nativeIdOf(query.symbol)
  const { since, until, limit } = query
  const bounds = { since, until, maxPages, whenCut: () => tellCut(shared.venue, maxPages) }
  const [rows, strategies, markets] = await Promise.all([
    finishedOrders(session, { ...bounds, symbol, enough: (found) => found.length >= limit }),
    readStrategies(session, () => finishedStrategies(session, { ...bounds, enough: (found) => found.length >= limit })),
    shared.markets.unified.all(),
  ])
  const ended = strategies
    .filter((row) => symbol === undefined || row.symbol === symbol)
    .flatMap((row) => strategyOrders(row, { among: 'finished', markets, memory }))
  const orders = [...(await ordersFrom(session, rows)), ...ended]
  return newestFinished(
    orders.filter(({ createdAt }) => isWithin(createdAt, query)),
    limit,
  )
}
