import assert from 'node:assert/strict'
import type { BookView } from '../../../src-main/exchange/streams/book-view.ts'
import type { BestPrices, LiveCandle, PublicTrade, Ticker } from '../../../src-shared/market.ts'
import type { StreamHarness, StreamRow } from '../harness.ts'
import { eventually, type Heard, listening } from './listening.ts'
import { asRest, sameBook } from './same-book.ts'

async function keptBook(harness: StreamHarness): Promise<Heard<BookView>> {
  const heard = listening<BookView>()
  harness.market.book(harness.column.symbol, heard)
  await heard.ready()
  return heard
}

/** A book of which messages were spoiled: lost, said, and the exchange's again by itself. */
async function bookAfter(harness: StreamHarness, spoil: () => Promise<void>): Promise<Heard<BookView>> {
  const heard = await keptBook(harness)
  await harness.drift(20)
  await eventually('the book follows', () => sameBook(harness, heard))
  await spoil()
  harness.hurry(20)
  await eventually('the book is the exchange’s again', async () => {
    await harness.drift(1)
    return sameBook(harness, heard)
  })
  return heard
}

export const marketRows: readonly StreamRow[] = [
  {
    id: 'bbo',
    title: 'best prices are known at once and follow the book',
    run: async ({ market, column, client, drift }) => {
      const heard = listening<BestPrices>()
      market.bbo(column.symbol, heard)
      await heard.ready()
      await drift(10)
      await eventually('the best prices are the book’s', async () => {
        const { bids, asks } = await client.fetchOrderBook(column.symbol, 1)
        const { bid, ask } = heard.latest() ?? {}
        return asRest(column, [bid, ask]) === asRest(column, [bids[0], asks[0]])
      })
      for (const { symbol, bid, ask } of heard.values) {
        assert.equal(symbol, column.symbol)
        assert.ok(bid !== null && ask !== null && bid.price.lessThan(ask.price), 'the bid is below the ask')
      }
    },
  },
  {
    id: 'ticker',
    title: 'the ticker is known at once and follows the last price',
    run: async ({ market, column, setPrice }) => {
      const heard = listening<Ticker>()
      market.ticker(column.symbol, heard)
      await heard.ready()
      setPrice(column.symbol, '61234.5')
      await eventually('the ticker tells the last price', () => heard.latest()?.last?.toString() === '61234.5')
      const ticker = heard.latest()
      assert.ok(ticker?.high?.atLeast(ticker.low ?? ticker.high), 'the high is not below the low')
      assert.ok(ticker?.volume.isPositive(), 'there is volume')
    },
  },
  {
    id: 'trades',
    title: 'each trade is told once, in its order',
    run: async ({ market, column, drift, setPrice }) => {
      const heard = listening<readonly PublicTrade[]>()
      market.trades(column.symbol, heard)
      await eventually('trades are live', heard.isLive)
      await drift(30)
      setPrice(column.symbol, '61234.5')
      const told = (): readonly PublicTrade[] => heard.values.flat()
      await eventually('the last trade is told', () => told().at(-1)?.price.toString() === '61234.5')
      const ids = told().map(({ id }) => id)
      assert.equal(new Set(ids).size, ids.length, 'no trade is told twice')
      assert.ok(ids.length >= 20, `trades were told: ${ids.length}`)
      for (const trade of told()) {
        assert.equal(trade.symbol, column.symbol)
        assert.ok(trade.quantity.isPositive())
        assert.ok(Math.abs(trade.time - Date.now()) < 60_000, 'the time is in ms')
      }
    },
  },
  {
    id: 'candles',
    title: 'the candle that is being made follows the price',
    run: async ({ market, column, client, setPrice }) => {
      const heard = listening<LiveCandle>()
      market.candles(column.symbol, '1m', heard)
      await heard.ready()
      setPrice(column.symbol, '61234.5')
      await eventually('the candle closes at the last price', () => heard.latest()?.close.toString() === '61234.5')
      const candle = heard.latest()
      const asked = (await client.fetchCandles(column.symbol, '1m', 2)).find(({ time }) => time === candle?.time)
      assert.ok(candle !== undefined && asked !== undefined, 'REST knows the candle, too')
      assert.equal(candle.time % 60_000, 0)
      assert.ok(candle.high.atLeast(candle.low))
    },
  },
  {
    id: 'book',
    title: 'the order book is the exchange’s, level by level',
    run: async (harness) => {
      const heard = await keptBook(harness)
      for (let round = 0; round < 4; round += 1) {
        await harness.drift(15)
        await eventually('the book is the exchange’s', () => sameBook(harness, heard))
      }
      assert.equal(heard.latest()?.gaps, 0, 'nothing was lost')
      assert.deepEqual(
        heard.states.map(({ kind }) => kind),
        ['waiting', 'live'],
      )
    },
  },
  {
    id: 'book gap',
    title: 'a message of the book that is lost is seen, said, and mended without anybody’s help',
    run: async (harness) => {
      const { column } = harness
      const heard = await bookAfter(harness, async () => {
        await harness.spoil(column.topics.book, 'drop')
        await harness.drift(3)
      })
      assert.ok(
        heard.states.some(({ kind }) => kind === 'stale'),
        'it was said',
      )
    },
  },
  {
    id: 'book order',
    title: 'messages of the book that come twice or in another order never make it wrong',
    run: async (harness) => {
      const { column } = harness
      await bookAfter(harness, async () => {
        await harness.spoil(column.topics.book, 'duplicate', { count: 3 })
        await harness.drift(5)
        await harness.spoil(column.topics.book, 'swap', { count: 1 })
        await harness.drift(5)
      })
    },
  },
  {
    id: 'book checksum',
    title: 'a book whose checksum does not hold is given up and built anew',
    run: async (harness) => {
      const heard = await bookAfter(harness, async () => {
        await harness.spoil(harness.column.topics.book, 'spoil_checksum')
        await harness.drift(3)
      })
      assert.ok(
        heard.states.some((state) => state.kind === 'stale' && state.why.includes('checksum')),
        'it was said',
      )
    },
  },
  {
    id: 'topics',
    title: 'many topics share a socket, and the exchange is asked for each once',
    run: async ({ market, column, sockets }) => {
      const heard = [listening<BestPrices>(), listening<BestPrices>(), listening<BestPrices>()]
      const ticker = listening<Ticker>()
      for (const each of heard.slice(0, 2)) market.bbo(column.symbol, each)
      market.bbo(column.otherSymbol, heard[2] ?? listening())
      market.ticker(column.symbol, ticker)
      await Promise.all([...heard, ticker].map((each) => each.ready()))
      const open = await sockets()
      assert.equal(open.length, 1)
      const topics = open.flatMap((each) => each.topics)
      assert.equal(new Set(topics).size, topics.length)
    },
  },
  {
    id: 'unknown symbol',
    title: 'a symbol that is not listed is refused, and harms nobody',
    run: async ({ market, column }) => {
      const [known, unknown] = [listening<Ticker>(), listening<Ticker>()]
      market.ticker('NOPE/NADA', unknown)
      market.ticker(column.symbol, known)
      await known.ready()
      await eventually('the unknown one is refused', () => unknown.states.at(-1)?.kind === 'refused')
    },
  },
]
