import { describe, expect, it } from 'vitest'
import { KrakenFixture } from './kraken-fixture.ts'

const uuid = '6d1b345e-2821-40e2-ad83-4ecb18a06876'
const unknown = 'EOrder:Unknown order'
const noSuchId = 'EOrder:Invalid order'

describe('amending', () => {
  it('keeps the id, moves price, quantity and trigger, and can end in a cancel', () => {
    const fixture = new KrakenFixture()
    const txid = fixture.add({ volume: '0.02', price: '60000', cl_ord_id: uuid })
    const amended = fixture.post('AmendOrder', {
      cl_ord_id: uuid,
      limit_price: '59000',
      order_qty: '0.03',
    })
    expect(amended.result).toEqual({ amend_id: expect.stringMatching(/^TA.{4}-.{5}-.{6}$/) as unknown })
    expect(fixture.order(txid)).toMatchObject({ vol: '0.03000000', status: 'open', cl_ord_id: uuid })
    expect(fixture.order(txid).descr.price).toBe('59000.0')
    fixture.setPrice('59000', '0.01')
    expect(fixture.post('AmendOrder', { txid, order_qty: '0.01' }).error).toEqual([])
    expect(fixture.order(txid)).toMatchObject({
      status: 'canceled',
      vol_exec: '0.01000000',
      misc: 'amended,partial',
    })
    const stop = fixture.add({ type: 'sell', ordertype: 'stop-loss', volume: '0.1', price: '50000' })
    expect(fixture.post('AmendOrder', { txid: stop, trigger_price: '51000' }).error).toEqual([])
    expect(fixture.order(stop).descr.price).toBe('51000.0')
    expect(fixture.post('AmendOrder', { txid: stop, limit_price: '51000' }).error[0]).toContain('Invalid arguments')
  })

  it('takes distances from the last trade', () => {
    const fixture = new KrakenFixture()
    fixture.setPrice('60000')
    const txid = fixture.add({ volume: '0.01', price: '50000' })
    fixture.post('AmendOrder', { txid, limit_price: '-2%' })
    expect(fixture.order(txid).descr.price).toBe('58800.0')
  })

  it('post_only refuses a price that would take; without it the order trades', () => {
    const fixture = new KrakenFixture()
    const txid = fixture.add({ volume: '0.01', price: '60000' })
    const change = { txid, limit_price: '66000' }
    expect(fixture.post('AmendOrder', { ...change, post_only: 'true' }).error).toEqual(['EOrder:Post only order'])
    expect(fixture.order(txid)).toMatchObject({ status: 'open', misc: '' })
    fixture.post('AmendOrder', change)
    expect(fixture.order(txid).status).toBe('closed')
  })

  it.each([
    [{}, 'EGeneral:Invalid arguments'],
    [{ limit_price: '60000.01' }, 'EOrder:Invalid price'],
    [{ limit_price: '6e4' }, 'EGeneral:Invalid arguments:limit_price'],
    [{ order_qty: '0.00001' }, 'EGeneral:Invalid arguments:volume minimum not met'],
    [{ order_qty: '5' }, 'EOrder:Insufficient funds'],
    [{ trigger_price: '60000' }, 'EGeneral:Invalid arguments:trigger_price'],
    [{ display_qty: '0.01' }, 'EGeneral:Invalid arguments:display_qty'],
    [{ order_qty: '0.02', deadline: '2026-11-23T11:59:59Z' }, 'EService:Deadline elapsed'],
  ])('by %j is refused and changes nothing', (change, error) => {
    const fixture = new KrakenFixture()
    const txid = fixture.add({ volume: '0.01', price: '60000' })
    const before = fixture.order(txid)
    expect(fixture.post('AmendOrder', { txid, ...change }).error[0]).toContain(error)
    expect(fixture.order(txid)).toEqual(before)
  })

  it('leaves a history that begins with the order as it was', () => {
    const fixture = new KrakenFixture()
    const txid = fixture.add({ volume: '0.01', price: '60000' })
    const amends = (): unknown => fixture.post('OrderAmends', { order_id: txid }).result
    expect(amends()).toEqual({ count: 0, amends: [] })
    fixture.time += 1_000
    fixture.post('AmendOrder', { txid, limit_price: '59000' })
    expect(amends()).toMatchObject({
      count: 2,
      amends: [
        { amend_type: 'original', order_qty: '0.01', limit_price: '60000' },
        { amend_type: 'user', order_qty: '0.01', limit_price: '59000', timestamp: fixture.time },
      ],
    })
    expect(fixture.post('OrderAmends', { order_id: 'OAAAAA-AAAAA-AAAAAA' }).error).toEqual([noSuchId])
  })
})

