import type { Timeframe } from '../../../src-shared/capabilities.ts'
import type { Candle, OrderBook, Ticker } from '../../../src-shared/market.ts'
import { noAnswer } from '../core/classify.ts'
import { mapInTurns } from '../core/in-turns.ts'
import { orderBookFrom } from '../core/order-book.ts'
import type { Urgency } from '../http/urgency.ts'
import { candleFrom, tickerFrom } from './map-market-data.ts'
import { type TickerRecord, tickerSchema } from './schemas.ts'
import type { BitgetSession } from './session.ts'
import type { BitgetVenue } from './venue.ts'

/** Bitget's days and weeks begin at midnight of UTC+8 unless they are asked for in UTC. */
const granularities: Readonly<Record<Timeframe, string>> = {
  '1m': '1min',
  '3m': '3min',
  '5m': '5min',
  '15m': '15min',
  '30m': '30min',
  '1h': '1h',
  '4h': '4h',
  '1d': '1Dutc',
  '1w': '1Wutc',
}

const pageSize = 1_000
const historyPageSize = 200
const deepestBook = 150

/** Asked once for everybody who wants the same symbol at the same time. Source: GET /api/v2/spot/market/tickers. */
export async function ticker({ shared, urgency }: BitgetSession, symbol: string): Promise<Ticker> {
  const nativeId = await shared.markets.classic.nativeIdOf(symbol)
  const record = await tickerOf(shared, nativeId, urgency)
  if (record !== null) return tickerFrom(record, symbol)
  throw noAnswer('bitget', 'no such ticker')
}

/** All of them at once for more than one symbol; null: of every symbol. Source: GET /api/v2/spot/market/tickers. */
export async function tickers(
  session: BitgetSession,
  symbols: readonly string[] | null,
): Promise<ReadonlyMap<string, Ticker>> {
  const { shared, urgency } = session
  const { bySymbol } = await shared.markets.classic.all()
  const wanted = [...new Set(symbols ?? bySymbol.keys())].filter((symbol) => bySymbol.has(symbol))
  const [only, ...more] = wanted
  if (only === undefined) return new Map()
  if (more.length === 0) return new Map([[only, await ticker(session, only)]])
  const records = await allTickers(shared, urgency)
  const found = new Map<string, Ticker>()
  for (const symbol of wanted) {
    const record = records.get(bySymbol.get(symbol)?.market.nativeId ?? '')
    if (record !== undefined) found.set(symbol, tickerFrom(record, symbol))
  }
  return found
}

/**
 * The ticker of one of Bitget's symbols, asked once for everybody who wants it at the same time; null when there is
 * none.
 */
export async function tickerOf(shared: BitgetVenue, nativeId: string, urgency: Urgency): Promise<TickerRecord | null> {
  const ask = () => shared.publicClient.as(urgency).ticker(nativeId)
  const records = await shared.venue.share(`ticker ${nativeId}`, ask, urgency)
  return records.find(({ symbol }) => symbol === nativeId) ?? null
}

/** Every ticker by Bitget's symbol; those that cannot be read are left out. */
export function allTickers(shared: BitgetVenue, urgency: Urgency): Promise<ReadonlyMap<string, TickerRecord>> {
  const read = async () => {
    const answers = await shared.publicClient.as(urgency).tickers()
    const records = await mapInTurns(answers, (answer) => tickerSchema.safeParse(answer).data ?? null)
    return new Map(records.filter((record) => record !== null).map((record) => [record.symbol, record]))
  }
  return shared.venue.share('tickers', read, urgency)
}

/**
 * The last `limit` candles, oldest first. Recent ones come a thousand a page; beyond the weeks that are kept there, the
 * history goes on two hundred a page, and days begin at midnight UTC. Whether a page's end counts as in it is not
 * documented: what comes twice is left out. Source: GET /api/v2/spot/market/candles, then history-candles.
 */
export async function candles(
  { shared }: BitgetSession,
  symbol: string,
  timeframe: Timeframe,
  limit: number,
): Promise<readonly Candle[]> {
  const nativeId = await shared.markets.classic.nativeIdOf(symbol)
  const granularity = granularities[timeframe]
  let found: readonly Candle[] = []
  let recent = true
  while (found.length < limit) {
    const oldest = found[0]?.time ?? null
    const missing = limit - found.length + 1
    const page = recent
      ? await shared.publicClient.candles({
          symbol: nativeId,
          granularity,
          limit: String(Math.min(pageSize, missing)),
          ...(oldest !== null && { endTime: String(oldest) }),
        })
      : await shared.publicClient.historyCandles({
          symbol: nativeId,
          granularity,
          limit: String(Math.min(historyPageSize, missing)),
          endTime: String(oldest ?? shared.venue.clock.serverNow()),
        })
    const older = page.map(candleFrom).filter(({ time }) => oldest === null || time < oldest)
    found = [...older.sort((a, b) => a.time - b.time), ...found]
    if (older.length > 0) continue
    if (!recent) break
    recent = false
  }
  return found.slice(-limit)
}

/** At most 150 levels a side. Source: GET /api/v2/spot/market/orderbook. */
export async function orderBook({ shared }: BitgetSession, symbol: string, depth: number): Promise<OrderBook> {
  const nativeId = await shared.markets.classic.nativeIdOf(symbol)
  const size = Math.min(Math.max(depth, 1), deepestBook)
  return orderBookFrom(await shared.publicClient.orderbook(nativeId, size), symbol, size)
}
