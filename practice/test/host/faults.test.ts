import { describe, expect, it } from 'vitest'
import { FaultPlan } from '../../src/host/faults.ts'
import { BinanceFixture, code, field, list, type Json } from '../binance/binance-fixture.ts'

const orders = { method: 'POST', path: '/api/v3/order' }

async function openCount(fixture: BinanceFixture): Promise<number> {
  return list((await fixture.signed('GET', '/api/v3/openOrders')).body).length
}

async function spoiled(fault: Json): Promise<BinanceFixture> {
  const fixture = await BinanceFixture.start()
  expect((await fixture.control('POST', '/faults', { match: orders, fault })).body).toEqual({ left: 1 })
  return fixture
}

describe('faults', () => {
  it('drop before: nothing was placed', async () => {
    const fixture = await spoiled('drop_before')
    await expect(fixture.limitBuy()).rejects.toThrow()
    expect(await openCount(fixture)).toBe(0)
    const { body } = await fixture.control('GET', '/statistics')
    expect(list(field(body, 'requests'))).toContainEqual({
      endpoint: 'binance POST /api/v3/order',
      seen: 1,
      processed: 0,
      spoiled: 1,
    })
    expect((await fixture.limitBuy()).status).toBe(200)
  })

  it('drop after: the order stands though nobody heard', async () => {
    const fixture = await spoiled('drop_after')
    await expect(fixture.limitBuy({ newClientOrderId: 'mine' })).rejects.toThrow()
    expect(await openCount(fixture)).toBe(1)
    const { body } = await fixture.control('GET', '/statistics')
    expect(field(body, 'clientOrders')).toMatchObject({
      binance: [{ clientOrderId: 'mine', arrived: 1, accepted: 1 }],
    })
  })

  it('truncate: half of the body, order placed', async () => {
    const fixture = await spoiled('truncate')
    await expect(fixture.limitBuy()).rejects.toThrow()
    expect(await openCount(fixture)).toBe(1)
  })

  it('reply: that answer instead, processed only if asked', async () => {
    const fixture = await spoiled({ status: 503, body: 'Service Unavailable' })
    const first = await fixture.limitBuy().catch((error: unknown) => error)
    expect(first).toBeInstanceOf(SyntaxError)
    expect(await openCount(fixture)).toBe(0)
    const body = { code: -1007, msg: 'Timeout waiting for response from backend server.' }
    await fixture.control('POST', '/faults', { match: orders, fault: { status: 504, body, when: 'after' } })
    const second = await fixture.limitBuy()
    expect([second.status, code(second)]).toEqual([504, -1007])
    expect(await openCount(fixture)).toBe(1)
  })

  it('delay: processed at once, answered later', async () => {
    const fixture = await spoiled({ delayMs: 600_000 })
    const abort = new AbortController()
    const waiting = fixture.open('/api/v3/ping').then(() => fixture.limitBuyWith(abort.signal))
    await fixture.until(async () => (await openCount(fixture)) === 1)
    abort.abort()
    await expect(waiting).rejects.toThrow()
    await fixture.control('POST', '/faults', { fault: { delayMs: 1 }, match: { path: '/api/v3/ping' } })
    expect((await fixture.open('/api/v3/ping')).body).toEqual({})
  })

  it('hang: no answer, and closing does not wait for it', async () => {
    const fixture = await spoiled('hang_before')
    const waiting = fixture.limitBuy()
    const refused = expect(waiting).rejects.toThrow()
    await fixture.until(async () => field((await fixture.control('GET', '/faults')).body, 'left') === 0)
    await fixture.close()
    await refused
  })

  it('skip some, spoil some, look at the content, and can be forgotten', () => {
    const plan = new FaultPlan()
    const fault = { kind: 'truncate' } as const
    plan.add({ exchange: null, method: 'POST', path: null, contains: 'x=1', fault }, 1, 2)
    const take = (method: string, text: string): boolean => plan.take('binance', method, '/p', text) !== null
    expect([take('GET', 'x=1'), take('POST', 'x=2'), take('POST', 'x=1')]).toEqual([false, false, false])
    expect([take('POST', 'x=1'), take('POST', 'x=1'), take('POST', 'x=1')]).toEqual([true, true, false])
    plan.add({ exchange: 'kraken', method: null, path: null, contains: null, fault }, 0, 1)
    expect([take('POST', ''), plan.left]).toEqual([false, 1])
    plan.clear()
    expect(plan.left).toBe(0)
  })
})
