import { describe, expect, it } from 'vitest'
import type { EngineOrder, OrderSpec } from '../../src/engine/types.ts'
import { EngineFixture, money, refusal } from './engine-fixture.ts'

const text = (value: { toString(): string } | null | undefined): string | undefined => value?.toString()

describe('fees in quote units', () => {
  it('a buyer pays them on top, from what the order holds', () => {
    const fixture = new EngineFixture({ fees: 'quote' })
    const order = fixture.place(fixture.limit('buy', '1', '60000'))
    expect(fixture.locked('USDT')).toBe('60060')
    fixture.setPrice('59999')
    expect(order.state).toBe('filled')
    expect(order.fills.map(({ feeAsset, fee }) => `${fee.toString()} ${feeAsset}`)).toEqual(['60 USDT'])
    expect([fixture.free('BTC'), fixture.free('USDT'), fixture.locked('USDT')]).toEqual(['11', '939940', '0'])
  })

  it('a seller receives the value less the fee', () => {
    const fixture = new EngineFixture({ fees: 'quote' })
    const order = fixture.place(fixture.limit('sell', '1', '65000'))
    fixture.setPrice('65000.01')
    expect(text(order.fills[0]?.fee)).toBe('65')
    expect(fixture.free('USDT')).toBe('1064935')
  })

  it('an order sized in quote needs the fee beyond its amount', () => {
    const fixture = new EngineFixture({ fees: 'quote' })
    fixture.open('poor', { USDT: '100', BTC: '0' })
    const spec = fixture.spec('buy', null, { quoteQuantity: money('100') })
    expect(refusal(() => fixture.place(spec, 'BTC/USDT', 'poor'))).toBe('insufficient_balance')
    const less = fixture.spec('buy', null, { quoteQuantity: money('99.9') })
    expect(fixture.place(less, 'BTC/USDT', 'poor').state).toBe('filled')
  })
})

describe('triggers that are funded when they fire', () => {
  it('hold nothing before, and trade with what is there then', () => {
    const fixture = new EngineFixture()
    const order = fixture.place(fixture.stop('sell', '10', { price: money('60000') }, { funding: 'triggered' }))
    expect(fixture.locked('BTC')).toBe('0')
    fixture.setPrice('59990')
    expect(order.state).toBe('filled')
  })

  it('end without a trade when the funds are gone', () => {
    const fixture = new EngineFixture()
    const [first, second] = ['60000', '61000'].map((price) =>
      fixture.place(
        fixture.stop('sell', '10', { price: money(price) }, { funding: 'triggered', limitPrice: money('70000') }),
      ),
    )
    fixture.setPrice('59000')
    expect([second?.state, first?.state, first?.expiryReason]).toEqual(['open', 'expired', 'insufficient_funds'])
    expect(fixture.locked('BTC')).toBe('10')
  })

  it('fire at once when they are reached already and may', () => {
    const fixture = new EngineFixture()
    const terms = { funding: 'triggered', whenReached: 'fire' } as const
    const order = fixture.place(fixture.stop('sell', '1', { price: money('70000') }, terms))
    expect(order.state).toBe('filled')
    const refusing = fixture.stop('sell', '1', { price: money('70000') }, { funding: 'triggered' })
    expect(refusal(() => fixture.place(refusing))).toBe('would_trigger')
  })
})