describe('editing', () => {
  const edit = { pair: 'XBTUSDT' }

  it('gives a new id, and the fills stay with the old one', () => {
    const fixture = new KrakenFixture()
    const txid = fixture.add({ volume: '0.02', price: '60000', oflags: 'post', userref: '7' })
    fixture.setPrice('60000', '0.005')
    const { result } = fixture.post('EditOrder', { ...edit, txid: '7', price: '59000' })
    const changed = result as { txid: string }
    expect(changed).toMatchObject({ status: 'Ok', originaltxid: txid, orders_cancelled: 1, volume: '0.015' })
    expect(changed.txid).not.toBe(txid)
    expect(fixture.order(txid)).toMatchObject({ status: 'canceled', vol_exec: '0.00500000', misc: 'partial' })
    // The flag was not said again, so it is gone; the reference stays.
    expect(fixture.order(changed.txid)).toMatchObject({
      status: 'open',
      vol: '0.01500000',
      userref: 7,
      oflags: 'fciq',
    })
  })

  it('price is the trigger of a stop and price2 its limit', () => {
    const fixture = new KrakenFixture()
    const sale = { type: 'sell', volume: '0.1', price: '60000' }
    const edited = (params: Readonly<Record<string, string>>, change: object): unknown => {
      const txid = fixture.add({ ...sale, ...params })
      const { result } = fixture.post('EditOrder', { ...edit, txid, ...change })
      const { status, descr } = fixture.order((result as { txid: string }).txid)
      return [status, descr.ordertype, descr.price, descr.price2]
    }
    expect(edited({ ordertype: 'stop-loss' }, { price: '59000' })).toEqual(['open', 'stop-loss', '59000.0', '0'])
    expect(edited({ ordertype: 'stop-loss-limit', price2: '59900' }, { price2: '59800' })).toEqual([
      'open',
      'stop-loss-limit',
      '60000.0',
      '59800.0',
    ])
  })

  it('a flag that is not said again is gone: the new order may take', () => {
    const fixture = new KrakenFixture()
    const edited = (more: object): unknown => {
      const txid = fixture.add({ volume: '0.01', price: '60000', oflags: 'post' })
      const { result } = fixture.post('EditOrder', { ...edit, txid, price: '66000', ...more })
      const { status, error_message } = result as { status: string; error_message?: string }
      return [status, error_message]
    }
    expect(edited({})).toEqual(['Ok', undefined])
    expect(edited({ oflags: 'post' })).toEqual(['Err', 'EOrder:Post only order'])
  })

  it('keeps the date until which an order is good', () => {
    const fixture = new KrakenFixture()
    const txid = fixture.add({ volume: '0.01', price: '60000', timeinforce: 'GTD', expiretm: '+60' })
    const { result } = fixture.post('EditOrder', { ...edit, txid, price: '59000' })
    fixture.time += 61_000
    expect(fixture.order((result as { txid: string }).txid).status).toBe('expired')
  })

  it('is refused for orders with a client id or a close, a volume already executed, another pair', () => {
    const fixture = new KrakenFixture()
    const attempt = (params: Readonly<Record<string, string>>, change: object = {}): unknown => {
      const txid = fixture.add({ volume: '0.02', price: '60000', ...params })
      const { error } = fixture.post('EditOrder', { ...edit, txid, price: '59000', ...change })
      return [error, fixture.order(txid).status]
    }
    const invalid = [['EOrder:Invalid order'], 'open']
    expect(attempt({ cl_ord_id: uuid })).toEqual(invalid)
    expect(attempt({ 'close[ordertype]': 'limit', 'close[price]': '70000' })).toEqual(invalid)
    expect(attempt({}, { pair: 'XBTUSD' })).toEqual(invalid)
    expect(attempt({}, { price: '59000.05' })).toEqual([
      [expect.stringContaining('EOrder:Invalid price') as unknown],
      'open',
    ])
    const partly = fixture.add({ volume: '0.02', price: '64000' })
    fixture.setPrice('64000', '0.01')
    expect(fixture.post('EditOrder', { ...edit, txid: partly, volume: '0.005' }).error).toEqual([
      'EGeneral:Invalid arguments:volume',
    ])
  })

  it('that fails once the old order is gone says so, and the old order stays cancelled', () => {
    const fixture = new KrakenFixture()
    const txid = fixture.add({ volume: '0.02', price: '60000' })
    const { error, result } = fixture.post('EditOrder', { ...edit, txid, volume: '5' })
    expect(error).toEqual([])
    expect(result).toMatchObject({
      status: 'Err',
      originaltxid: txid,
      error_message: 'EOrder:Insufficient funds',
    })
    expect(fixture.order(txid).status).toBe('canceled')
  })
})

