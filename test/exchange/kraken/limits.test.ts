import { describe, expect, it } from 'vitest'
import { amendCost, cancelCost, OrderAges } from '../../../src-main/exchange/kraken/limits.ts'

describe('what the matching engine counts', () => {
  it.each([
    [null, 8, 4],
    [0, 8, 4],
    [4_999, 8, 4],
    [5_000, 6, 3],
    [10_000, 5, 2],
    [15_000, 4, 1],
    [44_999, 4, 1],
    [45_000, 2, 1],
    [90_000, 1, 1],
    [300_000, 0, 1],
  ])('an order %s ms old: cancel %s, amend %s', (age, cancel, amend) => {
    expect([cancelCost(age), amendCost(age)]).toEqual([cancel, amend])
  })
})

describe('ages', () => {
  it('count from the last amendment that was seen', () => {
    const ages = new OrderAges()
    expect(ages.ageMs('a', 100)).toBeNull()
    ages.note('a', 1_000)
    ages.note('a', 5_000)
    ages.note('a', 1_000)
    expect(ages.ageMs('a', 7_500)).toBe(2_500)
    expect(ages.ageMs('a', 4_000)).toBe(0)
  })

  it('are forgotten when there are very many', () => {
    const ages = new OrderAges()
    for (let index = 0; index <= 5_000; index += 1) ages.note(String(index), 1)
    expect(ages.ageMs('0', 2)).toBeNull()
    expect(ages.ageMs('1', 2)).toBe(1)
    expect(ages.ageMs('5000', 2)).toBe(1)
  })
})
