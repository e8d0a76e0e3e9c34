import { type Window, widestMs, windowsOf } from '../../own/windows.ts'
import type { CallOptions } from '../../transport.ts'
import type { OrderRow, StrategyRow } from '../schemas.ts'
import type { UnifiedSession } from '../session.ts'
import { allPages } from './paging.ts'

/** What is asked of the past. */
export interface PastQuery<R> {
  readonly symbol?: string | undefined
  readonly since: number | null
  readonly until?: number | null
  readonly maxPages: number
  /** Whether what was found will do; missing: everything is wanted. */
  readonly enough?: (rows: readonly R[]) => boolean
  /** Told when there is more than `maxPages` hold. */
  readonly whenCut: () => void
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
  return inWindows(query, now, (window, cursor) => raw.historyStrategyOrders({ ...window, cursor }, query.options))
}

async function inWindows<R extends { readonly orderId: string }>(
  { since, until = null, maxPages, whenCut, enough = () => false }: PastQuery<R>,
  now: number,
  read: (
    window: Window,
    cursor: string | undefined,
  ) => Promise<{ readonly list: readonly R[]; readonly cursor: string }>,
): Promise<readonly R[]> {
  let found: readonly R[] = []
  let pages = 0
  for (const window of windowsOf(since, until, now, widestMs.unified)) {
    if (pages >= maxPages) {
      whenCut()
      break
    }
    const rows = await allPages(
      (cursor) => {
        pages += 1
        return read(window, cursor)
      },
      maxPages - pages,
      whenCut,
      (each) => enough([...found, ...each]),
    )
    found = [...found, ...rows]
    if (enough(found)) break
  }
  return found
}
