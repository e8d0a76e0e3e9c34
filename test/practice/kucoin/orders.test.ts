import { describe, expect, it } from 'vitest'
import { type Json, KuCoinFixture } from './kucoin-fixture.ts'

describe('terms of an order', () => {
  it.each([
    [{ price: '60000', size: '0.000001' }, '400100 Order size below the minimum requirement.'],
    [{ price: '60000', size: '0.000015' }, '600100 Order size increment invalid.'],
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
    expect(
      fixture.call('GET', '/api/v1/hf/orders/client-order/mine', { symbol: 'BTC-USDT' }).data,
    ).toMatchObject({ id: orderId })
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
      fixture.call('POST', '/api/v1/hf/orders/alter', { symbol: 'BTC-USDT', clientOid: 'mine', ...change })
        .data as Json
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

  it('a part can be cancelled in place', () => {
    const fixture = new KuCoinFixture()
    const { orderId } = fixture.add({ price: '60000', size: '0.02' })
    fixture.call('DELETE', `/api/v1/hf/orders/cancel/${orderId}`, { symbol: 'BTC-USDT', cancelSize: '0.005' })
    expect(fixture.order(orderId)).toMatchObject({ active: true, size: '0.015' })
  })

  it('five limit orders at once, each with its own answer', () => {
    const fixture = new KuCoinFixture()
    const order = { symbol: 'BTC-USDT', side: 'buy', type: 'limit', price: '60000', size: '0.01' }
    const many = (orderList: readonly Json[]) =>
      fixture.call('POST', '/api/v1/hf/orders/multi/sync', { orderList })
    expect(many(Array<Json>(6).fill(order)).code).toBe('400100')
    const answers = many([order, { ...order, size: '5' }, { ...order, type: 'market' }])
      .data as readonly Json[]
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
})

describe('stop orders', () => {
  it('hold nothing, live under ids of their own, and become orders when they trigger', () => {
    const fixture = new KuCoinFixture()
    const id = fixture.stop({ stop: 'loss', stopPrice: '60000', size: '0.5', clientOid: 'sl' })
    expect(id).toMatch(/^vs/)
    const [btc] = fixture.call('GET', '/api/v1/accounts', { currency: 'BTC' }).data as readonly Json[]
    expect(btc?.holds).toBe('0')
    const listed = fixture.call('GET', '/api/v1/stop-order').data as { items: readonly Json[] }
    expect(listed.items).toMatchObject([
      {
        id,
        status: 'NEW',
        stop: 'loss',
        stopPrice: '60000.00000000000000000000',
        clientOid: 'sl',
        funds: null,
      },
    ])
    expect(fixture.lastReply.body).toContain(`"orderTime":${fixture.time}000001`)
    expect(fixture.call('GET', `/api/v1/hf/orders/${id}`, { symbol: 'BTC-USDT' }).code).toBe('400100')
    fixture.setPrice('59990')
    expect(fixture.call('GET', `/api/v1/stop-order/${id}`).data).toMatchObject({ status: 'TRIGGERED' })
    expect(
      fixture.call('GET', '/api/v1/hf/orders/client-order/sl', { symbol: 'BTC-USDT' }).data,
    ).toMatchObject({ dealSize: '0.5', active: false })
    expect((fixture.call('GET', '/api/v1/stop-order').data as { items: unknown[] }).items).toEqual([])
  })

  it('need a direction; one that is crossed already fires at once', () => {
    const fixture = new KuCoinFixture()
    expect(fixture.stop({ stopPrice: '60000', size: '0.1' })).toBe('400100 stop can not be empty')
    fixture.stop({ stop: 'entry', stopPrice: '60000', size: '0.1', clientOid: 'now' })
    expect(
      fixture.call('GET', '/api/v1/hf/orders/client-order/now', { symbol: 'BTC-USDT' }).data,
    ).toMatchObject({ dealSize: '0.1' })
  })

  it('two on the same coins: the second ends cancelled for want of them', () => {
    const fixture = new KuCoinFixture()
    fixture.stop({ stop: 'loss', stopPrice: '60000', size: '0.5', clientOid: 'one' })
    fixture.stop({ stop: 'loss', stopPrice: '59000', size: '0.5', clientOid: 'two' })
    fixture.setPrice('58000')
    const second = fixture.call('GET', '/api/v1/hf/orders/client-order/two', { symbol: 'BTC-USDT' }).data
    expect(second).toMatchObject({ active: false, cancelExist: true, dealSize: '0' })
  })

  it('are cancelled by id or client id, and then forgotten', () => {
    const fixture = new KuCoinFixture()
    const id = fixture.stop({ stop: 'loss', stopPrice: '60000', size: '0.1', clientOid: 'sl' })
    expect(
      fixture.call('GET', '/api/v1/stop-order/queryOrderByClientOid', { clientOid: 'sl' }).data,
    ).toHaveLength(1)
    expect(fixture.call('DELETE', `/api/v1/stop-order/${id}`).data).toEqual({ cancelledOrderIds: [id] })
    expect(fixture.call('GET', `/api/v1/stop-order/${id}`).code).toBe('400100')
    expect(
      fixture.call('DELETE', '/api/v1/stop-order/cancelOrderByClientOid', { clientOid: 'sl' }).code,
    ).toBe('400100')
  })
})

describe('OCO pairs', () => {
  const pair = {
    symbol: 'BTC-USDT',
    side: 'sell',
    size: '0.1',
    price: '68000',
    stopPrice: '60000',
    limitPrice: '59900',
    clientOid: 'pair',
    tradeType: 'TRADE',
  }
  const place = (fixture: KuCoinFixture, change: Json = {}): string => {
    const answer = fixture.call('POST', '/api/v3/oco/order', { ...pair, ...change })
    return answer.code === '200000'
      ? (answer.data as { orderId: string }).orderId
      : `${answer.code} ${answer.msg ?? ''}`
  }

  it('show two legs that hold nothing; the limit leg’s stop price is its price', () => {
    const fixture = new KuCoinFixture()
    const id = place(fixture)
    const details = fixture.call('GET', `/api/v3/oco/order/details/${id}`).data as { orders: readonly Json[] }
    expect(details).toMatchObject({ status: 'NEW', clientOid: 'pair' })
    expect(details.orders.map(({ price, stopPrice }) => [price, stopPrice])).toEqual([
      ['68000', '68000'],
      ['59900', '60000'],
    ])
    expect(
      (fixture.call('GET', '/api/v1/stop-order', { stop: 'oco' }).data as { items: unknown[] }).items,
    ).toHaveLength(2)
    expect((fixture.call('GET', '/api/v3/oco/orders').data as { totalNum: number }).totalNum).toBe(1)
  })

  it('one leg executes and ends the other', () => {
    const fixture = new KuCoinFixture()
    const id = place(fixture)
    fixture.setPrice('68000.1')
    expect(fixture.call('GET', `/api/v3/oco/order/${id}`).data).toMatchObject({ status: 'DONE' })
    expect(
      (fixture.call('GET', '/api/v1/stop-order', { stop: 'oco' }).data as { items: unknown[] }).items,
    ).toEqual([])
    const done = fixture.call('GET', '/api/v1/hf/orders/done', { symbol: 'BTC-USDT' }).data as {
      items: readonly Json[]
    }
    expect(done.items.filter(({ dealSize }) => dealSize === '0.1')).toHaveLength(1)
  })

  it('need all prices, in order; cancelling ends both', () => {
    const fixture = new KuCoinFixture()
    expect(place(fixture, { limitPrice: undefined })).toMatch(/^400100/)
    expect(place(fixture, { price: '60000', stopPrice: '68000' })).toContain('price relationship')
    const id = place(fixture)
    expect(fixture.call('DELETE', '/api/v3/oco/client-order/pair').data).toMatchObject({
      cancelledOrderIds: [expect.stringMatching(/^vs/), expect.stringMatching(/^vs/)],
    })
    expect(fixture.call('GET', `/api/v3/oco/order/${id}`).data).toMatchObject({ status: 'CANCELLED' })
  })
})

describe('history', () => {
  it('comes a hundred a page by lastId, newest first, a week at most', () => {
    const fixture = new KuCoinFixture()
    fixture.server.makeHistory('key', 'BTC-USDT', 250)
    const ids = new Set<unknown>()
    let lastId = 0
    for (const size of [100, 100, 50, 0]) {
      const page = fixture.call('GET', '/api/v1/hf/orders/done', {
        symbol: 'BTC-USDT',
        limit: '100',
        lastId: String(lastId),
      }).data as { lastId: number; items: readonly Json[] }
      expect(page.items).toHaveLength(size)
      lastId = page.lastId
      for (const { id } of page.items) ids.add(id)
    }
    expect(ids.size).toBe(250)
    const far = {
      symbol: 'BTC-USDT',
      startAt: String(fixture.time - 8 * 86_400_000),
      endAt: String(fixture.time),
    }
    expect(fixture.call('GET', '/api/v1/hf/orders/done', far).code).toBe('400100')
    const fills = fixture.call('GET', '/api/v1/hf/fills', { symbol: 'BTC-USDT', limit: '100' }).data as {
      items: readonly Json[]
    }
    expect(fills.items[0]).toMatchObject({ liquidity: 'taker', feeCurrency: 'USDT' })
  })

  it('the dead man’s switch cancels what is in the books and leaves stops', () => {
    const fixture = new KuCoinFixture()
    const { orderId } = fixture.add({ price: '60000', size: '0.01' })
    const stop = fixture.stop({ stop: 'loss', stopPrice: '55000', size: '0.1' })
    const { triggerTime } = fixture.call('POST', '/api/v1/hf/orders/dead-cancel-all', { timeout: 10 })
      .data as { triggerTime: number }
    expect(triggerTime).toBe(fixture.time / 1_000 + 10)
    fixture.time += 11_000
    expect(fixture.order(orderId)).toMatchObject({ active: false, cancelExist: true })
    expect(fixture.call('GET', `/api/v1/stop-order/${stop}`).data).toMatchObject({ status: 'NEW' })
  })
})

describe('market data', () => {
  const fixture = new KuCoinFixture()
  it('steps are decimals, and a renamed coin keeps its symbol', () => {
    const symbols = fixture.get('/api/v2/symbols').data as readonly Json[]
    expect(symbols.find(({ symbol }) => symbol === 'BTC-USDT')).toMatchObject({
      priceIncrement: '0.1',
      baseIncrement: '0.00001',
      feeCurrency: 'USDT',
      enableTrading: true,
    })
    expect(symbols.find(({ symbol }) => symbol === 'LTC-USDT')).toMatchObject({ name: 'LTCX-USDT' })
  })

  it('candles come newest first, in seconds, with the close before the high', () => {
    const rows = fixture.get('/api/v1/market/candles', 'symbol=BTC-USDT&type=1hour')
      .data as readonly string[][]
    expect(rows).toHaveLength(1_500)
    const [first, second] = rows
    expect(Number(first?.[0])).toBe(Number(second?.[0]) + 3_600)
    for (const [, open, close, high, low] of rows.slice(0, 50)) {
      expect(Math.max(Number(open), Number(close))).toBeLessThanOrEqual(Number(high))
      expect(Math.min(Number(open), Number(close))).toBeGreaterThanOrEqual(Number(low))
    }
  })

  it('tickers of pairs that stand still have no quotes', () => {
    const { ticker } = fixture.get('/api/v1/market/allTickers').data as { ticker: readonly Json[] }
    expect(ticker.find(({ symbol }) => symbol === 'FTT-USDT')).toMatchObject({ buy: null, sell: null })
    expect(ticker.find(({ symbol }) => symbol === 'BTC-USDT')?.buy).not.toBeNull()
  })
})
