import { describe, expect, it } from 'vitest'
import { KrakenFixture } from './kraken-fixture.ts'

const uuid = '6d1b345e-2821-40e2-ad83-4ecb18a06876'

describe('terms of an order', () => {
  const fixture = new KrakenFixture()
  fixture.server.setLimits({ tradingMax: 100_000, restMax: 100_000 })
  it.each([
    [{ volume: '0.00001', price: '60000' }, 'EOrder:Order minimum not met'],
    [{ volume: '0.001', price: '1' }, 'EOrder:Cost minimum not met'],
    [
      { volume: '0.01', price: '60000.05' },
      'EOrder:Invalid price:XBTUSDT price can only be specified up to 1 decimals.',
    ],
    [{ volume: '0.01', price: '6e4' }, 'EGeneral:Invalid arguments:price'],
    [{ volume: '1e-2', price: '60000' }, 'EGeneral:Invalid arguments:volume'],
    [{ volume: '0.01' }, 'EGeneral:Invalid arguments:price'],
    [{ volume: '0.01', price: '60000', pair: 'XBTXXX' }, 'EQuery:Unknown asset pair'],
    [
      { volume: '0.01', price: '60000', ordertype: 'stop-loss-profit' },
      'EGeneral:Invalid arguments:ordertype',
    ],
    [{ volume: '0.01', price: '60000', oflags: 'viqc' }, 'EGeneral:Invalid arguments:oflags'],
    [{ volume: '0.01', price: '65000', oflags: 'post' }, 'EOrder:Post only order'],
    [{ volume: '10', price: '60000' }, 'EOrder:Insufficient funds'],
    [
      { volume: '0.01', price: '60000', cl_ord_id: 'twenty-two-characters-' },
      'EGeneral:Invalid arguments:cl_ord_id',
    ],
    [{ volume: '0.01', price: '60000', cl_ord_id: uuid, userref: '7' }, 'EGeneral:Invalid arguments:userref'],
    [{ volume: '0.01', price: '60000', deadline: '2020-01-01T00:00:00Z' }, 'EService:Deadline elapsed'],
    [{ volume: '0.01', price: '60000', leverage: '5' }, 'EOrder:Margin allowance exceeded'],
    [{ pair: 'SOLUSDT', volume: '1', price: '140.001' }, 'EOrder:Tick size check failed'],
    [
      { pair: 'SOLUSDT', volume: '1', price: '140.00001' },
      'EOrder:Invalid price:SOLUSDT price can only be specified up to 4 decimals.',
    ],
  ])('%j is refused', (params, error) => {
    expect(fixture.add(params)).toBe(error)
  })

  it('each name of a pair will do', () => {
    for (const pair of ['XXBTZUSD', 'XBTUSD', 'XBT/USD', 'BTC/USD'])
      expect(fixture.add({ pair, volume: '0.001', price: '50000' })).toMatch(/^O/)
    const pairs = fixture.openOrders().map((order) => (order.descr as { pair: string }).pair)
    expect(pairs.filter((pair) => pair === 'XBTUSD')).toHaveLength(4)
  })
})

