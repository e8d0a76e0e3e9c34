import { describe, expect, it } from 'vitest'
import type { Json } from '../bitget-fixture.ts'
import { argOf, BitgetStreamsFixture, rows, told, type Version } from './bitget-streams-fixture.ts'

const versions: readonly Version[] = ['v2', 'v3']
const names = {
  v2: { order: 'orders', strategy: 'orders-algo', status: 'status', filled: 'accBaseVolume' },
  v3: { order: 'order', strategy: 'strategy-order', status: 'orderStatus', filled: 'cumExecQty' },
} as const

describe.each(versions)("Bitget's login on %s", (version) => {
  it.each([
    [{ apiKey: 'nobody' }, 30_011],
    [{ passphrase: 'wrong' }, 30_012],
    [{ timestamp: 'now' }, 30_013],
    [{ timestamp: '1700000000' }, 30_014],
    [{ sign: 'wrong' }, 30_015],
    [{ sign: '' }, 30_016],
  ])('refuses %j', async (change, code) => {
    const fixture = await BitgetStreamsFixture.start()
    const client = await fixture.connect(version, 'private')
    client.send(fixture.login(version, change))
    expect(await client.nextJson()).toMatchObject({ event: 'error', code })
  })

  it('comes before private channels, and is for one kind of account', async () => {
    const fixture = await BitgetStreamsFixture.start()
    const client = await fixture.connect(version, 'private')
    const arg = argOf(version, names[version].order)
    client.send({ op: 'subscribe', args: [arg] })
    expect(await client.nextJson()).toMatchObject({ event: 'error', arg, code: 30_004 })
    client.send(fixture.login(version === 'v2' ? 'v3' : 'v2'))
    expect(await client.nextJson()).toMatchObject({ event: 'error', code: 30_005 })
    client.send(fixture.login(version))
    expect(await client.nextJson()).toEqual({ event: 'login', code: version === 'v2' ? '0' : 0, msg: '' })
    client.send({ op: 'subscribe', args: [argOf(version, 'books', 'BTCUSDT')] })
    expect(await client.nextJson()).toMatchObject({ event: 'error', code: 30_001 })
    await fixture.control('/streams', { exchange: 'bitget', revoke: version })
    expect(await client.nextJson()).toMatchObject({ event: 'error', code: 30_004 })
    expect((await client.closed).code).toBe(1001)
  })
})

describe.each(versions)("Bitget's account channels of %s", (version) => {
  const { order, strategy, status, filled } = names[version]

  it('tell an order from its arrival to its end, nothing of what was before', async () => {
    const fixture = await BitgetStreamsFixture.start()
    await fixture.add(version, { price: '50000' })
    const client = await fixture.owning(version, order)
    const orderId = await fixture.add(version)
    await fixture.control('/price', { exchange: 'bitget', symbol: 'BTCUSDT', price: '63900', maxQuantity: '0.004' })
    await fixture.cancel(version, orderId)
    const pushes = await told(client, order)
    expect(pushes.map(({ action }) => action)).toEqual(['snapshot', 'snapshot', 'snapshot'])
    const data = pushes.flatMap((push) => push.data)
    expect(data.map((each) => [each.orderId, each[status], each[filled]])).toEqual([
      [orderId, 'live', '0'],
      [orderId, 'partially_filled', '0.004'],
      [orderId, 'cancelled', '0.004'],
    ])
  })

  it('tell stops of an entry when it has filled, and what they trigger', async () => {
    const fixture = await BitgetStreamsFixture.start()
    const client = await fixture.owning(version, order, strategy)
    const exits = version === 'v2' ? { presetStopLossPrice: '63000' } : { stopLoss: '63000', slOrderType: 'market' }
    await fixture.add(version, exits)
    expect(await rows(client, strategy)).toEqual([])
    fixture.setPrice('63900')
    const [waiting] = await rows(client, strategy)
    const trigger =
      version === 'v2'
        ? { triggerPrice: '63000', status: 'live' }
        : { stopLoss: '63000', status: 'pending', category: 'spot' }
    expect(waiting).toMatchObject({ side: 'sell', ...trigger })
    fixture.setPrice('62900')
    const fired = (await rows(client, strategy)).at(-1)
    expect(fired).toMatchObject({ orderId: waiting?.orderId, status: version === 'v2' ? 'executed' : 'success' })
    const mine = (await rows(client, order)).filter(({ side }) => side === 'sell')
    expect(mine.map((each) => [each.orderId, each[status]])).toEqual([
      [waiting?.orderId, 'live'],
      [waiting?.orderId, 'filled'],
    ])
  })

  it('tell balances that have changed, absolute', async () => {
    const fixture = await BitgetStreamsFixture.start()
    const client = await fixture.owning(version, 'account')
    await fixture.add(version)
    const [first] = await rows(client, 'account')
    expect(first).toMatchObject(
      version === 'v2'
        ? { coin: 'USDT', available: '9360', frozen: '640' }
        : { coin: [{ coin: 'USDT', available: '9360', locked: '640', balance: '10000', borrow: '0', debts: '0' }] },
    )
    fixture.setPrice('63900')
    const all = await rows(client, 'account')
    const coins = all.flatMap((each) => (version === 'v2' ? [each] : (each.coin as readonly Json[])))
    expect(coins.find(({ coin }) => coin === 'BTC')).toMatchObject({ available: '0.50999' })
  })

  it('end with what opened them', async () => {
    const fixture = await BitgetStreamsFixture.start()
    const client = await fixture.owning(version, order)
    const match = { exchange: 'bitget', topic: `${version}/${order}*` }
    expect(await fixture.control('/streams', { match, now: 'expire' })).toEqual({ sockets: 1 })
    expect(await client.nextJson()).toMatchObject({ event: 'error', code: 30_004 })
    await client.closed
  })
})