describe('orders that fills call for', () => {
  const closing = (made: EngineOrder[], refused: string[], quantity?: string) => ({
    after: (order: EngineOrder, fill: { readonly quantity: ReturnType<typeof money>; readonly tradeId: number }) =>
      order.side === 'sell' ? [] : [closeOf(quantity === undefined ? fill.quantity : money(quantity), fill.tradeId)],
    placed: (_parent: EngineOrder, child: EngineOrder) => made.push(child),
    refused: (_parent: EngineOrder, _spec: OrderSpec, rejection: Error) => refused.push(rejection.message),
  })
  const closeOf = (quantity: ReturnType<typeof money>, tradeId: number): OrderSpec => ({
    ...new EngineFixture().stop('sell', null, { price: money('55000') }),
    clientOrderId: `close-${tradeId}`,
    quantity,
  })

  it('are placed one for each fill, for what it brought', () => {
    const made: EngineOrder[] = []
    const fixture = new EngineFixture({ fees: 'quote', followUps: closing(made, []) })
    fixture.place(fixture.limit('buy', '2', '60000'))
    fixture.setPrice('60000', '0.5')
    fixture.setPrice('59000')
    expect(made.map(({ quantity, state }) => `${text(quantity) ?? ''} ${state}`)).toEqual(['0.5 open', '1.5 open'])
  })

  it('are dropped and told when they cannot be', () => {
    const made: EngineOrder[] = []
    const refused: string[] = []
    const fixture = new EngineFixture({ fees: 'quote', followUps: closing(made, refused, '0.000001') })
    fixture.place(fixture.limit('buy', '2', '60000'))
    fixture.setPrice('59000')
    expect([made.length, refused]).toEqual([0, ['rule: quantity']])
  })
})

describe('amending terms in place', () => {
  it('a smaller quantity keeps its place, a larger one or another price loses it', () => {
    const fixture = new EngineFixture()
    fixture.open('bob')
    const mine = fixture.place(fixture.limit('buy', '1', '60000'))
    fixture.place(fixture.limit('buy', '1', '60000'), 'BTC/USDT', 'bob')
    fixture.engine.amendTerms(mine, { quantity: money('0.6') })
    expect(fixture.locked('USDT')).toBe('36000')
    fixture.setPrice('60000', '0.6')
    expect(mine.state).toBe('filled')
    const other = fixture.place(fixture.limit('buy', '1', '59000'))
    fixture.engine.amendTerms(other, { limitPrice: money('60000'), quantity: money('2') })
    expect(fixture.locked('USDT')).toBe('120000')
    fixture.setPrice('60000', '1')
    expect(text(other.filled)).toBe('0')
  })

  it('a price beyond the market trades at once', () => {
    const fixture = new EngineFixture()
    const order = fixture.place(fixture.limit('buy', '0.1', '60000'))
    fixture.engine.amendTerms(order, { limitPrice: money('65000') })
    expect(order.state).toBe('filled')
  })

  it('at or below what has filled, the rest is cancelled', () => {
    const fixture = new EngineFixture()
    const order = fixture.place(fixture.limit('buy', '1', '60000'))
    fixture.setPrice('60000', '0.4')
    fixture.engine.amendTerms(order, { quantity: money('0.4') })
    expect([order.state, text(order.filled), fixture.locked('USDT')]).toEqual(['cancelled', '0.4', '0'])
    expect(order.endedAt).toBe(fixture.time)
  })

  it('without the funds, or against the rules, nothing changes', () => {
    const fixture = new EngineFixture()
    const order = fixture.place(fixture.limit('buy', '1', '60000'))
    expect(refusal(() => fixture.engine.amendTerms(order, { quantity: money('100') }))).toBe('insufficient_balance')
    expect(refusal(() => fixture.engine.amendTerms(order, { limitPrice: money('60000.001') }))).toBe('price')
    expect([text(order.quantity), text(order.limitPrice), fixture.locked('USDT')]).toEqual(['1', '60000', '60000'])
  })

  it('a trigger moves, and fires when it is moved past the price', () => {
    const fixture = new EngineFixture()
    const order = fixture.place(fixture.stop('sell', '1', { price: money('60000') }, { whenReached: 'fire' }))
    fixture.engine.amendTerms(order, { triggerPrice: money('61000') })
    fixture.setPrice('61500')
    expect(order.state).toBe('open')
    fixture.engine.amendTerms(order, { triggerPrice: money('62000') })
    expect(order.state).toBe('filled')
  })
})

it('an order whose time is over expires', () => {
  const fixture = new EngineFixture()
  const order = fixture.place(fixture.limit('buy', '1', '60000'))
  fixture.engine.expire(order)
  expect([order.state, order.expiryReason, fixture.locked('USDT')]).toEqual(['expired', 'ended_by_exchange', '0'])
})
