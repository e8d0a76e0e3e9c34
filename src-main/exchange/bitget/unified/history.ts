import { isFinal, type Order } from '../../../../src-shared/order.ts'
import type { HistoryQuery } from '../../base-exchange-client.ts'
import { ordersFrom } from './finding.ts'
import { allPages } from './paging.ts'
import { marketOf, type UnifiedSession } from './session.ts'
import { readStrategies, strategyOrders } from './strategy-orders.ts'

/** 5000 orders. */
const maxPages = 50
const historyMs = 90 * 86_400_000

/**
 * Finished orders, newest first, of every symbol at once. `since` and `until` bound the time of creation. Of a strategy order that was triggered,
 * the order that it placed is listed instead.
 */
export async function closedOrders(session: UnifiedSession, query: HistoryQuery): Promise<readonly Order[]> {
  if (query.limit <= 0) return []
  const { raw, memory, shared } = session
  const symbol = query.symbol === null ? undefined : (await marketOf(session, query.symbol)).market.nativeId
  const { since, until, limit } = query
  const now = shared.venue.clock.serverNow()
  const bounds =
    since === null && until === null
      ? {}
      : {
          startTime: String(Math.max((since ?? 0) - 1, (until ?? now) - historyMs + 2)),
          endTime: String((until ?? now) + 1),
        }
  const [rows, strategies, markets] = await Promise.all([
    allPages(
      (cursor) => raw.historyOrders({ symbol, ...bounds, cursor }),
      maxPages,
      (found) => found.length >= limit,
    ),
    readStrategies(session, () => raw.historyStrategyOrders(bounds)),
    shared.markets('unified'),
  ])
  const ended = strategies
    .filter((row) => symbol === undefined || row.symbol === symbol)
    .flatMap((row) => strategyOrders(row, { markets, memory }))
  return [...(await ordersFrom(session, rows)), ...ended]
    .filter(({ status }) => isFinal(status))
    .filter(
      ({ createdAt }) => (since === null || createdAt >= since) && (until === null || createdAt <= until),
    )
    .sort((a, b) => b.updatedAt - a.updatedAt || b.createdAt - a.createdAt)
    .slice(0, limit)
}
