import type { Order } from '../../../../src-shared/order.ts'
import { tellCut } from '../../orders/search.ts'
import { ordersFrom } from './find.ts'
import { allPages } from './own/paging.ts'
import { readStrategies, strategyOrders } from './own/strategy-orders.ts'
import type { UnifiedSession } from './session.ts'

const maxPages = 20

/** Every open order, and what there is of strategy orders. @param nativeId null: of every symbol. */
export async function openOrders(session: UnifiedSession, nativeId: string | null): Promise<readonly Order[]> {
  const { raw, memory, shared } = session
  const [rows, strategies, markets] = await Promise.all([
    allPages(
      (cursor) => raw.unfilledOrders({ symbol: nativeId ?? undefined, cursor }),
      maxPages,
      () => tellCut(shared.venue, maxPages),
    ),
    readStrategies(session, () => raw.unfilledStrategyOrders()),
    shared.markets.unified.all(),
  ])
  const orders = await ordersFrom(session, rows)
  const ofSymbol = strategies.filter(({ symbol }) => nativeId === null || symbol === nativeId)
  return [...orders, ...ofSymbol.flatMap((row) => strategyOrders(row, { among: 'unfilled', markets, memory }))].filter(
    ({ status }) => status === 'open' || status === 'partially_filled' || status === 'unknown',
  )
}
