import { Money } from '../../../src-shared/money.ts'
import type { PracticeMarket } from '../engine/market-rules.ts'
import type { PracticeEngine } from '../engine/practice-engine.ts'
import { badParameter, missing } from './bitget-error.ts'
import type { BitgetCall, PracticeBitget } from './practice-bitget.ts'
import { classicSymbol, marketNamed, symbolOf, unifiedInstrument } from './symbols.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
/** 1970-01-05, a Monday. */
const firstMonday = 4 * day
/** Days and weeks begin at midnight in China unless the name says UTC. */
const china = -8 * hour

/** Where candles of a kind begin: every `length` from `origin` on; ms. */
export interface Granularity {
  readonly length: number
  readonly origin: number
}
const aligned = (length: number, origin = 0): Granularity => ({ length, origin })
export const granularities: Readonly<Record<string, Granularity>> = {
  '1min': aligned(minute),
  '3min': aligned(3 * minute),
  '5min': aligned(5 * minute),
  '15min': aligned(15 * minute),
  '30min': aligned(30 * minute),
  '1h': aligned(hour),
  '4h': aligned(4 * hour),
  '6h': aligned(6 * hour, china),
  '12h': aligned(12 * hour, china),
  '1day': aligned(day, china),
  '1week': aligned(7 * day, firstMonday + china),
  '6Hutc': aligned(6 * hour),
  '12Hutc': aligned(12 * hour),
  '1Dutc': aligned(day),
  '3Dutc': aligned(3 * day),
  '1Wutc': aligned(7 * day, firstMonday),
}
export const unifiedIntervals: Readonly<Record<string, Granularity>> = {
  '1m': aligned(minute),
  '3m': aligned(3 * minute),
  '5m': aligned(5 * minute),
  '15m': aligned(15 * minute),
  '30m': aligned(30 * minute),
  '1H': aligned(hour),
  '4H': aligned(4 * hour),
  '6H': aligned(6 * hour),
  '12H': aligned(12 * hour),
  '1D': aligned(day),
}

export const serverTime = ({ now }: BitgetCall): unknown => ({ serverTime: String(now) })

function askedMarkets({ exchange, parameters }: BitgetCall): readonly PracticeMarket[] {
  const symbol = parameters.text('symbol')
  return symbol === null ? exchange.engine.markets() : [marketNamed(exchange.engine, symbol)]
}

export const symbols = (call: BitgetCall): unknown =>
  askedMarkets(call).map((market) => classicSymbol(market, call.exchange.engine.statusOf(market.symbol)))

/** Only spot is played here: the other categories list nothing. */
export function instruments(call: BitgetCall): unknown {
  if (call.parameters.required('category').toUpperCase() !== 'SPOT') return []
  return askedMarkets(call).map((market) => unifiedInstrument(market, call.exchange.engine.statusOf(market.symbol)))
}

export function checkSpot({ parameters }: BitgetCall): void {
  const category = parameters.text('category')
  if (category === null) throw missing('category')
  if (category.toUpperCase() !== 'SPOT') throw badParameter('category')
}

/** A market's last day and its best prices. */
export function dayOf({ engine }: Pick<PracticeBitget, 'engine'>, { symbol }: PracticeMarket) {
  const statistics = engine.dayStatistics(symbol)
  const change = statistics.open.isZero()
    ? Money.zero
    : statistics.close.minus(statistics.open).dividedBy(statistics.open, 5)
  const bid = engine.bestPrice(symbol, 'buy')
  const ask = engine.bestPrice(symbol, 'sell')
  return { statistics, change, bid, ask }
}

export const tickers = (call: BitgetCall): unknown =>
  askedMarkets(call).map((market) => {
    const { statistics, change, bid, ask } = dayOf(call.exchange, market)
    return {
      symbol: symbolOf(market),
      open: statistics.open.toString(),
      high24h: statistics.high.toString(),
      low24h: statistics.low.toString(),
      lastPr: statistics.close.toString(),
      quoteVolume: statistics.quoteVolume.toString(),
      baseVolume: statistics.volume.toString(),
      usdtVolume: statistics.quoteVolume.toString(),
      ts: String(call.now),
      bidPr: bid?.price.toString() ?? '0',
      askPr: ask?.price.toString() ?? '0',
      bidSz: bid?.quantity.toString() ?? '0',
      askSz: ask?.quantity.toString() ?? '0',
      openUtc: statistics.open.toString(),
      changeUtc24h: change.toString(),
      change24h: change.toString(),
    }
  })

