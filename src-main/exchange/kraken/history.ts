import { isFinal, type Order } from '../../../src-shared/order.ts'
import type { HistoryQuery } from '../core/base-exchange-client.ts'
import type { Params } from '../http/query.ts'
import { isWithin, newestFinished } from '../orders/history-bounds.ts'
import { Walk, type WalkLimits } from '../orders/walk.ts'
import { pageSize } from './raw-client.ts'
import { type KrakenSession, readOrder } from './session.ts'

/**
 * A page costs a call of the key's counter, which lets one pass in two or three seconds: at most 600 orders of all
 * symbols, and no further once half of the counter is used up, which is more urgently needed for orders.
 */
const limits: WalkLimits = { pages: 12, ms: 10_000 }
const share = 0.5

/**
 * Finished orders, newest first, at most `limit`. Kraken lists those of all symbols together, so a symbol is picked out
 * here. `since` and `until` bound the time of creation. Source: ClosedOrders.
 */
export async function closedOrders(session: KrakenSession, query: HistoryQuery): Promise<readonly Order[]> {
  const { symbol, limit } = query
  if (limit <= 0) return []
  if (symbol !== null) await session.shared.markets.of(symbol)
  const markets = await session.shared.markets.all()
  const collected = new Map<string, Order>()
  const walk = new Walk(session.shared.venue, limits, () => session.raw.hasRoom(share))
  for (let page = 0; walk.mayGoOn(); page += 1) {
    const asked = { ...boundsOf(query), ofs: String(page * pageSize) }
    const { records, isLast } = await session.raw.closedOrders(asked)
    for (const [id, record] of Object.entries(records)) {
      if (!isWithin(record.opentm, query)) continue
      const order = readOrder(session, markets, id, record)
      if (isFinal(order.status) && (symbol === null || order.symbol === symbol)) collected.set(id, order)
    }
    if (isLast || collected.size >= limit) break
  }
  walk.end()
  return newestFinished([...collected.values()], limit)
}

/** Whole seconds around the bounds: whether Kraken takes them inclusively is told differently in different places. */
function boundsOf({ since, until }: HistoryQuery): Params {
  if (since === null && until === null) return {}
  return {
    closetime: 'open',
    ...(since !== null && { start: String(Math.floor(since / 1_000) - 1) }),
    ...(until !== null && { end: String(Math.ceil(until / 1_000) + 1) }),
  }
}
