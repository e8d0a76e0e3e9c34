import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Admission, LimiterRefusal } from '../../../src-main/exchange/http/admission.ts'
import type { PoolLimit } from '../../../src-main/exchange/http/limit-pool.ts'
import { RateLimiter } from '../../../src-main/exchange/http/rate-limiter.ts'

const minute: PoolLimit = { kind: 'aligned', limit: 100, windowMs: 60_000, reports: 'most' }
const start = 1_800_000_000_000

beforeEach(() => {
  vi.useFakeTimers({ now: start })
})
afterEach(() => {
  vi.useRealTimers()
})

function limiter(options: Partial<ConstructorParameters<typeof RateLimiter>[0]> = {}): RateLimiter {
  return new RateLimiter({ now: () => Date.now(), limits: { weight: minute }, ...options })
}

/** Follows a promise without awaiting it. */
function watch<T>(promise: Promise<T>): {
  state: 'waiting' | 'granted' | LimiterRefusal
  admission: T | null
} {
  const seen: { state: 'waiting' | 'granted' | LimiterRefusal; admission: T | null } = {
    state: 'waiting',
    admission: null,
  }
  promise.then(
    (admission) => {
      seen.state = 'granted'
      seen.admission = admission
    },
    (error: unknown) => {
      seen.state = error as LimiterRefusal
    },
  )
  return seen
}

const settle = () => vi.advanceTimersByTimeAsync(0)
const used = (each: RateLimiter, pool = 'weight') => each.usage().find((usage) => usage.pool === pool)?.used

