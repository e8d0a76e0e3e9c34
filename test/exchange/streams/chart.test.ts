import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Chart } from '../../../src-main/exchange/streams/chart.ts'
import type { FeedListener } from '../../../src-main/exchange/streams/feed.ts'
import type { FeedState } from '../../../src-shared/feed-state.ts'
import type { Candle, ChartStep, LiveCandle } from '../../../src-shared/market.ts'
import { Money } from '../../../src-shared/money.ts'
import { FakeClock } from '../../support/fake-clock.ts'

const minute = 60_000
const money = (text: string): Money => Money.parse(text)

/** A candle of one price, at so many minutes. */
const candle = (at: number, close = '1', volume = '1', closed: boolean | null = null): LiveCandle => ({
  time: at * minute,
  open: money(close),
  high: money(close),
  low: money(close),
  close: money(close),
  volume: money(volume),
  closed,
})

interface Stage {
  readonly clock: FakeClock
  readonly chart: Chart
  readonly become: (state: FeedState) => void
  readonly push: (...candles: readonly LiveCandle[]) => void
  /** What REST knows. */
  rest: readonly Candle[]
  down: boolean
  /** How many candles were asked for, each time. */
  readonly asked: number[]
  /** What a window makes of what it is told: minutes and closes. */
  readonly drawn: () => readonly string[]
  readonly states: string[]
  readonly wholes: () => number
  /** Answers wait until this resolves. */
  slow: Promise<unknown>
}

function stage(limit = 100, periodMs = minute): Stage {
  const clock = new FakeClock()
  let listener: FeedListener<LiveCandle> | null = null
  const asked: number[] = []
  const states: string[] = []
  let wholes = 0
  let drawn = new Map<number, LiveCandle>()
  const take = (step: ChartStep): void => {
    if (step.kind === 'candle') {
      drawn.set(step.candle.time, step.candle)
      return
    }
    wholes += 1
    drawn = new Map(step.candles.map((each) => [each.time, each]))
  }
  const self = {
    rest: [] as readonly Candle[],
    down: false,
    slow: Promise.resolve() as Promise<unknown>,
  }
  const chart = new Chart(
    {
      live: (each) => {
        listener = each
        return () => {
          listener = null
        }
      },
      history: async (most) => {
        asked.push(most)
        if (self.down) throw new Error('down')
        const answer = self.rest.slice(-most)
        await self.slow
        return answer
      },
      periodMs,
      limit,
      clock,
      logger: { debug: () => undefined, warn: () => undefined },
    },
    { state: ({ kind }) => void states.push(kind), value: (steps) => steps.forEach(take) },
  )
  return Object.assign(self, {
    clock,
    chart,
    asked,
    states,
    become: (state: FeedState) => listener?.state(state),
    push: (...candles: readonly LiveCandle[]) => {
      for (const each of candles) listener?.value(each)
    },
    wholes: () => wholes,
    drawn: () =>
      [...drawn.values()]
        .sort((a, b) => a.time - b.time)
        .map(({ time, close, volume, closed }) => {
          const mark = closed === true ? '.' : ''
          return `${time / periodMs}:${close.toString()}${volume.isZero() ? ' flat' : ''}${mark}`
        }),
  })
}

const live = { kind: 'live' } as const
const stale = { kind: 'stale', why: 'reset' } as const