describe("what Bitget's v2 says of fills", () => {
  it('with the fee negative on orders and positive on fill', async () => {
    const fixture = await BitgetStreamsFixture.start()
    const client = await fixture.owning('v2', 'orders', 'fill')
    const orderId = await fixture.add('v2')
    fixture.setPrice('63900')
    const pushed = (await rows(client, 'orders')).at(-1)
    const [rest] = (await fixture.call('v2', 'GET', '/api/v2/spot/trade/fills', {
      symbol: 'BTCUSDT',
    })) as readonly Json[]
    expect(pushed).toMatchObject({
      orderId,
      instId: 'BTCUSDT',
      status: 'filled',
      price: '64000',
      size: '0.01',
      newSize: '0.01',
      notional: '640',
      fillPrice: '64000',
      tradeId: rest?.tradeId,
      baseVolume: '0.01',
      fillFee: '-0.00001',
      fillFeeCoin: 'BTC',
      tradeScope: 'M',
      accBaseVolume: '0.01',
      priceAvg: '64000',
      feeDetail: [{ feeCoin: 'BTC', fee: '-0.00001' }],
    })
    const [fill] = await rows(client, 'fill')
    expect(fill).toMatchObject({
      orderId,
      tradeId: rest?.tradeId,
      symbol: 'BTCUSDT',
      priceAvg: '64000',
      size: '0.01',
      amount: '640',
      tradeScope: 'maker',
      feeDetail: [{ feeCoin: 'BTC', deduction: 'no', totalDeductionFee: '0', totalFee: '0.00001' }],
    })
  })

  it('and of market orders without a price, sized in quote units when they buy', async () => {
    const fixture = await BitgetStreamsFixture.start()
    const client = await fixture.owning('v2', 'orders')
    await fixture.call('v2', 'POST', '/api/v2/spot/trade/place-order', {
      symbol: 'BTCUSDT',
      side: 'buy',
      orderType: 'market',
      size: '100',
      force: 'gtc',
    })
    const pushed = await rows(client, 'orders')
    expect(pushed[0]).toMatchObject({ orderType: 'market', newSize: '100', status: 'live' })
    expect(pushed[0]).not.toHaveProperty('price')
    expect(pushed.at(-1)).toMatchObject({ status: 'filled' })
  })

  it('tells plans apart from the orders that they become', async () => {
    const fixture = await BitgetStreamsFixture.start()
    const client = await fixture.owning('v2', 'orders', 'orders-algo')
    const plan = {
      symbol: 'BTCUSDT',
      side: 'sell',
      orderType: 'limit',
      triggerType: 'fill_price',
      triggerPrice: '63900',
      executePrice: '63800',
      size: '0.01',
    }
    const { orderId } = (await fixture.call('v2', 'POST', '/api/v2/spot/trade/place-plan-order', plan)) as {
      orderId: string
    }
    const gone = (await fixture.call('v2', 'POST', '/api/v2/spot/trade/place-plan-order', plan)) as { orderId: string }
    await fixture.call('v2', 'POST', '/api/v2/spot/trade/cancel-plan-order', { orderId: gone.orderId })
    fixture.setPrice('63850')
    const plans = await rows(client, 'orders-algo')
    expect(plans.map((each) => [each.orderId, each.status])).toEqual([
      [orderId, 'live'],
      [gone.orderId, 'live'],
      [gone.orderId, 'cancelled'],
      [orderId, 'executed'],
    ])
    expect(plans[0]).toMatchObject({ triggerPrice: '63900', price: '63900', executePrice: '63800', planType: 'amount' })
    const [child] = await rows(client, 'orders')
    expect(child).toMatchObject({ clientOid: orderId, status: 'live' })
    expect(child?.orderId).not.toBe(orderId)
  })

  it('tells exits on orders where it is set to', async () => {
    const fixture = await BitgetStreamsFixture.start({ exitsOnOrders: 1 })
    const client = await fixture.owning('v2', 'orders', 'orders-algo')
    await fixture.add('v2', { presetStopLossPrice: '63000' })
    fixture.setPrice('63900')
    expect(await rows(client, 'orders-algo')).toEqual([])
    expect((await rows(client, 'orders')).at(-1)).toMatchObject({ side: 'sell', status: 'live' })
  })
})

describe("what Bitget's v3 says of fills", () => {
  it('in full, and at once without the fee', async () => {
    const fixture = await BitgetStreamsFixture.start()
    const client = await fixture.owning('v3', 'order', 'fill', 'fast-fill')
    const orderId = await fixture.add('v3')
    fixture.setPrice('63900')
    expect((await rows(client, 'order')).at(-1)).toMatchObject({
      orderId,
      category: 'spot',
      orderStatus: 'filled',
      cumExecQty: '0.01',
      cumExecValue: '640',
      avgPrice: '64000',
    })
    const [fill] = await rows(client, 'fill')
    const { list } = (await fixture.call('v3', 'GET', '/api/v3/trade/fills', { category: 'SPOT' })) as {
      list: readonly Json[]
    }
    expect(fill).toMatchObject({
      orderId,
      execId: list[0]?.execId,
      execLinkId: list[0]?.execId,
      category: 'spot',
      execPrice: '64000',
      execQty: '0.01',
      execValue: '640',
      tradeScope: 'maker',
      feeDetail: [{ feeCoin: 'BTC', fee: '0.00001' }],
    })
    const [fast] = await told(client, 'fast-fill')
    expect(Array.isArray(fast?.data)).toBe(false)
    expect(fast?.data).toMatchObject({ execId: fill?.execId })
    expect(fast?.data).not.toHaveProperty('feeDetail')
  })
})
