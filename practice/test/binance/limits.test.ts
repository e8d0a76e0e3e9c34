import { describe, expect, it } from 'vitest'
import { at, BinanceFixture, code, field, message } from './binance-fixture.ts'

describe('request weight', () => {
  it('is counted per minute and printed; orders are free when they succeed', async () => {
    const fixture = await BinanceFixture.start()
    const used = (answer: { readonly headers: Headers }): string | null => answer.headers.get('X-MBX-USED-WEIGHT-1M')
    expect(used(await fixture.open('/api/v3/exchangeInfo'))).toBe('20')
    expect(used(await fixture.open('/api/v3/depth?symbol=BTCUSDT&limit=500'))).toBe('45')
    expect(used(await fixture.open('/api/v3/ticker/24hr'))).toBe('125')
    const placed = await fixture.limitBuy()
    expect(used(placed)).toBe('125')
    expect(placed.headers.get('X-MBX-ORDER-COUNT-10S')).toBe('1')
    expect(placed.headers.get('X-MBX-ORDER-COUNT-1D')).toBe('1')
    expect(used(await fixture.limitBuy({ price: '0' }))).toBe('126')
    expect(used(await fixture.signed('GET', '/api/v3/openOrders'))).toBe('206')
    fixture.time += 60_000
    expect(used(await fixture.open('/api/v3/ping'))).toBe('1')
  })

  it('answers 429 with Retry-After when it is used up, 418 to those who go on, and forgets', async () => {
    const fixture = await BinanceFixture.start()
    await fixture.control('POST', '/limits', { limits: { weightPerMinute: 20, banAfter: 2, banSeconds: 90 } })
    expect((await fixture.open('/api/v3/exchangeInfo')).status).toBe(200)
    fixture.time += 15_000
    const refused = await fixture.open('/api/v3/ping')
    expect([refused.status, code(refused), refused.headers.get('Retry-After')]).toEqual([429, -1003, '45'])
    expect(message(refused)).toContain('current limit is 20 request weight per 1 MINUTE')
    await fixture.open('/api/v3/ping')
    const banned = await fixture.open('/api/v3/ping')
    expect([banned.status, code(banned), banned.headers.get('Retry-After')]).toEqual([418, -1003, '90'])
    expect(message(banned)).toContain(`IP banned until ${fixture.time + 90_000}`)
    fixture.time += 60_000
    expect((await fixture.open('/api/v3/ping')).status).toBe(418)
    fixture.time += 31_000
    expect((await fixture.open('/api/v3/ping')).status).toBe(200)
  })
})

describe('the order count', () => {
  it('counts unfilled orders; fills take them off; too many are 429 -1015', async () => {
    const fixture = await BinanceFixture.start()
    await fixture.control('POST', '/limits', { limits: { ordersPer10Seconds: 2 } })
    const count = async () => field(at((await fixture.signed('GET', '/api/v3/rateLimit/order')).body, 0), 'count')
    await fixture.order({ symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.001' })
    expect(await count()).toBe(0)
    await fixture.limitBuy()
    await fixture.limitBuy()
    expect(await count()).toBe(2)
    const refused = await fixture.limitBuy()
    expect([refused.status, code(refused)]).toEqual([429, -1015])
    expect(message(refused)).toBe('Too many new orders; current limit is 2 orders per 10 SECOND.')
    expect(refused.headers.get('Retry-After')).toBe('10')
    fixture.time += 10_000
    expect((await fixture.limitBuy()).status).toBe(200)
  })
})
