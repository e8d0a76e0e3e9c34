import { describe, expect, test } from 'vitest'
import {
  afterNewest,
  afterOlder,
  coverageOf,
  type FillSpan,
  newestSince,
  unknownSpan,
} from '../../../src-main/trading/fills/fill-span.ts'

const known: FillSpan = { symbol: null, from: 500, until: 1_000_000, cursor: 'c', complete: false, wanted: false }
const whole: FillSpan = { ...known, from: null, cursor: null, complete: true }

describe('what is known of fills', () => {
  test('begins with the newest page: all there is, or what leads further back', () => {
    const none = unknownSpan('BTC/USDT')
    expect(newestSince(none)).toBeNull()
    expect(afterNewest(none, { oldest: 700, next: null, reach: null }, 900)).toEqual({
      ...none,
      until: 900,
      complete: true,
    })
    expect(afterNewest(none, { oldest: 700, next: null, reach: 600 }, 900).from).toBe(600)
    const begun = afterNewest(none, { oldest: 700, next: 'older', reach: null }, 900)
    expect(begun).toEqual({ ...none, from: 700, until: 900, cursor: 'older' })
  })

  test('grows to the present, with an overlap for lists that lag', () => {
    expect(newestSince(known)).toBe(1_000_000 - 300_000)
    expect(afterNewest(known, { oldest: null, next: null, reach: null }, 2_000_000)).toEqual({
      ...known,
      until: 2_000_000,
    })
  })

  test('a gap that was too wide to be closed at once is closed backwards, by itself where all was known', () => {
    const walked = { oldest: 1_500_000, next: 'gap', reach: null }
    const gap = { from: 1_500_000, until: 2_000_000, cursor: 'gap', complete: false }
    expect(afterNewest(known, walked, 2_000_000)).toEqual({ ...known, ...gap, wanted: false })
    expect(afterNewest(whole, walked, 2_000_000)).toEqual({ ...whole, ...gap, wanted: true })
  })

  test('goes back page by page until the exchange tells no more', () => {
    const wanted = { ...known, wanted: true }
    expect(afterOlder(wanted, { oldest: 300, next: 'd', reach: null })).toEqual({ ...wanted, from: 300, cursor: 'd' })
    expect(afterOlder(wanted, { oldest: null, next: 'd', reach: null })).toEqual({ ...wanted, cursor: 'd' })
    expect(afterOlder(wanted, { oldest: 300, next: null, reach: 200 })).toEqual({
      ...wanted,
      from: 200,
      cursor: null,
      complete: true,
      wanted: false,
    })
  })

  test('of an account is what is known of all its symbols', () => {
    expect(coverageOf([])).toBeNull()
    expect(coverageOf([whole])).toEqual({ since: null, until: 1_000_000, complete: true })
    expect(coverageOf([known, { ...whole, until: 900_000 }])).toEqual({ since: 500, until: 900_000, complete: false })
    expect(coverageOf([known, unknownSpan('ETH/USDT')])).toEqual({ since: 500, until: null, complete: false })
  })
})
