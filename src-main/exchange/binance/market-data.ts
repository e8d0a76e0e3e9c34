import type { Timeframe } from '../../../src-shared/capabilities.ts'
import type { Candle, OrderBook, Ticker } from '../../../src-shared/market.ts'
import { mapInTurns } from '../core/in-turns.ts'
import { orderBookFrom } from '../core/order-book.ts'
import { candleFrom, tickerFrom } from './map-market-data.ts'
import { ticker24hrSchema, type TickerRecord } from './schemas.ts'
import type { BinanceSession } from './session.ts'

const mostNamed = 100
const candlesPerPage = 1_000
const depthSizes = [5, 10, 20, 50, 100, 500, 1_000, 5_000]

/** Source: GET /ticker/24hr; asked once for everybody who wants the same symbol at the same time. */
export async function ticker({ shared, urgency }: BinanceSession, symbol: string): Promise<Ticker> {
  const nativeId = await shared.markets.nativeIdOf(symbol)
  const ask = () => shared.publicClient.as(urgency).ticker24hr(nativeId)
  return tickerFrom(await shared.venue.share(`ticker ${nativeId}`, ask, urgency), symbol)
}

/** Source: GET /ticker/24hr; up to 100 symbols by name, more from the list of all. `symbols` null: all. */
export async function tickers(
  { shared, urgency }: BinanceSession,
  symbols: readonly string[] | null,
): Promise<ReadonlyMap<string, Ticker>> {
  const { bySymbol, byNativeId } = await shared.markets.all()
  const wanted = symbols && new Set(symbols.flatMap((each) => bySymbol.get(each)?.market.nativeId ?? []))
  if (wanted?.size === 0) return new Map()
  const named = wanted !== null && wanted.size <= mostNamed ? [...wanted].sort() : null
  const read = async (): Promise<readonly (TickerRecord | null)[]> => {
    const answers = await shared.publicClient.as(urgency).tickers24hr(named)
    return mapInTurns(answers, (answer) => ticker24hrSchema.safeParse(answer).data ?? null)
  }
  const records = await shared.venue.share(`tickers ${named?.join(' ') ?? 'all'}`, read, urgency)
  const found = new Map<string, Ticker>()
  for (const record of records) {
    const symbol = record === null ? undefined : byNativeId.get(record.symbol)?.market.symbol
    if (record === null || symbol === undefined || wanted?.has(record.symbol) === false) continue
    found.set(symbol, tickerFrom(record, symbol))
  }
  return found
}

/**
 * The newest candles of a symbol, oldest first; fewer where there are no more. Source: GET /klines, a thousand a page.
 */
export async function candles(
  { shared }: BinanceSession,
  symbol: string,
  interval: Timeframe,
  limit: number,
): Promise<readonly Candle[]> {
  const nativeId = await shared.markets.nativeIdOf(symbol)
  let found: readonly Candle[] = []
  while (found.length < limit) {
    const size = Math.min(candlesPerPage, limit - found.length)
    const oldest = found[0]
    const page = await shared.publicClient.klines({
      symbol: nativeId,
      interval,
      limit: String(size),
      ...(oldest && { endTime: String(oldest.time - 1) }),
    })
    found = [...page.map(candleFrom), ...found]
    if (page.length < size) break
  }
  return found
}

/** Source: GET /depth. */
export async function orderBook({ shared }: BinanceSession, symbol: string, depth: number): Promise<OrderBook> {
  const nativeId = await shared.markets.nativeIdOf(symbol)
  const size = depthSizes.find((each) => each >= depth) ?? 5_000
  return orderBookFrom(await shared.publicClient.depth(nativeId, size), symbol, depth)
}
