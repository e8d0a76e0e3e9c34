import { describe, expect, it } from 'vitest'
import { limitedWaitMs } from '../../../../src-main/exchange/kraken/limits.ts'
import { LearnedTier } from '../../../../src-main/exchange/kraken/own/learned-tier.ts'

/**
 * An account of a tier: so many calls at once, and so many a second. It refuses what is one too many, as Kraken does.
 */
function account(limit: number, perSecond: number) {
  let now = 0
  let counter = 0
  const tier = new LearnedTier(() => now)
  const pass = (seconds: number): void => {
    now += seconds * 1_000
    counter = Math.max(0, counter - seconds * perSecond)
  }
  /** Asks as fast as the tier reckoned with lets it. @returns refusals. */
  const ask = (seconds: number): number => {
    let refused = 0
    let own = 0
    for (let second = 0; second < seconds; second += 1) {
      pass(1)
      own = Math.max(0, own - tier.calls.perSecond)
      if (own + 1 > tier.calls.limit * 0.8) tier.pressed()
      while (own + 1 <= tier.calls.limit * 0.8) {
        own += 1
        counter += 1
        if (counter <= limit) {
          tier.answered()
          continue
        }
        refused += 1
        tier.refused()
        // What the client does after a refusal: it keeps away.
        pass(limitedWaitMs / 1_000)
        break
      }
    }
    return refused
  }
  return { tier, pass, ask }
}

describe('the tier of an account', () => {
  it('is reckoned the lowest at first, and while questions need no more', () => {
    const { tier, pass } = account(20, 1)
    expect([tier.calls.perSecond, tier.engine.limit]).toEqual([0.33, 60])
    pass(3_600)
    for (let call = 0; call < 5; call += 1) tier.answered()
    expect(tier.calls.perSecond).toBe(0.33)
  })

  it.each([
    ['Starter', 15, 0.33, 0.33, 60],
    ['Intermediate', 20, 0.5, 0.5, 125],
    ['Pro', 20, 1, 1, 180],
  ])('%s is found out by asking much', (_name, limit, perSecond, calls, engine) => {
    const { tier, ask } = account(limit, perSecond)
    const refused = ask(3_600)
    expect([tier.calls.perSecond, tier.engine.limit]).toEqual([calls, engine])
    expect(refused).toBeLessThanOrEqual(1)
  })

  it('is tried with questions only: orders are counted by what is proved', () => {
    const { tier, pass } = account(20, 1)
    pass(120)
    expect(tier.pressed()).toBe(true)
    expect([tier.calls.limit, tier.engine.limit]).toEqual([20, 60])
    expect(tier.pressed()).toBe(false)
    expect(tier.refused()).toBe(true)
    expect(tier.calls.limit).toBe(15)
    pass(3_600)
    expect(tier.pressed()).toBe(false)
    pass(6 * 3_600)
    expect(tier.pressed()).toBe(true)
  })
})