describe('a chart', () => {
  it('joins its history and what was pushed meanwhile, each candle once, and then follows', async () => {
    const self = stage()
    const { promise, resolve } = Promise.withResolvers<undefined>()
    self.slow = promise
    self.rest = [candle(1), candle(2), candle(3, '3', '5')]
    self.become(live)
    self.push(candle(3, '3.1', '6'), candle(4, '4'))
    await self.clock.advance(0)
    expect([self.drawn(), self.states]).toEqual([[], ['waiting']])
    resolve(undefined)
    await self.clock.advance(0)
    expect(self.drawn()).toEqual(['1:1.', '2:1.', '3:3.1.', '4:4'])
    expect(self.states).toEqual(['waiting', 'live'])
    self.push(candle(4, '4.2', '2'), candle(5, '5'))
    expect(self.drawn()).toEqual(['1:1.', '2:1.', '3:3.1.', '4:4.2.', '5:5'])
    self.chart.close()
    await self.clock.advance(0)
    expect(self.clock.waiting).toBe(0)
  })

  it('tells periods without trades as flat candles, in its history and live', async () => {
    const self = stage()
    self.rest = [candle(1), candle(4, '4')]
    self.become(live)
    await self.clock.advance(0)
    self.push(candle(7, '7'))
    expect(self.drawn()).toEqual(['1:1.', '2:1 flat.', '3:1 flat.', '4:4.', '5:4 flat.', '6:4 flat.', '7:7'])
  })

  it('takes the day on which weeks begin from the candles', async () => {
    const week = 10_080 * minute
    const thursday = stage(100, week)
    const at = (weeks: number, offsetDays: number): LiveCandle => ({
      ...candle(0, String(weeks)),
      time: weeks * week + offsetDays * 1_440 * minute,
    })
    thursday.rest = [at(1, 4), at(3, 4)]
    thursday.become(live)
    await thursday.clock.advance(0)
    thursday.push(at(4, 4))
    expect(thursday.drawn()).toHaveLength(4)
  })

  it('asks for all of it again after a break, and shows what happened meanwhile', async () => {
    const self = stage()
    self.rest = [candle(1)]
    self.become(live)
    await self.clock.advance(0)
    self.become(stale)
    self.push(candle(1, '9', '0.5'))
    self.rest = [candle(1, '1.5', '3'), candle(2, '2'), candle(5, '5')]
    self.become(live)
    await self.clock.advance(0)
    expect(self.drawn()).toEqual(['1:1.5.', '2:2.', '3:2 flat.', '4:2 flat.', '5:5'])
    expect([self.states, self.wholes()]).toEqual([['waiting', 'live', 'stale', 'waiting', 'live'], 2])
  })

  it('does not take the answer to a question from before a break', async () => {
    const self = stage()
    const { promise, resolve } = Promise.withResolvers<undefined>()
    self.slow = promise
    self.rest = [candle(1)]
    self.become(live)
    await self.clock.advance(0)
    self.become(stale)
    resolve(undefined)
    await self.clock.advance(0)
    expect([self.wholes(), self.states]).toEqual([0, ['waiting', 'stale']])
  })

  it('asks until the history is there, and says nothing before', async () => {
    const self = stage()
    self.down = true
    self.become(live)
    await self.clock.advance(10_000)
    expect([self.asked.length > 2, self.states]).toEqual([true, ['waiting']])
    self.down = false
    self.rest = [candle(1)]
    await self.clock.advance(30_000)
    expect(self.states).toEqual(['waiting', 'live'])
  })

  it('looks once more at a candle that ended without anybody having said that it was told whole', async () => {
    const self = stage()
    self.rest = [candle(1)]
    self.become(live)
    await self.clock.advance(0)
    self.push(candle(2, '2'))
    // The last trades of the first minute came in no push.
    self.rest = [candle(1, '1.9', '4'), candle(2, '2')]
    await self.clock.advance(2_000)
    expect(self.drawn()).toEqual(['1:1.9.', '2:2'])
    expect(self.asked).toEqual([100, 3])
    self.push(candle(2, '2', '2', true), candle(3, '3'))
    await self.clock.advance(10_000)
    expect(self.asked).toHaveLength(2)
  })

  it('keeps as many candles as were asked for', async () => {
    const self = stage(3)
    self.rest = [candle(1), candle(2), candle(3)]
    self.become(live)
    await self.clock.advance(0)
    self.push(candle(4), candle(1_000, '9'))
    await self.clock.advance(10_000)
    self.become(stale)
    self.rest = Array.from({ length: 10 }, (_, index) => candle(index))
    self.become(live)
    await self.clock.advance(0)
    expect(self.drawn()).toEqual(['7:1.', '8:1.', '9:1'])
  })

  it('has every period once and in order, whatever comes in whatever order', async () => {
    const pushes = fc.array(fc.record({ at: fc.integer({ min: 1, max: 30 }), volume: fc.integer({ min: 1, max: 9 }) }))
    const breaks = fc.array(fc.boolean(), { maxLength: 40 })
    await fc.assert(
      fc.asyncProperty(pushes, breaks, async (told, cuts) => {
        const self = stage()
        self.rest = [candle(3), candle(5)]
        self.become(live)
        for (const [index, { at, volume }] of told.entries()) {
          if (cuts[index] === true) {
            self.become(stale)
            self.become(live)
          }
          self.push(candle(at, '1', String(volume)))
          if (index % 3 === 0) await self.clock.advance(0)
        }
        await self.clock.advance(0)
        const minutes = self.drawn().map((text) => Number(text.split(':')[0]))
        expect(minutes).toEqual(minutes.map((_, index) => (minutes[0] ?? 0) + index))
        self.chart.close()
      }),
      { numRuns: 60 },
    )
  })
})
