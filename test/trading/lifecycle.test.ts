import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  advance,
  isTerminal,
  type Lifecycle,
  type LifecycleEvent,
  newLifecycle,
} from '../../src-main/trading/lifecycle.ts'
import { Money } from '../../src-shared/money.ts'
import { money } from './fake-client.ts'

const seen = (status: Extract<LifecycleEvent, { type: 'seen' }>['status'], filled: string, at = 1): LifecycleEvent => ({
  type: 'seen',
  status,
  filled: money(filled),
  quantity: money('10'),
  at,
})

const after = (...events: readonly LifecycleEvent[]): Lifecycle => events.reduce(advance, newLifecycle(money('10')))

const text = ({ state, filled }: Lifecycle): string => `${state} ${filled.toString()}`

describe('the life of an order', () => {
  test.each<[string, readonly LifecycleEvent[], string]>([
    ['is written down', [], 'intent 0'],
    ['is sent', [{ type: 'sent' }], 'sent 0'],
    ['gets no answer', [{ type: 'sent' }, { type: 'in_doubt' }], 'unknown 0'],
    ['cannot be found out', [{ type: 'sent' }, { type: 'in_doubt' }, { type: 'given_up' }], 'needs_attention 0'],
    [
      'is found after all',
      [{ type: 'sent' }, { type: 'in_doubt' }, { type: 'given_up' }, seen('open', '0')],
      'accepted 0',
    ],
    ['is refused', [{ type: 'sent' }, { type: 'refused' }], 'rejected 0'],
    ['was never sent', [{ type: 'refused' }], 'rejected 0'],
    ['rests', [{ type: 'sent' }, seen('open', '0')], 'accepted 0'],
    ['fills in part', [{ type: 'sent' }, seen('open', '3')], 'partially_filled 3'],
    ['fills', [{ type: 'sent' }, seen('open', '3'), seen('filled', '10', 2)], 'filled 10'],
    ['is cancelled with a part', [{ type: 'sent' }, seen('cancelled', '3')], 'cancelled 3'],
    ['expires', [{ type: 'sent' }, seen('expired', '0')], 'expired 0'],
  ])('%s', (_what, events, end) => expect(text(after(...events))).toBe(end))

  test.each<[string, LifecycleEvent]>([
    ['a refusal of what was seen', { type: 'refused' }],
    ['news that nobody understands', seen('unknown', '5', 9)],
    ['an older report with less', seen('open', '1', 0)],
    ['more than was ever asked for', seen('open', '11', 9)],
    ['a doubt about what was seen', { type: 'in_doubt' }],
  ])('%s changes nothing', (_what, event) => {
    const before = after({ type: 'sent' }, seen('open', '3', 5))
    expect(advance(before, event)).toBe(before)
  })

  test('what was never sent cannot be seen', () => {
    const before = newLifecycle(money('10'))
    expect(advance(before, seen('filled', '10'))).toBe(before)
  })
})

const status = fc.constantFrom('open', 'partially_filled', 'filled', 'cancelled', 'rejected', 'expired', 'unknown')
const event: fc.Arbitrary<LifecycleEvent> = fc.oneof(
  fc.constantFrom<LifecycleEvent>({ type: 'sent' }, { type: 'in_doubt' }, { type: 'refused' }, { type: 'given_up' }),
  fc.record({
    type: fc.constant('seen' as const),
    status,
    filled: fc.integer({ min: -2, max: 14 }).map((n) => Money.parse(String(n))),
    quantity: fc.option(fc.integer({ min: 1, max: 12 }).map((n) => Money.parse(String(n)))),
    at: fc.integer({ min: 0, max: 20 }),
  }),
)

test('whatever comes in whatever order: nothing leaves the end, fills never shrink nor exceed the quantity, replays change nothing', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 30 }), (events) => {
      let order = newLifecycle(money('10'))
      for (const each of events) {
        const next = advance(order, each)
        if (isTerminal(order.state)) expect(next).toBe(order)
        expect(next.filled.atLeast(order.filled)).toBe(true)
        expect(next.filled.isNegative()).toBe(false)
        if (next.quantity !== null) expect(next.filled.atMost(next.quantity)).toBe(true)
        if (order.state !== 'intent') expect(next.state).not.toBe('intent')
        expect(advance(next, each)).toBe(next)
        order = next
      }
    }),
    { numRuns: 2000 },
  )
})

test('the order in which snapshots of one order arrive does not matter once its end is among them', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 }),
      fc.constantFrom<'filled' | 'cancelled'>('filled', 'cancelled'),
      fc.infiniteStream(fc.nat()),
      (fills, end, random) => {
        const rising = fills.toSorted((a, b) => a - b)
        const most = rising.at(-1) ?? 0
        const snapshots = [
          ...rising.map((filled, index) => seen('partially_filled', String(filled), index)),
          seen(end, end === 'filled' ? '10' : String(most), rising.length),
        ]
        const shuffled = snapshots
          .map((snapshot) => ({ snapshot, key: Number(random.next().value) }))
          .toSorted((a, b) => a.key - b.key)
          .map(({ snapshot }) => snapshot)
        const sent = advance(newLifecycle(money('10')), { type: 'sent' })
        const inOrder = text(snapshots.reduce(advance, sent))
        expect(text(shuffled.reduce(advance, sent))).toBe(inOrder)
      },
    ),
  )
})