describe('RateLimiter', () => {
  it('lets requests through until the share of their priority is used up, then at the next window', async () => {
    const each = limiter()
    // 100 units, 5 % margin, reads up to 85 % of the rest: 80.
    const reads = Array.from({ length: 9 }, () => watch(each.acquire({ weight: 10 }, 'read', 120_000)))
    await settle()
    expect(reads.filter(({ state }) => state === 'granted')).toHaveLength(8)
    for (const { admission } of reads) admission?.done()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(reads.every(({ state }) => state === 'granted')).toBe(true)
  })

  it('keeps a reserve that reads cannot touch for orders, and one that orders cannot touch for cancels', async () => {
    const each = limiter()
    const take = async (priority: 'read' | 'order' | 'cancel') => {
      let count = 0
      for (;;) {
        const seen = watch(each.acquire({ weight: 1 }, priority, 100))
        await settle()
        if (seen.state !== 'granted') return count
        seen.admission?.done()
        count += 1
      }
    }
    expect(await take('read')).toBe(80)
    expect(await take('order')).toBe(12)
    expect(await take('cancel')).toBe(3)
  })

  it('serves cancels before orders before reads, whoever came first', async () => {
    const each = limiter()
    each.block(1_000)
    const order: string[] = []
    for (const name of ['read', 'order', 'cancel'] as const) {
      void each.acquire({ weight: 1 }, name, 5_000).then(() => order.push(name))
    }
    await vi.advanceTimersByTimeAsync(1_000)
    expect(order).toEqual(['cancel', 'order', 'read'])
  })

  it('does not let small reads overtake a large one for ever', async () => {
    const each = limiter()
    ;(await each.acquire({ weight: 70 }, 'read', 1_000)).done()
    const large = watch(each.acquire({ weight: 40 }, 'read', 90_000))
    const small = watch(each.acquire({ weight: 1 }, 'read', 90_000))
    await settle()
    expect([large.state, small.state]).toEqual(['waiting', 'waiting'])
    await vi.advanceTimersByTimeAsync(60_000)
    expect(large.state).toBe('granted')
  })

  it('holds only the pools that a request waits for: one account’s orders do not stop another’s, nor reads', async () => {
    const orders: PoolLimit = { kind: 'aligned', limit: 2, windowMs: 10_000, reports: 'latest' }
    const each = limiter({ limits: { weight: minute, 'orders:a': orders, 'orders:b': orders } })
    ;(await each.acquire({ weight: 1, 'orders:a': 1 }, 'order', 20_000)).done()
    const second = watch(each.acquire({ weight: 1, 'orders:a': 1 }, 'order', 20_000))
    const other = watch(each.acquire({ weight: 1, 'orders:b': 1 }, 'order', 20_000))
    const read = watch(each.acquire({ weight: 1 }, 'read', 20_000))
    await settle()
    expect([second.state, other.state, read.state]).toEqual(['waiting', 'granted', 'granted'])
    await vi.advanceTimersByTimeAsync(10_000)
    expect(second.state).toBe('granted')
  })

  it('refuses at once what cannot be in time, and says when to come back', async () => {
    const each = limiter()
    each.block(30_000)
    const seen = watch(each.acquire({ weight: 1 }, 'order', 10_000))
    await settle()
    expect(seen.state).toMatchObject({ kind: 'too-late', retryAfterMs: 30_000 })
  })

  it('keeps its patience when the exchange’s clock turns out to be elsewhere', async () => {
    let ahead = 0
    const each = limiter({ now: () => Date.now() + ahead, maxReads: 1 })
    const first = await each.acquire({ weight: 1 }, 'read', 5_000)
    const second = watch(each.acquire({ weight: 1 }, 'read', 5_000))
    each.block(1_000)
    ahead = 3_600_000
    first.done()
    await settle()
    expect(second.state).toBe('waiting')
    await vi.advanceTimersByTimeAsync(1_000)
    expect(second.state).toBe('granted')
  })

  it('bounds the queue: a read is refused, a cancel takes the place of the newest read', async () => {
    const each = limiter({ maxQueued: 2 })
    each.block(1_000)
    const reads = [1, 2, 3].map(() => watch(each.acquire({ weight: 1 }, 'read', 5_000)))
    const cancel = watch(each.acquire({ weight: 1 }, 'cancel', 5_000))
    await settle()
    expect(reads[2]?.state).toMatchObject({ kind: 'queue-full' })
    expect(reads[1]?.state).toMatchObject({ kind: 'queue-full' })
    await vi.advanceTimersByTimeAsync(1_000)
    expect([reads[0]?.state, cancel.state]).toEqual(['granted', 'granted'])
  })

  it('lets orders go before polls, and polls before reads; the lowest makes room', async () => {
    const each = limiter({ maxQueued: 3 })
    each.block(1_000)
    const order: string[] = []
    const ask = (name: string, priority: 'read' | 'poll' | 'order') =>
      watch(
        each.acquire({ weight: 1 }, priority, 5_000).then((admission) => {
          order.push(name)
          return admission
        }),
      )
    const read = ask('read', 'read')
    ask('poll 1', 'poll')
    const last = ask('poll 2', 'poll')
    ask('order 1', 'order')
    ask('order 2', 'order')
    await vi.advanceTimersByTimeAsync(1_000)
    expect([read.state, last.state]).toMatchObject([{ kind: 'queue-full' }, { kind: 'queue-full' }])
    expect(order).toEqual(['order 1', 'order 2', 'poll 1'])
  })

  it('follows what the exchange reports: more than we knew, and nothing for what was free', async () => {
    const each = limiter()
    const first = await each.acquire({ weight: 1 }, 'order', 1_000)
    first.done({ weight: 60 })
    expect(used(each)).toBe(60)
    const free = await each.acquire({ weight: 1 }, 'order', 1_000)
    expect(used(each)).toBe(61)
    free.done({ weight: 60 })
    expect(used(each)).toBe(60)
    const late = await each.acquire({ weight: 1 }, 'order', 1_000)
    late.done({ weight: 12 })
    expect(used(each)).toBe(60)
  })

  it('lets a count of unfilled orders fall when orders fill', async () => {
    const each = limiter({
      limits: { orders: { kind: 'aligned', limit: 50, windowMs: 10_000, reports: 'latest' } },
    })
    ;(await each.acquire({ orders: 1 }, 'order', 1_000)).done({ orders: 9 })
    ;(await each.acquire({ orders: 1 }, 'order', 1_000)).done({ orders: 4 })
    expect(used(each, 'orders')).toBe(4)
  })

  it('starts the count anew with each window but keeps what is under way', async () => {
    const each = limiter()
    ;(await each.acquire({ weight: 50 }, 'read', 1_000)).done()
    const underWay = await each.acquire({ weight: 7 }, 'read', 1_000)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(used(each)).toBe(7)
    underWay.done({ weight: 57 })
    expect(used(each)).toBe(7)
  })

  it('limits reads under way at once, so that an order finds a socket', async () => {
    const each = limiter({ maxReads: 2 })
    const reads = [1, 2, 3].map(() => watch(each.acquire({ weight: 1 }, 'read', 5_000)))
    const order = watch(each.acquire({ weight: 1 }, 'order', 5_000))
    await settle()
    expect(reads.map(({ state }) => state)).toEqual(['granted', 'granted', 'waiting'])
    expect(order.state).toBe('granted')
    reads[0]?.admission?.done()
    await settle()
    expect(reads[2]?.state).toBe('granted')
  })

  it('lets a request that is larger than its share go alone in an empty window', async () => {
    const each = limiter()
    const seen = watch(each.acquire({ weight: 95 }, 'read', 1_000))
    await settle()
    expect(seen.state).toBe('granted')
  })

  it('takes an admission back once only', async () => {
    const each = limiter()
    const admission: Admission = await each.acquire({ weight: 5 }, 'read', 1_000)
    admission.done()
    admission.done()
    expect(used(each)).toBe(5)
  })

  it('refuses everybody once closed', async () => {
    const each = limiter()
    each.block(5_000)
    const waiting = watch(each.acquire({ weight: 1 }, 'order', 9_000))
    each.close()
    const later = watch(each.acquire({ weight: 1 }, 'order', 9_000))
    await settle()
    expect([waiting.state, later.state]).toMatchObject([{ kind: 'closed' }, { kind: 'closed' }])
  })
})
