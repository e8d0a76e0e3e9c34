import { Money } from '../../../../src-shared/money.ts'
import type { OrderFee } from '../../../../src-shared/order.ts'
import { cursorParts, cursorText, type FillPage, type FillQuery } from '../../orders/fill-pages.ts'
import { isWithin } from '../../orders/history-bounds.ts'
import { classicFillFrom } from '../own/fill-rows.ts'
import { keptSince, widestMs, windowsOf } from '../own/windows.ts'
import { pageSize } from './raw-client.ts'
import type { FillRow } from './schemas.ts'
import type { ClassicSession } from './session.ts'

/**
 * Fills of the last 90 days, of one symbol or of all, the newest first. Source: GET /api/v2/spot/trade/fills
 * (docs/exchanges/bitget.md §6.3).
 */
export async function fetchFills({ raw, markets, shared }: ClassicSession, query: FillQuery): Promise<FillPage> {
  const { symbol, since, until } = query
  const nativeId = symbol === null ? undefined : await markets.nativeIdOf(symbol)
  const table = await shared.markets.classic.all()
  const now = shared.venue.clock.serverNow()
  const reach = keptSince(now)
  // A millisecond more at each end: whether the bounds count as in it is not documented, and we cut exactly afterwards.
  const [first, last] = [since === null ? null : since - 1, until === null ? null : until + 1]
  const [bounds] = windowsOf(first, last, now, widestMs.classic)
  if (bounds === undefined) return { fills: [], next: null, reach }
  const limit = Math.min(query.limit, pageSize)
  const idLessThan = query.cursor === null ? undefined : cursorParts(query.cursor).place
  const { rows, size } = await raw.fillsPage({ symbol: nativeId, ...bounds, limit: String(limit), idLessThan })
  const oldest = rows.at(-1)
  return {
    fills: rows
      .filter(({ cTime }) => isWithin(cTime, query))
      .map((row) => classicFillFrom(row, feeOf(row.feeDetail), table)),
    next: oldest === undefined || size < limit ? null : cursorText(oldest.cTime, oldest.tradeId),
    reach,
  }
}

/** What was paid is below zero; what was deducted instead, in Bitget's own coin, has either sign. */
function feeOf({ feeCoin, totalFee, totalDeductionFee }: FillRow['feeDetail']): OrderFee | null {
  if (feeCoin === '') return null
  const charged = totalFee ?? Money.zero
  const amount = charged.isZero() ? (totalDeductionFee ?? Money.zero).abs() : charged.negated()
  return { asset: feeCoin, amount }
}
