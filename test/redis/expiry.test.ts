import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { reachAgainMs } from '../../src-main/redis/connection.ts'
import { type AgeEvidence, clientTimeoutMs, type Clocks, expiresAt, expiryOf } from '../../src-main/redis/expiry.ts'
import { QueueClock } from '../../src-main/redis/queue-clock.ts'
import { SenderClocks } from '../../src-main/redis/sender-clocks.ts'

const clocks: Clocks = {
  epochMs: 1_790_000_000_000,
  monotonicMs: 10_000_000,
  sharesPythonClock: true,
  isForeign: () => false,
}
const evidence = (change: Partial<AgeEvidence> = {}): AgeEvidence => ({
  action: 'place_order',
  envelopeSeconds: null,
  innerEpochMs: null,
  notPushedBefore: clocks.monotonicMs - 10,
  leftover: false,
  ...change,
})
const verdict = (change: Partial<AgeEvidence>, on: Partial<Clocks> = {}): string | null =>
  expiryOf(evidence(change), { ...clocks, ...on })?.key ?? null
const ago = (seconds: number): number => clocks.monotonicMs / 1_000 - seconds

describe('what is too old', () => {
  it.each([
    ['fresh', { envelopeSeconds: ago(1) }, null],
    ['at the limit', { envelopeSeconds: ago(119.9) }, null],
    ['past the limit', { envelopeSeconds: ago(120.1) }, 'redis.expired'],
    ['a read past the limit', { action: 'get_balance', envelopeSeconds: ago(900) }, null],
    ['a clock from the future', { envelopeSeconds: ago(-5) }, null],
    ['no clock, fresh queue', {}, null],
    ['no clock, long queue', { notPushedBefore: clocks.monotonicMs - 120_001 }, 'redis.expired_backlog'],
    ['long queue, but a young clock', { notPushedBefore: 0, envelopeSeconds: ago(3) }, null],
    ['waiting at the start', { notPushedBefore: null, envelopeSeconds: ago(1) }, 'redis.expired_backlog'],
    ['a read waiting at the start', { action: 'get_ticker', notPushedBefore: null }, null],
    ['left by a dead gateway', { leftover: true, notPushedBefore: null }, 'redis.interrupted'],
    [
      'a trade made a minute ago',
      { action: 'create_and_execute_trade', innerEpochMs: clocks.epochMs - 60_001 },
      'redis.expired',
    ],
    [
      'a fresh trade with an odd envelope',
      { action: 'create_and_execute_trade', innerEpochMs: clocks.epochMs - 1_000, envelopeSeconds: ago(900) },
      null,
    ],
    [
      'a trade dated far ahead falls back to the envelope',
      {
        action: 'create_and_execute_trade',
        innerEpochMs: clocks.epochMs + 3_600_000,
        envelopeSeconds: ago(61),
      },
      'redis.expired',
    ],
  ] as const)('%s', (_name, change, key) => {
    expect(verdict(change)).toBe(key)
  })

  it('an envelope’s clock says nothing where it is not ours', () => {
    expect(verdict({ envelopeSeconds: ago(900) }, { sharesPythonClock: false })).toBeNull()
    expect(verdict({ envelopeSeconds: ago(900) }, { isForeign: () => true })).toBeNull()
  })

  it('knows how long Django waits', () => {
    expect(['get_balance', 'place_order', 'create_and_execute_trade', 'get_ticker'].map(clientTimeoutMs)).toEqual([
      90_000, 120_000, 60_000, 60_000,
    ])
  })
})

describe('how long an element can have waited', () => {
  it('has no bound for what was there at the first look, and that look for what came after', () => {
    const clock = new QueueClock()
    clock.mark(100, 2)
    expect([clock.take(), clock.take(), clock.take()]).toEqual([null, null, 100])
  })

  it('gets closer with every look', () => {
    const clock = new QueueClock()
    clock.mark(100, 0)
    clock.mark(200, 3)
    clock.mark(300, 1)
    expect([clock.take(), clock.take()]).toEqual([100, 300])
  })

  it('never claims that an element is younger than it is', () => {
    const step = fc.oneof(fc.constant('push'), fc.constant('take'), fc.constant('look'), fc.constant('stolen'))
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const clock = new QueueClock()
        const queue: number[] = []
        steps.forEach((each, time) => {
          if (each === 'push') queue.push(time)
          else if (each === 'look') clock.mark(time, queue.length)
          else if (each === 'stolen') queue.shift()
          else {
            const pushedAt = queue.shift()
            if (pushedAt === undefined) return
            expect(clock.take() ?? -1).toBeLessThanOrEqual(pushedAt)
          }
        })
      }),
      { numRuns: 1_000 },
    )
  })
})

it('a request that may be executed may be until its deadline, and not a moment longer', () => {
  const seconds = fc.option(fc.double({ min: 0, max: 119, noNaN: true }))
  fc.assert(
    fc.property(
      fc.constantFrom('place_order', 'edit_order', 'create_and_execute_trade'),
      seconds,
      seconds,
      fc.double({ min: 0, max: 59, noNaN: true }),
      (action, claimed, inner, queued) => {
        const request = evidence({
          action,
          envelopeSeconds: claimed === null ? null : ago(claimed),
          innerEpochMs: inner === null ? null : clocks.epochMs - inner * 1_000,
          notPushedBefore: clocks.monotonicMs - queued * 1_000,
        })
        fc.pre(expiryOf(request, clocks) === null)
        const left = expiresAt(request, clocks) - clocks.epochMs
        const after = (ms: number): Clocks => ({
          ...clocks,
          epochMs: clocks.epochMs + ms,
          monotonicMs: clocks.monotonicMs + ms,
        })
        expect(left).toBeGreaterThanOrEqual(0)
        expect(expiryOf(request, after(left - 1))).toBeNull()
        expect(expiryOf(request, after(left + 1))).not.toBeNull()
      },
    ),
  )
})

describe('senders on other machines', () => {
  const hour = 3_600_000

  it('are known once several fresh reads agree over some seconds', () => {
    const senders = new SenderClocks()
    for (let count = 0; count < 5; count += 1) {
      expect(senders.isForeign(hour)).toBe(false)
      senders.observe(count * 3_000, hour + count, 100)
    }
    expect(senders.isForeign(hour + 500)).toBe(true)
    expect(senders.isForeign(2 * hour)).toBe(false)
  })

  it('are not learnt from a burst, from old requests, or from plausible ages', () => {
    const senders = new SenderClocks()
    for (let count = 0; count < 50; count += 1) {
      senders.observe(count, hour, 100)
      senders.observe(count * 10_000, 2 * hour, 60_000)
      senders.observe(count * 10_000, 3 * hour, null)
      senders.observe(count * 10_000, 1_000, 100)
    }
    expect([hour, 2 * hour, 3 * hour, 1_000].map((age) => senders.isForeign(age))).toEqual([false, false, false, false])
  })
})

it('attempts to reach Redis grow apart to about 5 s', () => {
  expect([1, 2, 3, 4, 10, 1_000].map((attempt) => reachAgainMs(attempt, 0.5))).toEqual([
    100, 200, 400, 800, 5_000, 5_000,
  ])
  expect(reachAgainMs(10, 0)).toBe(4_000)
  expect(reachAgainMs(10, 1)).toBe(6_000)
})
