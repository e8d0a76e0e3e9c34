import { describe, expect, it } from 'vitest'
import { type Json, KuCoinFixture } from './kucoin-fixture.ts'

describe('terms of an order', () => {
  it.each([
    [{ price: '60000', size: '0.000001' }, '400100 Order size below the minimum requirement.'],
    [{ price: '60000', size: '0.000010005' }, '600100 Order size increment invalid.'],
    [{ symbol: 'PEPE-USDT', price: '0.00001', size: '9000' }, '600101 Order funds below the minimum requirement.'],
    [{ price: '60000' }, '400100 size or funds is invalid'],
    [{ price: '60000', size: '9001' }, '102434 Order size exceeds the maximum.'],
    [{ side: 'sell', price: '2000000', size: '0.01' }, '400100 Order price is out of range.'],
    [{ price: '60000', size: '0.01', timeInForce: 'GTT' }, '400100 cancelAfter is invalid'],
    [{ price: '60000', size: '0.01', remark: 'x'.repeat(21) }, '400100 remark is too long'],
    [{ price: '60000.05', size: '0.01' }, '400100 Order price increment is invalid.'],
    [{ price: '6e4', size: '0.01' }, '400100 price is invalid'],
    [{ price: '60000', size: '0.01', clientOid: 'a#b' }, '400100 clientOid is invalid'],
    [{ price: '60000', size: '0.01', postOnly: true, timeInForce: 'IOC' }, '400100 postOnly is invalid'],
    [
      { price: '70000', size: '0.01', postOnly: true },
      '102431 The post only order will be canceled because it would match immediately.',
    ],
    [{ price: '100', size: '0.01' }, '400370 Max. price limit exceeded.'],
    [{ symbol: 'NO-SUCH', price: '1', size: '1' }, '400100 Unsupported trading pair.'],
    [{ symbol: 'LUNA-USDT', price: '0.4', size: '10' }, '200001 Order creation for this pair suspended'],
    [{ type: 'market', size: '0.01', funds: '60' }, '400100 size or funds is invalid'],
    [{ type: 'market', funds: '60.0000001' }, '400100 Order funds increment is invalid.'],
    [{ type: 'market', funds: '0.05' }, '600100 Order funds below the minimum requirement.'],
    [{ type: 'market', funds: '100000000' }, '102434 Order funds exceed the maximum.'],
    [
      { price: '60000', size: '0.01', clientTimestamp: 1, allowMaxTimeWindow: 1000 },
      '400100 The order exceeds the allowMaxTimeWindow.',
    ],
  ])('%j is refused', (params, refused) => {
    expect(new KuCoinFixture().add(params).refused).toBe(refused)
  })
})