export function unifiedTickers(call: BitgetCall): unknown {
  checkSpot(call)
  return askedMarkets(call).map((market) => {
    const { statistics, change, bid, ask } = dayOf(call.exchange, market)
    return {
      category: 'SPOT',
      symbol: symbolOf(market),
      ts: String(call.now),
      lastPrice: statistics.close.toString(),
      openPrice24h: statistics.open.toString(),
      highPrice24h: statistics.high.toString(),
      lowPrice24h: statistics.low.toString(),
      bid1Price: bid?.price.toString() ?? '0',
      bid1Size: bid?.quantity.toString() ?? '0',
      ask1Price: ask?.price.toString() ?? '0',
      ask1Size: ask?.quantity.toString() ?? '0',
      price24hPcnt: change.toString(),
      volume24h: statistics.volume.toString(),
      turnover24h: statistics.quoteVolume.toString(),
    }
  })
}

function sidesOf({ exchange, parameters }: BitgetCall, most: number): { asks: unknown; bids: unknown } {
  const market = marketNamed(exchange.engine, parameters.required('symbol'))
  const limit = parameters.integer('limit') ?? Math.min(100, most)
  if (limit < 1 || limit > most) throw badParameter('limit')
  const side = (which: 'buy' | 'sell'): unknown =>
    exchange.engine
      .depth(market.symbol, which, limit)
      .map(({ price, quantity }) => [price.toString(), quantity.toString()])
  return { asks: side('sell'), bids: side('buy') }
}

export const orderbook = (call: BitgetCall): unknown => ({ ...sidesOf(call, 150), ts: String(call.now) })

export function unifiedOrderbook(call: BitgetCall): unknown {
  checkSpot(call)
  const { asks, bids } = sidesOf(call, 200)
  return { a: asks, b: bids, ts: String(call.now) }
}

/**
 * Oldest first, the newest `limit` (100) of what the bounds leave. Rows end with volumes in base, quote and dollars.
 */
function rowsOf(
  call: BitgetCall,
  granularity: Granularity | undefined,
  most: number,
  needsEnd: boolean,
): readonly string[][] {
  const market = marketNamed(call.exchange.engine, call.parameters.required('symbol'))
  if (granularity === undefined) throw badParameter('granularity')
  const from = call.parameters.integer('startTime') ?? 0
  const end = call.parameters.integer('endTime')
  if (needsEnd && end === null) throw missing('endTime')
  const limit = call.parameters.integer('limit') ?? 100
  if (limit < 1 || limit > most) throw badParameter('limit')
  const { length } = granularity
  const rows: string[][] = []
  let opening = openingOf(granularity, Math.min(end ?? call.now, call.now))
  if (end !== null && opening >= end) opening -= length
  for (; rows.length < limit && opening >= from && opening > 0; opening -= length) {
    rows.unshift(candleRow(call.exchange.engine, market.symbol, opening, length))
  }
  return rows
}

/** Where the candle that holds `time` opens. */
export const openingOf = ({ length, origin }: Granularity, time: number): number =>
  Math.floor((time - origin) / length) * length + origin

/** Opening, open, high, low, close, volumes in base, quote and dollars. */
export function candleRow(engine: PracticeEngine, symbol: string, opening: number, length: number): string[] {
  const { open, high, low, close, volume, quoteVolume } = engine.bar(symbol, opening, opening + length)
  return [opening, open, high, low, close, volume, quoteVolume, quoteVolume].map(String)
}

export const named = (table: Readonly<Record<string, Granularity>>, name: string): Granularity | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined

export const candles = (call: BitgetCall): unknown =>
  rowsOf(call, named(granularities, call.parameters.required('granularity')), 1_000, false)
export const historyCandles = (call: BitgetCall): unknown =>
  rowsOf(call, named(granularities, call.parameters.required('granularity')), 200, true)

const unifiedRows =
  (needsEnd: boolean) =>
  (call: BitgetCall): unknown => {
    checkSpot(call)
    const rows = rowsOf(
      call,
      named(unifiedIntervals, call.parameters.required('interval')),
      needsEnd ? 100 : 1_000,
      needsEnd,
    )
    return rows.map((row) => row.slice(0, 7)).toReversed()
  }
export const unifiedCandles = unifiedRows(false)
export const unifiedHistoryCandles = unifiedRows(true)
