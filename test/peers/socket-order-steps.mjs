import assert from 'node:assert/strict'

const symbol = 'BTC/USDT'

/** Orders over a socket, for peers that send them so; `memory.last` is a price near the market. */
export const socketOrderSteps = {
  'places an order over a socket': async ({ client, memory }) => {
    const price = Number(client.priceToPrecision(symbol, memory.last * 0.9))
    const order = await client.createOrderWs(symbol, 'limit', 'buy', 0.01, price)
    const { status } = await client.fetchOrder(order.id, symbol)
    assert.equal(status, 'open')
    memory.overSocket = order.id
  },
  'reads it there as over REST': async ({ client, memory }) => {
    const [pushed, asked] = [
      await client.fetchOrderWs(memory.overSocket, symbol),
      await client.fetchOrder(memory.overSocket, symbol),
    ]
    assert.deepEqual(pushed.info, asked.info)
    assert((await client.fetchOpenOrdersWs(symbol)).some(({ id }) => id === memory.overSocket))
  },
  'replaces it over a socket': async ({ client, memory }) => {
    const price = Number(client.priceToPrecision(symbol, memory.last * 0.89))
    const { id } = await client.editOrderWs(memory.overSocket, symbol, 'limit', 'buy', 0.01, price)
    assert.notEqual(id, memory.overSocket)
    assert.equal((await client.fetchOrder(memory.overSocket, symbol)).status, 'canceled')
    assert.equal((await client.fetchOrder(id, symbol)).price, price)
    memory.overSocket = id
  },
  'cancels it over a socket': async ({ client, memory }) => {
    await client.cancelOrderWs(memory.overSocket, symbol)
    assert.equal((await client.fetchOrder(memory.overSocket, symbol)).status, 'canceled')
  },
  'cancels all of a market over a socket': async ({ client, memory }) => {
    const price = Number(client.priceToPrecision(symbol, memory.last * 0.9))
    for (let count = 0; count < 2; count += 1) await client.createOrderWs(symbol, 'limit', 'buy', 0.01, price)
    await client.cancelAllOrdersWs(symbol)
    assert.deepEqual(await client.fetchOpenOrders(symbol), [])
  },
  'is told why an order over a socket is refused': async ({ client, memory }) => {
    const price = Number(client.priceToPrecision(symbol, memory.last * 0.9))
    const placing = client.createOrderWs(symbol, 'limit', 'buy', 100, price)
    await assert.rejects(placing, (error) => error.constructor.name === 'InsufficientFunds')
  },
}
