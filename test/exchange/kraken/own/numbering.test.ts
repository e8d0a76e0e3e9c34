import { describe, expect, it } from 'vitest'
import { Numbering } from '../../../../src-main/exchange/kraken/own/numbering.ts'

describe('the numbers of Kraken’s private messages', () => {
  it('say of a gap that something may be missing, until it comes', () => {
    const numbering = new Numbering()
    expect([3, 4, 5].map((each) => numbering.note(each))).toEqual([false, false, false])
    expect(numbering.note(7)).toBe(true)
    expect(numbering.isDoubtful).toBe(true)
    expect(numbering.note(6)).toBe(false)
    expect(numbering.isDoubtful).toBe(false)
  })

  it('mean nothing when they come twice, or fall back', () => {
    const numbering = new Numbering()
    expect([1, 1, 2, 1, 3].map((each) => numbering.note(each))).toEqual([false, false, false, false, false])
    expect(numbering.isDoubtful).toBe(false)
  })

  it('say that it is lost once so much has come after it', () => {
    const numbering = new Numbering()
    numbering.note(1)
    for (let number = 3; number < 12; number += 1) numbering.note(number)
    expect(numbering.isLost).toBe(false)
    numbering.note(12)
    expect(numbering.isLost).toBe(true)
    numbering.forgive()
    expect([numbering.isDoubtful, numbering.isLost]).toEqual([false, false])
    expect(numbering.note(13)).toBe(false)
  })

  it('takes a number from nowhere for a gap, without counting all of it', () => {
    const numbering = new Numbering()
    numbering.note(1)
    expect(numbering.note(Number.MAX_SAFE_INTEGER - 1)).toBe(true)
    expect(numbering.isDoubtful).toBe(true)
  })
})
