import { type Order } from '../../../src-shared/order.ts'
import type { HistoryQuery } from '../core/base-exchange-client.ts'
import { isWithin, newestFinished } from '../orders/history-bounds.ts'
import type { Trades } from '../orders/traded-symbols.ts'
import { Walk, type WalkLimits } from '../orders/walk.ts'
import { balancesFrom } from './map-market-data.ts'
import { isDoubtful, orderFrom } from './map-orders.ts'
import { openOrders } from './open-orders.ts'
import { asPlaced } from './own/children.ts'
import type { OrderRecord } from './schemas.ts'
import type { KuCoinSession } from './session.ts'

const dayMs = 86_400_000
const pageSize = 100
/** KuCoin answers for a week at a time, so the past is walked through week by week. */
const windowMs = 7 * dayMs
/** An order may end long after it was created; KuCoin does not say which of the two moments its bounds mean. */
const longestOpenMs = 4 * windowMs
/**
 * KuCoin keeps finished orders for days (three, a week; its pages disagree), so an earlier week is looked at only after
 * one that holds something, or for somebody who asks for that time. Source: docs/exchanges/kucoin-unified.md §5.
 */
const mostWindows = 8
/** For one symbol; a question costs two of four thousand units. */
const limits: WalkLimits = { pages: 30, ms: 10_000 }
/** The share of the account's units after which no further page is asked for. */
const share = 0.5

/**
 * Finished plain orders, newest first, at most `limit`, with their fees; `since` and `until` bound the time of
 * creation. KuCoin answers per symbol only, so this asks for the symbols named, those of open orders, and the pairs of
 * which both sides are held: a bounded number (see TradedSymbols), in this order. Stop orders that were cancelled
 * before they triggered are in no list of KuCoin's. Source: GET /hf/orders/done.
 */
export async function closedOrders(session: KuCoinSession, query: HistoryQuery): Promise<readonly Order[]> {
  if (query.limit <= 0) return []
  const { shared } = session
  const symbols = query.symbol === null ? await tradedSymbols(session, query.symbols) : [query.symbol]
  const markets = await shared.markets.all()
  const nativeIds = symbols.flatMap((symbol) => markets.bySymbol.get(symbol)?.market.nativeId ?? [])
  if (query.symbol !== null && nativeIds.length === 0) await shared.markets.of(query.symbol)
  const records = await Promise.all(nativeIds.map((nativeId) => ordersOf(session, nativeId, query)))
  const certain = await Promise.all(records.flat().map((record) => secondLook(session, record)))
  const orders = certain
    .map((record) => orderFrom(record, markets, { reducedTo: session.memory.reducedTo(record.id) }))
    .map((order) => asPlaced(session.memory, order))
  return newestFinished(orders, query.limit)
}

async function ordersOf(
  { raw, shared }: KuCoinSession,
  nativeId: string,
  { since, until, limit }: HistoryQuery,
): Promise<readonly OrderRecord[]> {
  const found = new Map<string, OrderRecord>()
  const wanted = (record: OrderRecord): boolean => isWithin(record.createdAt, { since, until })
  const keep = (records: readonly OrderRecord[]): void => {
    for (const record of records.filter(wanted)) found.set(record.id, record)
  }
  const walk = new Walk(shared.venue, limits, () => raw.hasRoom(share))
  // The newest without any bounds first: often enough, and should the clock have moved, this notices it before a week
  // is reckoned from it.
  if (until === null && walk.mayGoOn()) {
    const { items } = await raw.doneOrders({ symbol: nativeId, limit: String(pageSize) })
    keep(items)
    // By their last change: one that changed before `since` was created before, and so were all that follow.
    const oldest = Math.min(...items.map((record) => record.lastUpdatedAt ?? record.createdAt))
    if (since !== null && oldest < since) return [...found.values()]
  }
  const now = shared.venue.clock.serverNow()
  // A little ahead, for an order of this very moment.
  let endAt = Math.min(now + 60_000, until === null ? Infinity : until + longestOpenMs)
  for (let window = 0; window < mostWindows && found.size < limit; window += 1) {
    const startAt = Math.max(endAt - windowMs, since ?? 0, 0)
    const records = await windowOf(raw, nativeId, { startAt, endAt }, wanted, limit, walk)
    keep(records)
    const reached = until === null || startAt <= until
    if (startAt <= (since ?? 0) || (since === null && reached && records.length === 0)) break
    endAt = startAt
  }
  walk.end()
  return [...found.values()]
}

/** One week's orders, page by page, until `limit` wanted ones are among them. */
async function windowOf(
  raw: KuCoinSession['raw'],
  symbol: string,
  { startAt, endAt }: { readonly startAt: number; readonly endAt: number },
  wanted: (record: OrderRecord) => boolean,
  limit: number,
  walk: Walk,
): Promise<readonly OrderRecord[]> {
  const found = new Map<string, OrderRecord>()
  const bounds = { symbol, limit: String(pageSize), startAt: String(startAt), endAt: String(endAt) }
  let lastId: string | undefined
  while (walk.mayGoOn()) {
    const { items, count, lastId: next } = await raw.doneOrders({ ...bounds, lastId })
    const before = found.size
    for (const record of items) found.set(record.id, record)
    if (count < pageSize || next === null || (items.length > 0 && found.size === before)) break
    if ([...found.values()].filter(wanted).length >= limit) break
    lastId = next
  }
  return [...found.values()]
}

/**
 * Of an order that a list tells contradictory things about, the order itself is asked; that it is not there now tells
 * nothing new.
 */
async function secondLook({ raw }: KuCoinSession, record: OrderRecord): Promise<OrderRecord> {
  if (!isDoubtful(record) || record.cancelExist) return record
  return raw.order(record.symbol, record.id).catch(() => record)
}

/** The symbols named, and those that the account itself shows. */
export function tradedSymbols(session: KuCoinSession, named: readonly string[]): Promise<readonly string[]> {
  const { raw, shared, traded } = session
  const trades: Trades = {
    openOrders: () => openOrders(session, null),
    balances: async () => balancesFrom(await raw.accounts()),
    markets: async () => (await shared.markets.all()).markets,
  }
  return traded.with(named, trades)
}
