import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Learned } from '../../../src-main/trading/events/learned.ts'
import { OrderSteps } from '../../../src-main/trading/events/order-steps.ts'
import type { Lifecycle } from '../../../src-main/trading/lifecycle.ts'
import { Money } from '../../../src-shared/money.ts'
import type { Order, OrderStatus } from '../../../src-shared/order.ts'
import { sampleOrder } from '../../support/sample-order.ts'
import { money } from '../fake-client.ts'

const order = (status: OrderStatus, filled = '0', change: Partial<Order> = {}): Order =>
  sampleOrder({ status, filled: money(filled), ...change })

const at = (status: OrderStatus, filled: string, updatedAt: number): Order => order(status, filled, { updatedAt })
const priced = (price: string, updatedAt: number): Order =>
  order('open', '0', {
    updatedAt,
    terms: { kind: 'limit', price: money(price), timeInForce: 'gtc', postOnly: false },
  })

const recordedAt = (state: Lifecycle['state'], filled = '0'): Lifecycle => ({
  state,
  filled: money(filled),
  quantity: money('10'),
  seenAt: 1,
})

type Seen = readonly [Learned, Order]

function stepsOf(seen: readonly Seen[], recorded: Lifecycle | null = null): readonly string[] {
  const steps = new OrderSteps({ recorded: () => new Map(recorded === null ? [] : [['o1', recorded]]) })
  return seen
    .flatMap(([learned, each]) => steps.take('acc', [each], learned))
    .map(({ step, filledNow }) => (filledNow.isZero() ? step : `${step} +${filledNow.toString()}`))
}

interface Case {
  readonly what: string
  readonly seen: readonly Seen[]
  readonly recorded?: Lifecycle
  readonly steps: readonly string[]
}

const cases: readonly Case[] = [
  {
    what: 'an order of ours is told from its placing to its end',
    seen: [
      ['deed', order('open')],
      ['pushed', order('open')],
      ['pushed', order('partially_filled', '4')],
      ['pushed', order('filled', '10')],
    ],
    steps: ['placed', 'partly-filled +4', 'filled +6'],
  },
  {
    what: 'a fill that is pushed before the answer to its placing is there is told once',
    seen: [
      ['pushed', order('filled', '10')],
      ['deed', order('filled', '10')],
      ['deed', order('open')],
      ['asked', order('filled', '10')],
    ],
    steps: ['filled +10'],
  },
  {
    what: 'an order that is listed before the answer to its placing is there is told when that is',
    seen: [
      ['asked', order('open')],
      ['deed', order('open')],
      ['asked', order('open')],
    ],
    steps: ['placed'],
  },
  {
    what: 'news come late and twice, and change nothing then',
    seen: [
      ['pushed', at('open', '0', 1)],
      ['pushed', at('filled', '10', 3)],
      ['pushed', at('partially_filled', '4', 2)],
      ['pushed', at('filled', '10', 3)],
      ['pushed', at('open', '0', 1)],
    ],
    steps: ['placed', 'filled +10'],
  },
  {
    what: 'an order of somebody else is told once it is pushed',
    seen: [
      ['pushed', order('open')],
      ['pushed', order('cancelled')],
    ],
    steps: ['placed', 'ended'],
  },
  {
    what: 'what stood before anybody looked is no news, and what becomes of it is',
    seen: [
      ['asked', order('open')],
      ['asked', order('open')],
      ['asked', at('partially_filled', '3', 2)],
      ['asked', at('cancelled', '3', 3)],
    ],
    steps: ['partly-filled +3', 'ended'],
  },
  {
    what: 'what was over before anybody looked is no news',
    seen: [
      ['asked', order('filled', '10')],
      ['asked', order('filled', '10')],
    ],
    steps: [],
  },
  {
    what: 'what became of an order of ours while no gateway ran is told when it shows',
    recorded: recordedAt('partially_filled', '4'),
    seen: [
      ['asked', at('filled', '10', 2)],
      ['asked', at('filled', '10', 2)],
    ],
    steps: ['filled +6'],
  },
  {
    what: 'the end of an order of ours that the journal knows is no news',
    recorded: recordedAt('filled', '10'),
    seen: [
      ['asked', order('filled', '10')],
      ['pushed', order('filled', '10')],
    ],
    steps: [],
  },
  {
    what: 'an order of an earlier run that we change',
    recorded: recordedAt('accepted'),
    seen: [
      ['deed', priced('101', 2)],
      ['pushed', priced('101', 2)],
    ],
    steps: ['changed'],
  },
  {
    what: 'another price is told once, an old one that comes late is not',
    seen: [
      ['deed', priced('100', 1)],
      ['pushed', priced('101', 2)],
      ['deed', priced('101', 2)],
      ['pushed', priced('100', 1)],
    ],
    steps: ['placed', 'changed'],
  },
  {
    what: 'a conditional order whose price has come',
    seen: [
      ['pushed', order('open', '0', { waiting: true })],
      ['pushed', order('open', '0', { updatedAt: 2 })],
    ],
    steps: ['placed', 'triggered'],
  },
  { what: 'a cancellation of an order that nobody had seen', seen: [['deed', order('cancelled')]], steps: ['ended'] },
  { what: 'what an exchange cannot say', seen: [['pushed', order('unknown')]], steps: [] },
]

describe('each step of an order comes out once', () => {
  it.each(cases)('$what', ({ seen, recorded, steps }) => {
    expect(stepsOf(seen, recorded)).toEqual(steps)
  })

  it('in whatever order it is learned of, its fills add up and its end is the last word', () => {
    const life: readonly Seen[] = [
      ['deed', at('open', '0', 1)],
      ['pushed', at('partially_filled', '2', 2)],
      ['pushed', at('partially_filled', '5', 3)],
      ['asked', at('partially_filled', '5', 3)],
      ['pushed', at('cancelled', '7', 4)],
    ]
    const learnedInAnyOrder = fc.array(fc.constantFrom(...life), { maxLength: 12 })
    fc.assert(
      fc.property(learnedInAnyOrder, (shuffled) => {
        const steps = new OrderSteps({ recorded: () => new Map() })
        const told = [...shuffled, ...life].flatMap(([learned, each]) => steps.take('acc', [each], learned))
        const last = told.at(-1)
        // Whatever was known when it was first listed is no news.
        const silent = shuffled[0]?.[0] === 'asked' ? 5 : 0
        expect(Money.sum(told.map(({ filledNow }) => filledNow)).toString()).toBe(String(7 - silent))
        expect(told.filter(({ step }) => step === 'ended')).toHaveLength(1)
        expect(last?.step).toBe('ended')
        expect(new Set(told.map(({ name }) => name)).size).toBe(told.length)
      }),
    )
  })
})
