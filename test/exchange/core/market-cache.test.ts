import { describe, expect, it } from 'vitest'
import { Markets, marketTable, type Listing } from '../../../src-main/exchange/core/markets.ts'

function cache(): {
  cache: { get(options?: { refresh?: boolean }): Promise<number>; invalidate(): void }
  loads: () => number
  pass: (ms: number) => void
  fail: () => void
} {
  let now = 0
  let loads = 0
  let failing = false
  const empty = marketTable<Listing>([])
  const markets = new Markets({ label: 'Somewhere', time: { monotonic: () => now, now: () => now } }, () => {
    loads += 1
    return failing ? Promise.reject(new Error('down')) : Promise.resolve({ ...empty, load: loads })
  })
  return {
    cache: {
      get: async (options) => (await markets.all(options)).load,
      invalidate: () => markets.forget(),
    },
    loads: () => loads,
    pass: (ms) => {
      now += ms
    },
    fail: () => {
      failing = true
    },
  }
}

describe('Markets', () => {
  it('loads once for everybody', async () => {
    const each = cache()
    expect(await Promise.all([each.cache.get(), each.cache.get(), each.cache.get()])).toEqual([1, 1, 1])
    expect(await each.cache.get()).toBe(1)
    expect(each.loads()).toBe(1)
  })

  it('serves an ageing answer while it renews it, and waits for a new one when it is too old', async () => {
    const each = cache()
    await each.cache.get()
    each.pass(6 * 60_000)
    expect(await each.cache.get()).toBe(1)
    expect(await each.cache.get()).toBe(2)
    each.pass(2 * 3_600_000)
    expect(await each.cache.get()).toBe(3)
  })

  it('asks anew on request and after being contradicted', async () => {
    const each = cache()
    await each.cache.get()
    expect(await each.cache.get({ refresh: true })).toBe(2)
    each.cache.invalidate()
    expect(await each.cache.get()).toBe(3)
  })

  it('keeps what it has when a renewal fails, and tells when it has nothing or was asked for news', async () => {
    const each = cache()
    await each.cache.get()
    each.fail()
    each.pass(6 * 60_000)
    expect(await each.cache.get()).toBe(1)
    each.pass(2 * 3_600_000)
    expect(await each.cache.get()).toBe(1)
    await expect(each.cache.get({ refresh: true })).rejects.toThrow('down')
    const empty = cache()
    empty.fail()
    await expect(empty.cache.get()).rejects.toThrow('down')
  })
})
