import type { Timeframe } from '../../../src-shared/capabilities.ts'
import type { Candle, OrderBook, Ticker } from '../../../src-shared/market.ts'
import { mapInTurns } from '../core/in-turns.ts'
import { orderBookFrom } from '../core/order-book.ts'
import { candleFrom, tickerFrom } from './map-market-data.ts'
import { tickerSchema } from './schemas.ts'
import type { KuCoinSession } from './session.ts'

/** KuCoin's words for candles. */
export const candleTypes: Readonly<Record<Timeframe, { readonly type: string; readonly seconds: number }>> = {
  '1m': { type: '1min', seconds: 60 },
  '3m': { type: '3min', seconds: 180 },
  '5m': { type: '5min', seconds: 300 },
  '15m': { type: '15min', seconds: 900 },
  '30m': { type: '30min', seconds: 1_800 },
  '1h': { type: '1hour', seconds: 3_600 },
  '4h': { type: '4hour', seconds: 14_400 },
  '1d': { type: '1day', seconds: 86_400 },
  '1w': { type: '1week', seconds: 604_800 },
}
const maxCandlesPerPage = 1_500
/** Pages beyond those that a pair without gaps needs: KuCoin writes no candle for a time without trades. */
const sparePages = 4

/** Source: GET /market/stats; asked once for everybody who wants the same symbol at the same time. */
export async function ticker({ shared, urgency }: KuCoinSession, symbol: string): Promise<Ticker> {
  const nativeId = await shared.markets.nativeIdOf(symbol)
  const ask = () => shared.publicClient.as(urgency).stats(nativeId)
  const stats = await shared.venue.share(`ticker ${nativeId}`, ask, urgency)
  return tickerFrom(stats, symbol, stats.time)
}

/** Source: GET /market/allTickers, which costs as much as one ticker. `symbols` null: all. */
export async function tickers(
  session: KuCoinSession,
  symbols: readonly string[] | null,
): Promise<ReadonlyMap<string, Ticker>> {
  const { shared, urgency } = session
  const { bySymbol, byNativeId } = await shared.markets.all()
  const wanted = symbols === null ? null : new Set(symbols.filter((symbol) => bySymbol.has(symbol)))
  const [only] = wanted ?? []
  if (wanted?.size === 0) return new Map()
  if (wanted?.size === 1 && only !== undefined) return new Map([[only, await ticker(session, only)]])
  const read = async () => {
    const answer = await shared.publicClient.as(urgency).allTickers()
    const records = await mapInTurns(answer.ticker, (raw) => tickerSchema.safeParse(raw).data ?? null)
    return { time: answer.time, records }
  }
  const { time, records } = await shared.venue.share('tickers', read, urgency)
  const found = new Map<string, Ticker>()
  for (const record of records) {
    const symbol = record === null ? undefined : byNativeId.get(record.symbol)?.market.symbol
    if (record === null || symbol === undefined || wanted?.has(symbol) === false) continue
    found.set(symbol, tickerFrom(record, symbol, time))
  }
  return found
}

/** Source: GET /market/candles, 1500 a page, walked backwards. Oldest first; a time without trades has no candle. */
export async function candles(
  { shared }: KuCoinSession,
  symbol: string,
  timeframe: Timeframe,
  limit: number,
): Promise<readonly Candle[]> {
  const nativeId = await shared.markets.nativeIdOf(symbol)
  const { type, seconds } = candleTypes[timeframe]
  const found = new Map<number, Candle>()
  // One candle ahead: the bound may or may not be inclusive, and the present candle is wanted.
  let endAt = Math.floor(shared.venue.clock.serverNow() / 1_000) + seconds
  const pages = Math.ceil(limit / maxCandlesPerPage) + sparePages
  for (let page = 0; page < pages && found.size < limit; page += 1) {
    // Where the first page leaves something to be wished for there are gaps, and a whole page costs no more.
    const rowsWanted = page === 0 ? Math.min(maxCandlesPerPage, limit + 2) : maxCandlesPerPage
    const startAt = Math.max(0, endAt - (rowsWanted - 1) * seconds)
    const params = { symbol: nativeId, type, startAt: String(startAt), endAt: String(endAt) }
    const rows = await shared.publicClient.candles(params)
    for (const candle of rows.map(candleFrom)) found.set(candle.time, candle)
    if (rows.length === 0 && found.size > 0) break
    endAt = startAt
  }
  return [...found.values()].sort((a, b) => a.time - b.time).slice(-limit)
}

/** Source: GET /market/orderbook/level2_20 or level2_100: a hundred levels at most, for the whole book needs a key. */
export async function orderBook({ shared }: KuCoinSession, symbol: string, depth: number): Promise<OrderBook> {
  const nativeId = await shared.markets.nativeIdOf(symbol)
  return orderBookFrom(await shared.publicClient.level2(nativeId, depth <= 20 ? 20 : 100), symbol, depth)
}
