import { describe, expect, it } from 'vitest'
import { CandleStore } from '../../../src-renderer/chart/candle-store.ts'
import { candleTimeAt, nextLimit, withSteps } from '../../../src-renderer/chart/candles.ts'
import type { CandleView } from '../../../src-renderer/views.ts'

const candle = (time: number, close = '1'): CandleView => ({
  time,
  open: '1',
  high: '1',
  low: '1',
  close,
  volume: '1',
  closed: null,
})

describe('candles after what was told', () => {
  const known = [candle(1), candle(2)]

  it('are others where all of them are told', () => {
    expect(withSteps(known, [{ kind: 'whole', candles: [candle(8), candle(9)] }])).toEqual({
      candles: [candle(8), candle(9)],
      change: { kind: 'whole' },
    })
  })

  it('have the newest one changed, and a new one after it', () => {
    const { candles, change } = withSteps(known, [
      { kind: 'candle', candle: candle(2, '5') },
      { kind: 'candle', candle: candle(3) },
    ])
    expect(candles).toEqual([candle(1), candle(2, '5'), candle(3)])
    expect(change).toEqual({ kind: 'some', candles: [candle(2, '5'), candle(3)] })
  })

  it('have one within them put right, and take none that is older than all or falls between', () => {
    const { candles, change } = withSteps(
      [candle(10), candle(20), candle(30)],
      [candle(20, '7'), candle(5), candle(25)].map((each) => ({ kind: 'candle', candle: each })),
    )
    expect(candles).toEqual([candle(10), candle(20, '7'), candle(30)])
    expect(change).toEqual({ kind: 'some', candles: [candle(20, '7')] })
  })

  it('count what comes after a whole one in the same message', () => {
    const { candles, change } = withSteps(known, [
      { kind: 'candle', candle: candle(3) },
      { kind: 'whole', candles: [candle(8)] },
      { kind: 'candle', candle: candle(9) },
    ])
    expect(candles).toEqual([candle(8), candle(9)])
    expect(change).toEqual({ kind: 'whole' })
  })

  it('are left as they were', () => {
    withSteps(known, [{ kind: 'candle', candle: candle(2, '5') }])
    expect(known[1]).toEqual(candle(2))
  })
})

it('tells its listeners what changed, until they stop', () => {
  const store = new CandleStore()
  const heard: string[] = []
  const stop = store.listen(({ kind }) => heard.push(`${kind} ${store.candles.length}`))
  store.take([{ kind: 'whole', candles: [candle(1)] }])
  store.take([{ kind: 'candle', candle: candle(2) }])
  stop()
  store.take([{ kind: 'candle', candle: candle(3) }])
  expect(heard).toEqual(['whole 1', 'some 2'])
})

it.each([
  [300, 300, 600],
  [600, 600, 1_000],
  [1_000, 1_000, null],
  [600, 540, null],
])('of %i asked, %i came: next %s are asked', (limit, count, next) => {
  expect(nextLimit(limit, count)).toBe(next)
})

it.each([
  [15, 10],
  [20, 20],
  [99, 20],
  [9, null],
])('what happened at %i is in the candle of %s', (time, of) => {
  expect(candleTimeAt([candle(10), candle(20)], time)).toBe(of)
})