describe('cancelling', () => {
  it('what is finished is an unknown order, and an id that is nobody’s or somebody else’s an invalid one', () => {
    const fixture = new KrakenFixture()
    fixture.open('other')
    const txid = fixture.add({ volume: '0.01', price: '60000', cl_ord_id: 'mine' })
    const cancel = (params: Readonly<Record<string, string>>, key = 'key'): readonly string[] =>
      fixture.post('CancelOrder', params, key).error
    expect(cancel({ txid }, 'other')).toEqual([noSuchId])
    expect(cancel({ cl_ord_id: 'mine' }, 'other')).toEqual([unknown])
    expect(cancel({ txid })).toEqual([])
    for (const params of [{ txid }, { cl_ord_id: 'mine' }, { txid: '99' }]) expect(cancel(params)).toEqual([unknown])
    for (const id of ['OAAAAA-AAAAA-AAAAAA', 'no id at all']) expect(cancel({ txid: id })).toEqual([noSuchId])
    expect(cancel({})).toEqual(['EGeneral:Invalid arguments:txid'])
  })

  it('a batch takes ids, client ids and references, and passes over what is not open', () => {
    const fixture = new KrakenFixture()
    const add = (params: object): string => fixture.add({ volume: '0.01', price: '60000', ...params })
    const txid = add({})
    add({ cl_ord_id: 'mine' })
    add({ userref: '5' })
    const stays = add({})
    const nonce = fixture.nextNonce()
    const ids = `"orders":["${txid}","OAAAAA-AAAAA-AAAAAA",5],"cl_ord_ids":["mine"]`
    const answer = fixture.signedJson('/0/private/CancelOrderBatch', nonce, `{"nonce":${nonce},${ids}}`)
    expect(JSON.parse(answer)).toMatchObject({ error: [], result: { count: 3 } })
    expect(fixture.openOrders().map((order) => order.txid)).toEqual([stays])
    expect(fixture.post('CancelAll').result).toEqual({ count: 1 })
    const many = fixture.nextNonce()
    const body = JSON.stringify({ nonce: many, orders: Array<string>(51).fill(txid) })
    expect(fixture.signedJson('/0/private/CancelOrderBatch', many, body)).toContain('Invalid arguments')
  })

  it('several at once are paid for together, or none goes', () => {
    const fixture = new KrakenFixture()
    fixture.server.setLimits({ tradingMax: 17 })
    for (let index = 0; index < 2; index += 1) fixture.add({ volume: '0.01', price: '60000', userref: '5' })
    expect(fixture.post('CancelOrder', { txid: '5' }).error).toEqual(['EOrder:Rate limit exceeded'])
    expect(fixture.openOrders()).toHaveLength(2)
  })

  it('the dead man’s switch cancels everything once, stops too, and can be disarmed', () => {
    const fixture = new KrakenFixture()
    const first = fixture.add({ volume: '0.01', price: '60000' })
    const stop = fixture.add({ type: 'sell', ordertype: 'stop-loss', volume: '0.1', price: '50000' })
    fixture.post('CancelAllOrdersAfter', { timeout: '60' })
    fixture.post('CancelAllOrdersAfter', { timeout: '0' })
    fixture.time += 61_000
    expect(fixture.order(first).status).toBe('open')
    fixture.post('CancelAllOrdersAfter', { timeout: '60' })
    fixture.time += 61_000
    fixture.setPrice('40000')
    expect([fixture.order(first).status, fixture.order(stop).status]).toEqual(['canceled', 'canceled'])
    expect(fixture.add({ volume: '0.01', price: '30000' })).toMatch(/^O/)
    expect(fixture.openOrders()).toHaveLength(1)
  })

  it('a switch that goes off while a market stands still takes effect when it works again', () => {
    const fixture = new KrakenFixture()
    const txid = fixture.add({ volume: '0.01', price: '60000' })
    fixture.post('CancelAllOrdersAfter', { timeout: '10' })
    fixture.server.setStatus('BTC/USDT', 'halted')
    fixture.time += 11_000
    expect(fixture.order(txid).status).toBe('open')
    fixture.server.setStatus('BTC/USDT', 'trading')
    fixture.setPrice('50000')
    expect(fixture.order(txid)).toMatchObject({ status: 'canceled', vol_exec: '0.00000000' })
  })
})

