// The ccxt clients of the four exchanges, with nothing but their addresses changed, against our practice servers: strangers who know the
// exchanges' protocols log in, read, place and cancel. Prints a line for each step and exits 1 when one fails.
import assert from 'node:assert/strict'
import ccxt from 'ccxt'
import { startPracticeExchanges } from '@aristobot/practice'

const secret = Buffer.from('the practice secret of a peer').toString('base64')

/** What each client needs beside its address, and what it asks of orders. */
const peers = [
  {
    name: 'binance',
    make: (options) =>
      new ccxt.binance({ ...options, options: { fetchMarkets: { types: ['spot'] }, fetchMargins: false } }),
    credentials: {},
  },
  {
    name: 'bitget classic',
    exchange: 'bitget',
    kind: 'classic',
    make: (options) => new ccxt.bitget({ ...options, options: { fetchMarkets: { types: ['spot'] }, uta: false } }),
    credentials: { passphrase: 'practice' },
  },
  {
    name: 'bitget unified',
    exchange: 'bitget',
    kind: 'unified',
    // ccxt reads neither the value executed nor this account's code for want of funds (25202), and turns the sign of its fees, which are
    // positive here.
    feeOf: ({ info }) => Number(info.feeDetail[0].fee),
    costOf: ({ info }) => Number(info.cumExecValue),
    noFunds: ccxt.ExchangeError,
    make: (options) => new ccxt.bitget({ ...options, options: { fetchMarkets: { types: ['spot'] }, uta: true } }),
    credentials: { passphrase: 'practice' },
  },
  {
    name: 'kucoin',
    // ccxt signs as a key of version 2, calls the trade account by its older name unless told, and takes the dust that an order by funds leaves
    // for a cancelled order (ccxt #15834).
    balance: { type: 'trade', hf: false },
    boughtStatus: 'canceled',
    apiKey: 'peer-v2',
    make: (options) =>
      new ccxt.kucoin({ ...options, options: { fetchMarkets: { types: ['spot'] }, hf: true, uta: false } }),
    credentials: { passphrase: 'practice' },
  },
  {
    name: 'kraken',
    make: (options) => new ccxt.kraken(options),
    credentials: {},
  },
]

/** Every address of a client, with its scheme and host put behind ours. */
function redirected(urls, baseUrl) {
  if (typeof urls === 'string') return urls.replace(/^https:\/\/[^/]+/, baseUrl)
  if (urls === null || typeof urls !== 'object') return urls
  return Object.fromEntries(Object.entries(urls).map(([name, each]) => [name, redirected(each, baseUrl)]))
}

const symbol = 'BTC/USDT'

