import { describe, expect, it } from 'vitest'
import { BitgetFixture, type Json } from './bitget-fixture.ts'

const order = (fixture: BitgetFixture, orderId: string): Json =>
  fixture.get('unified', '/api/v3/trade/order-info', { orderId }).data as Json

describe('the unified account', () => {
  it.each([
    [{ price: '60000', qty: '0.00001' }, '25206'],
    [{ price: '60000', qty: '5' }, '25202'],
    [{ price: '60000', qty: '0.01', clientOid: 'with#mark' }, '25200'],
    [{ price: '60000', qty: '0.01', category: 'MARGIN' }, '40808'],
    [{ price: '60000', qty: '0.01', takeProfit: '59000' }, '43034'],
    [{ price: '60000', qty: '0.01', stopLoss: '59000', slOrderType: 'limit' }, '40019'],
  ])('%j is refused', (params, code) => {
    expect(new BitgetFixture().addUnified(params)).toBe(code)
  })

  it('a market buy has an amount and no quantity; fees are positive', () => {
    const fixture = new BitgetFixture()
    const bought = order(fixture, fixture.addUnified({ orderType: 'market', qty: '100' }))
    expect(bought).toMatchObject({ qty: '0', amount: '100', orderStatus: 'filled', takeProfit: '' })
    const [fee] = bought.feeDetail as readonly { feeCoin: string; fee: string }[]
    expect(fee?.feeCoin).toBe('BTC')
    expect(Number(fee?.fee)).toBeGreaterThan(0)
  })

  it('carries exits, which become strategy orders after the fill', () => {
    const fixture = new BitgetFixture()
    const exits = { takeProfit: '66000', stopLoss: '57000', slOrderType: 'limit', slLimitPrice: '56900' }
    const orderId = fixture.addUnified({ price: '60000', qty: '0.1', ...exits })
    expect(order(fixture, orderId)).toMatchObject({ ...exits, tpOrderType: 'market', orderStatus: 'live' })
    fixture.setPrice('59000')
    const { list } = fixture.get('unified', '/api/v3/trade/unfilled-strategy-orders', { category: 'SPOT' }).data as {
      list: readonly Json[]
    }
    expect(list.map(({ takeProfit, stopLoss, qty, status }) => [takeProfit, stopLoss, qty, status])).toEqual([
      ['', '57000', '0.0999', 'pending'],
      ['66000', '', '0.0999', 'pending'],
    ])
    fixture.setPrice('66000')
    const after = fixture.get('unified', '/api/v3/trade/history-strategy-orders', { category: 'SPOT' }).data as {
      list: readonly Json[]
    }
    expect(after.list.map(({ status }) => status)).toEqual(['cancelled', 'success'])
  })

  it.each([
    ['buy', { price: '60000' }, { price: '59500', qty: '0.15' }, { takeProfit: '66000' }, '59000', '0.14985'],
    ['sell', { price: '65000' }, { price: '65500', qty: '0.2' }, { takeProfit: '58000' }, '66000', '0.2'],
  ])('an entry to %s is changed with its exits, which follow', (side, first, next, exits, fillAt, size) => {
    const fixture = new BitgetFixture()
    const orderId = fixture.addUnified({ side, qty: '0.1', ...first, ...exits })
    expect(fixture.post('unified', '/api/v3/trade/modify-order', { orderId, ...next }).code).toBe('00000')
    expect(order(fixture, orderId)).toMatchObject({ ...next, ...exits, orderStatus: 'live' })
    fixture.setPrice(fillAt)
    const { list } = fixture.get('unified', '/api/v3/trade/unfilled-strategy-orders', { category: 'SPOT' }).data as {
      list: readonly Json[]
    }
    expect(list.map(({ qty, takeProfit }) => [qty, takeProfit])).toEqual([[size, exits.takeProfit]])
  })

  it('a question about the past spans 30 days at most, within the last 90', () => {
    const fixture = new BitgetFixture()
    const day = 86_400_000
    const now = fixture.time
    for (const endpoint of ['history-orders', 'history-strategy-orders', 'fills'])
      for (const [bounds, code] of [
        [{}, '00000'],
        [{ startTime: String(now - 30 * day), endTime: String(now) }, '00000'],
        [{ startTime: String(now - 31 * day), endTime: String(now) }, '25200'],
        [{ startTime: String(now - 31 * day) }, '25200'],
        [{ startTime: String(now - 91 * day), endTime: String(now - 80 * day) }, '25200'],
      ] as const) {
        const asked = { category: 'SPOT', ...bounds }
        expect(fixture.get('unified', `/api/v3/trade/${endpoint}`, asked).code).toBe(code)
      }
  })

  it('an order is changed in place, cancelled, and listed by cursor', () => {
    const fixture = new BitgetFixture()
    const orderId = fixture.addUnified({ price: '60000', qty: '0.01', clientOid: 'mine' })
    expect(
      fixture.post('unified', '/api/v3/trade/modify-order', {
        clientOid: 'mine',
        price: '59000',
        qty: '0.02',
      }).data,
    ).toEqual({ orderId, clientOid: 'mine' })
    expect(order(fixture, orderId)).toMatchObject({ price: '59000', qty: '0.02' })
    fixture.post('unified', '/api/v3/trade/cancel-order', { orderId })
    expect(order(fixture, orderId)).toMatchObject({ orderStatus: 'cancelled' })
    expect(fixture.post('unified', '/api/v3/trade/cancel-order', { orderId }).code).toBe('25204')
    expect(fixture.get('unified', '/api/v3/trade/order-info', { orderId: '1' }).code).toBe('25204')
    fixture.server.makeHistory('unified', 'BTCUSDT', 150)
    const first = fixture.get('unified', '/api/v3/trade/history-orders', { category: 'SPOT' }).data as {
      list: unknown[]
      cursor: string
    }
    const second = fixture.get('unified', '/api/v3/trade/history-orders', {
      category: 'SPOT',
      cursor: first.cursor,
    }).data as { list: unknown[] }
    expect([first.list.length, second.list.length]).toEqual([100, 51])
  })

  it('batches are bare lists with an answer for each', () => {
    const fixture = new BitgetFixture()
    const good = {
      category: 'SPOT',
      symbol: 'BTCUSDT',
      side: 'buy',
      orderType: 'limit',
      price: '60000',
      qty: '0.01',
    }
    const answer = fixture.post('unified', '/api/v3/trade/place-batch', [good, { ...good, qty: '5' }])
    expect((answer.data as readonly Json[]).map(({ code }) => code)).toEqual(['00000', '25202'])
  })

  it('the dead man’s switch cancels what is open', () => {
    const fixture = new BitgetFixture()
    const orderId = fixture.addUnified({ price: '60000', qty: '0.01' })
    expect(fixture.post('unified', '/api/v3/trade/countdown-cancel-all', { countdown: '3' }).code).toBe('40808')
    fixture.post('unified', '/api/v3/trade/countdown-cancel-all', { countdown: '30' })
    fixture.time += 31_000
    expect(order(fixture, orderId)).toMatchObject({ orderStatus: 'cancelled' })
  })

  it('instruments tell multipliers and limits', () => {
    const fixture = new BitgetFixture()
    const list = fixture.raw('GET', '/api/v3/market/instruments', { query: 'category=SPOT' }).data as readonly Json[]
    expect(list.find(({ symbol }) => symbol === 'BTCUSDT')).toMatchObject({
      priceMultiplier: '0.01',
      quantityMultiplier: '0.00001',
      minOrderAmount: '1',
    })
  })
})
