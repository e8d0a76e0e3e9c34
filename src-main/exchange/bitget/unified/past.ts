import type { CallOptions } from '../rest.ts'
import { allPages } from './paging.ts'
import type { OrderRow, StrategyRow } from './schemas.ts'
import type { UnifiedSession } from './session.ts'

const dayMs = 86_400_000
/** The widest window that a question may have, and how far back the past goes. Source: GET /api/v3/trade/history-orders. */
const widestMs = 30 * dayMs
const keptMs = 90 * dayMs
/** Our idea of Bitget's time and its own differ: a question may not begin before what is kept, nor end before an order of just now. */
const slackMs = 10_000

/** A part of the past, both ends included, epoch ms. */
export interface Window {
  readonly startTime: string
  readonly endTime: string
}

/**
 * The windows that cover the time from `since` (null: as far back as there is) to `until` (null: now), newest first; none when all of it is
 * forgotten. Pure. @param now by Bitget's clock.
 */
export function windowsOf(since: number | null, until: number | null, now: number): readonly Window[] {
  const oldest = Math.max(since ?? 0, now - keptMs + 2 * slackMs)
  const windows: Window[] = []
  // An order may be dated later than what we take for now.
  const newest = until ?? Math.max(now, since ?? 0) + slackMs
  for (let end = newest; end >= oldest; end -= widestMs) {
    const start = Math.max(oldest, end - widestMs + 1)
    windows.push({ startTime: String(start), endTime: String(end) })
  }
  return windows
}

/** What is asked of the past. */
export interface PastQuery<R> {
  readonly symbol?: string | undefined
  readonly since: number | null
  readonly until?: number | null
  readonly maxPages: number
  /** Whether what was found will do; missing: everything is wanted. */
  readonly enough?: (rows: readonly R[]) => boolean
  readonly options?: CallOptions
}

/** Finished orders, newest first, window by window. Source: GET /api/v3/trade/history-orders. */
export function finishedOrders(
  { raw, shared }: UnifiedSession,
  query: PastQuery<OrderRow>,
): Promise<readonly OrderRow[]> {
  const now = shared.venue.clock.serverNow()
  return inWindows(query, now, (window, cursor) =>
    raw.historyOrders({ symbol: query.symbol, ...window, cursor }, query.options),
  )
}

/** Strategy orders that ended or were triggered, of every symbol. Source: GET /api/v3/trade/history-strategy-orders. */
export function finishedStrategies(
  { raw, shared }: UnifiedSession,
  query: Omit<PastQuery<StrategyRow>, 'symbol'>,
): Promise<readonly StrategyRow[]> {
  const now = shared.venue.clock.serverNow()
  return inWindows(query, now, (window, cursor) =>
    raw.historyStrategyOrders({ ...window, cursor }, query.options),
  )
}

async function inWindows<R extends { readonly orderId: string }>(
  { since, until = null, maxPages, enough = () => false }: PastQuery<R>,
  now: number,
  read: (
    window: Window,
    cursor: string | undefined,
  ) => Promise<{ readonly list: readonly R[]; readonly cursor: string }>,
): Promise<readonly R[]> {
  let found: readonly R[] = []
  let pages = 0
  for (const window of windowsOf(since, until, now)) {
    if (pages >= maxPages) break
    const rows = await allPages(
      (cursor) => {
        pages += 1
        return read(window, cursor)
      },
      maxPages - pages,
      (each) => enough([...found, ...each]),
    )
    found = [...found, ...rows]
    if (enough(found)) break
  }
  return found
}
