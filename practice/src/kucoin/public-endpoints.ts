import { Money } from '../../../src-shared/money.ts'
import type { PracticeMarket } from '../engine/market-rules.ts'
import { nanoseconds } from './kucoin-json.ts'
import type { KuCoinCall, PracticeKuCoin } from './practice-kucoin.ts'
import { describeSymbol, marketNamed, symbolOf, tickerFees } from './symbols.ts'

export const timestamp = ({ now }: KuCoinCall): unknown => now
export const status = (): unknown => ({ status: 'open', msg: '' })

const describe = ({ exchange }: KuCoinCall, market: PracticeMarket): unknown =>
  describeSymbol(market, exchange.engine.statusOf(market.symbol) === 'trading')

export function symbols(call: KuCoinCall): unknown {
  const wanted = call.parameters.text('market')
  return call.exchange.engine
    .markets()
    .map((market) => describe(call, market) as { readonly market: string })
    .filter((each) => wanted === null || each.market === wanted)
}

export function symbol(call: KuCoinCall): unknown {
  return describe(call, marketNamed(call.exchange.engine, call.rest))
}

const asked = ({ exchange, parameters }: KuCoinCall): PracticeMarket =>
  marketNamed(exchange.engine, parameters.required('symbol'))

export function level1(call: KuCoinCall): unknown {
  const market = asked(call)
  const { engine } = call.exchange
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

export function dayOf({ engine }: Pick<PracticeKuCoin, 'engine'>, market: PracticeMarket): Record<string, unknown> {
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
    ...tickerFees,
  }
}

export function allTickers(call: KuCoinCall): unknown {
  return {
    time: call.now,
    ticker: call.exchange.engine.markets().map((market) => {
      const { engine } = call.exchange
      const name = (describe(call, market) as { readonly name: string }).name
      return {
        ...dayOf(call.exchange, market),
        symbolName: name,
        bestBidSize: engine.bestPrice(market.symbol, 'buy')?.quantity.toString() ?? null,
        bestAskSize: engine.bestPrice(market.symbol, 'sell')?.quantity.toString() ?? null,
      }
    }),
  }
}

export function stats(call: KuCoinCall): unknown {
  return { time: call.now, ...dayOf(call.exchange, asked(call)) }
}

const book =
  (levels: number) =>
  (call: KuCoinCall): unknown => {
    const market = asked(call)
    const { engine } = call.exchange
    const side = (which: 'buy' | 'sell'): unknown =>
      engine.depth(market.symbol, which, levels).map(({ price, quantity }) => [price.toString(), quantity.toString()])
    const sequence = String(engine.bookUpdates(market.symbol))
    return { time: call.now, sequence, bids: side('buy'), asks: side('sell') }
  }
export const level20 = book(20)
export const level100 = book(100)
export const wholeBook = book(10_000)

export function histories(call: KuCoinCall): unknown {
  const market = asked(call)
  return call.exchange.engine
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
