import { describe, expect, it } from 'vitest'
import { EngineFixture, money, refusal } from './engine-fixture.ts'

describe('orders at market', () => {
  it('buys at the best ask, pays quote, and takes the fee from the coins received', () => {
    const fixture = new EngineFixture()
    const order = fixture.place(fixture.spec('buy', '0.1'))
    expect(order.state).toBe('filled')
    expect(order.fills.map((fill) => fill.price.toString())).toEqual(['64250.01'])
    expect(order.fills[0]?.feeAsset).toBe('BTC')
    expect(order.fills[0]?.fee.toString()).toBe('0.0001')
    expect(fixture.free('BTC')).toBe('10.0999')
    expect(fixture.free('USDT')).toBe('993574.999')
    expect(fixture.locked('USDT')).toBe('0')
  })

  it('buys for a quote amount in whole lots and never spends more', () => {
    const fixture = new EngineFixture()
    const order = fixture.place(fixture.spec('buy', null, { quoteQuantity: money('60') }))
    expect(order.state).toBe('filled')
    expect(order.quantity?.toString()).toBe('0.00093')
    expect(order.quoteFilled.atMost(money('60'))).toBe(true)
    expect(fixture.locked('USDT')).toBe('0')
  })

  it('sells for a quote amount', () => {
    const fixture = new EngineFixture()
    const order = fixture.place(fixture.spec('sell', null, { quoteQuantity: money('1000') }))
    expect(order.state).toBe('filled')
    expect(order.quoteFilled.atMost(money('1000'))).toBe(true)
    expect(order.quoteFilled.greaterThan(money('999'))).toBe(true)
  })

  it('fills what the book has and expires the rest', () => {
    const fixture = new EngineFixture()
    fixture.open('alice', { USDT: '1000000', LTC: '1000' })
    const order = fixture.place(fixture.spec('sell', '400'), 'LTC/USDT')
    expect(order.state).toBe('expired')
    expect(order.expiryReason).toBe('no_liquidity')
    expect(order.filled.isPositive()).toBe(true)
    expect(order.filled.lessThan(money('400'))).toBe(true)
    expect(fixture.locked('LTC')).toBe('0')
  })

  it('refuses what the account cannot pay and changes nothing', () => {
    const fixture = new EngineFixture()
    expect(refusal(() => fixture.place(fixture.spec('sell', '10.1')))).toBe('insufficient_balance')
    expect(refusal(() => fixture.place(fixture.spec('buy', '16')))).toBe('insufficient_balance')
    expect(fixture.free('BTC')).toBe('10')
    expect(fixture.engine.account('alice').open.size).toBe(0)
  })
})

describe('limit orders', () => {
  it('rest with their funds locked, and give them back when cancelled', () => {
    const fixture = new EngineFixture()
    const order = fixture.place(fixture.limit('buy', '0.5', '60000'))
    expect(order.state).toBe('open')
    expect(fixture.locked('USDT')).toBe('30000')
    fixture.engine.cancel(order)
    expect(order.state).toBe('cancelled')
    expect(fixture.locked('USDT')).toBe('0')
    expect(fixture.free('USDT')).toBe('1000000')
    expect(refusal(() => fixture.engine.cancel(order))).toBe('unknown_order')
  })

  it('trade at the better price of the book and unlock the difference', () => {
    const fixture = new EngineFixture()
    const order = fixture.place(fixture.limit('buy', '0.1', '64300'))
    expect(order.state).toBe('filled')
    expect(order.quoteFilled.toString()).toBe('6425.001')
    expect(fixture.locked('USDT')).toBe('0')
  })

  it('go by price, then by time', () => {
    const fixture = new EngineFixture()
    for (const name of ['bob', 'carol', 'dave']) fixture.open(name)
    const later = fixture.place(fixture.limit('buy', '1', '60000'), 'BTC/USDT', 'bob')
    const better = fixture.place(fixture.limit('buy', '1', '60001'), 'BTC/USDT', 'carol')
    const last = fixture.place(fixture.limit('buy', '1', '60000'), 'BTC/USDT', 'dave')
    expect(fixture.setPrice('60000', '1.5')).toBe('60000')
    expect([better, later, last].map((order) => order.filled.toString())).toEqual(['1', '0.5', '0'])
  })

  it('IOC takes what crosses and expires the rest', () => {
    const fixture = new EngineFixture()
    const order = fixture.place(fixture.limit('buy', '9', '64250.01', { timeInForce: 'ioc' }))
    expect(order.state).toBe('expired')
    expect(order.expiryReason).toBe('ioc_remainder')
    expect(order.filled.isPositive()).toBe(true)
    expect(fixture.locked('USDT')).toBe('0')
  })

  it('FOK is all or nothing', () => {
    const fixture = new EngineFixture()
    const none = fixture.place(fixture.limit('buy', '9', '64250.01', { timeInForce: 'fok' }))
    expect([none.state, none.expiryReason, none.filled.toString()]).toEqual(['expired', 'fok_not_filled', '0'])
    const all = fixture.place(fixture.limit('buy', '0.01', '64250.01', { timeInForce: 'fok' }))
    expect(all.state).toBe('filled')
  })

  it('post-only never takes', () => {
    const fixture = new EngineFixture()
    expect(refusal(() => fixture.place(fixture.limit('buy', '0.1', '64250.01', { postOnly: true })))).toBe('would_take')
    const order = fixture.place(fixture.limit('buy', '0.1', '64250', { postOnly: true }))
    fixture.setPrice('64250')
    expect([order.state, order.fills[0]?.maker]).toEqual(['filled', true])
  })

  it('keep a client id to one open order, and free it afterwards', () => {
    const fixture = new EngineFixture()
    const order = fixture.place(fixture.limit('buy', '0.1', '60000', { clientOrderId: 'mine' }))
    const again = fixture.limit('buy', '0.1', '60000', { clientOrderId: 'mine' })
    expect(refusal(() => fixture.place(again))).toBe('duplicate_client_order_id')
    fixture.setPrice('60000')
    expect(order.state).toBe('filled')
    expect(refusal(() => fixture.place(again))).toBe('accepted')
  })

  it('of one account do not trade with each other unless allowed', () => {
    const fixture = new EngineFixture()
    const maker = fixture.place(fixture.limit('buy', '0.1', '64250'))
    const taker = fixture.place(fixture.limit('sell', '0.1', '64250', { timeInForce: 'ioc' }))
    expect([maker.state, taker.filled.toString()]).toEqual(['expired_in_match', '0'])
    const stays = fixture.place(fixture.limit('buy', '0.1', '64250'))
    const goes = fixture.place(fixture.limit('sell', '0.1', '64250', { selfTrade: 'expire_taker' }))
    expect([stays.state, goes.state]).toEqual(['open', 'expired_in_match'])
  })

  it('move the market when they take a whole side of it', () => {
    const fixture = new EngineFixture()
    fixture.open('whale', { LTC: '480' })
    const order = fixture.place(fixture.limit('sell', '450', '80'), 'LTC/USDT', 'whale')
    expect(order.state).toBe('partially_filled')
    expect(fixture.engine.bestPrice('LTC/USDT', 'sell')?.price.toString()).toBe('80')
    expect(fixture.engine.bestPrice('LTC/USDT', 'buy')?.price.lessThan(money('80'))).toBe(true)
  })
})

