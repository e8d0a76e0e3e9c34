import { describe, expect, it } from 'vitest'
import type { Json } from '../kucoin-fixture.ts'
import { KuCoinStreamsFixture, told } from './kucoin-streams-fixture.ts'

const orders = '/spotMarket/tradeOrdersV2'
const stops = '/spotMarket/advancedOrders'
const balances = '/account/balance'

const brief = (messages: readonly Json[]): readonly string[] =>
  messages.map(({ type, status }) => `${String(type)} ${typeof status === 'string' ? status : ''}`)

describe("KuCoin's account topics", () => {
  it('tell an order from its arrival to its end', async () => {
    const fixture = await KuCoinStreamsFixture.start()
    const client = await fixture.reading('private', orders)
    const orderId = await fixture.add({ price: '64000', size: '0.01', clientOid: 'mine' })
    const envelope = await client.nextJson((text) => text.includes('"received"'))
    expect(envelope).toMatchObject({
      type: 'message',
      topic: orders,
      channelType: 'private',
      subject: 'orderChange',
      userId: '350000001',
    })
    await fixture.control('/price', { exchange: 'kucoin', symbol: 'BTC-USDT', price: '63900', maxQuantity: '0.004' })
    await fixture.call('DELETE', `/api/v1/hf/orders/${orderId}`, { symbol: 'BTC-USDT' })
    const messages = await told(client, orders)
    expect(brief(messages)).toEqual(['received new', 'open open', 'match match', 'canceled done'])
    const [received, open, match, done] = messages
    expect(received).toMatchObject({
      orderId,
      clientOid: 'mine',
      symbol: 'BTC-USDT',
      side: 'buy',
      orderType: 'limit',
      price: '64000',
      originSize: '0.01',
      orderTime: fixture.time,
    })
    expect(received).not.toHaveProperty('filledSize')
    expect(open).toMatchObject({ size: '0.01', filledSize: '0', remainSize: '0.01', canceledSize: '0' })
    expect(match).toMatchObject({
      matchPrice: '64000',
      matchSize: '0.004',
      filledSize: '0.004',
      remainSize: '0.006',
      liquidity: 'maker',
      feeType: 'makerFee',
    })
    expect(match).not.toHaveProperty('fee')
    expect(done).toMatchObject({ filledSize: '0.004', remainSize: '0', canceledSize: '0.006' })
    expect(done).not.toHaveProperty('matchPrice')
    expect(client.heard.at(-2)).toContain(`"ts":${fixture.time}000001`)
    const { items } = await fixture.call('GET', '/api/v1/hf/fills', { symbol: 'BTC-USDT' })
    const [fill] = items as readonly Json[]
    expect(String(match?.tradeId).slice(0, 12)).toBe(String(fill?.tradeId).slice(0, 12))
  })

  it('tell orders that take without ever standing in the book, by size and by funds', async () => {
    const fixture = await KuCoinStreamsFixture.start()
    const client = await fixture.reading('private', orders)
    await fixture.add({ type: 'market', size: '0.001' })
    await fixture.add({ type: 'market', funds: '100' })
    const messages = await told(client, orders)
    expect(brief(messages)).toEqual([
      'received new',
      'match match',
      'filled done',
      'received new',
      'match match',
      'filled done',
    ])
    expect(messages[3]).toMatchObject({ originFunds: '100', orderType: 'market' })
    expect(messages[3]).not.toHaveProperty('price')
    expect(messages[5]).toHaveProperty('canceledFunds')
  })

  it('tell the older topic the same without the arrival, and fills with their fees', async () => {
    const fixture = await KuCoinStreamsFixture.start()
    const client = await fixture.reading('private', '/spotMarket/tradeOrders', '/spot/tradeFills')
    const orderId = await fixture.add({ price: '64000', size: '0.01' })
    fixture.setPrice('63990')
    expect(brief(await told(client, '/spotMarket/tradeOrders'))).toEqual(['open open', 'match match', 'filled done'])
    expect(await told(client, '/spot/tradeFills')).toMatchObject([
      { orderId, price: 64_000, size: 0.01, fee: 0.64, feeCurrency: 'USDT', feeRate: 0.001, side: 'buy' },
    ])
  })

  it('tell a partial cancellation as an update', async () => {
    const fixture = await KuCoinStreamsFixture.start()
    const client = await fixture.reading('private', orders)
    const orderId = await fixture.add({ price: '60000', size: '0.01' })
    await fixture.call('DELETE', `/api/v1/hf/orders/cancel/${orderId}`, { symbol: 'BTC-USDT', cancelSize: '0.004' })
    expect((await told(client, orders)).at(-1)).toMatchObject({
      type: 'update',
      status: 'open',
      oldSize: '0.01',
      size: '0.006',
      remainSize: '0.006',
    })
  })

  it('tell stops by another id than what they trigger', async () => {
    const fixture = await KuCoinStreamsFixture.start()
    const client = await fixture.reading('private', orders, stops)
    const stop = { symbol: 'BTC-USDT', side: 'sell', type: 'market', size: '0.01', stop: 'loss', stopPrice: '64000' }
    const { orderId } = await fixture.call('POST', '/api/v1/stop-order', stop)
    const gone = await fixture.call('POST', '/api/v1/stop-order', { ...stop, stopPrice: '50000' })
    await fixture.call('DELETE', `/api/v1/stop-order/${String(gone.orderId)}`)
    fixture.setPrice('63990')
    const told1 = await told(client, stops)
    expect(told1.map(({ orderId: id, type }) => [id, type])).toEqual([
      [orderId, 'open'],
      [gone.orderId, 'open'],
      [gone.orderId, 'cancel'],
      [orderId, 'triggered'],
    ])
    expect(told1[0]).toMatchObject({
      orderType: 'stop',
      stop: 'loss',
      stopPrice: '64000',
      size: '0.01',
      side: 'sell',
      createdAt: fixture.time,
    })
    expect(told1[3]).toMatchObject({ triggerSuccess: true })
    const children = await told(client, orders)
    expect(brief(children)).toEqual(['received new', 'match match', 'filled done'])
    expect(children[0]?.orderId).not.toBe(orderId)
  })

  it('call a stop that could not be paid for open, with an error, as was seen', async () => {
    const fixture = await KuCoinStreamsFixture.start()
    const client = await fixture.reading('private', stops, orders)
    await fixture.call('POST', '/api/v1/stop-order', {
      symbol: 'BTC-USDT',
      side: 'sell',
      type: 'market',
      size: '0.01',
      stop: 'loss',
      stopPrice: '64000',
    })
    await fixture.control('/balances', { exchange: 'kucoin', apiKey: 'key', balances: { BTC: '0' } })
    fixture.setPrice('63990')
    expect((await told(client, stops)).at(-1)).toMatchObject({
      type: 'open',
      triggerSuccess: false,
      error: 'Balance insufficient!',
    })
    expect(await told(client, orders)).toEqual([])
  })

  it('tell legs of pairs as stops', async () => {
    const fixture = await KuCoinStreamsFixture.start()
    const client = await fixture.reading('private', stops)
    await fixture.call('POST', '/api/v3/oco/order', {
      symbol: 'BTC-USDT',
      side: 'sell',
      size: '0.01',
      price: '70000',
      stopPrice: '64000',
      limitPrice: '63900',
      clientOid: 'pair',
    })
    fixture.setPrice('63990')
    expect((await told(client, stops)).map(({ type, stop }) => [type, stop])).toEqual([
      ['open', 'oco'],
      ['open', 'oco'],
      ['cancel', 'oco'],
      ['triggered', 'oco'],
    ])
  })

  it('tell balances with what changed them', async () => {
    const fixture = await KuCoinStreamsFixture.start()
    const client = await fixture.reading('private', balances)
    const orderId = await fixture.add({ price: '64000', size: '0.01' })
    fixture.setPrice('63990')
    await fixture.control('/balances', { exchange: 'kucoin', apiKey: 'key', balances: { ETH: '6' } })
    const messages = await told(client, balances)
    expect(messages[0]).toMatchObject({
      currency: 'USDT',
      relationEvent: 'trade.hold',
      relationContext: { symbol: 'BTC-USDT', orderId },
      total: '10000',
    })
    const settled = messages.filter(({ relationEvent }) => relationEvent === 'trade.setted')
    expect(settled.map(({ currency }) => currency).toSorted()).toEqual(['BTC', 'USDT'])
    const accounts = (await fixture.call('GET', '/api/v1/accounts', { type: 'trade' })) as unknown as readonly Json[]
    for (const message of settled) {
      const account = accounts.find(({ currency }) => currency === message.currency)
      expect([message.total, message.available, message.hold]).toEqual([
        account?.balance,
        account?.available,
        account?.holds,
      ])
      expect(message.relationContext).toHaveProperty('tradeId')
    }
    expect(messages.at(-1)).toMatchObject({
      currency: 'ETH',
      relationEvent: 'trade.transfer',
      availableChange: '1',
      total: '6',
    })
  })

  it('end orders whose time is over, although nobody asks', async () => {
    const fixture = await KuCoinStreamsFixture.start()
    const client = await fixture.reading('private', orders)
    await fixture.add({ price: '60000', size: '0.01', timeInForce: 'GTT', cancelAfter: 60 })
    fixture.time += 61_000
    expect(await client.nextJson((text) => text.includes('"canceled"'))).toMatchObject({ data: { status: 'done' } })
  })
})
