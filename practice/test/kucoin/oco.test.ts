import { describe, expect, it } from 'vitest'
import { type Json, KuCoinFixture } from './kucoin-fixture.ts'

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
    expect((fixture.call('GET', '/api/v1/stop-order', { stop: 'oco' }).data as { items: unknown[] }).items).toEqual([])
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

  it('an execution of a part ends the other leg', () => {
    const fixture = new KuCoinFixture()
    const id = place(fixture)
    fixture.setPrice('68000', '0.000001')
    fixture.setPrice('68000.1', '0.04')
    expect(fixture.call('GET', `/api/v3/oco/order/details/${id}`).data).toMatchObject({
      status: 'TRIGGERED',
      orders: [{ status: 'TRIGGERED' }, { status: 'CANCELLED' }],
    })
    expect(fixture.orderOf('pair')).toMatchObject({ active: true, price: '68000' })
  })

  it('the stop leg becomes a limit order, which may rest', () => {
    const fixture = new KuCoinFixture()
    const id = place(fixture, { limitPrice: '60100' })
    fixture.setPrice('60000')
    expect(fixture.orderOf('pair')).toMatchObject({ active: true, price: '60100', size: '0.1' })
    expect(fixture.call('GET', `/api/v3/oco/order/${id}`).data).toMatchObject({ status: 'TRIGGERED' })
    const details = fixture.call('DELETE', `/api/v3/oco/order/${id}`).data as { cancelledOrderIds: string[] }
    expect(details.cancelledOrderIds).toHaveLength(1)
    expect(fixture.orderOf('pair').active).toBe(false)
  })

  it('end cancelled when the balance is missing at the trigger, having held nothing', () => {
    const fixture = new KuCoinFixture()
    const id = place(fixture)
    expect(fixture.trade('BTC')).toMatchObject({ available: '0.5', holds: '0' })
    fixture.add({ side: 'sell', type: 'market', size: '0.45' })
    fixture.setPrice('59999')
    expect(fixture.call('GET', `/api/v3/oco/order/details/${id}`).data).toMatchObject({
      status: 'CANCELLED',
      orders: [{ status: 'CANCELLED' }, { status: 'CANCELLED' }],
    })
    expect(fixture.orderOf('pair')).toMatchObject({ active: false, cancelExist: true, dealSize: '0' })
    expect(fixture.trade('BTC')).toMatchObject({ available: '0.05', holds: '0' })
  })

  it('buy below and above the price', () => {
    const fixture = new KuCoinFixture()
    const buy = { side: 'buy', price: '60000', stopPrice: '68000', limitPrice: '68100' }
    expect(place(fixture, { ...buy, price: '65000' })).toContain('price relationship')
    const id = place(fixture, buy)
    fixture.setPrice('68000')
    expect(fixture.call('GET', `/api/v3/oco/order/${id}`).data).toMatchObject({ status: 'DONE' })
    expect(fixture.trade('BTC').balance).toBe('0.6')
  })

  it('are found by client id, not listed among plain stops, and cancelled together', () => {
    const fixture = new KuCoinFixture()
    const one = place(fixture)
    const two = place(fixture, { clientOid: 'other' })
    expect(place(fixture)).toMatch(/^102426/)
    expect(fixture.call('GET', '/api/v3/oco/client-order/other').data).toMatchObject({ orderId: two })
    expect(fixture.call('GET', '/api/v3/oco/client-order/none').code).toBe('400100')
    expect((fixture.call('GET', '/api/v1/stop-order', { stop: 'stop' }).data as { items: unknown[] }).items).toEqual([])
    const cancel = (params: Json): readonly string[] =>
      (fixture.call('DELETE', '/api/v3/oco/orders', params).data as { cancelledOrderIds: string[] }).cancelledOrderIds
    expect(cancel({ orderIds: one })).toHaveLength(2)
    expect(cancel({ symbol: 'ETH-USDT' })).toEqual([])
    expect(cancel({ symbol: 'BTC-USDT' })).toHaveLength(2)
    expect(fixture.call('DELETE', `/api/v3/oco/order/${two}`).code).toBe('400100')
  })
})
