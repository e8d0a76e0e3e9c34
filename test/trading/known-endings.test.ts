import { DatabaseSync } from 'node:sqlite'
import { describe, expect, onTestFinished, test } from 'vitest'
import { Journal } from '../../src-main/trading/journal.ts'
import { endedByCancel } from '../../src-main/trading/known-endings.ts'
import type { NewOperation } from '../../src-main/trading/operation.ts'
import { parsePlaced } from '../../src-main/trading/order-codec.ts'
import { journalDetail } from '../../src-main/trading/reading/journal-search.ts'
import type { EndKind } from '../../src-shared/end-reason.ts'
import type { Order } from '../../src-shared/order.ts'
import { mustNotFail } from '../support/must-not-fail.ts'
import { sampleOrder } from '../support/sample-order.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { limitOrder, redis } from './desk-setup.ts'

const account = 'acc-1'
const order = (id: string, kind: EndKind | null = 'cancelled', change: Partial<Order> = {}): Order =>
  sampleOrder({
    id,
    status: kind === null ? 'open' : 'cancelled',
    endReason: kind === null ? null : { kind, word: 'CANCELED' },
    ...change,
  })

const minute = 60_000

function setUp(now = 0) {
  const clock = { now }
  const journal = Journal.open({ folder: temporaryFolder(), now: () => clock.now })
  onTestFinished(() => journal.close())
  let count = 0
  const write = (operation: NewOperation): number => {
    return journal.beginNow(operation)
  }
  const common = () => {
    count += 1
    return { accountId: account, origin: redis(`r${count}`), payload: 'p', symbol: 'BTC/USDT' }
  }
  const named = () => ({ ...common(), clientOrderId: `c${count}`, notionalUsd: null })
  const target = (orderId: string) => ({ orderId, symbol: 'BTC/USDT' })
  const change = { quantity: null, price: null, triggerPrice: null }
  return {
    clock,
    journal,
    place: (...orders: readonly Order[]): number => {
      const id = write({ ...named(), operation: 'place', request: limitOrder(), normalised: null })
      const [first = order('none'), ...legs] = orders
      journal.accepted(id, { order: first, legs, notes: [] })
      return id
    },
    cancel: (orderId: string): number => write({ ...common(), operation: 'cancel', target: target(orderId) }),
    /** `nowId` null: it is not answered yet. */
    edit: (orderId: string, nowId: string | null): void => {
      const id = write({ ...named(), operation: 'edit', target: { ...target(orderId), change } })
      if (nowId !== null) journal.accepted(id, { order: order(nowId, null), legs: [], notes: [] })
    },
    kinds: (...orders: readonly Order[]) =>
      journal.orders.withEndings(account, orders).map(({ endReason }) => endReason?.kind ?? null),
  }
}

