import { expect, test } from 'vitest'
import { latencyOf, median, percentile } from './figures.ts'

test('percentiles are values that were measured, by nearest rank', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index)
  expect(latencyOf(hundred)).toEqual({ p50: 50, p95: 95, p99: 99 })
  expect([median([3, 1, 2]), percentile([7], 0.99), percentile([], 0.5)]).toEqual([2, 7, Number.NaN])
})
