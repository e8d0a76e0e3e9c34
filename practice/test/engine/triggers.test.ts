import { describe, expect, it } from 'vitest'
import { EngineFixture, money, refusal } from './engine-fixture.ts'

describe('stops and take-profits', () => {
  it('trigger on the last price as it passes, and sell at market', () => {
    const fixture = new EngineFixture()
    const order = fixture.place(fixture.stop('sell', '1', { price: money('62000') }))
    expect([order.state, order.workingSince, fixture.locked('BTC')]).toEqual(['open', null, '1'])
    fixture.setPrice('62000.01')
    expect(order.state).toBe('open')
    expect(fixture.setPrice('60000')).toBe('60000')
    expect(order.state).toBe('filled')
    // It fires where its price stands, not where the move ends.
    expect(order.fills[0]?.price.toString()).toBe('61999.99')
    expect(fixture.engine.lastPrice('BTC/USDT').toString()).toBe('60000')
  })

  it('with a limit price rest once triggered', () => {
    const fixture = new EngineFixture()
    const order = fixture.place(fixture.stop('sell', '1', { price: money('62000') }, { limitPrice: money('62500') }))
    fixture.setPrice('62000')
    expect([order.state, order.triggered, order.workingSince !== null]).toEqual(['open', true, true])
    fixture.setPrice('62500')
    expect(order.state).toBe('filled')
  })

  it('are refused where they would fire at once', () => {
    const fixture = new EngineFixture()
    const at = (side: 'buy' | 'sell', kind: 'stop' | 'take_profit', price: string): string =>
      refusal(() => fixture.place(fixture.stop(side, '0.1', { kind, price: money(price) })))
    expect(at('sell', 'stop', '64250')).toBe('would_trigger')
    expect(at('buy', 'stop', '64250')).toBe('would_trigger')
    expect(at('sell', 'take_profit', '64000')).toBe('would_trigger')
    expect(at('buy', 'take_profit', '65000')).toBe('would_trigger')
    expect(at('sell', 'take_profit', '65000')).toBe('accepted')
    expect(at('buy', 'take_profit', '64000')).toBe('accepted')
  })

  it('at market expire as rejected when the funds do not suffice any more', () => {
    const fixture = new EngineFixture()
    fixture.open('poor', { USDT: '6500' })
    const order = fixture.place(fixture.stop('buy', '0.1', { price: money('65000') }), 'BTC/USDT', 'poor')
    expect(fixture.locked('USDT', 'poor')).toBe('6500')
    // It pays the ask, one tick above its trigger: a cent too much.
    fixture.setPrice('65000')
    expect([order.state, order.expiryReason]).toEqual(['expired', 'rejected'])
    expect([fixture.free('USDT', 'poor'), fixture.locked('USDT', 'poor')]).toEqual(['6500', '0'])
  })
})

describe('trailing stops', () => {
  it('follow the best price and fire at their distance from it', () => {
    const fixture = new EngineFixture()
    const order = fixture.place(fixture.stop('sell', '1', { trailingBips: 500 }))
    fixture.setPrice('70000')
    fixture.setPrice('66501')
    expect(order.state).toBe('open')
    fixture.setPrice('66500')
    expect([order.state, order.fills[0]?.price.toString()]).toEqual(['filled', '66499.99'])
  })

  it('start to follow only at their activation price', () => {
    const fixture = new EngineFixture()
    const order = fixture.place(
      fixture.stop('buy', '1', { price: money('66000'), trailingBips: 500 }, { limitPrice: money('70000') }),
    )
    fixture.setPrice('60000')
    expect([order.state, order.trailingExtreme]).toEqual(['open', null])
    fixture.setPrice('66000')
    expect(order.trailingExtreme?.toString()).toBe('66000')
    fixture.setPrice('64000')
    fixture.setPrice('67199.99')
    expect(order.state).toBe('open')
    fixture.setPrice('67200')
    expect(order.state).toBe('filled')
  })
})
