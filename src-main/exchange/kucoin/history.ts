import { isFinal, type Order } from '../../../src-shared/order.ts'
import type { HistoryQuery } from '../base-exchange-client.ts'
import { asPlaced } from './children.ts'
import { isDoubtful, orderFrom } from './order-mapping.ts'
import type { OrderRecord } from './schemas.ts'
import type { KuCoinSession } from './session.ts'

const dayMs = 86_400_000
const pageSize = 100
/** KuCoin answers for about a week at a time, so the past is walked through week by week. */
const windowMs = 7 * dayMs
/** An order may end long after it was created; KuCoin does not say which of the two moments its bounds mean. */
const longestOpenMs = 4 * windowMs
/** Half a year on one symbol; on many, four weeks each. A `since` reaches as far as one symbol does. */
const windowsOfOne = 26
const windowsOfMany = 4
/** Weeks without any order after which nobody seems to have traded before. */
const emptyInARow = 8
/** Pages of one week: 5 000 orders. */
const maxPages = 50

/**
 * Finished plain orders of some symbols, newest first, at most `limit`; `since` and `until` bound the time of creation. Stop orders that were
 * cancelled before they triggered are in no list of KuCoin's. Source: GET /hf/orders/done.
 */
export async function closedOrders(
  session: KuCoinSession,
  nativeIds: readonly string[],
  query: HistoryQuery,
): Promise<readonly Order[]> {
  const markets = await session.shared.markets()
  const windows = nativeIds.length > 1 && query.since === null ? windowsOfMany : windowsOfOne
  const records = await Promise.all(nativeIds.map((nativeId) => ordersOf(session, nativeId, query, windows)))
  const certain = await Promise.all(records.flat().map((record) => secondLook(session, record)))
  return certain
    .map((record) => orderFrom(record, markets, { reducedTo: session.memory.reducedTo(record.id) }))
    .map((order) => asPlaced(session.memory, order))
    .filter(({ status }) => isFinal(status))
    .sort((a, b) => b.updatedAt - a.updatedAt || b.createdAt - a.createdAt)
    .slice(0, query.limit)
}

async function ordersOf(
  { raw, shared }: KuCoinSession,
  nativeId: string,
  { since, until, limit }: HistoryQuery,
  windows: number,
): Promise<readonly OrderRecord[]> {
  const found = new Map<string, OrderRecord>()
  const wanted = (record: OrderRecord): boolean => isWithin(record, since, until)
  const keep = (records: readonly OrderRecord[]): void => {
    for (const record of records.filter(wanted)) found.set(record.id, record)
  }
  // The newest without any bounds first: often enough, and should the clock have moved, this notices it before a week is reckoned from it.
  if (until === null) keep((await raw.doneOrders({ symbol: nativeId, limit: String(pageSize) })).items)
  const now = shared.venue.clock.serverNow()
  let empty = 0
  // A little ahead, for an order of this very moment.
  let endAt = Math.min(now + 60_000, until === null ? Infinity : until + longestOpenMs)
  for (let window = 0; window < windows && found.size < limit; window += 1) {
    const startAt = Math.max(endAt - windowMs, since ?? 0, 0)
    const records = await windowOf(raw, nativeId, { startAt, endAt }, wanted, limit)
    empty = records.length === 0 ? empty + 1 : 0
    keep(records)
    if (startAt <= (since ?? 0) || (since === null && empty >= emptyInARow)) break
    endAt = startAt
  }
  return [...found.values()]
}

/** One week's orders, page by page, until `limit` wanted ones are among them. */
async function windowOf(
  raw: KuCoinSession['raw'],
  symbol: string,
  { startAt, endAt }: { readonly startAt: number; readonly endAt: number },
  wanted: (record: OrderRecord) => boolean,
  limit: number,
): Promise<readonly OrderRecord[]> {
  const found = new Map<string, OrderRecord>()
  const bounds = { symbol, limit: String(pageSize), startAt: String(startAt), endAt: String(endAt) }
  let lastId: string | undefined
  for (let page = 0; page < maxPages; page += 1) {
    const { items, lastId: next } = await raw.doneOrders({ ...bounds, lastId })
    const before = found.size
    for (const record of items) found.set(record.id, record)
    if (items.length < pageSize || next === null || found.size === before) break
    if ([...found.values()].filter(wanted).length >= limit) break
    lastId = next
  }
  return [...found.values()]
}

function isWithin({ createdAt }: OrderRecord, since: number | null, until: number | null): boolean {
  return (since === null || createdAt >= since) && (until === null || createdAt <= until)
}

/** Of an order that a list tells contradictory things about, the order itself is asked; that it is not there now tells nothing new. */
async function secondLook({ raw }: KuCoinSession, record: OrderRecord): Promise<OrderRecord> {
  if (!isDoubtful(record) || record.cancelExist) return record
  return raw.order(record.symbol, record.id).catch(() => record)
}