describe('amending', () => {
  it('shrinks in place, keeps the queue and frees funds', () => {
    const fixture = new EngineFixture()
    fixture.open('bob')
    const first = fixture.place(fixture.limit('buy', '1', '60000'))
    const second = fixture.place(fixture.limit('buy', '1', '60000'), 'BTC/USDT', 'bob')
    fixture.engine.amend(first, money('0.4'), 'renamed')
    expect(fixture.locked('USDT')).toBe('24000')
    expect(first.clientOrderId).toBe('renamed')
    fixture.setPrice('60000', '0.4')
    expect([first.state, second.filled.toString()]).toEqual(['filled', '0'])
  })

  it('refuses more, the same, and finished orders', () => {
    const fixture = new EngineFixture()
    const order = fixture.place(fixture.limit('buy', '1', '60000'))
    expect(refusal(() => fixture.engine.amend(order, money('1'), 'x'))).toBe('amend_changes_nothing')
    expect(refusal(() => fixture.engine.amend(order, money('2'), 'x'))).toBe('amend_increases')
    expect(refusal(() => fixture.engine.amend(order, money('0.000001'), 'x'))).toBe('quantity')
    fixture.engine.cancel(order)
    expect(refusal(() => fixture.engine.amend(order, money('0.5'), 'x'))).toBe('unknown_order')
  })
})

describe('market rules', () => {
  it.each([
    ['price', { limitPrice: money('60000.001') }, '0.1'],
    ['price_band', { limitPrice: money('400000') }, '0.1'],
    ['price_band', { limitPrice: money('12000') }, '0.1'],
    ['quantity', { limitPrice: money('60000') }, '0.000011'],
    ['quantity', { limitPrice: money('60000') }, '9001'],
    ['market_quantity', {}, '181'],
    ['notional', { limitPrice: money('60000') }, '0.00008'],
    ['iceberg_parts', { limitPrice: money('60000'), visibleQuantity: money('0.0001') }, '0.1'],
    ['trailing_distance', { trigger: { kind: 'stop', price: null, trailingBips: 9 } }, '0.1'],
  ] as const)('%s', (rule, terms, quantity) => {
    const fixture = new EngineFixture()
    expect(refusal(() => fixture.place(fixture.spec('sell', quantity, terms)))).toBe(rule)
  })

  it('limit how much and how many an account may have open', () => {
    const fixture = new EngineFixture()
    fixture.open('alice', { USDT: '1000000', BTC: '10', LTC: '499' })
    expect(refusal(() => fixture.place(fixture.limit('buy', '2', '80'), 'LTC/USDT'))).toBe('max_position')
    for (let count = 0; count < 5; count += 1) fixture.place(fixture.stop('sell', '0.1', { price: money('60000') }))
    expect(refusal(() => fixture.place(fixture.stop('sell', '0.1', { price: money('60000') })))).toBe(
      'max_open_triggers',
    )
  })

  it('close a market to orders, and to cancels too when it is halted', () => {
    const fixture = new EngineFixture()
    const order = fixture.place(fixture.limit('buy', '0.1', '60000'))
    fixture.engine.setStatus('BTC/USDT', 'halted')
    expect(refusal(() => fixture.place(fixture.limit('buy', '0.1', '60000')))).toBe('market_closed')
    expect(refusal(() => fixture.engine.cancel(order))).toBe('market_closed')
    fixture.engine.setStatus('BTC/USDT', 'cancel_only')
    expect(refusal(() => fixture.place(fixture.limit('buy', '0.1', '60000')))).toBe('market_closed')
    expect(refusal(() => fixture.engine.cancel(order))).toBe('accepted')
  })
})
