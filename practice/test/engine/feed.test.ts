import { describe, expect, it } from 'vitest'
import type { EngineEvent } from '../../src/engine/feed.ts'
import { seededRandom } from '../../src/engine/random.ts'
import { EngineFixture, money } from './engine-fixture.ts'

const market = 'BTC/USDT'

function heard(fixture: EngineFixture): EngineEvent[] {
  const events: EngineEvent[] = []
  fixture.engine.listen((told) => events.push(...told))
  return events
}

const orderChanges = (events: readonly EngineEvent[]): readonly string[] =>
  events.flatMap((event) =>
    event.kind === 'order' ? [`${event.order.clientOrderId} ${event.change} ${event.order.state}`] : [],
  )

describe('the feed of an engine', () => {
  it('tells of an order as it was at each change, and of what that did to the balances', () => {
    const fixture = new EngineFixture()
    const events = heard(fixture)
    const best = fixture.engine.bestPrice(market, 'sell')
    if (best === null) throw new Error('no offers')
    fixture.engine.place('alice', market, fixture.spec('buy', '0.01', { limitPrice: best.price }))
    expect(orderChanges(events)).toEqual(['order-1 placed open', 'order-1 filled filled'])
    const [placed, filled] = events.filter((event) => event.kind === 'order')
    expect([placed?.order.filled.toString(), placed?.fill]).toEqual(['0', null])
    expect([filled?.order.filled.toString(), filled?.fill?.price.toString()]).toEqual(['0.01', best.price.toString()])
    expect(filled?.executionId).toBeGreaterThan(placed?.executionId ?? Infinity)
    const balances = events.filter((event) => event.kind === 'balances')
    expect(balances.map((event) => event.cause)).toEqual([placed, filled])
    const value = best.price.times(money('0.01'))
    expect(balances[0]?.changes).toMatchObject([
      { asset: 'USDT', freeChange: value.negated(), lockedChange: value, locked: value },
    ])
    expect(balances[1]?.changes.map(({ asset, freeChange }) => [asset, freeChange.toString()])).toEqual([
      ['USDT', '0'],
      ['BTC', '0.00999'],
    ])
  })

  it('tells of triggers, lists and why orders ended', () => {
    const fixture = new EngineFixture()
    const events = heard(fixture)
    const quantity = '0.01'
    fixture.engine.placeList(
      'alice',
      market,
      {
        kind: 'either',
        clientListId: 'pair',
        legs: [
          fixture.spec('sell', quantity, { limitPrice: money('70000'), postOnly: true }),
          fixture.spec('sell', quantity, { trigger: { kind: 'stop', price: money('60000'), trailingBips: null } }),
        ],
      },
      () => null,
    )
    fixture.engine.setPrice(market, money('59990'))
    expect(orderChanges(events)).toEqual([
      'order-1 placed open',
      'order-2 placed open',
      'order-1 rested open',
      'order-1 ended expired',
      'order-2 triggered open',
      'order-2 filled filled',
    ])
    expect(events.flatMap((event) => (event.kind === 'list' ? [event.change] : []))).toEqual(['executing', 'done'])
  })

  it('says nothing of a command that failed, and nothing to who has gone', () => {
    const fixture = new EngineFixture()
    const events: EngineEvent[] = []
    const end = fixture.engine.listen((told) => events.push(...told))
    expect(() =>
      fixture.engine.place('alice', market, fixture.spec('sell', '900', { limitPrice: money('64250') })),
    ).toThrow()
    fixture.engine.setFree('alice', 'EUR', money('5'))
    expect(events).toMatchObject([{ kind: 'balances', cause: 'transfer', changes: [{ asset: 'EUR' }] }])
    end()
    fixture.engine.setFree('alice', 'EUR', money('6'))
    expect(events).toHaveLength(1)
  })

  it('tells book changes that join without a gap and make the same book', () => {
    const fixture = new EngineFixture({}, ['alice', 'bob'])
    const mine = { buy: new Map<string, string>(), sell: new Map<string, string>() }
    const start = fixture.engine.bookUpdates(market)
    const depth = (side: 'buy' | 'sell'): ReadonlyMap<string, string> =>
      new Map(
        fixture.engine.depth(market, side, 5000).map((level) => [level.price.toString(), level.quantity.toString()]),
      )
    for (const side of ['buy', 'sell'] as const)
      for (const [price, quantity] of depth(side)) mine[side].set(price, quantity)
    let last = start
    fixture.engine.listen((events) => {
      for (const event of events) {
        if (event.kind !== 'book' || event.symbol !== market) continue
        expect(event.first).toBe(last + 1)
        last = event.last
        for (const [side, levels] of [
          ['buy', event.bids],
          ['sell', event.asks],
        ] as const)
          for (const { price, quantity } of levels) {
            if (quantity.isZero()) mine[side].delete(price.toString())
            else mine[side].set(price.toString(), quantity.toString())
          }
      }
    })
    const random = seededRandom('feed')
    for (let step = 0; step < 300; step += 1) {
      if (random() < 0.3) fixture.engine.driftMarket(market)
      else {
        const side = random() < 0.5 ? 'buy' : 'sell'
        const price = fixture.engine.lastPrice(market).plus(money(String(Math.round((random() - 0.5) * 200))))
        const who = random() < 0.5 ? 'alice' : 'bob'
        try {
          fixture.engine.place(
            who,
            market,
            fixture.spec(side, '0.02', { limitPrice: price.floorToStep(money('0.01')) }),
          )
        } catch {
          // Funds or counts have run out: that changes nothing.
        }
      }
    }
    for (const side of ['buy', 'sell'] as const)
      expect(new Map([...mine[side]].toSorted())).toEqual(new Map([...depth(side)].toSorted()))
    expect(last).toBeGreaterThan(start)
  })
})
