import { Money } from '../../../src-shared/money.ts'
import type { PracticeMarket } from '../engine/market-rules.ts'
import { printed } from '../host/printed.ts'
import { badCombination, BinanceError, notValid } from './binance-error.ts'
import { dayChange } from './day-change.ts'
import { intervalOf, zoneOffset } from './intervals.ts'
import { stringList } from './parameters.ts'
import { limitOf, marketOfCall, type BinanceCall } from './practice-binance.ts'
import { checkStatusName, nativeId } from './symbols.ts'

/** `GET /api/v3/exchangeInfo` */
export function exchangeInfo(call: BinanceCall): unknown {
  const { parameters, exchange } = call
  const markets = askedMarkets(call)
  const permissions = parameters.text('permissions')
  const withSets = parameters.boolean('showPermissionSets') ?? true
  const status = parameters.text('symbolStatus')
  parameters.finish()
  if (markets !== null && (permissions !== null || status !== null)) throw badCombination()
  if (status !== null) checkStatusName(status)
  const spot = permissions === null || permissionList(permissions).some((each) => each === 'SPOT' || each === 'MARGIN')
  const listed = (markets ?? (spot ? exchange.symbols.all() : [])).filter(
    (market) => status === null || exchange.symbols.statusOf(market) === status,
  )
  const { weightPerMinute, ordersPer10Seconds, ordersPerDay } = exchange.limits
  return {
    timezone: 'UTC',
    serverTime: call.now,
    rateLimits: [
      { rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: weightPerMinute },
      { rateLimitType: 'ORDERS', interval: 'SECOND', intervalNum: 10, limit: ordersPer10Seconds },
      { rateLimitType: 'ORDERS', interval: 'DAY', intervalNum: 1, limit: ordersPerDay },
      { rateLimitType: 'RAW_REQUESTS', interval: 'MINUTE', intervalNum: 5, limit: 300_000 },
    ],
    exchangeFilters: [],
    symbols: listed.map((market) => exchange.symbols.describe(market, withSets)),
  }
}

function permissionList(text: string): readonly string[] {
  if (!text.startsWith('[')) return [text]
  const list = stringList(text)
  if (list === null) throw notValid('permissions')
  return list
}

/** The markets of `symbol` or `symbols`; null: neither was sent. @throws BinanceError -1128, -1121 */
function askedMarkets(call: BinanceCall): readonly PracticeMarket[] | null {
  const { parameters, exchange } = call
  if (parameters.has('symbol') && parameters.has('symbols')) throw badCombination()
  if (parameters.has('symbol')) return [marketOfCall(call)]
  return parameters.symbols()?.map((id) => exchange.symbols.market(id)) ?? null
}

/**
 * One answer for `symbol`, an array for `symbols` or all; markets of another `symbolStatus` are left out or refused.
 */
function perMarket(call: BinanceCall, view: (market: PracticeMarket) => unknown): unknown {
  const single = call.parameters.has('symbol')
  const markets = askedMarkets(call) ?? call.exchange.symbols.all()
  const status = call.parameters.text('symbolStatus')
  call.parameters.finish()
  if (status === null) return single ? markets.map(view)[0] : markets.map(view)
  checkStatusName(status)
  const matching = markets.filter((market) => call.exchange.symbols.statusOf(market) === status)
  if (single && matching.length === 0) {
    throw new BinanceError(-1220, "The symbol's status does not match the requested symbolStatus.")
  }
  return single ? matching.map(view)[0] : matching.map(view)
}

/** `GET /api/v3/depth` */
export function depth(call: BinanceCall): unknown {
  const { engine } = call.exchange
  const market = marketOfCall(call)
  const limit = limitOf(call, 100, 5000)
  call.parameters.finish()
  const side = (which: 'buy' | 'sell'): readonly (readonly string[])[] =>
    engine.depth(market.symbol, which, limit).map((level) => [printed(level.price), printed(level.quantity)])
  return { lastUpdateId: engine.bookUpdates(market.symbol), bids: side('buy'), asks: side('sell') }
}

/** `GET /api/v3/ticker/price` */
export function tickerPrice(call: BinanceCall): unknown {
  const { engine } = call.exchange
  return perMarket(call, (market) => ({
    symbol: nativeId(market),
    price: printed(engine.lastPrice(market.symbol)),
  }))
}

/** `GET /api/v3/ticker/bookTicker` */
export function bookTicker(call: BinanceCall): unknown {
  return perMarket(call, (market) => ({ symbol: nativeId(market), ...bestOf(call, market) }))
}