describe('the life of an order', () => {
  it('a market buy in quote units spends its volume, the fee comes on top in quote', () => {
    const fixture = new KrakenFixture()
    const order = fixture.order(fixture.add({ ordertype: 'market', volume: '100', oflags: 'viqc' }))
    expect(order.status).toBe('closed')
    expect(Number(order.cost)).toBeLessThanOrEqual(100)
    expect(Number(order.cost)).toBeGreaterThan(99)
    expect(Number(order.fee)).toBeCloseTo(Number(order.cost) * 0.001, 6)
  })

  it('validate checks, and answers without a txid', () => {
    const fixture = new KrakenFixture()
    const order = {
      pair: 'XBTUSDT',
      type: 'buy',
      ordertype: 'limit',
      volume: '0.01',
      price: '60000',
      validate: 'true',
    }
    const { error, result } = fixture.post('AddOrder', order)
    expect([error, Object.keys(result as object)]).toEqual([[], ['descr']])
    expect(fixture.openOrders()).toEqual([])
    expect(fixture.post('AddOrder', { ...order, price: '60000.01' }).error[0]).toContain('Invalid price')
  })

  it('a client id is unique among open orders only; userrefs are free', () => {
    const fixture = new KrakenFixture()
    const first = fixture.add({ volume: '0.01', price: '60000', cl_ord_id: uuid })
    expect(fixture.add({ volume: '0.01', price: '60000', cl_ord_id: uuid })).toBe(
      'EGeneral:Invalid arguments:cl_ord_id',
    )
    expect(fixture.post('CancelOrder', { cl_ord_id: uuid }).result).toEqual({ count: 1 })
    expect(fixture.add({ volume: '0.01', price: '60000', cl_ord_id: uuid })).not.toBe(first)
    for (let index = 0; index < 2; index += 1) fixture.add({ volume: '0.01', price: '60000', userref: '42' })
    expect(fixture.post('CancelOrder', { txid: '42' }).result).toEqual({ count: 2 })
    expect(fixture.post('CancelOrder', { txid: first }).error).toEqual(['EOrder:Unknown order'])
    const closed = fixture.post('ClosedOrders', { cl_ord_id: uuid }).result as { closed: object }
    expect(Object.keys(closed.closed)).toEqual([first])
  })

  it('every fill of an order with a close gets a closing order of its own, which stays when the rest is cancelled', () => {
    const fixture = new KrakenFixture()
    const close = { 'close[ordertype]': 'stop-loss', 'close[price]': '55000' }
    const entry = fixture.add({ volume: '0.03', price: '60000', ...close })
    expect((fixture.order(entry).descr as { close: string }).close).toContain('stop-loss 55000')
    fixture.setPrice('60000', '0.01')
    fixture.setPrice('60000', '0.005')
    const children = () => fixture.openOrders().filter(({ refid }) => refid === entry)
    expect(children().map(({ vol }) => Number(vol))).toEqual([0.005, 0.01])
    fixture.post('CancelOrder', { txid: entry })
    expect(children()).toHaveLength(2)
    fixture.setPrice('54000')
    expect(children()).toEqual([])
    expect(fixture.openOrders()).toEqual([])
  })

  it('an untriggered stop holds nothing, and is cancelled at the trigger without the coins; it holds when told so', () => {
    const fixture = new KrakenFixture()
    const stop = { type: 'sell', ordertype: 'stop-loss', volume: '0.5', price: '60000' }
    const first = fixture.add(stop)
    const second = fixture.add({ ...stop, price: '59000' })
    fixture.setPrice('58000')
    expect([fixture.order(first).status, fixture.order(second).status, fixture.order(second).reason]).toEqual(
      ['closed', 'canceled', 'Insufficient funds'],
    )
    const holding = new KrakenFixture()
    holding.server.setLimits({ stopsHoldFunds: 1 })
    holding.add(stop)
    expect(holding.add(stop)).toBe('EOrder:Insufficient funds')
  })

  it('a stop beyond the market fires at once', () => {
    const fixture = new KrakenFixture()
    const txid = fixture.add({ type: 'sell', ordertype: 'stop-loss', volume: '0.1', price: '70000' })
    expect([fixture.order(txid).status, fixture.order(txid).misc]).toEqual(['closed', 'stopped'])
  })

  it('price is the trigger and price2 the limit of a stop-loss-limit', () => {
    const fixture = new KrakenFixture()
    const txid = fixture.add({
      type: 'sell',
      ordertype: 'stop-loss-limit',
      volume: '0.1',
      price: '60000',
      price2: '59900',
    })
    expect(fixture.order(txid).descr).toMatchObject({ price: '60000.0', price2: '59900.0' })
    fixture.setPrice('60000')
    expect(fixture.order(txid).status).toBe('closed')
  })

  it('relative prices are reckoned from the last trade', () => {
    const fixture = new KrakenFixture()
    fixture.setPrice('60000')
    const at = (price: string): unknown => fixture.order(fixture.add({ volume: '0.01', price })).descr.price
    expect([at('-10%'), at('-1000'), at('50000')]).toEqual(['54000.0', '59000.0', '50000.0'])
  })

  it('a trailing stop follows by its percentage', () => {
    const fixture = new KrakenFixture()
    const txid = fixture.add({ type: 'sell', ordertype: 'trailing-stop', volume: '0.1', price: '+2%' })
    fixture.setPrice('70000')
    fixture.setPrice('68700')
    expect(fixture.order(txid).status).toBe('open')
    fixture.setPrice('68600')
    expect(fixture.order(txid).status).toBe('closed')
  })

  it('an order until a date expires then', () => {
    const fixture = new KrakenFixture()
    const txid = fixture.add({ volume: '0.01', price: '60000', timeinforce: 'GTD', expiretm: '+60' })
    fixture.time += 61_000
    expect(fixture.order(txid).status).toBe('expired')
  })
})

