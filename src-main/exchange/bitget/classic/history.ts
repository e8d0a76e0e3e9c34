import { type Order } from '../../../../src-shared/order.ts'
import type { HistoryQuery } from '../../core/base-exchange-client.ts'
import { isWithin, newestFinished } from '../../orders/history-bounds.ts'
import { tellCut } from '../../orders/search.ts'
import { widestMs, windowsOf } from '../own/windows.ts'
import { finishedPlans } from './find.ts'
import type { Sighting } from './map-orders.ts'
import { allPages } from './own/paging.ts'
import { ordersFrom } from './own/reading.ts'
import { pageSize, type TpslType } from './raw-client.ts'
import type { ClassicSession } from './session.ts'

/** 5000 orders a list. */
const maxPages = 50
/** Finished plan orders are listed for one symbol at a time. */
const maxPlanSymbols = 20

/**
 * Finished orders of the last 90 days, newest first, from the normal and the TP/SL list, which need no symbol, and the
 * plan orders of symbols that are known. `since` and `until` bound the time of creation. Of a plan order that was
 * triggered, the order that it placed is listed instead.
 */
export async function closedOrders(session: ClassicSession, query: HistoryQuery): Promise<readonly Order[]> {
  if (query.limit <= 0) return []
  const nativeId = query.symbol === null ? null : await session.markets.nativeIdOf(query.symbol)
  const planSymbols = nativeId === null ? await knownSymbols(session, query.symbols) : [nativeId]
  const [normal, tpsl, ...plans] = await Promise.all([
    finished(session, 'normal', nativeId, query),
    finished(session, 'tpsl', nativeId, query),
    ...planSymbols.map((symbol) =>
      finishedPlans(session, symbol, {
        since: query.since,
        until: query.until,
        enough: (found) => found.length >= query.limit,
        whenCut: () => tellCut(session.shared.venue, maxPages),
      }),
    ),
  ])
  const sightings = new Map<string, Sighting>()
  for (const sighting of [...plans.flat(), ...tpsl, ...normal]) sightings.set(sighting.row.orderId, sighting)
  const orders = await ordersFrom(session, [...sightings.values()])
  return newestFinished(
    orders.filter(({ createdAt }) => isWithin(createdAt, query)),
    query.limit,
  )
}

async function finished(
  { raw, shared }: ClassicSession,
  list: TpslType,
  symbol: string | null,
  { since, until, limit }: HistoryQuery,
): Promise<readonly Sighting[]> {
  const now = shared.venue.clock.serverNow()
  // A millisecond more at each end: whether the bounds count as in it is not documented, and we cut exactly afterwards.
  const [first, last] = [since === null ? null : since - 1, until === null ? null : until + 1]
  const [bounds] = windowsOf(first, last, now, widestMs.classic)
  if (bounds === undefined) return []
  const rows = await allPages(
    (idLessThan) => raw.historyOrders(list, { symbol: symbol ?? undefined, ...bounds, idLessThan }),
    pageSize,
    maxPages,
    () => tellCut(shared.venue, maxPages),
    (found) => found.length >= limit,
  )
  return rows.map((row) => ({ list, unfilled: false, row }))
}

async function knownSymbols({ memory, shared }: ClassicSession, named: readonly string[]): Promise<readonly string[]> {
  const { bySymbol } = await shared.markets.classic.all()
  const ours = named.flatMap((symbol) => bySymbol.get(symbol)?.market.nativeId ?? [])
  return [...new Set([...memory.planSymbols(), ...ours])].slice(0, maxPlanSymbols)
}
