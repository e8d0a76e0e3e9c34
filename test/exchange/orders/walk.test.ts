import { describe, expect, it } from 'vitest'
import type { Venue } from '../../../src-main/exchange/core/venue.ts'
import { withShortfalls } from '../../../src-main/exchange/orders/shortfall.ts'
import { Walk } from '../../../src-main/exchange/orders/walk.ts'

function walking(limits: { readonly pages: number; readonly ms: number }, hasRoom?: () => boolean) {
  let now = 0
  const told: string[] = []
  const venue = {
    label: 'Kraken',
    time: { monotonic: () => now },
    logger: { warn: (_details: object, text: string) => void told.push(text) },
  } as unknown as Venue
  const pass = (ms: number): void => {
    now += ms
  }
  return { walk: new Walk(venue, limits, hasRoom), pass, told }
}

describe('a walk through a history', () => {
  it.each([
    ['pages', { pages: 3, ms: 60_000 }, 3],
    ['seconds', { pages: 99, ms: 10_000 }, 4],
  ])('is bounded in %s', async (_name, limits, expected) => {
    const { walk, pass, told } = walking(limits)
    let pages = 0
    const { shortfalls } = await withShortfalls(async () => {
      while (walk.mayGoOn()) {
        pages += 1
        await Promise.resolve()
        pass(2_500)
      }
      walk.end()
    })
    expect(pages).toBe(expected)
    expect(shortfalls.map(({ params }) => params.pages)).toEqual([String(expected)])
    expect(told).toHaveLength(1)
  })

  it('asks for its first page even where no room is left, and for no other', () => {
    const { walk } = walking({ pages: 9, ms: 9 }, () => false)
    expect([walk.mayGoOn(), walk.mayGoOn()]).toEqual([true, false])
  })

  it('that came to its end says nothing', async () => {
    const { walk, told } = walking({ pages: 1, ms: 9 })
    const { shortfalls } = await withShortfalls(() => {
      walk.mayGoOn()
      walk.end()
      return Promise.resolve()
    })
    expect([shortfalls, told]).toEqual([[], []])
  })
})
