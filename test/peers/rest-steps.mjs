import assert from 'node:assert/strict'
import ccxt from 'ccxt'

const symbol = 'BTC/USDT'

/** In order; each gets what the ones before it left in `memory`. */
export const restSteps = {
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
    for (const trade of mine) {
      assert((peer.feeOf?.(trade) ?? trade.fee.cost) > 0 && trade.fee)
      assert.deepEqual([trade.side, trade.takerOrMaker, trade.symbol], ['buy', 'taker', symbol])
    }
    if (!peer.roundsIds) assert.equal(new Set(trades.map(({ id }) => id)).size, trades.length)
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