describe('changing orders', () => {
  it('amending keeps the id, moves price, quantity and trigger, and can end in a cancel', () => {
    const fixture = new KrakenFixture()
    const txid = fixture.add({ volume: '0.02', price: '60000', cl_ord_id: uuid })
    expect(
      fixture.post('AmendOrder', { cl_ord_id: uuid, limit_price: '59000', order_qty: '0.03' }).error,
    ).toEqual([])
    expect(fixture.order(txid)).toMatchObject({ vol: '0.03000000', status: 'open', cl_ord_id: uuid })
    expect(fixture.order(txid).descr.price).toBe('59000.0')
    fixture.setPrice('59000', '0.01')
    expect(fixture.post('AmendOrder', { txid, order_qty: '0.01' }).error).toEqual([])
    expect(fixture.order(txid)).toMatchObject({ status: 'canceled', vol_exec: '0.01000000' })
    const stop = fixture.add({ type: 'sell', ordertype: 'stop-loss', volume: '0.1', price: '50000' })
    expect(fixture.post('AmendOrder', { txid: stop, trigger_price: '51000' }).error).toEqual([])
    expect(fixture.order(stop).descr.price).toBe('51000.0')
    expect(fixture.post('AmendOrder', { txid: stop, limit_price: '51000' }).error[0]).toContain(
      'Invalid arguments',
    )
  })

  it('editing gives a new id, and is refused for orders with a client id or a close', () => {
    const fixture = new KrakenFixture()
    const txid = fixture.add({ volume: '0.02', price: '60000' })
    const { result } = fixture.post('EditOrder', { txid, pair: 'XBTUSDT', price: '59000' })
    expect(result).toMatchObject({ status: 'Ok', originaltxid: txid })
    expect(fixture.order(txid).status).toBe('canceled')
    const other = fixture.add({ volume: '0.02', price: '60000', cl_ord_id: uuid })
    expect(fixture.post('EditOrder', { txid: other, pair: 'XBTUSDT', price: '59000' }).error).toEqual([
      'EOrder:Invalid order',
    ])
  })

  it('the dead man’s switch cancels everything once, and can be disarmed', () => {
    const fixture = new KrakenFixture()
    const first = fixture.add({ volume: '0.01', price: '60000' })
    fixture.post('CancelAllOrdersAfter', { timeout: '60' })
    fixture.post('CancelAllOrdersAfter', { timeout: '0' })
    fixture.time += 61_000
    expect(fixture.order(first).status).toBe('open')
    fixture.post('CancelAllOrdersAfter', { timeout: '60' })
    fixture.time += 61_000
    expect(fixture.order(first).status).toBe('canceled')
  })

  it('a batch is refused whole for its terms, and one by one for want of funds', () => {
    const fixture = new KrakenFixture()
    const path = '/0/private/AddOrderBatch'
    const batch = (orders: readonly object[]): string => {
      const nonce = fixture.nextNonce()
      const body = JSON.stringify({ nonce, pair: 'XBTUSDT', orders })
      return fixture.signedJson(path, nonce, body)
    }
    const order = { ordertype: 'limit', type: 'buy', volume: '0.01', price: '60000' }
    expect(batch([order, { ...order, price: '60000.01' }])).toContain('Invalid price')
    expect(fixture.openOrders()).toEqual([])
    const answer = batch([order, { ...order, volume: '5' }])
    expect(answer).toContain('EOrder:Insufficient funds')
    expect(fixture.openOrders()).toHaveLength(1)
  })
})

describe('history', () => {
  it('comes fifty a page, newest first, with bounds as times or order ids', () => {
    const fixture = new KrakenFixture()
    fixture.server.makeHistory('key', 'BTC/USDT', 120)
    const pageAt = (params: Record<string, string>): readonly string[] => {
      fixture.time += 60_000
      return Object.keys((fixture.post('ClosedOrders', params).result as { closed: object }).closed)
    }
    const pages = ['0', '50', '100', '150'].map((ofs) => pageAt({ ofs }))
    expect(pages.map(({ length }) => length)).toEqual([50, 50, 20, 0])
    expect(new Set(pages.flat()).size).toBe(120)
    expect((fixture.post('ClosedOrders').result as { count: number }).count).toBe(120)
    expect(pageAt({ start: String(fixture.time / 1_000) })).toEqual([])
  })

  it('an unknown order is an error; fifty ids at most', () => {
    const fixture = new KrakenFixture()
    expect(fixture.post('QueryOrders', { txid: 'OAAAAA-AAAAA-AAAAAA' }).error).toEqual([
      'EOrder:Unknown order',
    ])
    expect(
      fixture.post('QueryOrders', { txid: Array(51).fill('O00000-00000-000001').join(',') }).error[0],
    ).toContain('txid')
  })
})
