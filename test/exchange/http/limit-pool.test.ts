import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LimitPool, type PoolLimit } from '../../../src-main/exchange/http/limit-pool.ts'

const start = 1_800_000_000_000
const spend = (pool: LimitPool, amount: number, at: number, reported: number | null = null): void => {
  pool.take(amount, at)(reported, at)
}

describe('a window that begins with its first request', () => {
  const limit: PoolLimit = { kind: 'first_use', limit: 100, windowMs: 30_000, reports: 'most' }

  it('ends so long after that request, whatever the clock says', () => {
    const pool = new LimitPool(limit)
    spend(pool, 90, start + 17_000)
    expect(pool.readyAt(50, 1, start + 20_000)).toBe(start + 47_000)
    expect(pool.readyAt(50, 1, start + 47_000)).toBe(start + 47_000)
    expect(pool.usage('p', start + 47_000).used).toBe(0)
  })

  it('begins, for all that is known, no earlier than its first request was answered', () => {
    const pool = new LimitPool({ kind: 'first_use', limit: 100, windowMs: 30_000, reports: 'most' })
    const done = pool.take(90, 0)
    done(null, 400)
    // The exchange may have begun to count only now: its window may end so much later than ours began.
    expect(pool.readyAt(50, 1, 30_000)).toBe(30_400)
    expect(pool.readyAt(50, 1, 30_400)).toBe(30_400)
  })

  it('follows what the exchange reports, upwards only', () => {
    const pool = new LimitPool(limit)
    spend(pool, 1, start, 60)
    spend(pool, 1, start, 40)
    expect(pool.usage('p', start).used).toBe(60)
  })

  it('counts a request answered after the window’s end in the next one', () => {
    const pool = new LimitPool(limit)
    const settle = pool.take(5, start)
    settle(99, start + 31_000)
    expect(pool.usage('p', start + 31_000).used).toBe(5)
  })
})

describe('a rolling window', () => {
  it('never lets more than the limit through in any window, wherever it is laid', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 2, max: 20 }),
        (gaps, limit) => {
          const pool = new LimitPool({ kind: 'rolling', limit, windowMs: 1_000, reports: 'most' })
          const sent: number[] = []
          let now = start
          for (const gap of gaps) {
            now = pool.readyAt(1, 1, now + gap)
            if (pool.readyAt(1, 1, now) > now) continue
            spend(pool, 1, now)
            sent.push(now)
          }
          for (const from of sent) {
            const inside = sent.filter((at) => at >= from && at < from + 1_000)
            expect(inside.length).toBeLessThanOrEqual(limit)
          }
        },
      ),
    )
  })

  it('gives back what was spent when its time is over, and not before', () => {
    const pool = new LimitPool({ kind: 'rolling', limit: 10, windowMs: 1_000, reports: 'most' })
    spend(pool, 5, start)
    spend(pool, 4, start + 600)
    expect(pool.readyAt(5, 1, start + 700)).toBe(start + 1_000)
    expect(pool.readyAt(9, 1, start + 700)).toBe(start + 1_600)
  })
})

describe('a counter that decays', () => {
  const limit: PoolLimit = { kind: 'decay', limit: 15, perSecond: 0.5, reports: 'most' }

  it('falls steadily and says when there is room', () => {
    const pool = new LimitPool(limit)
    spend(pool, 14, start)
    expect(pool.readyAt(1, 1, start)).toBe(start + 2_000)
    expect(pool.usage('p', start + 10_000).used).toBeCloseTo(9)
    expect(pool.usage('p', start + 60_000).used).toBe(0)
  })

  it('shows how long a full counter takes as its window', () => {
    expect(new LimitPool(limit).usage('p', start)).toMatchObject({ limit: 15, windowMs: 30_000 })
  })
})
