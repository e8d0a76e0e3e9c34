import type { Fill } from '../../../src-shared/order.ts'
import { symbolOf } from '../core/markets.ts'
import { cursorParts, cursorText, type FillPage, type FillQuery, requiredSymbol } from '../orders/fill-pages.ts'
import { isWithin } from '../orders/history-bounds.ts'
import type { BinanceMarkets } from './markets.ts'
import type { FillRecord } from './schemas.ts'
import type { BinanceSession } from './session.ts'

/** What Binance answers at once, at most. */
const mostRows = 1_000

/** Before which trade the next page begins: those of its moment with smaller ids, and all older ones. */
interface Place {
  readonly time: number
  /** null: none of that moment. */
  readonly id: bigint | null
}

/**
 * An account's trades on one symbol, of any age, the newest first. Bounds of time may not be more than a day apart, so
 * only the later one is told to Binance. One moment may hold more trades than a page: they are told apart by their ids,
 * which count upwards. Source: GET /myTrades (docs/exchanges/binance.md §7).
 */
export async function fetchFills({ raw, shared }: BinanceSession, query: FillQuery): Promise<FillPage> {
  const symbol = await shared.markets.nativeIdOf(requiredSymbol(query))
  const markets = await shared.markets.all()
  const before = query.cursor === null ? null : placeFrom(query.cursor)
  const endTime = before?.time ?? query.until
  const rowsOf = async (
    limit: number,
  ): Promise<{ readonly older: readonly FillRecord[]; readonly isWhole: boolean }> => {
    const bound = endTime === null ? {} : { endTime: String(endTime) }
    const { rows, size } = await raw.symbolTrades({ symbol, ...bound, limit: String(limit) })
    return { older: rows.filter((row) => isBefore(row, before)).sort(newestFirst), isWhole: size < limit }
  }
  const asked = Math.min(mostRows, before === null ? query.limit : query.limit * 2)
  let page = await rowsOf(asked)
  // All of them of the moment at which the page before ended.
  if (page.older.length === 0 && !page.isWhole && asked < mostRows) page = await rowsOf(mostRows)
  const shown = page.older.slice(0, query.limit)
  return {
    fills: shown.filter(({ time }) => isWithin(time, query)).map((row) => fillFrom(row, markets, symbol)),
    next: nextOf(shown, page.older.length > shown.length || !page.isWhole, before, query),
    reach: null,
  }
}

function nextOf(
  shown: readonly FillRecord[],
  hasMore: boolean,
  before: Place | null,
  { since }: FillQuery,
): string | null {
  if (!hasMore) return null
  const last = shown.at(-1)
  // More trades of one moment than Binance tells: the moment is left behind.
  if (last === undefined) return before === null ? null : cursorText(before.time - 1, '')
  return since !== null && last.time < since ? null : cursorText(last.time, last.id)
}

function placeFrom(cursor: string): Place {
  const { at: time, place } = cursorParts(cursor)
  return { time, id: /^\d+$/.test(place) ? BigInt(place) : null }
}

function isBefore({ time, id }: FillRecord, before: Place | null): boolean {
  if (before === null || time < before.time) return true
  return time === before.time && (before.id === null || BigInt(id) < before.id)
}

function newestFirst(a: FillRecord, b: FillRecord): number {
  return b.time - a.time || (BigInt(a.id) < BigInt(b.id) ? 1 : -1)
}

/** A trade in our words; Binance tells no client order id with it. */
function fillFrom(record: FillRecord, markets: BinanceMarkets, nativeId: string): Fill {
  return {
    id: record.id,
    orderId: record.orderId,
    clientOrderId: null,
    symbol: symbolOf(markets, nativeId),
    side: record.isBuyer ? 'buy' : 'sell',
    price: record.price,
    quantity: record.qty,
    fee: { asset: record.commissionAsset, amount: record.commission },
    maker: record.isMaker,
    time: record.time,
  }
}
