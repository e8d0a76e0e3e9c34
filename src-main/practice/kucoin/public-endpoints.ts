import { Money } from '../../../src-shared/money.ts'
import type { PracticeMarket } from '../engine/market-rules.ts'
import { badParameter } from './kucoin-error.ts'
import { nanoseconds } from './order-views.ts'
import { describeSymbol, marketNamed, symbolOf } from './symbols.ts'
import type { Call } from './venue.ts'

const minute = 60_000
const day = 24 * 60 * minute
const candleLengths: Readonly<Record<string, number>> = {
  '1min': minute,
  '3min': 3 * minute,
  '5min': 5 * minute,
  '15min': 15 * minute,
  '30min': 30 * minute,
  '1hour': 60 * minute,
  '2hour': 120 * minute,
  '4hour': 240 * minute,
  '6hour': 360 * minute,
  '8hour': 480 * minute,
  '12hour': 720 * minute,
  '1day': day,
  '1week': 7 * day,
}
const mostCandles = 1_500

export const timestamp = ({ now }: Call): unknown => now
export const status = (): unknown => ({ status: 'open', msg: '' })

const describe = ({ venue }: Call, market: PracticeMarket): unknown =>
  describeSymbol(market, venue.engine.statusOf(market.symbol) === 'trading')

export function symbols(call: Call): unknown {
  const wanted = call.parameters.text('market')
  return call.venue.engine
    .markets()
    .map((market) => describe(call, market) as { readonly market: string })
    .filter((each) => wanted === null || each.market === wanted)
}

export function symbol(call: Call): unknown {
  return describe(call, marketNamed(call.venue.engine, call.rest))
}

const asked = ({ venue, parameters }: Call): PracticeMarket =>
  marketNamed(venue.engine, parameters.required('symbol'))

export function level1(call: Call): unknown {
  const market = asked(call)
  const { engine } = call.venue
  const bid = engine.bestPrice(market.symbol, 'buy')
  const ask = engine.bestPrice(market.symbol, 'sell')
  const last = engine.tape(market.symbol).lastTrade
  return {
    time: call.now,
    sequence: String(engine.bookUpdates(market.symbol)),
    price: engine.lastPrice(market.symbol).toString(),
    size: last?.quantity.toString() ?? '0',
    bestBid: bid?.price.toString() ?? null,
    bestBidSize: bid?.quantity.toString() ?? null,
    bestAsk: ask?.price.toString() ?? null,
    bestAskSize: ask?.quantity.toString() ?? null,
  }
}

function dayOf({ venue }: Call, market: PracticeMarket): Record<string, unknown> {
  const { engine } = venue
  const statistics = engine.dayStatistics(market.symbol)
  const bid = engine.bestPrice(market.symbol, 'buy')
  const ask = engine.bestPrice(market.symbol, 'sell')
  const change = statistics.close.minus(statistics.open)
  const rate = statistics.open.isZero() ? Money.zero : change.dividedBy(statistics.open, 4)
  // A pair that stands still has no quotes.
  return {
    symbol: symbolOf(market),
    buy: bid?.price.toString() ?? null,
    sell: ask?.price.toString() ?? null,
    changeRate: rate.toString(),
    changePrice: change.toString(),
    high: statistics.high.toString(),
    low: statistics.low.toString(),
    vol: statistics.volume.toString(),
    volValue: statistics.quoteVolume.toString(),
    last: statistics.close.toString(),
    averagePrice: statistics.weightedAveragePrice.toString(),
    takerFeeRate: '0.001',
    makerFeeRate: '0.001',
    takerCoefficient: '1',
    makerCoefficient: '1',
  }
}

export function allTickers(call: Call): unknown {
  return {
    time: call.now,
    ticker: call.venue.engine.markets().map((market) => {
      const { engine } = call.venue
      const name = (describe(call, market) as { readonly name: string }).name
      return {
        ...dayOf(call, market),
        symbolName: name,
        bestBidSize: engine.bestPrice(market.symbol, 'buy')?.quantity.toString() ?? null,
        bestAskSize: engine.bestPrice(market.symbol, 'sell')?.quantity.toString() ?? null,
      }
    }),
  }
}

export function stats(call: Call): unknown {
  return { time: call.now, ...dayOf(call, asked(call)) }
}

const book =
  (levels: number) =>
  (call: Call): unknown => {
    const market = asked(call)
    const { engine } = call.venue
    const side = (which: 'buy' | 'sell'): unknown =>
      engine
        .depth(market.symbol, which, levels)
        .map(({ price, quantity }) => [price.toString(), quantity.toString()])
    const sequence = String(engine.bookUpdates(market.symbol))
    return { time: call.now, sequence, bids: side('buy'), asks: side('sell') }
  }
export const level20 = book(20)
export const level100 = book(100)

/** Newest first; rows are time in seconds, open, close, high, low, volume, turnover. Bounds in seconds. */
export function candles(call: Call): unknown {
  const market = asked(call)
  const length = candleLengths[call.parameters.required('type')]
  if (length === undefined) throw badParameter('type is invalid')
  const to = Math.min((call.parameters.integer('endAt') ?? 0) * 1_000 || call.now, call.now)
  const from = (call.parameters.integer('startAt') ?? 0) * 1_000
  const rows: unknown[] = []
  for (
    let opening = Math.floor((to - 1) / length) * length;
    opening >= Math.max(from, 0) && rows.length < mostCandles;
    opening -= length
  ) {
    const bar = call.venue.engine.bar(market.symbol, opening, opening + length)
    const prices = [bar.open, bar.close, bar.high, bar.low, bar.volume, bar.quoteVolume]
    rows.push([String(opening / 1_000), ...prices.map(String)])
  }
  return rows
}

export function histories(call: Call): unknown {
  const market = asked(call)
  return call.venue.engine
    .tape(market.symbol)
    .recent(100)
    .map((trade) => ({
      sequence: String(trade.id),
      price: trade.price.toString(),
      size: trade.quantity.toString(),
      side: trade.takerSide,
      time: nanoseconds(trade.time),
    }))
}
