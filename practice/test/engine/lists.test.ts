import { describe, expect, it } from 'vitest'
import { EngineFixture, money, refusal } from './engine-fixture.ts'

describe('either-or pairs', () => {
  it('lock the coins once', () => {
    const fixture = new EngineFixture()
    fixture.either('1', '70000', '60000')
    expect([fixture.free('BTC'), fixture.locked('BTC')]).toEqual(['9', '1'])
  })

  it('expire the stop when the limit trades, even in part', () => {
    const fixture = new EngineFixture()
    const [profit, loss] = fixture.either('1', '70000', '60000')
    fixture.setPrice('70000', '0.25')
    expect([profit.state, loss.state, loss.expiryReason]).toEqual(['partially_filled', 'expired', 'sibling_took_over'])
    expect(fixture.locked('BTC')).toBe('0.75')
    fixture.setPrice('70000')
    expect(profit.state).toBe('filled')
    expect(fixture.locked('BTC')).toBe('0')
  })

  it('expire the limit when the stop fires', () => {
    const fixture = new EngineFixture()
    const [profit, loss] = fixture.either('1', '70000', '60000')
    fixture.setPrice('59000')
    expect([profit.state, profit.expiryReason, loss.state]).toEqual(['expired', 'sibling_took_over', 'filled'])
    expect(fixture.locked('BTC')).toBe('0')
  })

  it('go as one when a leg is cancelled', () => {
    const fixture = new EngineFixture()
    const [profit, loss] = fixture.either('1', '70000', '60000')
    fixture.engine.cancel(loss)
    expect([profit.state, loss.state]).toEqual(['cancelled', 'cancelled'])
    expect([fixture.free('BTC'), fixture.locked('BTC')]).toEqual(['10', '0'])
  })

  it('must stand on the right sides of the last price', () => {
    const fixture = new EngineFixture()
    expect(refusal(() => fixture.either('1', '64000', '60000'))).toBe('bad_price_relation')
    expect(refusal(() => fixture.either('1', '70000', '64300'))).toBe('bad_price_relation')
    expect(fixture.locked('BTC')).toBe('0')
  })

  it('on the buy side lock the dearer leg', () => {
    const fixture = new EngineFixture()
    const legs = [
      fixture.limit('buy', '1', '60000', { postOnly: true }),
      fixture.stop('buy', '1', { price: money('70000') }, { limitPrice: money('71000') }),
    ] as const
    fixture.engine.placeList('alice', 'BTC/USDT', { kind: 'either', clientListId: 'buy', legs }, () => null)
    expect(fixture.locked('USDT')).toBe('71000')
    fixture.setPrice('60000')
    expect(fixture.locked('USDT')).toBe('0')
    expect(fixture.free('USDT')).toBe('940000')
  })

  it('amend both legs together', () => {
    const fixture = new EngineFixture()
    const [profit, loss] = fixture.either('1', '70000', '60000')
    fixture.engine.amend(profit, money('0.4'), 'smaller')
    expect([loss.quantity?.toString(), fixture.locked('BTC')]).toEqual(['0.4', '0.4'])
  })
})

