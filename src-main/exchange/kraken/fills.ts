import type { Fill } from '../../../src-shared/order.ts'
import { cursorParts, cursorText, type FillPage, type FillQuery } from '../orders/fill-pages.ts'
import { isWithin } from '../orders/history-bounds.ts'
import type { KrakenMarkets } from './markets.ts'
import { pageSize } from './raw-client.ts'
import type { TradeRecord } from './schemas.ts'
import type { KrakenSession } from './session.ts'

/** Kraken's seconds are whole here, and whether the last one counts is not sure. */
const marginSeconds = 1

/**
 * Trades of all symbols, of any age, the newest first; a symbol is picked out here. Pages after the first are told where
 * that one began, so that what is traded meanwhile moves none: nothing here goes by a clock. Source: TradesHistory (docs/exchanges/kraken.md §7).
 */
export async function fetchFills({ raw, shared }: KrakenSession, query: FillQuery): Promise<FillPage> {
  const { symbol, since, until } = query
  if (symbol !== null) await shared.markets.of(symbol)
  const markets = await shared.markets.all()
  const place = query.cursor === null ? null : cursorParts(query.cursor)
  const end = place?.at ?? (until === null ? null : secondAfter(until))
  const offset = Number(place?.place ?? '0')
  const { records, isLast } = await raw.tradesHistory({
    // Whole seconds around the bounds, since Kraken leaves out what is of the first one's moment.
    ...(since !== null && { start: String(Math.max(0, Math.floor(since / 1_000) - 1)) }),
    ...(end !== null && { end: String(end) }),
    ofs: String(offset),
  })
  const trades = Object.entries(records).sort(([, a], [, b]) => b.time - a.time)
  const shown = trades.slice(0, query.limit)
  const [newest] = trades
  const hasMore = newest !== undefined && !(isLast && shown.length === trades.length)
  return {
    fills: shown
      .filter(([, { time }]) => isWithin(time, query))
      .map(([id, record]) => fillFrom(id, record, markets))
      .filter((fill) => symbol === null || fill.symbol === symbol),
    next: hasMore
      ? cursorText(end ?? secondAfter(newest[1].time), String(offset + Math.min(query.limit, pageSize)))
      : null,
    reach: null,
  }
}

function secondAfter(time: number): number {
  return Math.ceil(time / 1_000) + marginSeconds
}

/**
 * A trade in our words. Kraken tells its fee in quote, whatever it was taken in, and no client order id; the symbol of a
 * pair that it no longer lists is Kraken's name of it.
 */
function fillFrom(id: string, record: TradeRecord, markets: KrakenMarkets): Fill {
  const on = markets.byName.get(record.pair)?.market
  return {
    id,
    orderId: record.ordertxid,
    clientOrderId: null,
    symbol: on?.symbol ?? record.pair,
    side: record.type,
    price: record.price,
    quantity: record.vol,
    fee: on === undefined ? null : { asset: on.quote, amount: record.fee },
    maker: record.maker ?? null,
    time: record.time,
  }
}
