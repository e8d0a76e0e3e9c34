import { labelOf } from '../../../../src-shared/exchange-profiles.ts'
import { message } from '../../../../src-shared/messages/index.ts'
import type { Order } from '../../../../src-shared/order.ts'
import type { HistoryQuery } from '../../core/base-exchange-client.ts'
import { newestFinished } from '../../orders/history-bounds.ts'
import { tellShortfall } from '../../orders/shortfall.ts'
import { orderFrom } from '../map-orders.ts'
import type { BinanceMarkets } from '../markets.ts'
import type { BinanceRawClient } from '../raw-client.ts'
import type { OrderRecord } from '../schemas.ts'

const pageSize = 1_000
/** Pages per symbol: 20 000 orders, 400 weight. */
const maxPages = 20

/**
 * One symbol's orders between two moments of creation (epoch ms, inclusive), in any state. Without `since` the newest
 * ones, read backwards from `until`; with it everything from there on, paged by order id, so that no 24-hour limit
 * applies. Source: GET /allOrders (database, may lag).
 */
export async function ordersOf(
  raw: Pick<BinanceRawClient, 'allOrders'>,
  nativeId: string,
  query: Pick<HistoryQuery, 'since' | 'until' | 'limit'>,
  enough: (orders: readonly OrderRecord[]) => boolean,
): Promise<readonly OrderRecord[]> {
  return query.since === null
    ? backwards(raw, nativeId, query, enough)
    : forwards(raw, nativeId, query.since, query.until)
}

async function forwards(
  raw: Pick<BinanceRawClient, 'allOrders'>,
  symbol: string,
  since: number,
  until: number | null,
): Promise<readonly OrderRecord[]> {
  const collected = new Map<string, OrderRecord>()
  let position: Readonly<Record<string, string>> = { startTime: String(since) }
  for (let page = 0; page < maxPages; page += 1) {
    const { rows: records, size } = await raw.allOrders({ symbol, ...position, limit: String(pageSize) })
    for (const record of records) collected.set(record.orderId, record)
    const last = records.at(-1)
    const past = until !== null && (last?.time ?? 0) > until
    if (last === undefined || size < pageSize || past) break
    position = { orderId: (BigInt(last.orderId) + 1n).toString() }
    if (page === maxPages - 1) sayCut()
  }
  return [...collected.values()].filter(({ time }) => until === null || (time ?? 0) <= until)
}

async function backwards(
  raw: Pick<BinanceRawClient, 'allOrders'>,
  symbol: string,
  query: Pick<HistoryQuery, 'until' | 'limit'>,
  enough: (orders: readonly OrderRecord[]) => boolean,
): Promise<readonly OrderRecord[]> {
  const collected = new Map<string, OrderRecord>()
  let endTime = query.until
  // Open orders are among the answers, so a little more than asked for.
  const limit = Math.min(pageSize, Math.max(query.limit + 50, 100))
  for (let page = 0; page < maxPages; page += 1) {
    const until = endTime === null ? {} : { endTime: String(endTime) }
    const { rows: records, size } = await raw.allOrders({ symbol, ...until, limit: String(limit) })
    const before = collected.size
    for (const record of records) collected.set(record.orderId, record)
    const oldest = records[0]?.time
    const grew = collected.size > before
    if (oldest === undefined || size < limit || !grew || enough([...collected.values()])) break
    // The oldest moment again: orders of the same millisecond may have been cut off.
    endTime = oldest
    if (page === maxPages - 1) sayCut()
  }
  return [...collected.values()]
}

function sayCut(): void {
  tellShortfall(message('exchange.history_cut', { exchange: labelOf('binance'), pages: String(maxPages) }))
}

/** Finished orders, newest first, at most `limit`. */
export function finishedOrders(
  records: readonly OrderRecord[],
  markets: BinanceMarkets,
  limit: number,
): readonly Order[] {
  return newestFinished(
    records.map((record) => orderFrom(record, markets, records)),
    limit,
  )
}
