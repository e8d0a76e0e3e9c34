import { describe, expect, it } from 'vitest'
import { type Json, KuCoinFixture } from './kucoin-fixture.ts'

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
    expect(fixture.lastReply.body).toContain(`"orderTime":${fixture.time}000001,`)
    expect(fixture.call('GET', `/api/v1/hf/orders/${id}`, { symbol: 'BTC-USDT' }).code).toBe('400100')
    fixture.setPrice('59990')
    expect(fixture.call('GET', `/api/v1/stop-order/${id}`).data).toMatchObject({ status: 'TRIGGERED' })
    expect(fixture.call('GET', '/api/v1/hf/orders/client-order/sl', { symbol: 'BTC-USDT' }).data).toMatchObject({
      dealSize: '0.5',
      active: false,
    })
    expect((fixture.call('GET', '/api/v1/stop-order').data as { items: unknown[] }).items).toEqual([])
  })

  it('need a direction; one that is crossed already fires at once', () => {
    const fixture = new KuCoinFixture()
    expect(fixture.stop({ stopPrice: '60000', size: '0.1' })).toBe('400100 stop can not be empty')
    fixture.stop({ stop: 'entry', stopPrice: '60000', size: '0.1', clientOid: 'now' })
    expect(fixture.call('GET', '/api/v1/hf/orders/client-order/now', { symbol: 'BTC-USDT' }).data).toMatchObject({
      dealSize: '0.1',
    })
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
    expect(fixture.call('GET', '/api/v1/stop-order/queryOrderByClientOid', { clientOid: 'sl' }).data).toHaveLength(1)
    expect(fixture.call('DELETE', `/api/v1/stop-order/${id}`).data).toEqual({ cancelledOrderIds: [id] })
    expect(fixture.call('GET', `/api/v1/stop-order/${id}`).code).toBe('400100')
    expect(fixture.call('DELETE', '/api/v1/stop-order/cancelOrderByClientOid', { clientOid: 'sl' }).code).toBe('400100')
  })

  it.each([
    ['sell', 'loss', '60000', '59999'],
    ['sell', 'entry', '68000', '68001'],
    ['buy', 'entry', '68000', '68001'],
    ['buy', 'loss', '60000', '59999'],
  ])('a %s on %s waits at %s and triggers at %s', (side, stop, stopPrice, price) => {
    const fixture = new KuCoinFixture()
    const id = fixture.stop({ side, stop, stopPrice, size: '0.1', clientOid: 'it' })
    fixture.setPrice('64000')
    expect(fixture.call('GET', `/api/v1/stop-order/${id}`).data).toMatchObject({ status: 'NEW' })
    fixture.setPrice(price)
    expect(fixture.orderOf('it')).toMatchObject({ side, dealSize: '0.1', active: false, cancelExist: false })
  })

  it('become orders of the moment in which they trigger', () => {
    const fixture = new KuCoinFixture()
    fixture.stop({
      stop: 'loss',
      stopPrice: '60000',
      type: 'limit',
      price: '61000',
      size: '0.1',
      clientOid: 'sl',
    })
    const placed = fixture.time
    fixture.time += 60_000
    fixture.setPrice('60000')
    expect(fixture.orderOf('sl')).toMatchObject({ active: true, price: '61000', createdAt: placed + 60_000 })
    expect(fixture.trade('BTC').holds).toBe('0.1')
  })

  it('that have triggered are altered like any order, and do not wait again', () => {
    const fixture = new KuCoinFixture()
    fixture.stop({
      stop: 'loss',
      stopPrice: '60000',
      type: 'limit',
      price: '61000',
      size: '0.1',
      clientOid: 'sl',
    })
    fixture.setPrice('60000')
    fixture.setPrice('60500')
    fixture.call('POST', '/api/v1/hf/orders/alter', {
      symbol: 'BTC-USDT',
      clientOid: 'sl',
      newPrice: '62000',
    })
    expect(fixture.orderOf('sl')).toMatchObject({ active: true, inOrderBook: true, price: '62000' })
    expect((fixture.call('GET', '/api/v1/stop-order').data as { items: unknown[] }).items).toEqual([])
    expect(fixture.trade('BTC').holds).toBe('0.1')
  })

  it('good till a time are so from their trigger on', () => {
    const fixture = new KuCoinFixture()
    const terms = { type: 'limit', price: '61000', size: '0.1', timeInForce: 'GTT', cancelAfter: 10 }
    const id = fixture.stop({ stop: 'loss', stopPrice: '60000', clientOid: 'sl', ...terms })
    fixture.time += 3_600_000
    expect(fixture.call('GET', `/api/v1/stop-order/${id}`).data).toMatchObject({ cancelAfter: 10 })
    fixture.setPrice('60000')
    expect(fixture.orderOf('sl').active).toBe(true)
    fixture.time += 10_000
    expect(fixture.orderOf('sl')).toMatchObject({ active: false, cancelExist: true })
  })

  it('may be sized in funds', () => {
    const fixture = new KuCoinFixture()
    fixture.stop({ side: 'buy', stop: 'loss', stopPrice: '60000', funds: '600', clientOid: 'dip' })
    const listed = fixture.call('GET', '/api/v1/stop-order').data as { items: readonly Json[] }
    expect(listed.items).toMatchObject([{ size: null, funds: '600.00000000000000000000' }])
    fixture.setPrice('59999')
    expect(Number(fixture.orderOf('dip').dealFunds)).toBeCloseTo(600, 2)
  })

  it('are listed by symbol, side, type, id and page', () => {
    const fixture = new KuCoinFixture()
    const sell = fixture.stop({ stop: 'loss', stopPrice: '60000', size: '0.1' })
    const buy = fixture.stop({
      side: 'buy',
      stop: 'loss',
      stopPrice: '60000',
      size: '0.1',
      type: 'limit',
      price: '60000',
    })
    const eth = fixture.stop({ symbol: 'ETH-USDT', stop: 'loss', stopPrice: '3000', size: '1' })
    const ids = (params: Json): readonly unknown[] =>
      (fixture.call('GET', '/api/v1/stop-order', params).data as { items: readonly Json[] }).items.map(({ id }) => id)
    expect(ids({})).toEqual([eth, buy, sell])
    expect(ids({ symbol: 'BTC-USDT' })).toEqual([buy, sell])
    expect(ids({ side: 'buy' })).toEqual([buy])
    expect(ids({ type: 'market' })).toEqual([eth, sell])
    expect(ids({ orderIds: `${eth},${sell}` })).toEqual([eth, sell])
    expect(ids({ pageSize: '2', currentPage: '2' })).toEqual([sell])
    expect(ids({ stop: 'oco' })).toEqual([])
    const cancel = fixture.call('DELETE', '/api/v1/stop-order/cancel', { symbol: 'BTC-USDT' }).data
    expect(cancel).toEqual({ cancelledOrderIds: [sell, buy] })
    expect(ids({})).toEqual([eth])
  })

  it('carry whatever text their owner gave them', () => {
    const fixture = new KuCoinFixture()
    fixture.stop({ stop: 'loss', stopPrice: '60000', size: '0.1', remark: 'ns:007', tags: '1e999' })
    const listed = fixture.call('GET', '/api/v1/stop-order').data as { items: readonly Json[] }
    expect(listed.items).toMatchObject([{ remark: 'ns:007', tags: '1e999' }])
  })
})
