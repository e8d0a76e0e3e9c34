import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EngineRejection } from '../../src/engine/engine-rejection.ts'
import type { EngineEvent, OrderSnapshot } from '../../src/engine/feed.ts'
import { isOver, type OrderList } from '../../src/engine/types.ts'
import { EngineFixture } from './engine-fixture.ts'
import { accounts, closeBelow, run, step } from './random-steps.ts'

const symbol = 'BTC/USDT'

/** What can be known of an engine from its feed alone, from a beginning on. */
class Follower {
  readonly orders = new Map<number, OrderSnapshot>()
  readonly lists = new Map<number, OrderList['state']>()
  readonly filled = new Map<number, string[]>()
  readonly balances = new Map<string, string>()
  readonly book = new Map<string, string>()
  readonly trades: number[] = []
  bookUpdates: number
  readonly #executions = new Set<number>()

  constructor({ engine }: EngineFixture) {
    for (const account of accounts)
      for (const [asset, { free, locked }] of engine.balances(account))
        this.balances.set(`${account} ${asset}`, `${free.toString()} ${locked.toString()}`)
    for (const side of ['buy', 'sell'] as const)
      for (const { price, quantity } of engine.depth(symbol, side, 5000))
        this.book.set(`${side} ${price.toString()}`, quantity.toString())
    this.bookUpdates = engine.bookUpdates(symbol)
  }

  hear(events: readonly EngineEvent[]): void {
    for (const event of events) this.#hear(event)
  }

  #hear(event: EngineEvent): void {
    switch (event.kind) {
      case 'order':
        expect(this.#executions.has(event.executionId), 'a number is given twice').toBe(false)
        this.#executions.add(event.executionId)
        expect(isOver(this.orders.get(event.order.id) ?? { state: 'open' }), 'what is over changes').toBe(false)
        this.orders.set(event.order.id, event.order)
        if (event.fill !== null) {
          const fills = this.filled.get(event.order.id) ?? []
          this.filled.set(event.order.id, [...fills, `${event.fill.tradeId} ${event.fill.quantity.toString()}`])
        }
        return
      case 'list':
        this.lists.set(event.list.id, event.list.state)
        return
      case 'balances':
        for (const { asset, free, locked } of event.changes)
          this.balances.set(`${event.accountId} ${asset}`, `${free.toString()} ${locked.toString()}`)
        return
      case 'book':
        if (event.symbol !== symbol) return
        expect(event.first).toBe(this.bookUpdates + 1)
        this.bookUpdates = event.last
        for (const [side, levels] of [
          ['buy', event.bids],
          ['sell', event.asks],
        ] as const)
          for (const { price, quantity } of levels) {
            if (quantity.isZero()) this.book.delete(`${side} ${price.toString()}`)
            else this.book.set(`${side} ${price.toString()}`, quantity.toString())
          }
        return
      case 'trade':
        if (event.symbol === symbol) this.trades.push(event.trade.id)
        return
      case 'status':
    }
  }

  /** Compares all of it with the engine itself. */
  agrees(fixture: EngineFixture): void {
    const mine = new Follower(fixture)
    expect([...this.balances].toSorted()).toEqual([...mine.balances].toSorted())
    expect([...this.book].toSorted()).toEqual([...mine.book].toSorted())
    const real = accounts.flatMap((account) => fixture.engine.account(account).orders)
    expect([...this.orders.keys()].toSorted()).toEqual(real.map(({ id }) => id).toSorted())
    for (const order of real) {
      const { state, filled, quantity, expiryReason, triggered, clientOrderId } = this.orders.get(order.id) ?? order
      expect([state, filled, quantity, expiryReason, triggered, clientOrderId].map(String)).toEqual(
        [order.state, order.filled, order.quantity, order.expiryReason, order.triggered, order.clientOrderId].map(
          String,
        ),
      )
      expect(this.filled.get(order.id) ?? []).toEqual(
        order.fills.map((fill) => `${fill.tradeId} ${fill.quantity.toString()}`),
      )
    }
    for (const account of accounts)
      for (const list of fixture.engine.account(account).lists) expect(this.lists.get(list.id)).toBe(list.state)
    expect(this.trades).toEqual(this.trades.map((_, index) => (this.trades[0] ?? 0) + index))
  }
}

describe.each([
  { name: 'fees from what was received', options: {} },
  { name: 'fees in quote units', options: { fees: 'quote' as const } },
  { name: 'a close for every fill', options: { fees: 'quote' as const, followUps: closeBelow } },
])('whoever follows the feed: $name', ({ options }) => {
  it('knows every order, list, fill, balance, trade and level as they are', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 30 }), (steps) => {
        const fixture = new EngineFixture(options)
        for (const account of accounts) fixture.open(account, { USDT: '300000', BTC: '5' })
        const follower = new Follower(fixture)
        fixture.engine.listen((events) => follower.hear(events))
        for (const each of steps) {
          try {
            run(fixture, each)
          } catch (error) {
            if (!(error instanceof EngineRejection)) throw error
          }
        }
        follower.agrees(fixture)
      }),
      { numRuns: 100 },
    )
  })
})
