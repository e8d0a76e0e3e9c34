import assert from 'node:assert/strict'

const symbol = 'BTC/USDT'

/** What a watch tells until it tells what is waited for. @throws Error after 15 s */
async function told(watch, isWanted, what) {
  const late = AbortSignal.timeout(15_000)
  const end = new Promise((_, reject) =>
    late.addEventListener('abort', () => reject(new Error(`${what} was not told within 15 s`))),
  )
  for (;;) {
    const value = await Promise.race([watch(), end])
    if (isWanted(value)) return value
  }
}

/** ccxt does not tell when it is subscribed: for a while it has asked for nothing new. */
async function subscribed(client) {
  const silenceMs = 400
  const sent = () =>
    Object.values(client.clients)
      .map(({ subscriptions }) => Object.keys(subscriptions))
      .join()
  for (let before = null; before !== sent();) {
    before = sent()
    await new Promise((resolve) => setTimeout(resolve, silenceMs))
  }
}

const isSorted = (rows, direction) => rows.every(([price], at) => at === 0 || direction * (price - rows[at - 1][0]) > 0)

/** In order; each gets what the ones before it left in `memory`. */
export const streamSteps = {
  'watches a ticker': async ({ client, memory, peer }) => {
    const first = await told(
      () => client.watchTicker(symbol, peer.ticker),
      ({ last }) => last > 0,
      'the ticker',
    )
    assert(first.bid < first.ask)
    memory.last = first.last
  },
  'watches the book': async ({ client }) => {
    let changes = 0
    await told(
      () => client.watchOrderBook(symbol),
      ({ bids, asks }) => {
        assert(bids[0][0] < asks[0][0], 'crossed')
        assert(isSorted(bids, -1) && isSorted(asks, 1), 'not sorted')
        changes += 1
        return changes >= 5
      },
      'the book',
    )
  },
  'watches trades': async ({ client, memory, peer }) => {
    const [trade] = await told(
      () => client.watchTrades(symbol),
      (trades) => trades.length > 0,
      'a trade',
    )
    const price = peer.pushedPriceOf?.(trade) ?? trade.price
    assert(trade.amount > 0 && Math.abs(price / memory.last - 1) < 0.1, String(price))
  },
  'watches candles': async ({ client }) => {
    const candles = await told(
      () => client.watchOHLCV(symbol, '1m'),
      (rows) => rows.length > 0,
      'a candle',
    )
    const [, open, high, low, close] = candles.at(-1)
    assert(low <= Math.min(open, close) && high >= Math.max(open, close))
  },
  'watches its orders': async ({ client, memory, peer }) => {
    const seen = []
    const watching = told(
      () => client.watchOrders(peer.watchesAllOrders ? undefined : symbol),
      (orders) => {
        seen.push(...orders.map(({ id, status }) => `${id} ${status}`))
        return seen.includes(`${memory.watched} canceled`)
      },
      'the end of an order',
    )
    watching.catch(() => undefined)
    await subscribed(client)
    const price = Number(client.priceToPrecision(symbol, memory.last * 0.9))
    const { id } = await client.createOrder(symbol, 'limit', 'buy', 0.01, price)
    memory.watched = id
    await client.cancelOrder(id, symbol)
    await watching
    assert(seen.includes(`${id} open`), seen.join(', '))
  },
  'watches its fills and balance': async ({ client, memory, peer }) => {
    const balance = told(
      () => client.watchBalance(peer.balance),
      ({ BTC }) => BTC?.total > 0,
      'the balance',
    )
    const fill = told(
      () => client.watchMyTrades(symbol),
      (trades) => trades.some(({ order }) => order === memory.sold),
      'the fill',
    )
    for (const each of [balance, fill]) each.catch(() => undefined)
    await subscribed(client)
    const placed = await client.createOrder(symbol, 'market', 'sell', 0.001)
    memory.sold = placed.id
    const trades = await fill
    const mine = trades.filter(({ order }) => order === placed.id)
    assert(Math.abs(mine.reduce((sum, { amount }) => sum + amount, 0) - 0.001) < 1e-9)
    await balance
  },
}
