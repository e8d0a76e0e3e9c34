import fc from 'fast-check'
import type { NewTerms } from '../../src/engine/amending.ts'
import type { FollowUps } from '../../src/engine/state.ts'
import type { EngineOrder, OrderSpec } from '../../src/engine/types.ts'
import { type EngineFixture, money } from './engine-fixture.ts'

export const accounts = ['alice', 'bob'] as const

const price = fc.integer({ min: 55_000, max: 75_000 }).map(String)
const quantity = fc.integer({ min: 1, max: 300 }).map((lots) => money(String(lots)).dividedBy(money('100')).toString())
const who = fc.constantFrom(...accounts)
const side = fc.constantFrom('buy' as const, 'sell' as const)

/** Something that somebody does, or that happens. */
export const step = fc.oneof(
  fc.record({
    do: fc.constant('limit' as const),
    who,
    side,
    price,
    quantity,
    tif: fc.constantFrom('gtc' as const, 'ioc' as const, 'fok' as const),
  }),
  fc.record({ do: fc.constant('market' as const), who, side, quantity }),
  fc.record({ do: fc.constant('spend' as const), who, side, quantity }),
  fc.record({
    do: fc.constant('stop' as const),
    who,
    side,
    price,
    quantity,
    kind: fc.constantFrom('stop' as const, 'take_profit' as const),
    limit: fc.boolean(),
    funding: fc.constantFrom('placed' as const, 'triggered' as const),
    whenReached: fc.constantFrom('refuse' as const, 'fire' as const),
  }),
  fc.record({
    do: fc.constant('trail' as const),
    who,
    side,
    quantity,
    bips: fc.integer({ min: 10, max: 2000 }),
  }),
  fc.record({ do: fc.constant('pair' as const), who, side, high: price, low: price, quantity }),
  fc.record({
    do: fc.constant('bracket' as const),
    who,
    price,
    high: price,
    low: price,
    quantity,
    pays: fc.boolean(),
  }),
  fc.record({ do: fc.constant('cancel' as const), who, pick: fc.nat() }),
  fc.record({ do: fc.constant('amend' as const), who, pick: fc.nat(), quantity }),
  fc.record({
    do: fc.constant('terms' as const),
    who,
    pick: fc.nat(),
    quantity: fc.option(quantity),
    price: fc.option(price),
  }),
  fc.record({ do: fc.constant('price' as const), price, cap: fc.option(quantity) }),
  fc.record({ do: fc.constant('drift' as const) }),
)
export type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

/** Carries it out. @throws EngineRejection */
export function run(fixture: EngineFixture, each: Step): void {
  const { engine } = fixture
  const symbol = 'BTC/USDT'
  switch (each.do) {
    case 'limit':
      engine.place(each.who, symbol, fixture.limit(each.side, each.quantity, each.price, { timeInForce: each.tif }))
      return
    case 'market':
      engine.place(each.who, symbol, fixture.spec(each.side, each.quantity))
      return
    case 'spend':
      engine.place(
        each.who,
        symbol,
        fixture.spec(each.side, null, { quoteQuantity: money(each.quantity).times(money('10000')) }),
      )
      return
    case 'stop': {
      const limitPrice = each.limit ? money(each.price) : null
      const trigger = { kind: each.kind, price: money(each.price) }
      const { funding, whenReached } = each
      const terms = { limitPrice, funding, whenReached }
      engine.place(each.who, symbol, fixture.stop(each.side, each.quantity, trigger, terms))
      return
    }
    case 'trail':
      engine.place(each.who, symbol, fixture.stop(each.side, each.quantity, { trailingBips: each.bips }))
      return
    case 'pair': {
      const [above, below] = [
        fixture.limit(each.side, each.quantity, each.high, { postOnly: true }),
        fixture.stop(each.side, each.quantity, { price: money(each.low) }),
      ]
      engine.placeList(
        each.who,
        symbol,
        { kind: 'either', clientListId: above.clientOrderId, legs: [above, below] },
        () => null,
      )
      return
    }
    case 'bracket': {
      const size = each.pays ? null : each.quantity
      const entry = fixture.limit('buy', each.quantity, each.price)
      const legs = [
        fixture.limit('sell', size, each.high, { postOnly: true }),
        fixture.stop('sell', size, { price: money(each.low) }),
      ]
      engine.placeList(
        each.who,
        symbol,
        { kind: 'then_either', clientListId: entry.clientOrderId, entry, legs, entryPays: each.pays },
        () => null,
      )
      return
    }
    case 'cancel':
    case 'terms':
    case 'amend': {
      const open = [...engine.account(each.who).open]
      const order = open[each.pick % Math.max(1, open.length)]
      if (order === undefined) return
      if (each.do === 'cancel') engine.cancel(order)
      else if (each.do === 'terms') engine.amendTerms(order, newTerms(order, each.quantity, each.price))
      else engine.amend(order, money(each.quantity), `${order.clientOrderId}-a`)
      return
    }
    case 'price':
      engine.setPrice(symbol, money(each.price), each.cap === null ? null : money(each.cap))
      return
    case 'drift':
      engine.drift()
  }
}

function newTerms(order: EngineOrder, quantity: string | null, price: string | null): NewTerms {
  return {
    ...(quantity !== null && { quantity: money(quantity) }),
    ...(price !== null && order.limitPrice !== null && { limitPrice: money(price) }),
    ...(price !== null && order.trigger?.price && { triggerPrice: money(price) }),
  }
}

/** A stop a little below every purchase, funded like those of the exchange that does this. */
export const closeBelow: FollowUps = {
  after(order, fill): readonly OrderSpec[] {
    if (order.side === 'sell' || order.labels.child === 1) return []
    const trigger = {
      kind: 'stop' as const,
      price: fill.price.times(money('0.98')).floorToStep(money('0.01')),
      trailingBips: null,
    }
    const id = `close-${fill.tradeId}-${order.id}`
    const terms = { side: 'sell' as const, quantity: fill.quantity, quoteQuantity: null, limitPrice: null }
    const rest = { timeInForce: 'gtc' as const, postOnly: false, visibleQuantity: null }
    const self = { selfTrade: 'expire_maker' as const, funding: 'triggered' as const }
    const whenReached = 'fire' as const
    return [{ clientOrderId: id, ...terms, ...rest, ...self, whenReached, trigger, labels: { child: 1 } }]
  },
  placed: () => undefined,
  refused: () => undefined,
}
