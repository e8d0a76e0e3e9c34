import { expect, it } from 'vitest'
import { pauseMsFor } from '../../src-main/app/list-pause.ts'

it.each([
  { openOrders: 0, isKnown: true, ms: 0 },
  { openOrders: 40, isKnown: true, ms: 40 },
  { openOrders: 500, isKnown: true, ms: 500 },
  { openOrders: 5_000, isKnown: true, ms: 1_000 },
  { openOrders: 0, isKnown: false, ms: 500 },
  { openOrders: 800, isKnown: false, ms: 800 },
])('$openOrders open orders, known: $isKnown', ({ ms, ...list }) => {
  expect(pauseMsFor(list)).toBe(ms)
})