describe('an entry with legs', () => {
  it('keeps the legs pending until it is filled completely', () => {
    const fixture = new EngineFixture()
    const { entry, legs } = fixture.then(fixture.limit('buy', '1', '60000'), [
      fixture.stop('sell', '0.9', { price: money('58000') }),
    ])
    expect(legs.map((leg) => [leg.state, leg.workingSince])).toEqual([['pending', null]])
    fixture.setPrice('60000', '0.5')
    expect([entry.state, legs[0]?.state]).toEqual(['partially_filled', 'pending'])
    fixture.setPrice('60000')
    expect([entry.state, legs[0]?.state]).toEqual(['filled', 'open'])
    fixture.setPrice('57000')
    expect(legs[0]?.state).toBe('filled')
  })

  it('shows the legs still pending in the answer when it fills at once', () => {
    const fixture = new EngineFixture()
    const seen: string[] = []
    const placed = fixture.then(
      fixture.limit('buy', '0.1', '64300', { timeInForce: 'fok' }),
      [fixture.stop('sell', '0.09', { price: money('60000') })],
      { look: (list) => seen.push(...fixture.engine.ordersOf(list).map((order) => order.state)) },
    )
    expect(seen).toEqual(['filled', 'pending'])
    expect(placed.legs[0]?.state).toBe('open')
  })

  it('takes the legs with it when it expires or is cancelled', () => {
    const fixture = new EngineFixture()
    const expired = fixture.then(fixture.limit('buy', '9', '64250.01', { timeInForce: 'ioc' }), [
      fixture.stop('sell', '1', { price: money('60000') }),
    ])
    expect(expired.entry.filled.isPositive()).toBe(true)
    expect([expired.entry.state, expired.legs[0]?.state, expired.legs[0]?.expiryReason]).toEqual([
      'expired',
      'expired',
      'entry_ended',
    ])
    const cancelled = fixture.then(fixture.limit('buy', '1', '60000'), [
      fixture.stop('sell', '1', { price: money('58000') }),
    ])
    fixture.engine.cancel(cancelled.entry)
    expect([cancelled.legs[0]?.state, cancelled.list.state]).toEqual(['expired', 'done'])
  })

  it('ends completely when a pending leg or the list is cancelled', () => {
    const fixture = new EngineFixture()
    const stop = (): ReturnType<EngineFixture['stop']> => fixture.stop('sell', '1', { price: money('58000') })
    const one = fixture.then(fixture.limit('buy', '1', '60000'), [stop()])
    for (const leg of one.legs) fixture.engine.cancel(leg)
    const two = fixture.then(fixture.limit('buy', '1', '60000'), [stop()])
    fixture.engine.cancelList(two.list)
    for (const { entry, legs, list } of [one, two]) {
      expect([entry.state, legs[0]?.state, list.state]).toEqual(['cancelled', 'cancelled', 'done'])
    }
    expect(fixture.locked('USDT')).toBe('0')
  })

  it('rejects a leg that wants more coins than the entry brought net of its fee', () => {
    const fixture = new EngineFixture()
    fixture.open('alice', { USDT: '1000000', BTC: '0' })
    const { entry, legs, list } = fixture.then(fixture.limit('buy', '1', '60000'), [
      fixture.stop('sell', '1', { price: money('58000') }),
    ])
    fixture.setPrice('60000')
    expect([entry.state, legs[0]?.state, legs[0]?.expiryReason]).toEqual(['filled', 'expired', 'rejected'])
    expect([fixture.free('BTC'), fixture.locked('BTC'), list.state]).toEqual(['0.999', '0', 'done'])
  })

  it('rejects both legs of a pair when the price has already left them', () => {
    const fixture = new EngineFixture()
    const { entry, legs } = fixture.then(fixture.limit('buy', '1', '64300'), [
      fixture.limit('sell', '0.5', '64250', { postOnly: true }),
      fixture.stop('sell', '0.5', { price: money('60000') }),
    ])
    expect(entry.state).toBe('filled')
    expect(legs.map((leg) => leg.expiryReason)).toEqual(['rejected', 'rejected'])
    expect(fixture.locked('BTC')).toBe('0')
  })

  it('arms a pair of which one leg works', () => {
    const fixture = new EngineFixture()
    const { legs, list } = fixture.then(fixture.limit('buy', '1', '60000'), [
      fixture.limit('sell', '0.9', '66000', { postOnly: true }),
      fixture.stop('sell', '0.9', { price: money('58000') }, { limitPrice: money('57900') }),
    ])
    fixture.setPrice('60000')
    expect(legs.map((leg) => leg.state)).toEqual(['open', 'open'])
    expect(fixture.locked('BTC')).toBe('0.9')
    fixture.setPrice('66000')
    expect(legs.map((leg) => leg.state)).toEqual(['filled', 'expired'])
    expect([fixture.locked('BTC'), list.state]).toEqual(['0', 'done'])
  })

  it('can be a market leg', () => {
    const fixture = new EngineFixture()
    const { legs } = fixture.then(fixture.limit('buy', '1', '60000'), [fixture.spec('sell', '0.5')])
    fixture.setPrice('60000')
    expect([legs[0]?.state, legs[0]?.filled.toString()]).toEqual(['filled', '0.5'])
  })
})

describe('an entry that pays its legs', () => {
  const legsOf = (fixture: EngineFixture): ReturnType<EngineFixture['limit']>[] => [
    fixture.limit('sell', null, '66000', { postOnly: true }),
    fixture.stop('sell', null, { price: money('58000') }),
  ]

  it('sizes them by what it brought net of the fee, in whole lots', () => {
    const fixture = new EngineFixture()
    fixture.open('alice', { USDT: '1000000', BTC: '0' })
    const { legs, list } = fixture.then(fixture.limit('buy', '0.01234', '60000'), legsOf(fixture), {
      entryPays: true,
    })
    fixture.setPrice('60000')
    // 0.01234 - 0.00001234 = 0.01232766, of which whole lots of 0.00001
    expect(legs.map((leg) => [leg.state, leg.quantity?.toString()])).toEqual([
      ['open', '0.01232'],
      ['open', '0.01232'],
    ])
    expect([fixture.locked('BTC'), fixture.free('BTC')]).toEqual(['0.01232', '0.00000766'])
    fixture.setPrice('66000')
    expect([legs[0]?.state, list.state, fixture.locked('BTC')]).toEqual(['filled', 'done', '0'])
  })

  it('takes the fee from free coins where there are enough', () => {
    const fixture = new EngineFixture()
    const { legs } = fixture.then(fixture.limit('buy', '1', '60000'), legsOf(fixture), { entryPays: true })
    fixture.setPrice('60000')
    expect(legs[0]?.quantity?.toString()).toBe('1')
    expect([fixture.locked('BTC'), fixture.free('BTC')]).toEqual(['1', '9.999'])
  })

  it('keeps what came in locked while it is partly filled, and frees it when it is cancelled', () => {
    const fixture = new EngineFixture()
    fixture.open('alice', { USDT: '1000000', BTC: '0' })
    const { entry, legs } = fixture.then(fixture.limit('buy', '1', '60000'), legsOf(fixture), {
      entryPays: true,
    })
    fixture.setPrice('60000', '0.5')
    expect([fixture.locked('BTC'), fixture.free('BTC')]).toEqual(['0.4995', '0'])
    fixture.engine.cancel(entry)
    expect([fixture.locked('BTC'), fixture.free('BTC')]).toEqual(['0', '0.4995'])
    expect(legs.map((leg) => leg.state)).toEqual(['expired', 'expired'])
  })
})