describe('the life of an order', () => {
  it('a test order places nothing, and its id is unknown', () => {
    const fixture = new KuCoinFixture()
    const order = { symbol: 'BTC-USDT', side: 'buy', type: 'limit', price: '60000', size: '0.01' }
    const { orderId } = fixture.call('POST', '/api/v1/hf/orders/test', order).data as { orderId: string }
    expect(fixture.call('GET', `/api/v1/hf/orders/${orderId}`, { symbol: 'BTC-USDT' }).code).toBe('400100')
    expect(fixture.call('GET', '/api/v1/hf/orders/active', { symbol: 'BTC-USDT' }).data).toEqual([])
  })

  it('a market order by funds leaves dust that shows as cancelled; there is no average price', () => {
    const fixture = new KuCoinFixture()
    const order = fixture.order(fixture.add({ type: 'market', funds: '60' }).orderId)
    expect(order).toMatchObject({
      active: false,
      cancelExist: true,
      funds: '60',
      size: '0',
      type: 'market',
      price: '0',
    })
    expect(Number(order.cancelledFunds)).toBeGreaterThan(0)
    expect(Number(order.cancelledFunds)).toBeLessThan(1)
    expect(Object.keys(order)).not.toContain('averagePrice')
    expect(order.feeCurrency).toBe('USDT')
    expect(Number(order.fee)).toBeCloseTo(Number(order.dealFunds) * 0.001, 6)
  })

  it('a filled limit buy shows what a better price saved', () => {
    const fixture = new KuCoinFixture()
    const order = fixture.order(fixture.add({ price: '66000', size: '0.01' }).orderId)
    expect(order).toMatchObject({ active: false, cancelExist: false, dealSize: '0.01', remainSize: '0' })
    expect(Number(order.remainFunds)).toBeGreaterThan(0)
  })

  it('the symbol is needed to look up or cancel; a client id is unique among open orders', () => {
    const fixture = new KuCoinFixture()
    const { orderId } = fixture.add({ price: '60000', size: '0.01', clientOid: 'mine' })
    expect(fixture.add({ price: '60000', size: '0.01', clientOid: 'mine' }).refused).toMatch(/^102426/)
    expect(fixture.call('GET', `/api/v1/hf/orders/${orderId}`).code).toBe('400100')
    expect(fixture.call('DELETE', `/api/v1/hf/orders/${orderId}`).code).toBe('400100')
    expect(fixture.call('GET', '/api/v1/hf/orders/client-order/mine', { symbol: 'BTC-USDT' }).data).toMatchObject({
      id: orderId,
    })
    const cancelled = fixture.call('DELETE', '/api/v1/hf/orders/sync/client-order/mine', {
      symbol: 'BTC-USDT',
    }).data
    expect(cancelled).toMatchObject({ clientOid: 'mine', canceledSize: '0.01', status: 'done' })
    const again = fixture.call('DELETE', `/api/v1/hf/orders/${orderId}`, { symbol: 'BTC-USDT' })
    expect(again).toMatchObject({ code: '400100', msg: 'order_not_exist_or_not_allow_to_cancel' })
  })

  it('altering gives a new id under the old client id, and cancels when nothing is left', () => {
    const fixture = new KuCoinFixture()
    const first = fixture.add({ price: '60000', size: '0.02', clientOid: 'mine' })
    const alter = (change: Json): Json =>
      fixture.call('POST', '/api/v1/hf/orders/alter', { symbol: 'BTC-USDT', clientOid: 'mine', ...change }).data as Json
    const { newOrderId } = alter({ newPrice: '59000' })
    expect(newOrderId).not.toBe(first.orderId)
    expect(fixture.order(String(newOrderId))).toMatchObject({
      clientOid: 'mine',
      price: '59000',
      active: true,
    })
    expect(fixture.order(first.orderId)).toMatchObject({ active: false, cancelExist: true })
    fixture.setPrice('59000', '0.01')
    expect(alter({ newSize: '0.005' }).newOrderId).toBe(newOrderId)
    expect(fixture.order(String(newOrderId))).toMatchObject({
      active: false,
      dealSize: '0.01',
      cancelExist: true,
    })
  })

  it('an altered order keeps its terms, and is gone when the replacement is refused', () => {
    const fixture = new KuCoinFixture()
    const alter = (orderId: string, change: Json) =>
      fixture.call('POST', '/api/v1/hf/orders/alter', { symbol: 'BTC-USDT', orderId, ...change })
    const good = fixture.add({ price: '60000', size: '0.01', timeInForce: 'GTT', cancelAfter: 60 })
    const { newOrderId } = alter(good.orderId, { newSize: '0.02' }).data as { newOrderId: string }
    expect(fixture.order(newOrderId)).toMatchObject({ timeInForce: 'GTT', cancelAfter: 60, size: '0.02' })
    fixture.time += 61_000
    expect(fixture.order(newOrderId)).toMatchObject({ active: false, cancelExist: true })

    const maker = fixture.add({ price: '60000', size: '0.01', postOnly: true })
    expect(alter(maker.orderId, {}).code).toBe('400100')
    expect(alter(maker.orderId, { newPrice: '60000.05' }).code).toBe('400100')
    expect(fixture.order(maker.orderId).active).toBe(true)
    expect(alter(maker.orderId, { newPrice: '70000' }).code).toBe('102431')
    expect(fixture.order(maker.orderId)).toMatchObject({ active: false, cancelExist: true, dealSize: '0' })
    expect(fixture.call('GET', '/api/v1/hf/orders/active', { symbol: 'BTC-USDT' }).data).toEqual([])
    expect(alter(maker.orderId, { newPrice: '60001' }).msg).toBe('order_not_exist_or_not_allow_to_cancel')
  })

  it('a part can be cancelled in place: the size stays, and tells what was cancelled of it', () => {
    const fixture = new KuCoinFixture()
    const { orderId } = fixture.add({ price: '60000', size: '0.02' })
    const cancel = (cancelSize: string) =>
      fixture.call('DELETE', `/api/v1/hf/orders/cancel/${orderId}`, { symbol: 'BTC-USDT', cancelSize })
    expect(cancel('0.005').data).toEqual({ orderId, cancelSize: '0.005' })
    const left = { size: '0.02', cancelledSize: '0.005', cancelExist: true }
    expect(fixture.order(orderId)).toMatchObject({ ...left, active: true, remainSize: '0.015' })
    expect(fixture.trade('USDT').holds).toBe('900.9')
    expect(cancel('0.0151').code).toBe('400100')
    fixture.setPrice('59999')
    expect(fixture.order(orderId)).toMatchObject({
      ...left,
      active: false,
      dealSize: '0.015',
      remainSize: '0',
    })
  })

  it.each([
    ['buy', { size: '0.01' }],
    ['buy', { funds: '600' }],
    ['sell', { size: '0.01' }],
    ['sell', { funds: '600' }],
  ])('a market %s takes %j', (side, amount) => {
    const order = new KuCoinFixture().add({ type: 'market', side, ...amount })
    expect(order).toMatchObject({ status: 'done', remainSize: '0' })
    expect(Number(order.dealSize)).toBeGreaterThan(0.009)
    expect(Number(order.dealSize)).toBeLessThanOrEqual(0.01)
  })

  it('the fee of a buy is paid on top, in the quote currency, and held with the order', () => {
    const fixture = new KuCoinFixture()
    const { orderId } = fixture.add({ price: '60000', size: '0.1' })
    expect(fixture.trade('USDT')).toMatchObject({ available: '3994', holds: '6006' })
    fixture.setPrice('59999')
    expect(fixture.order(orderId)).toMatchObject({ dealFunds: '6000', fee: '6', feeCurrency: 'USDT' })
    expect(fixture.trade('USDT')).toMatchObject({ balance: '3994', holds: '0' })
    expect(fixture.trade('BTC').balance).toBe('0.6')
  })

  it('IOC cancels what is left, FOK does all or nothing', () => {
    const fixture = new KuCoinFixture()
    expect(fixture.add({ price: '60000', size: '0.01', timeInForce: 'IOC' })).toMatchObject({
      status: 'done',
      canceledSize: '0.01',
    })
    fixture.server.setBalances('key', { USDT: '100000000' })
    expect(fixture.add({ price: '64300', size: '500', timeInForce: 'FOK' })).toMatchObject({
      status: 'done',
      dealSize: '0',
      canceledSize: '500',
    })
  })

  it('good till a time ends by itself, and before the price can reach it', () => {
    const fixture = new KuCoinFixture()
    const { orderId } = fixture.add({ price: '60000', size: '0.01', timeInForce: 'GTT', cancelAfter: 5 })
    fixture.time += 4_999
    expect(fixture.order(orderId).active).toBe(true)
    fixture.time += 1
    fixture.setPrice('59000')
    expect(fixture.order(orderId)).toMatchObject({ active: false, cancelExist: true, dealSize: '0' })
  })

  it('two hundred open orders on a symbol, stop orders among them', () => {
    const fixture = new KuCoinFixture()
    for (let count = 0; count < 150; count += 1) fixture.add({ price: '60000', size: '0.00001' })
    for (let count = 0; count < 50; count += 1)
      expect(fixture.stop({ stop: 'loss', stopPrice: '60000', size: '0.1' })).toMatch(/^vs/)
    expect(fixture.add({ price: '60000', size: '0.00001' }).refused).toBe('200003 Too many open orders.')
    expect(fixture.add({ symbol: 'ETH-USDT', price: '3000', size: '0.01' }).orderId).not.toBe('')
  })

  it('five limit orders at once, each with its own answer', () => {
    const fixture = new KuCoinFixture()
    const order = { symbol: 'BTC-USDT', side: 'buy', type: 'limit', price: '60000', size: '0.01' }
    const many = (orderList: readonly Json[]) => fixture.call('POST', '/api/v1/hf/orders/multi/sync', { orderList })
    expect(many(Array<Json>(6).fill(order)).code).toBe('400100')
    const answers = many([order, { ...order, size: '5' }, { ...order, type: 'market' }]).data as readonly Json[]
    expect(answers.map(({ success, failMsg }) => failMsg ?? success)).toEqual([
      true,
      'Balance insufficient!',
      'only limit orders',
    ])
  })

  it('open orders by symbol, and the symbols that have some', () => {
    const fixture = new KuCoinFixture()
    fixture.add({ price: '60000', size: '0.01' })
    fixture.add({ symbol: 'ETH-USDT', price: '3000', size: '1' })
    expect(fixture.call('GET', '/api/v1/hf/orders/active/symbols', { tradeType: 'TRADE' }).data).toEqual({
      symbols: ['BTC-USDT', 'ETH-USDT'],
    })
    expect(fixture.call('GET', '/api/v1/hf/orders/active', { symbol: 'BTC-USDT' }).data).toHaveLength(1)
  })

  it('pages of what is open', () => {
    const fixture = new KuCoinFixture()
    for (let count = 0; count < 3; count += 1) fixture.add({ price: '60000', size: '0.001' })
    const page = (pageNum: string): unknown =>
      fixture.call('GET', '/api/v1/hf/orders/active/page', { symbol: 'BTC-USDT', pageNum, pageSize: '2' }).data
    expect(page('1')).toMatchObject({ currentPage: 1, pageSize: 2, totalNum: 3, totalPage: 2 })
    expect((page('2') as { items: unknown[] }).items).toHaveLength(1)
  })
})
