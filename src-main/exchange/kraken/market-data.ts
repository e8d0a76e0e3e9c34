import type { Timeframe } from '../../../src-shared/capabilities.ts'
import type { Candle, OrderBook, Ticker } from '../../../src-shared/market.ts'
import { noAnswer } from '../core/classify.ts'
import { mapInTurns } from '../core/in-turns.ts'
import { orderBookFrom } from '../core/order-book.ts'
import { unsupported } from '../orders/normalise.ts'
import { candleMinutes } from './capabilities.ts'
import { candleFrom, changeSince, tickerFrom } from './map-market-data.ts'
import { tickerSchema } from './schemas.ts'
import type { KrakenSession } from './session.ts'

const maxDepth = 500
/** Pairs asked for by name at most; for more, all are asked for. */
const mostNamed = 50

/**
 * Source: Ticker, and OHLC for the change of a day; asked once for everybody who wants the same symbol at the same
 * time.
 */
export async function ticker(session: KrakenSession, symbol: string): Promise<Ticker> {
  const { shared, urgency } = session
  const nativeId = await shared.markets.nativeIdOf(symbol)
  const [found, dayAgo] = await Promise.all([named(session, [nativeId]), shared.dayOpenings.of(nativeId, urgency)])
  const told = found.get(symbol)
  if (told !== undefined) return { ...told, changePercent: changeSince(dayAgo, told.last) }
  throw noAnswer('kraken', 'no such ticker')
}

/**
 * Source: Ticker; up to 50 symbols by name, more from the list of all. `symbols` null: all. The change of a day only
 * where it is known already.
 */
export async function tickers(
  session: KrakenSession,
  symbols: readonly string[] | null,
): Promise<ReadonlyMap<string, Ticker>> {
  if (symbols === null) return named(session, null)
  const { bySymbol } = await session.shared.markets.all()
  const wanted = [...new Set(symbols)].flatMap((symbol) => bySymbol.get(symbol)?.market ?? [])
  if (wanted.length === 0) return new Map()
  const ids = wanted.length <= mostNamed ? wanted.map(({ nativeId }) => nativeId).sort() : null
  const found = await named(session, ids)
  return new Map(
    wanted.flatMap(({ symbol }) => {
      const told = found.get(symbol)
      return told === undefined ? [] : [[symbol, told] as const]
    }),
  )
}

/** By symbol; what Kraken does not tell, or tells in a shape of its own, is left out. */
async function named(
  { shared, urgency }: KrakenSession,
  nativeIds: readonly string[] | null,
): Promise<ReadonlyMap<string, Ticker>> {
  const { venue, publicClient, dayOpenings } = shared
  const { byName } = await shared.markets.all()
  const read = async (): Promise<ReadonlyMap<string, Ticker>> => {
    const records = await publicClient.as(urgency).tickers(nativeIds)
    const time = venue.clock.serverNow()
    const listed = await mapInTurns(Object.entries(records), ([id, raw]) => {
      const market = byName.get(id)?.market
      const record = tickerSchema.safeParse(raw).data
      if (market === undefined || record === undefined) return null
      return tickerFrom(record, market.symbol, time, dayOpenings.known(market.nativeId))
    })
    return new Map(listed.flatMap((each) => (each === null ? [] : [[each.symbol, each] as const])))
  }
  return venue.share(`tickers ${nativeIds?.join(' ') ?? 'all'}`, read, urgency)
}

/** The newest 720 at most: Kraken has no older ones. Source: OHLC. */
export async function candles(
  { shared }: KrakenSession,
  symbol: string,
  timeframe: Timeframe,
  limit: number,
): Promise<readonly Candle[]> {
  const { market } = await shared.markets.of(symbol)
  const minutes = candleMinutes[timeframe]
  if (minutes === undefined) throw unsupported({ market, exchange: 'kraken' }, 'timeframe', 'timeframe')
  const rows = await shared.publicClient.ohlc(market.nativeId, minutes)
  return limit <= 0 ? [] : rows.map(candleFrom).slice(-limit)
}

/** Source: Depth. */
export async function orderBook({ shared }: KrakenSession, symbol: string, depth: number): Promise<OrderBook> {
  const nativeId = await shared.markets.nativeIdOf(symbol)
  const count = Math.min(Math.max(1, depth), maxDepth)
  return orderBookFrom(await shared.publicClient.depth(nativeId, count), symbol, depth)
}