describe('whether an order was ended from here', () => {
  test('by a cancel that went out, and by a replacement', () => {
    const { cancel, edit, kinds } = setUp()
    cancel('1')
    edit('2', '3')
    expect(kinds(order('1'), order('2'), order('4'))).toEqual(['cancelled_here', 'replaced', 'cancelled_elsewhere'])
  })

  test('by a change that is on its way', () => {
    const { edit, kinds } = setUp()
    edit('1', null)
    expect(kinds(order('1'))).toEqual(['replaced'])
  })

  test('where the exchange does not say why, an own cancel tells, and nothing else does', () => {
    const { cancel, kinds } = setUp()
    cancel('1')
    expect(kinds(order('1', 'not_told'), order('2', 'not_told'))).toEqual(['cancelled_here', 'not_told'])
  })

  test('an edit in place ended nothing, a refused cancel neither, nor one of another account', () => {
    const { journal, cancel, edit, kinds } = setUp()
    edit('1', '1')
    journal.rejected(cancel('2'), {
      class: 'refused',
      text: { key: 'error.internal', params: {} },
      field: null,
      exchange: null,
    })
    cancel('3')
    expect(kinds(order('1'), order('2'))).toEqual(['cancelled_elsewhere', 'cancelled_elsewhere'])
    expect(journal.orders.withEndings('acc-2', [order('3')])[0]?.endReason?.kind).toBe('cancelled_elsewhere')
  })

  test('a cancel that came long after the end did not bring it about', () => {
    const { cancel, kinds } = setUp(10 * minute)
    cancel('1')
    expect(kinds(order('1', 'cancelled', { updatedAt: 5 * minute }))).toEqual(['cancelled_elsewhere'])
    expect(kinds(order('1', 'cancelled', { updatedAt: 10 * minute }))).toEqual(['cancelled_here'])
  })

  test('a list ends as a whole', () => {
    const { cancel, kinds } = setUp()
    cancel('1')
    const listId = 'list'
    expect(kinds(order('1', 'cancelled', { listId }), order('2', 'cancelled', { listId }))).toEqual([
      'cancelled_here',
      'cancelled_here',
    ])
  })

  test('a list ends as a whole, also where its orders are told of one by one', () => {
    const { place, cancel, kinds } = setUp()
    const listId = 'list'
    place(order('1', null, { listId }), order('2', null, { listId }), order('3', null))
    place(order('4', null, { listId: 'another' }))
    cancel('1')
    const told = (id: string, list: string | null): unknown => kinds(order(id, 'cancelled', { listId: list }))[0]
    expect([told('2', listId), told('3', null), told('4', 'another')]).toEqual([
      'cancelled_here',
      'cancelled_elsewhere',
      'cancelled_elsewhere',
    ])
  })

  test('what the exchange names itself, and what has not ended, stays', () => {
    const { cancel, kinds } = setUp()
    cancel('1')
    expect(kinds(order('1', 'self_trade_prevention'), order('1', null))).toEqual(['self_trade_prevention', null])
  })
})

describe('what a cancel has just ended', () => {
  const now = 100 * minute
  test.each([
    ['a moment ago', order('1', 'cancelled', { updatedAt: now - 1 }), 'cancelled_here'],
    ['at a time that was not told', order('1', 'not_told'), 'cancelled_here'],
    ['by a clock a minute behind', order('1', 'cancelled', { updatedAt: now - minute }), 'cancelled_here'],
    ['for a reason that the exchange names', order('1', 'price_protection', { updatedAt: now }), 'price_protection'],
    ['not, but filled', order('1', null, { status: 'filled' }), null],
  ] as const)('ended %s', (_when, ended, kind) => {
    expect(endedByCancel(ended, now)?.endReason?.kind ?? null).toBe(kind)
  })

  test('is left to the journal where it ended long before', () => {
    expect(endedByCancel(order('1', 'cancelled', { updatedAt: now - minute - 1 }), now)).toBeNull()
  })
})

describe('the journal', () => {
  test('keeps why an order ended, and corrects it only while it is open', () => {
    const { journal, place, cancel } = setUp()
    const id = place(order('1', null))
    const kept = (): unknown => {
      journal.flush()
      const database = new DatabaseSync(journal.file, { readOnly: true })
      const { orders, line } = journalDetail(database, id)
      database.close()
      expect(line.endReason).toEqual(orders[0]?.endReason)
      return line.endReason
    }
    expect(kept()).toBeNull()
    journal.observe(account, [order('1', 'not_told')], mustNotFail)
    expect(kept()).toEqual({ kind: 'not_told', word: 'CANCELED' })
    cancel('1')
    journal.observe(account, [order('1', 'not_told')], mustNotFail)
    expect(kept()).toEqual({ kind: 'cancelled_here', word: 'CANCELED' })
    journal.observe(account, [order('1', 'price_protection')], mustNotFail)
    expect(kept()).toEqual({ kind: 'cancelled_here', word: 'CANCELED' })
    expect(journal.orders.endOf(account, '1')?.kind).toBe('cancelled_here')
  })

  test('reads orders that were written before ends were, and kinds that it does not know', () => {
    const { endReason: _, raw: __, ...old } = order('1')
    const text = (end: object): string => JSON.stringify({ order: { ...old, ...end }, legs: [], notes: [] })
    expect(parsePlaced(text({}), null).order.endReason).toBeNull()
    const later = { endReason: { kind: 'of_the_future', word: 'NOVA' } }
    expect(parsePlaced(text(later), null).order.endReason).toEqual({ kind: 'unknown', word: 'NOVA' })
  })
})
