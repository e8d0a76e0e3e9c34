import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  columnsOf,
  movedBySteps,
  percentFrom,
  priceOnStep,
  rangeWithLevels,
} from '../../../src-renderer/chart/level-price.ts'
import { Money } from '../../../src-shared/money.ts'

describe('a price where a pixel is', () => {
  it.each([
    [60000.014, '0.01', '60000.01'],
    [60000.015000000002, '0.01', '60000.02'],
    [0.000012349, '0.00000001', '0.00001235'],
    [63.7, '0.5', '63.5'],
    [-3, '0.01', '0.01'],
    [60000.5, '0', '60000.5'],
  ])('%d is on a step of %s', (price, tickSize, expected) => {
    expect(priceOnStep(price, { tickSize })).toBe(expected)
  })

  it.each([NaN, Infinity])('is none for %d', (price) => {
    expect(priceOnStep(price, { tickSize: '0.01' })).toBeNull()
  })

  it('is always on a step, and within half of one', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 1e6, noNaN: true }),
        fc.constantFrom('0.01', '0.5', '0.0001'),
        (price, tickSize) => {
          const step = Money.parse(tickSize)
          const found = Money.parse(priceOnStep(price, { tickSize }) ?? '0')
          const away = found.minus(Money.parse(price.toPrecision(15))).abs()
          return found.isMultipleOf(step) && (found.equals(step) || away.plus(away).atMost(step))
        },
      ),
    )
  })
})

describe('steps by key', () => {
  it.each([
    ['60000', 1, '60000.01'],
    ['60000', -100, '59999'],
    ['0.02', -100, '0.01'],
  ])('from %s by %i', (price, steps, expected) => {
    expect(movedBySteps(price, steps, { tickSize: '0.01' })).toBe(expected)
  })
})

it.each([
  ['60000', '60600', '1'],
  ['60000', '59400', '-1'],
  [null, '1', undefined],
  ['0', '1', undefined],
])('how far from a market at %s a price of %s is', (market, price, percent) => {
  expect(percentFrom(market, price)?.toString()).toBe(percent)
})

it.each([
  [[95, 112], { min: 95, max: 112 }],
  [[50, 1_000], { min: 100, max: 110 }],
  [[], { min: 100, max: 110 }],
])('the scale reaches over levels that are near: %j', (levels, range) => {
  expect(rangeWithLevels({ min: 100, max: 110 }, levels)).toEqual(range)
})

describe('labels of lines', () => {
  it.each([
    [
      [0, 30, 60],
      [0, 0, 0],
    ],
    [
      [60, 5, 0],
      [0, 1, 0],
    ],
    [
      [0, 5, 10, 15],
      [0, 1, 2, 2],
    ],
    [
      [0, 19, 20],
      [0, 1, 0],
    ],
  ])('at %j stand in columns %j', (tops, columns) => {
    expect(columnsOf(tops, 20, 3)).toEqual(columns)
  })
})