describe('a batch', () => {
  const order = { ordertype: 'limit', type: 'buy', volume: '0.01', price: '60000' }
  const batch = (fixture: KrakenFixture, orders: readonly object[], more: object = {}) => {
    const nonce = fixture.nextNonce()
    const body = JSON.stringify({ nonce, pair: 'XBTUSDT', orders, ...more })
    return JSON.parse(fixture.signedJson('/0/private/AddOrderBatch', nonce, body)) as {
      error: readonly string[]
      result: { orders: readonly { txid?: string; error?: string }[] }
    }
  }

  it('is refused whole for its terms, and one by one for want of funds', () => {
    const fixture = new KrakenFixture()
    expect(batch(fixture, [order, { ...order, price: '60000.01' }]).error[0]).toContain('Invalid price')
    expect(fixture.openOrders()).toEqual([])
    const { result } = batch(fixture, [order, { ...order, volume: '5' }, { ...order, price: '59000' }])
    expect(result.orders.map(({ txid, error }) => error ?? txid?.slice(0, 1))).toEqual([
      'O',
      'EOrder:Insufficient funds',
      'O',
    ])
    expect(fixture.openOrders()).toHaveLength(2)
  })

  it('has 2 to 15 orders, and costs half a unit for each', () => {
    const fixture = new KrakenFixture()
    fixture.server.setLimits({ tradingMax: 3, tradingDecayMilli: 0 })
    expect(batch(fixture, [order]).error).toEqual(['EGeneral:Invalid arguments:orders'])
    expect(batch(fixture, Array<object>(16).fill(order)).error).toEqual(['EGeneral:Invalid arguments:orders'])
    for (let index = 0; index < 2; index += 1) expect(batch(fixture, [order, order, order]).error).toEqual([])
    expect(batch(fixture, [order, order]).error).toEqual(['EOrder:Rate limit exceeded'])
  })

  it('that is only checked places nothing', () => {
    const fixture = new KrakenFixture()
    const { result } = batch(fixture, [order, order], { validate: true })
    expect(result.orders.map((each) => Object.keys(each))).toEqual([['descr'], ['descr']])
    expect(fixture.openOrders()).toEqual([])
  })
})