/** In order; each gets what the ones before it left in `memory`. */
const steps = {
  'reads the clock': async ({ client }) => {
    if (client.has.fetchTime) assert(Math.abs((await client.fetchTime()) - Date.now()) < 5_000)
  },
  'reads the markets': async ({ client }) => {
    const markets = await client.loadMarkets()
    const market = markets[symbol]
    assert(market?.active !== false && market.precision.price > 0 && market.precision.amount > 0)
  },
  'reads a ticker': async ({ client, memory }) => {
    const ticker = await client.fetchTicker(symbol)
    assert(ticker.bid < ticker.ask && ticker.last > 0)
    memory.last = ticker.last
  },
  'reads tickers': async ({ client }) => {
    const tickers = await client.fetchTickers([symbol, 'ETH/USDT'])
    assert(tickers[symbol].last > tickers['ETH/USDT'].last)
  },
  'reads candles': async ({ client }) => {
    const candles = await client.fetchOHLCV(symbol, '1h', undefined, 24)
    assert(candles.length >= 23, `${candles.length} candles`)
    for (const [, open, high, low, close] of candles)
      assert(low <= Math.min(open, close) && high >= Math.max(open, close))
    assert(candles[0][0] < candles.at(-1)[0])
  },
  'reads the book': async ({ client }) => {
    const { bids, asks } = await client.fetchOrderBook(symbol, 20)
    assert(bids[0][0] < asks[0][0] && bids.length === 20)
  },
  'reads balances': async ({ client, memory, peer }) => {
    const { USDT } = await client.fetchBalance(peer.balance)
    assert(USDT.free >= 9_000 && USDT.used === 0, JSON.stringify(USDT))
    memory.free = USDT.free
  },
  'places a limit order': async ({ client, memory }) => {
    const price = client.priceToPrecision(symbol, memory.last * 0.9)
    memory.order = await client.createOrder(symbol, 'limit', 'buy', 0.01, Number(price))
    assert(memory.order.id)
  },
  'reads the order': async ({ client, memory }) => {
    const order = await client.fetchOrder(memory.order.id, symbol)
    assert.deepEqual([order.status, order.side, order.type, order.amount], ['open', 'buy', 'limit', 0.01])
    assert.equal(order.filled, 0)
  },
  'lists it as open': async ({ client, memory }) => {
    const open = await client.fetchOpenOrders(symbol)
    assert.deepEqual(
      open.map(({ id }) => id),
      [memory.order.id],
    )
  },
  'sees its funds held': async ({ client, memory, peer }) => {
    const { USDT } = await client.fetchBalance(peer.balance)
    assert(USDT.free < memory.free - 500 && USDT.used > 500, JSON.stringify(USDT))
  },
  'cancels it': async ({ client, memory }) => {
    await client.cancelOrder(memory.order.id, symbol)
    assert.deepEqual(await client.fetchOpenOrders(symbol), [])
    const order = await client.fetchOrder(memory.order.id, symbol)
    assert.equal(order.status, 'canceled')
  },
  'buys at market': async ({ client, memory, peer }) => {
    const placed = await client.createMarketBuyOrderWithCost(symbol, 100)
    const order = await client.fetchOrder(placed.id, symbol)
    assert.equal(order.status, peer.boughtStatus ?? 'closed')
    const cost = peer.costOf?.(order) ?? order.cost
    assert(cost > 98 && cost <= 100.0001, String(cost))
    assert(Math.abs(cost / order.filled / memory.last - 1) < 0.01, String(cost))
    memory.bought = { id: order.id, cost }
  },
  'sells at market': async ({ client }) => {
    const placed = await client.createOrder(symbol, 'market', 'sell', 0.001)
    const order = await client.fetchOrder(placed.id, symbol)
    assert.deepEqual([order.status, order.filled], ['closed', 0.001])
  },
  'reads its trades': async ({ client, memory, peer }) => {
    const trades = await client.fetchMyTrades(symbol)
    const mine = trades.filter(({ order }) => order === memory.bought.id)
    const cost = mine.reduce((sum, trade) => sum + trade.cost, 0)
    assert(Math.abs(cost - memory.bought.cost) < 0.01, `${cost} of ${memory.bought.cost}`)
    for (const trade of mine) assert((peer.feeOf?.(trade) ?? trade.fee.cost) > 0 && trade.fee)
  },
  'reads closed orders': async ({ client, memory }) => {
    const closed = await client.fetchClosedOrders(symbol)
    assert(closed.some(({ id }) => id === memory.bought.id))
  },
  'is refused without the funds': async ({ client, memory, peer }) => {
    const price = Number(client.priceToPrecision(symbol, memory.last * 0.9))
    await assert.rejects(client.createOrder(symbol, 'limit', 'buy', 5, price), peer.noFunds ?? ccxt.InsufficientFunds)
  },
  'is refused with a wrong secret': async ({ peer, clientWith }) => {
    const other = clientWith({ secret: Buffer.from('another').toString('base64') })
    await assert.rejects(other.fetchBalance(), ccxt.ExchangeError, peer.name)
  },
}

const practice = await startPracticeExchanges({ seed: 'peers' })
let failures = 0
try {
  for (const peer of peers) {
    const exchange = peer.exchange ?? peer.name
    const apiKey = peer.apiKey ?? `peer-${peer.name}`.replace(' ', '-')
    const { passphrase } = peer.credentials
    practice.openAccount(exchange, {
      apiKey,
      secret,
      ...(passphrase && { passphrase }),
      ...(peer.kind && { kind: peer.kind }),
    })
    const clientWith = (change) => {
      const client = peer.make({
        apiKey,
        secret,
        ...(passphrase && { password: passphrase }),
        enableRateLimit: true,
        ...change,
      })
      // Currencies tell of deposits and networks, which a practice server has none of.
      client.fetchCurrencies = () => Promise.resolve({})
      client.urls = { ...client.urls, api: redirected(client.urls.api, practice.baseUrls[exchange]) }
      return client
    }
    const context = { peer, client: clientWith({}), clientWith, memory: {} }
    console.log(`ccxt ${ccxt.version} on practice ${peer.name}`)
    for (const [title, run] of Object.entries(steps)) {
      try {
        await run(context)
        console.log(`  passed  ${title}`)
      } catch (error) {
        failures += 1
        const text = error instanceof Error ? `${error.constructor.name}: ${error.message}` : String(error)
        console.log(`  FAILED  ${title}: ${text.slice(0, 400)}`)
        if (process.argv.includes('--stack')) console.log(error.stack)
      }
    }
  }
} finally {
  await practice.close()
}
console.log(failures === 0 ? 'All steps passed.' : `${failures} steps failed.`)
process.exitCode = failures === 0 ? 0 : 1
