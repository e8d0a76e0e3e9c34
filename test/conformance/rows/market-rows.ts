import assert from 'node:assert/strict'
import type { Candle } from '../../../src-shared/market.ts'
import type { ConformanceRow } from '../harness.ts'
import { failure, limitRequest, marketOf } from './helpers.ts'

function checkCandles(candles: readonly Candle[]): void {
  for (const [index, candle] of candles.entries()) {
    assert(candle.low.atMost(candle.open) && candle.high.atLeast(candle.close))
    const before = candles[index - 1]
    if (before) assert(before.time < candle.time)
  }
}

export const marketRows: readonly ConformanceRow[] = [
  {
    id: 'markets',
    title: 'markets are listed as BASE/QUOTE with steps and limits',
    run: async (harness) => {
      const markets = await harness.client.getMarkets()
      assert(markets.size > 3)
      for (const [symbol, market] of markets) {
        assert.equal(symbol, `${market.base}/${market.quote}`)
        assert(market.tickSize.isPositive() && market.lotStep.isPositive(), `${symbol} has steps`)
        if (market.quantity.min && market.quantity.max) assert(market.quantity.min.lessThan(market.quantity.max))
      }
      assert((await marketOf(harness, harness.symbol)).capabilities.orderKinds.includes('limit'))
    },
  },
  {
    id: 'market-status',
    title: 'a market that takes no orders says so; an order on one that stopped is refused unsent',
    run: async (harness) => {
      const { symbol, status } = harness.closed
      assert.equal((await marketOf(harness, symbol)).status, status)
      await harness.setStatus(harness.otherSymbol, 'halted')
      const request = await limitRequest(harness, 'buy', '0.9', { symbol: harness.otherSymbol })
      await harness.client.getMarkets({ refresh: true })
      const error = await failure(harness.client.normalise(request), 'refused')
      assert.equal(error.text.key, 'order.symbol.not_trading')
    },
  },
  {
    id: 'ticker',
    title: 'a ticker has last, bid and ask in order, and the exchange’s time',
    run: async ({ client, symbol }) => {
      const ticker = await client.fetchTicker(symbol)
      assert(ticker.last && ticker.bid && ticker.ask)
      assert(ticker.bid.lessThan(ticker.ask))
      assert(Math.abs(ticker.time - Date.now()) < 60_000)
    },
  },
  {
    id: 'ticker-unlisted',
    title: 'an unlisted symbol is refused by name',
    run: async ({ client }) => {
      const error = await failure(client.fetchTicker('NO/SUCH'), 'refused')
      assert.equal(error.field, 'symbol')
      assert(error.message.includes('NO/SUCH'))
    },
  },
  {
    id: 'tickers',
    title: 'tickers come by symbol, without unlisted ones; null means all',
    run: async ({ client, symbol, otherSymbol }) => {
      const some = await client.fetchTickers([symbol, 'NO/SUCH', otherSymbol, symbol])
      assert.deepEqual([...some.keys()].sort(), [symbol, otherSymbol].sort())
      assert.equal((await client.fetchTickers(['NO/SUCH'])).size, 0)
      const all = await client.fetchTickers(null)
      assert.equal(all.size, (await client.getMarkets()).size)
    },
  },
  {
    id: 'candles',
    title: 'candles come oldest first, as many as asked, in every timeframe that is offered',
    run: async ({ client, symbol }) => {
      const hours = await client.fetchCandles(symbol, '1h', 24)
      assert.equal(hours.length, 24)
      checkCandles(hours)
      const market = await marketOf({ client }, symbol)
      for (const timeframe of market.capabilities.timeframes) {
        const candles = await client.fetchCandles(symbol, timeframe, 3)
        assert.equal(candles.length, 3, timeframe)
        checkCandles(candles)
      }
    },
  },
  {
    id: 'candles-pages',
    title: 'more candles than the exchange gives at once are asked for page by page',
    run: async ({ client, symbol }) => {
      const minutes = await client.fetchCandles(symbol, '1m', 1_800)
      checkCandles(minutes)
      assert.equal(minutes.length, 1_800)
    },
  },
  {
    id: 'order-book',
    title: 'an order book has the asked depth, best prices first, and does not cross',
    run: async ({ client, symbol }) => {
      const { bids, asks } = await client.fetchOrderBook(symbol, 7)
      assert.equal(bids.length, 7)
      assert.equal(asks.length, 7)
      const [bid, nextBid] = bids
      const [ask, nextAsk] = asks
      assert(bid && ask && nextBid && nextAsk)
      assert(bid.price.lessThan(ask.price))
      assert(nextBid.price.lessThan(bid.price) && nextAsk.price.greaterThan(ask.price))
    },
  },
]
