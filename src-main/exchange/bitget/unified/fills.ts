import { Money } from '../../../../src-shared/money.ts'
import type { OrderFee } from '../../../../src-shared/order.ts'
import { cursorParts, cursorText, type FillPage, type FillQuery } from '../../orders/fill-pages.ts'
import { isWithin } from '../../orders/history-bounds.ts'
import { unifiedFillFrom } from '../own/fill-rows.ts'
import { keptSince, widestMs, windowsOf } from '../own/windows.ts'
import { pageSize } from './raw-client.ts'
import type { WholeFillRow } from './schemas.ts'
import type { UnifiedSession } from './session.ts'

/**
 * Fills of the last 90 days, the newest first, in windows of 30 days, which meet in one
 * moment. Bitget tells those of all symbols together, so a
 * symbol is picked out here. Source: GET /api/v3/trade/fills (docs/exchanges/bitget.md §7).
 */
export async function fetchFills({ raw, markets, shared }: UnifiedSession, query: FillQuery): Promise<FillPage> {
  const { symbol, since, until, cursor } = query
  if (symbol !== null) await markets.of(symbol)
  const table = await shared.markets.unified.all()
  const now = shared.venue.clock.serverNow()
  const reach = keptSince(now)
  const place = cursor === null ? null : cursorParts(cursor)
  const [first, last] = [since === null ? null : since - 1, until === null ? null : until + 1]
  const [window, earlier] = windowsOf(first, place?.at ?? last, now, widestMs.unified)
  if (window === undefined) return { fills: [], next: null, reach }
  const limit = Math.min(query.limit, pageSize)
  const after = place === null || place.place === '' ? undefined : place.place
  const page = await raw.fillsPage({ ...window, limit: String(limit), cursor: after })
  const goesOn = page.size >= limit && page.cursor !== '' && page.cursor !== after
  return {
    fills: page.list
      .filter(({ createdTime }) => isWithin(createdTime, query))
      .map((row) => unifiedFillFrom(row, { fee: feeOf(row.feeDetail), time: row.createdTime }, table))
      .filter((fill) => symbol === null || fill.symbol === symbol),
    next: goesOn
      ? cursorText(Number(window.endTime), page.cursor)
      : earlier === undefined
        ? null
        : cursorText(Number(earlier.endTime) + 1, ''),
    reach,
  }
}

/** What was paid is above zero. null: nothing was told, or fees in several coins. */
function feeOf(details: WholeFillRow['feeDetail']): OrderFee | null {
  const told = details.filter(({ feeCoin }) => feeCoin !== '')
  const paid = told.filter(({ fee }) => fee?.isZero() === false)
  const [only, ...more] = paid.length > 0 ? paid : told.slice(0, 1)
  return only === undefined || more.length > 0 ? null : { asset: only.feeCoin, amount: only.fee ?? Money.zero }
}
