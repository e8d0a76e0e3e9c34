import { describe, expect, it } from 'vitest'
import { KrakenFixture } from './kraken-fixture.ts'

const uuid = '6d1b345e-2821-40e2-ad83-4ecb18a06876'

describe('terms of an order', () => {
  const fixture = new KrakenFixture()
  fixture.server.setLimits({ tradingMax: 100_000, restMax: 100_000 })
  it.each([
    [{ volume: '0.00001', price: '60000' }, 'EGeneral:Invalid arguments:volume minimum not met'],
    [{ ordertype: 'market', volume: '1', oflags: 'viqc' }, 'EGeneral:Invalid arguments:volume minimum not met'],
    [{ volume: '0.001', price: '1' }, 'EOrder:Cost minimum not met'],
    [
      { volume: '0.01', price: '60000.05' },
      'EOrder:Invalid price:XBTUSDT price can only be specified up to 1 decimals.',
    ],
    [{ volume: '0.01', price: '6e4' }, 'EGeneral:Invalid arguments:price'],
    [{ volume: '1e-2', price: '60000' }, 'EGeneral:Invalid arguments:volume'],
    [{ volume: '0.01' }, 'EGeneral:Invalid arguments:price'],
    [{ volume: '0.01', price: '60000', pair: 'XBTXXX' }, 'EQuery:Unknown asset pair'],
    [{ volume: '0.01', price: '60000', ordertype: 'stop-loss-profit' }, 'EGeneral:Invalid arguments:ordertype'],
    [{ volume: '0.01', price: '60000', oflags: 'viqc' }, 'EGeneral:Invalid arguments:oflags'],
    [{ volume: '0.01', price: '65000', oflags: 'post' }, 'EOrder:Post only order'],
    [{ volume: '10', price: '60000' }, 'EOrder:Insufficient funds'],
    [{ volume: '0.01', price: '60000', cl_ord_id: 'twenty-two-characters-' }, 'EGeneral:Invalid arguments:cl_ord_id'],
    [{ volume: '0.01', price: '60000', cl_ord_id: uuid, userref: '7' }, 'EGeneral:Invalid arguments:userref'],
    [{ volume: '0.01', price: '60000', deadline: '2020-01-01T00:00:00Z' }, 'EService:Deadline elapsed'],
    [{ volume: '0.01', price: '60000', deadline: '2026-11-23T12:00:01.5Z' }, 'EGeneral:Invalid arguments:deadline'],
    [{ volume: '0.01', price: '60000', deadline: '2026-11-23T12:01:00.001Z' }, 'EGeneral:Invalid arguments:deadline'],
    [{ volume: '0.01', price: '60000', deadline: 'tomorrow' }, 'EGeneral:Invalid arguments:deadline'],
    [{ volume: '0.01', price: '60000', userref: '2147483648' }, 'EGeneral:Invalid arguments:userref'],
    [{ volume: '0.01', price: '60000', timeinforce: 'GTD' }, 'EGeneral:Invalid arguments:expiretm'],
    [{ volume: '0.01', price: '60000', timeinforce: 'GTD', expiretm: '+4' }, 'EGeneral:Invalid arguments:expiretm'],
    [
      { volume: '0.01', price: '60000', timeinforce: 'GTD', expiretm: '+2764800' },
      'EGeneral:Invalid arguments:expiretm',
    ],
    [{ volume: '0.01', price: '60000', starttm: '+60' }, 'EGeneral:Invalid arguments:starttm'],
    [{ volume: '0.01', price: '60000', trigger: 'index' }, 'EGeneral:Invalid arguments:Index unavailable'],
    [{ volume: '0.01', price: '60000', reduce_only: 'true' }, 'EOrder:Reduce only:No position exists'],
    [{ volume: '0.01', price: '60000', displayvol: '0.01' }, 'EGeneral:Invalid arguments:displayvol'],
    [{ volume: '0.01', ordertype: 'iceberg', price: '60000' }, 'EGeneral:Invalid arguments:displayvol'],
    [
      { volume: '0.016', ordertype: 'iceberg', price: '60000', displayvol: '0.001' },
      'EGeneral:Invalid arguments:displayvol',
    ],
    [{ ordertype: 'market', type: 'sell', volume: '100', oflags: 'viqc' }, 'EGeneral:Invalid arguments:oflags'],
    [{ volume: '0.01', ordertype: 'trailing-stop', price: '60000' }, 'EGeneral:Invalid arguments:price'],
    [{ volume: '0.01', ordertype: 'trailing-stop', price: '+500' }, 'EGeneral:Invalid arguments:price'],
    [{ volume: '0.01', ordertype: 'settle-position' }, 'EGeneral:Invalid arguments:ordertype'],
    [{ volume: '0.01', price: '60000', 'close[price]': '50000' }, 'EGeneral:Invalid arguments:close[ordertype]'],
    [
      { volume: '0.01', price: '60000', 'close[ordertype]': 'stop-loss-limit', 'close[price]': '50000' },
      'EGeneral:Invalid arguments:close[price2]',
    ],
    [{ pair: 'LUNAUSDT', volume: '10', price: '0.4' }, 'EService:Market in cancel_only mode'],
    [
      { pair: 'PEPEUSD', volume: '1000000', price: '0.00001181012' },
      'EOrder:Invalid price:PEPEUSD price can only be specified up to 10 decimals.',
    ],
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
      'EGeneral:Invalid arguments:cl_ord_id not unique',
    )
    expect(fixture.post('CancelOrder', { cl_ord_id: uuid }).result).toEqual({ count: 1, pending: false })
    expect(fixture.add({ volume: '0.01', price: '60000', cl_ord_id: uuid })).not.toBe(first)
    for (let index = 0; index < 2; index += 1) fixture.add({ volume: '0.01', price: '60000', userref: '42' })
    expect(fixture.post('CancelOrder', { txid: '42' }).result).toEqual({ count: 2, pending: false })
    expect(fixture.post('CancelOrder', { txid: first }).error).toEqual(['EOrder:Unknown order'])
    const closed = fixture.post('ClosedOrders', { cl_ord_id: uuid }).result as { closed: object }
    expect(Object.keys(closed.closed)).toEqual([first])
  })

  it('an untriggered stop holds nothing, and is cancelled at the trigger without the coins; it holds when told so', () => {
    const fixture = new KrakenFixture()
    const stop = { type: 'sell', ordertype: 'stop-loss', volume: '0.5', price: '60000' }
    const first = fixture.add(stop)
    const second = fixture.add({ ...stop, price: '59000' })
    fixture.setPrice('58000')
    expect([fixture.order(first).status, fixture.order(second).status, fixture.order(second).reason]).toEqual([
      'closed',
      'canceled',
      'Insufficient funds',
    ])
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

  it('relative prices are reckoned from the last trade, and # chooses its side by type and side', () => {
    const fixture = new KrakenFixture()
    fixture.setPrice('60000')
    const at = (params: Readonly<Record<string, string>>): unknown => {
      const { price, price2 } = fixture.order(fixture.add({ volume: '0.01', ...params })).descr
      return price2 === '0' ? price : [price, price2]
    }
    expect(['-10%', '-1000', '#2%', '50000'].map((price) => at({ price }))).toEqual([
      '54000.0',
      '59000.0',
      '58800.0',
      '50000.0',
    ])
    const sell = { type: 'sell', price: '#1000' }
    expect(at(sell)).toBe('61000.0')
    expect(at({ ...sell, ordertype: 'stop-loss' })).toBe('59000.0')
    expect(at({ ...sell, ordertype: 'take-profit' })).toBe('61000.0')
    expect(at({ ...sell, ordertype: 'stop-loss-limit', price2: '#1100' })).toEqual(['59000.0', '58900.0'])
    expect(at({ price: '#1000', ordertype: 'stop-loss' })).toBe('61000.0')
  })

  it('prices of ten decimals keep all of them, as JSON numbers too', () => {
    const fixture = new KrakenFixture()
    const nonce = fixture.nextNonce()
    const order = '"pair":"PEPE/USD","type":"buy","ordertype":"limit"'
    const body = `{"nonce":"${nonce}",${order},"volume":1000000,"price":0.0000001181}`
    expect(fixture.signedJson('/0/private/AddOrder', nonce, body)).toContain('EOrder:Cost minimum not met')
    const next = fixture.nextNonce()
    const good = body.replace(nonce, next).replace('0.0000001181', '0.0000101181')
    expect(fixture.signedJson('/0/private/AddOrder', next, good)).toContain('@ limit 0.0000101181')
    const exponent = fixture.nextNonce()
    const bad = body.replace(nonce, exponent).replace('0.0000001181', '1.01181e-5')
    expect(fixture.signedJson('/0/private/AddOrder', exponent, bad)).toContain('Invalid arguments:price')
  })

  it('an iceberg shows a part of itself', () => {
    const fixture = new KrakenFixture()
    const shown = { ordertype: 'iceberg', volume: '0.15', displayvol: '0.01', price: '64000' }
    expect(fixture.add(shown)).toMatch(/^O/)
    const { XBTUSDT } = fixture.get('Depth', 'pair=XBTUSDT&count=500').result as Record<string, { bids: string[][] }>
    expect(XBTUSDT?.bids.find(([price]) => price === '64000.0')?.[1]).toBe('0.010')
  })

  it('immediate orders leave nothing behind; a post-only one waits', () => {
    const fixture = new KrakenFixture()
    const status = (params: Readonly<Record<string, string>>): unknown =>
      fixture.order(fixture.add({ volume: '0.01', price: '60000', ...params })).status
    expect(status({ timeinforce: 'IOC' })).toBe('canceled')
    expect(status({ timeinforce: 'FOK' })).toBe('canceled')
    expect(status({ timeinforce: 'FOK', price: '65000' })).toBe('closed')
    expect(status({ oflags: 'post' })).toBe('open')
  })

  it('fees are in quote: a sale brings less, a purchase costs more', () => {
    const fixture = new KrakenFixture()
    const balance = (asset: string): number => Number((fixture.post('Balance').result as Record<string, string>)[asset])
    const before = { USDT: balance('USDT'), XXBT: balance('XXBT') }
    const bought = fixture.order(fixture.add({ ordertype: 'market', volume: '0.01' }))
    expect(balance('XXBT') - before.XXBT).toBeCloseTo(0.01, 10)
    expect(before.USDT - balance('USDT')).toBeCloseTo(Number(bought.cost) + Number(bought.fee), 6)
    const middle = balance('USDT')
    const sold = fixture.order(fixture.add({ type: 'sell', ordertype: 'market', volume: '0.01' }))
    expect(balance('USDT') - middle).toBeCloseTo(Number(sold.cost) - Number(sold.fee), 6)
    expect(Number(sold.fee)).toBeGreaterThan(0)
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

  it('an order until a date expires then, and nothing that comes later trades with it', () => {
    const fixture = new KrakenFixture()
    const gtd = { volume: '0.01', price: '60000', timeinforce: 'GTD', expiretm: '+60' }
    const [first, second] = [fixture.add(gtd), fixture.add({ ...gtd, timeinforce: 'GTC', expiretm: '0' })]
    fixture.time += 61_000
    fixture.setPrice('59000')
    expect([fixture.order(first).status, fixture.order(second).status]).toEqual(['expired', 'closed'])
  })

  it('a date alone makes an order good till then', () => {
    const fixture = new KrakenFixture()
    const at = String(fixture.time / 1_000 + 60)
    const txid = fixture.add({ volume: '0.01', price: '60000', expiretm: at })
    expect(fixture.order(txid).expiretm).toBe(Number(at))
    fixture.time += 60_000
    expect(fixture.order(txid).status).toBe('expired')
  })

  it('a client id that is open on one pair is taken on every pair', () => {
    const fixture = new KrakenFixture()
    fixture.add({ volume: '0.01', price: '60000', cl_ord_id: 'mine' })
    const other = { pair: 'ETHUSDT', volume: '1', price: '3000', cl_ord_id: 'mine' }
    expect(fixture.add(other)).toBe('EGeneral:Invalid arguments:cl_ord_id not unique')
    expect(fixture.server.clientOrders()).toEqual([{ clientOrderId: 'mine', arrived: 2, accepted: 1 }])
  })

  it.each(['0123456789abcdef0123456789ABCDEF', 'eighteen chars ok!', 'none-1', uuid])('a client id may be %s', (id) => {
    expect(new KrakenFixture().add({ volume: '0.01', price: '60000', cl_ord_id: id })).toMatch(/^O/)
  })

  it.each(['nineteen characters', 'accenté', `${uuid}0`])('a client id may not be %s', (id) => {
    const answer = new KrakenFixture().add({ volume: '0.01', price: '60000', cl_ord_id: id })
    expect(answer).toBe('EGeneral:Invalid arguments:cl_ord_id')
  })
})
