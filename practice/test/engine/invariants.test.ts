import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Money } from '../../../src-shared/money.ts'
import { EngineRejection } from '../../src/engine/engine-rejection.ts'
import { isOver, type EngineOrder } from '../../src/engine/types.ts'
import { EngineFixture, money } from './engine-fixture.ts'
import { accounts, closeBelow, run, step } from './random-steps.ts'

function totals(fixture: EngineFixture): string[] {
  return ['BTC', 'USDT'].map((asset) => fixture.engine.totalOf(asset).toString())
}

/** Everything locked, against what the account's orders and lists hold. */
function heldBy(fixture: EngineFixture, account: string, asset: string): Money {
  const state = fixture.engine.account(account)
  const holds = new Set(
    [...state.open].map((order) => order.hold).concat([...state.openLists].map((list) => list.proceeds)),
  )
  return [...holds].reduce((sum, hold) => (hold?.asset === asset ? sum.plus(hold.amount) : sum), money('0'))
}

function check(fixture: EngineFixture, endings: Map<EngineOrder, string>): void {
  const { engine } = fixture
  for (const account of accounts) {
    for (const [asset, { free, locked }] of engine.balances(account)) {
      expect(free.isNegative(), `${account} free ${asset}`).toBe(false)
      expect(locked.toString(), `${account} locked ${asset}`).toBe(heldBy(fixture, account, asset).toString())
    }
    for (const order of engine.account(account).orders) {
      if (order.quantity !== null) expect(order.filled.atMost(order.quantity)).toBe(true)
      const ending = `${order.state} ${order.filled.toString()} ${order.expiryReason ?? ''}`
      const before = endings.get(order)
      if (before !== undefined) expect(ending).toBe(before)
      if (isOver(order)) endings.set(order, ending)
      expect(engine.account(account).open.has(order)).toBe(!isOver(order))
    }
  }
  const bid = engine.bestPrice('BTC/USDT', 'buy')
  const ask = engine.bestPrice('BTC/USDT', 'sell')
  if (bid !== null && ask !== null) expect(bid.price.lessThan(ask.price), 'the book is crossed').toBe(true)
}

describe.each([
  { name: 'fees from what was received', options: {} },
  { name: 'fees in quote units', options: { fees: 'quote' as const } },
  { name: 'a close for every fill', options: { fees: 'quote' as const, followUps: closeBelow } },
])('whatever is done: $name', ({ options }) => {
  it('money is conserved, holds match orders, nothing is overfilled, nothing leaves a final state, no book is crossed', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 30 }), (steps) => {
        const fixture = new EngineFixture(options)
        for (const account of accounts) fixture.open(account, { USDT: '300000', BTC: '5' })
        const before = totals(fixture)
        const endings = new Map<EngineOrder, string>()
        for (const each of steps) {
          const balances = JSON.stringify(accounts.map((account) => [...fixture.engine.balances(account)]))
          try {
            run(fixture, each)
          } catch (error) {
            if (!(error instanceof EngineRejection)) throw error
            expect(JSON.stringify(accounts.map((account) => [...fixture.engine.balances(account)]))).toBe(balances)
          }
          expect(totals(fixture)).toEqual(before)
          check(fixture, endings)
        }
      }),
      { numRuns: 150 },
    )
  })
})
