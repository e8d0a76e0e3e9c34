import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EngineRejection } from '../../src/engine/engine-rejection.ts'
import { fixedFirst, firstByClock, Numbers } from '../../src/engine/numbers.ts'
import type { EngineOptions } from '../../src/engine/practice-engine.ts'
import { readSavedEngine } from '../../src/engine/saved-rows.ts'
import { EngineFixture } from './engine-fixture.ts'
import { accounts, closeBelow, run, step } from './random-steps.ts'

/** What a store holds: rows are put one over the other, as often as somebody saves. */
class Rows {
  readonly #rows = new Map<string, string>()

  save(recorder: ReturnType<EngineFixture['engine']['recorder']>): this {
    for (const [key, text] of recorder.rows()) this.#rows.set(key, text)
    recorder.written()
    return this
  }

  all(): ReadonlyMap<string, string> {
    return this.#rows
  }
}

function restored(rows: ReadonlyMap<string, string>, options: Partial<EngineOptions>): EngineFixture {
  const saved = readSavedEngine(rows)
  if (saved === null) throw new Error('nothing was saved')
  return new EngineFixture({ ...options, saved, numbers: new Numbers(saved.numbers) }, [])
}

const everything = (fixture: EngineFixture): unknown =>
  Object.fromEntries(
    [...fixture.engine.recorder().rows()].map(([key, text]): [string, unknown] => [key, JSON.parse(text)]),
  )

/** What somebody has, and what became of every order. */
const outcome = (fixture: EngineFixture): unknown =>
  accounts.map((account) => ({
    balances: [...fixture.engine.balances(account)].map(([asset, { free, locked }]) => [asset, free.plus(locked)]),
    orders: fixture.engine.account(account).orders.map(({ id, state, filled }) => [id, state, filled.toString()]),
  }))

describe.each([
  { name: 'fees from what was received', options: {} },
  { name: 'fees in quote units', options: { fees: 'quote' as const } },
  { name: 'a close for every fill', options: { fees: 'quote' as const, followUps: closeBelow } },
])('whatever was done, an engine is brought back as it was: $name', ({ options }) => {
  it('from the changes alone, and goes on as it would have', () => {
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 50_000, max: 80_000 }),
        (steps, to) => {
          const fixture = new EngineFixture(options)
          for (const account of accounts) fixture.open(account, { USDT: '300000', BTC: '5' })
          const recorder = fixture.engine.recorder()
          const rows = new Rows()
          for (const each of steps) {
            try {
              run(fixture, each)
            } catch (error) {
              if (!(error instanceof EngineRejection)) throw error
            }
            rows.save(recorder)
          }
          const again = restored(rows.all(), options)
          expect(everything(again)).toEqual(everything(fixture))
          for (const each of [fixture, again]) {
            each.setPrice(String(to))
            each.setPrice('64000')
          }
          expect(outcome(again)).toEqual(outcome(fixture))
        },
      ),
      { numRuns: 40 },
    )
  })
})

describe('what is brought back', () => {
  const opened = (): { fixture: EngineFixture; rows: () => ReadonlyMap<string, string> } => {
    const fixture = new EngineFixture()
    return { fixture, rows: () => new Rows().save(fixture.engine.recorder()).all() }
  }

  it('gives funds free that an order on a market that is gone had locked', () => {
    const { fixture, rows } = opened()
    fixture.place(fixture.limit('sell', '1', '70000'))
    const markets = fixture.engine.markets().filter(({ symbol }) => symbol !== 'BTC/USDT')
    const again = restored(rows(), { markets })
    expect(again.engine.account('alice').orders).toEqual([])
    expect([again.free('BTC'), again.locked('BTC')]).toEqual(['10', '0'])
  })

  it('is the latest of what is over, and all that lives', () => {
    const { fixture, rows } = opened()
    const first = fixture.place(fixture.limit('buy', '0.001', '50000'))
    for (let index = 0; index < 2_100; index += 1)
      fixture.engine.cancel(fixture.place(fixture.limit('buy', '0.001', '50000')))
    const ids = restored(rows(), {})
      .engine.account('alice')
      .orders.map(({ id }) => id)
    expect(ids).toHaveLength(2_001)
    expect(ids[0]).toBe(first.id)
    expect(ids[1]).toBe(first.id + 101)
  })

  it.each([
    ['an order', 'order/1000001', '{"id":1000001}'],
    ['an amount', 'others', '{"house":[{"asset":"BTC","free":"much","locked":"0"}],"fees":[]}'],
    ['no JSON', 'numbers', '{'],
    ['nothing of what numbers its orders', 'numbers', 'null'],
  ])('is nothing when %s cannot be read', (_what, key, text) => {
    const { fixture, rows } = opened()
    fixture.place(fixture.limit('sell', '1', '70000'))
    expect(() => readSavedEngine(new Map(rows()).set(key, text))).toThrow()
  })
})

describe('numbers', () => {
  it('by the clock are larger than all before, as long as fewer are taken than milliseconds pass', () => {
    const start = Date.UTC(2026, 10, 29)
    const numbers = new Numbers(firstByClock(start))
    for (let taken = 0; taken < 5_000; taken += 1) numbers.take('order')
    expect(firstByClock(start + 5_001).order).toBeGreaterThan(numbers.next().order)
    for (const first of Object.values(firstByClock(start)))
      expect([first > fixedFirst.trade, first > fixedFirst.order]).toEqual([true, true])
  })
})