function bestOf(call: BinanceCall, market: PracticeMarket): Record<string, string> {
  const bid = call.exchange.engine.bestPrice(market.symbol, 'buy')
  const ask = call.exchange.engine.bestPrice(market.symbol, 'sell')
  return {
    bidPrice: printed(bid?.price ?? Money.zero),
    bidQty: printed(bid?.quantity ?? Money.zero),
    askPrice: printed(ask?.price ?? Money.zero),
    askQty: printed(ask?.quantity ?? Money.zero),
  }
}

/** `GET /api/v3/ticker/24hr` */
export function dayTicker(call: BinanceCall): unknown {
  const invalid = (): BinanceError => new BinanceError(-1139, 'Invalid ticker type.')
  const type = call.parameters.oneOf('type', ['FULL', 'MINI'], invalid) ?? 'FULL'
  return perMarket(call, (market) => dayTickerOf(call, market, type === 'FULL'))
}

function dayTickerOf(call: BinanceCall, market: PracticeMarket, full: boolean): Record<string, unknown> {
  const { engine } = call.exchange
  const day = engine.dayStatistics(market.symbol)
  const { change, percent } = dayChange(day)
  const lastTrade = engine.tape(market.symbol).lastTrade
  const prices = {
    openPrice: printed(day.open),
    highPrice: printed(day.high),
    lowPrice: printed(day.low),
    lastPrice: printed(day.close),
    volume: printed(day.volume),
    quoteVolume: printed(day.quoteVolume),
    openTime: day.time,
    closeTime: day.endsAt,
    firstId: day.firstId,
    lastId: day.lastId,
    count: day.trades,
  }
  if (!full) return { symbol: nativeId(market), ...prices }
  return {
    symbol: nativeId(market),
    priceChange: printed(change),
    priceChangePercent: printed(percent, 3),
    weightedAvgPrice: printed(day.weightedAveragePrice),
    prevClosePrice: printed(day.open),
    lastQty: printed(lastTrade?.quantity ?? market.quantity.min),
    ...bestOf(call, market),
    ...prices,
  }
}

/** `GET /api/v3/avgPrice`; practice takes the last price for it, as its filters do. */
export function averagePrice(call: BinanceCall): unknown {
  const market = marketOfCall(call)
  call.parameters.finish()
  return { mins: 5, price: printed(call.exchange.engine.lastPrice(market.symbol)), closeTime: call.now }
}

/** `GET /api/v3/referencePrice`; practice has none, so filters go by {@link averagePrice}. */
export function referencePrice(call: BinanceCall): unknown {
  const market = marketOfCall(call)
  call.parameters.finish()
  return { symbol: nativeId(market), referencePrice: null, timestamp: call.now }
}

/** `GET /api/v3/trades` */
export function recentTrades(call: BinanceCall): unknown {
  const market = marketOfCall(call)
  const limit = limitOf(call, 500, 1000)
  call.parameters.finish()
  return call.exchange.engine
    .tape(market.symbol)
    .recent(limit)
    .map((trade) => ({
      id: trade.id,
      price: printed(trade.price),
      qty: printed(trade.quantity),
      quoteQty: printed(trade.quoteQuantity),
      time: trade.time,
      isBuyerMaker: trade.takerSide === 'sell',
      isBestMatch: true,
    }))
}

/** `GET /api/v3/klines` and `/uiKlines` */
export function candles(call: BinanceCall): unknown {
  const { parameters, exchange } = call
  const market = marketOfCall(call)
  const name = parameters.required('interval')
  const zone = zoneOffset(parameters.text('timeZone') ?? '0')
  const from = parameters.time('startTime')
  const to = parameters.time('endTime')
  const limit = limitOf(call, 500, 1000)
  parameters.finish()
  if (zone === null) throw notValid('timeZone')
  const interval = intervalOf(name, zone)
  if (interval === null) throw new BinanceError(-1120, 'Invalid interval.')
  const last = interval.opening(Math.min(to ?? call.now, call.now))
  const earliest = interval.stepped(last, 1 - limit)
  let opening = from === null ? earliest : interval.opening(from)
  if (from !== null && opening < from) opening = interval.stepped(opening, 1)
  const rows: unknown[] = []
  for (; opening <= last && rows.length < limit; opening = interval.stepped(opening, 1)) {
    const end = interval.stepped(opening, 1)
    const bar = exchange.engine.bar(market.symbol, opening, end)
    rows.push([
      opening,
      printed(bar.open),
      printed(bar.high),
      printed(bar.low),
      printed(bar.close),
      printed(bar.volume),
      end - 1,
      printed(bar.quoteVolume),
      bar.trades,
      printed(bar.takerBuyVolume),
      printed(bar.takerBuyQuoteVolume),
      '0',
    ])
  }
  return rows
}
