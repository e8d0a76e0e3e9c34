import { describe, expect, it } from 'vitest'
import { type Json, KuCoinFixture } from './kucoin-fixture.ts'

describe('cancelling many', () => {
  it('all of a symbol, or all', () => {
    const fixture = new KuCoinFixture()
    const btc = fixture.add({ price: '60000', size: '0.01' })
    const eth = fixture.add({ symbol: 'ETH-USDT', price: '3000', size: '1' })
    const sol = fixture.add({ symbol: 'SOL-USDT', price: '140', size: '1' })
    expect(fixture.call('DELETE', '/api/v1/hf/orders', { symbol: 'BTC-USDT' }).data).toBe('success')
    expect(fixture.order(btc.orderId).active).toBe(false)
    expect(fixture.order(eth.orderId, 'ETH-USDT').active).toBe(true)
    expect(fixture.call('DELETE', '/api/v1/hf/orders/cancelAll').data).toEqual({
      succeedSymbols: ['ETH-USDT', 'SOL-USDT'],
      failedSymbols: [],
    })
    expect(fixture.order(sol.orderId, 'SOL-USDT').active).toBe(false)
  })

  it('a pair that is closed even for cancels says so, with a code of its own', () => {
    const fixture = new KuCoinFixture()
    const { orderId } = fixture.add({ price: '60000', size: '0.01' })
    fixture.add({ symbol: 'ETH-USDT', price: '3000', size: '1' })
    const stop = fixture.stop({ stop: 'loss', stopPrice: '60000', size: '0.1' })
    fixture.server.setStatus('BTC-USDT', 'halted')
    const symbol = 'BTC-USDT'
    expect(fixture.call('DELETE', `/api/v1/hf/orders/${orderId}`, { symbol }).code).toBe('200002')
    expect(fixture.call('DELETE', '/api/v1/hf/orders', { symbol }).code).toBe('200002')
    expect(fixture.call('DELETE', `/api/v1/stop-order/${stop}`).code).toBe('200002')
    expect(fixture.call('DELETE', '/api/v1/hf/orders/cancelAll').data).toEqual({
      succeedSymbols: ['ETH-USDT'],
      failedSymbols: [{ symbol, error: 'Order cancellation for this pair suspended' }],
    })
  })
})

describe('the dead man’s switch', () => {
  const set = (fixture: KuCoinFixture, params: Json) =>
    fixture.call('POST', '/api/v1/hf/orders/dead-cancel-all', params)
  const query = (fixture: KuCoinFixture): unknown => fixture.call('GET', '/api/v1/hf/orders/dead-cancel-all/query').data

  it('cancels what is in the books and leaves stops', () => {
    const fixture = new KuCoinFixture()
    const { orderId } = fixture.add({ price: '60000', size: '0.01' })
    const stop = fixture.stop({ stop: 'loss', stopPrice: '55000', size: '0.1' })
    const second = fixture.time / 1_000
    expect(set(fixture, { timeout: 10 }).data).toEqual({ currentTime: second, triggerTime: second + 10 })
    expect(query(fixture)).toMatchObject({ timeout: 10, symbols: '', triggerTime: second + 10 })
    fixture.time += 9_999
    expect(fixture.order(orderId).active).toBe(true)
    fixture.time += 1
    expect(fixture.order(orderId)).toMatchObject({ active: false, cancelExist: true })
    expect(fixture.call('GET', `/api/v1/stop-order/${stop}`).data).toMatchObject({ status: 'NEW' })
    expect(query(fixture)).toBeNull()
  })

  it('is set anew, for some symbols, or unset; it goes off on a halted pair too', () => {
    const fixture = new KuCoinFixture()
    const btc = fixture.add({ price: '60000', size: '0.01' })
    const eth = fixture.add({ symbol: 'ETH-USDT', price: '3000', size: '1' })
    set(fixture, { timeout: 10 })
    set(fixture, { timeout: -1 })
    fixture.time += 11_000
    expect(fixture.order(btc.orderId).active).toBe(true)
    set(fixture, { timeout: 5 })
    set(fixture, { timeout: 60, symbols: 'BTC-USDT' })
    fixture.server.setStatus('BTC-USDT', 'halted')
    fixture.time += 59_000
    expect(fixture.order(btc.orderId).active).toBe(true)
    fixture.time += 1_000
    expect(fixture.order(btc.orderId).active).toBe(false)
    expect(fixture.order(eth.orderId, 'ETH-USDT').active).toBe(true)
  })

  it.each([{ timeout: 4 }, { timeout: 86_401 }, {}, { timeout: 60, symbols: 'NO-SUCH' }])('%j is refused', (params) => {
    expect(set(new KuCoinFixture(), params).code).toBe('400100')
  })
})
