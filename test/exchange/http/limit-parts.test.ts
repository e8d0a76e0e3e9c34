import { describe, expect, it } from 'vitest'
import { LimitParts, type PoolGrant, waitsOf } from '../../../src-main/exchange/http/limit-parts.ts'
import { LimitPool, type PoolLimit } from '../../../src-main/exchange/http/limit-pool.ts'

const minute: PoolLimit = { kind: 'aligned', limit: 100, windowMs: 60_000, reports: 'most' }
const counter: PoolLimit = { kind: 'decay', limit: 20, perSecond: 1, reports: 'most' }
const nothingWaits = waitsOf([])

function parts(wholes: Record<string, LimitPool> = {}, onShort: () => void = () => undefined) {
  const pools = new Map(Object.entries(wholes))
  const made = new LimitParts(pools, 0, onShort)
  return {
    parts: made,
    grant: (noted: number, target = noted, now = 0): void => {
      const grants: PoolGrant[] = [{ pool: 'p', noted, target }]
      made.grant(grants, now)
    },
    need: (now = 0) => made.needs(pools, nothingWaits, now).find(({ pool }) => pool === 'p'),
  }
}

describe('a part of a limit', () => {
  it('is empty until some of it is given, and asks for it', () => {
    let asked = 0
    const { parts: made, grant } = parts({}, () => (asked += 1))
    expect(made.waitMs('p', minute, 1, 1, 0)).toBeGreaterThan(0)
    expect(asked).toBe(1)
    grant(10)
    expect(made.waitMs('p', minute, 10, 1, 0)).toBe(0)
    expect(made.waitMs('p', minute, 11, 1, 0)).toBeGreaterThan(0)
  })

  it('keeps for cancels what reads may not have', () => {
    const { parts: made, grant } = parts()
    made.waitMs('p', minute, 1, 1, 0)
    grant(10)
    made.take('p', minute, 8, 0)
    expect(made.waitMs('p', minute, 1, 0.85, 0)).toBeGreaterThan(0)
    expect(made.waitMs('p', minute, 1, 1, 0)).toBe(0)
  })

  it('is not given up while what was used of it counts', () => {
    const { parts: made, grant, need } = parts({ p: new LimitPool(minute) })
    made.waitMs('p', minute, 1, 1, 0)
    grant(50)
    made.take('p', minute, 30, 0)(0)
    grant(50, 10)
    expect(made.waitMs('p', minute, 1, 1, 1_000)).toBeGreaterThan(0)
    expect(need(1_000)?.held).toBe(30)
    expect(need(60_001)?.held).toBe(10)
  })

  it('of a counter falls as fast as what is still noted of it', () => {
    const { parts: made, grant, need } = parts({ p: new LimitPool(counter) })
    made.waitMs('p', counter, 1, 1, 0)
    grant(10)
    made.take('p', counter, 8, 0)(0)
    grant(10, 2)
    // Half of the limit falls by half a unit a second.
    expect(need(11_000)?.held).toBe(10)
    expect(need(12_001)?.held).toBe(2)
  })

  it('of a limit that was ours begins with what we used, and gives up the rest', () => {
    const whole = new LimitPool(minute)
    whole.take(40, 0)(null, 0)
    const { grant, need } = parts({ p: whole })
    expect(need()?.held).toBe(95)
    grant(95, 20)
    expect(need()?.held).toBe(40)
    expect(need(60_001)?.held).toBe(20)
  })

  it('is no more than half while one that was alone cannot ask, and the others hear of it', () => {
    const whole = new LimitPool(minute)
    whole.take(1, 0)(null, 0)
    const { parts: made, need } = parts({ p: whole })
    made.fallBack({ fraction: 0.5, most: 0.5, isNoted: true }, 0)
    expect(made.waitMs('new', minute, 47, 1, 0)).toBe(0)
    expect(made.waitMs('new', minute, 48, 1, 0)).toBeGreaterThan(0)
    expect(need()?.held).toBe(47)
  })

  it('is not made of windows that take longer than others can wait', () => {
    const { parts: made } = parts()
    const day: PoolLimit = { kind: 'aligned', limit: 100, windowMs: 86_400_000, reports: 'latest' }
    expect(made.waitMs('p', day, 50, 1, 0)).toBe(0)
  })

  it('wants what waits, as much as its share of the pool needs, and some to go on with', () => {
    const { parts: made } = parts()
    made.waitMs('p', minute, 17, 0.85, 0)
    const [need] = made.needs(new Map(), waitsOf([{ cost: { p: 17 }, share: 0.85 }]), 0)
    expect(need).toMatchObject({ usable: 95, held: 0, wanted: 22, unit: 17 })
  })
})
