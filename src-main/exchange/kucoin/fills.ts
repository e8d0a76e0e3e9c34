import type { Fill } from '../../../src-shared/order.ts'
import { symbolOf } from '../core/markets.ts'
import { dayMs } from '../orders/exchange-memory.ts'
import { cursorParts, cursorText, type FillPage, type FillQuery, requiredSymbol } from '../orders/fill-pages.ts'
import { isWithin } from '../orders/history-bounds.ts'
import type { KuCoinMarkets } from './markets.ts'
import type { FillRow } from './schemas.ts'
import type { KuCoinSession } from './session.ts'

const mostRows = 100
/** KuCoin answers for a week at a time. */
const windowMs = 7 * dayMs
/** It does not say for how long it tells fills; nobody is known to have got older ones. */
const askedForMs = 180 * dayMs
/** What we take for KuCoin's time may be wrong by a little. */
const slackMs = 60_000

/**
 * An account's fills on one symbol, the newest first, week by week. The first question has no bounds, which means the
 * last week: should the clock have moved, its answer shows that before a week is reckoned from it. The weeks meet in one
 * moment, since KuCoin does not say whether its bounds are inclusive. Source: GET /hf/fills (docs/exchanges/kucoin.md §6).
 */
export async function fetchFills({ raw, shared }: KuCoinSession, query: FillQuery): Promise<FillPage> {
  const symbol = await shared.markets.nativeIdOf(requiredSymbol(query))
  const markets = await shared.markets.all()
  const clock = shared.venue.clock
  const oldest = (): number => Math.max(query.since ?? 0, clock.serverNow() - askedForMs)
  const place = query.cursor === null ? null : cursorParts(query.cursor)
  const endAt = place?.at ?? query.until
  if (endAt !== null && endAt < oldest()) return { fills: [], next: null, reach: clock.serverNow() - askedForMs }
  const startAt = endAt === null ? null : Math.max(endAt - windowMs, oldest())
  const limit = Math.min(query.limit, mostRows)
  const { items, count, lastId } = await raw.symbolFills({
    symbol,
    ...(startAt !== null && endAt !== null && { startAt: String(startAt), endAt: String(endAt) }),
    limit: String(limit),
    ...(place !== null && place.place !== '' && { lastId: place.place }),
  })
  const goesOn = count >= limit && lastId !== null && lastId !== place?.place
  const begins = startAt ?? clock.serverNow() - windowMs + slackMs
  return {
    fills: items.filter(({ createdAt }) => isWithin(createdAt, query)).map((row) => fillFrom(row, markets, symbol)),
    next: goesOn
      ? cursorText(endAt ?? newest(items) ?? clock.serverNow(), lastId)
      : begins > oldest()
        ? cursorText(begins, '')
        : null,
    reach: clock.serverNow() - askedForMs,
  }
}

function newest(items: readonly FillRow[]): number | null {
  return items.length === 0 ? null : Math.max(...items.map(({ createdAt }) => createdAt))
}

/** A fill in our words; KuCoin tells no client order id with it. */
function fillFrom(row: FillRow, markets: KuCoinMarkets, nativeId: string): Fill {
  const { liquidity } = row
  return {
    id: row.tradeId,
    orderId: row.orderId,
    clientOrderId: null,
    symbol: symbolOf(markets, nativeId),
    side: row.side,
    price: row.price,
    quantity: row.size,
    fee: { asset: row.feeCurrency, amount: row.fee },
    maker: liquidity === 'maker' ? true : liquidity === 'taker' ? false : null,
    time: row.createdAt,
  }
}
