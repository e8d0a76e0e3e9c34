import { describe, expect, it } from 'vitest'
import { EngineFixture, money, startTime } from './engine-fixture.ts'

const hour = 3_600_000

describe('the market maker', () => {
  it('shows the same book for the same seed, sorted, one tick from the price', () => {
    const depth = (): string => {
      const { engine } = new EngineFixture()
      return JSON.stringify([engine.depth('ETH/USDT', 'buy', 100), engine.depth('ETH/USDT', 'sell', 100)])
    }
    expect(depth()).toBe(depth())
    const { engine } = new EngineFixture()
    const bids = engine.depth('BTC/USDT', 'buy', 100)
    expect(bids.length).toBeGreaterThan(20)
    expect(bids[0]?.price.toString()).toBe('64249.99')
    expect(engine.bestPrice('BTC/USDT', 'sell')?.price.toString()).toBe('64250.01')
    expect(
      bids.every((level, index) => index === 0 || level.price.lessThan(bids[index - 1]?.price ?? money('0'))),
    ).toBe(true)
    expect(bids.every((level) => level.quantity.isMultipleOf(money('0.00001')))).toBe(true)
  })

  it('comes back after it was traded with', () => {
    const fixture = new EngineFixture()
    const before = fixture.engine.bestPrice('BTC/USDT', 'sell')
    fixture.place(fixture.spec('buy', '2'))
    expect(fixture.engine.bestPrice('BTC/USDT', 'sell')).toEqual(before)
  })

  it('quotes nothing where nothing trades', () => {
    const { engine } = new EngineFixture()
    expect(engine.bestPrice('FTT/USDT', 'buy')).toBeNull()
    expect(engine.bestPrice('LUNA/USDT', 'sell')).toBeNull()
  })

  it('moves the price a little, the same way for the same seed', () => {
    const prices = (): string[] => {
      const { engine } = new EngineFixture()
      return Array.from({ length: 5 }, () => {
        engine.drift()
        return engine.lastPrice('BTC/USDT').toString()
      })
    }
    expect(prices()).toEqual(prices())
    expect(new Set(prices()).size).toBeGreaterThan(1)
    const last = money(prices().at(-1) ?? '0')
    expect(last.greaterThan(money('64000')) && last.lessThan(money('64500'))).toBe(true)
  })

  it('refuses prices that the market cannot have', () => {
    const fixture = new EngineFixture()
    expect(() => fixture.setPrice('0')).toThrow(RangeError)
    expect(() => fixture.setPrice('0.001')).toThrow(RangeError)
    expect(() => fixture.setPrice('1000001')).toThrow(RangeError)
    expect(() => fixture.setPrice('1.5', null, 'FTT/USDT')).toThrow('does not trade')
    expect(fixture.setPrice('65000.019')).toBe('65000.01')
  })
})

describe('candles', () => {
  it('of the past join one another, end at the opening price, and are the same for the same seed', () => {
    const { engine } = new EngineFixture()
    const bars = Array.from({ length: 24 }, (_, index) =>
      engine.bar('BTC/USDT', startTime - (24 - index) * hour, startTime - (23 - index) * hour),
    )
    for (const [index, bar] of bars.entries()) {
      expect(bar.high.atLeast(bar.open) && bar.high.atLeast(bar.close)).toBe(true)
      expect(bar.low.atMost(bar.open) && bar.low.atMost(bar.close)).toBe(true)
      expect(bar.volume.isPositive()).toBe(true)
      if (index > 0) expect(bar.open.equals(bars[index - 1]?.close ?? money('0'))).toBe(true)
    }
    expect(bars.at(-1)?.close.toString()).toBe('64250')
    expect(JSON.stringify(new EngineFixture().engine.bar('BTC/USDT', startTime - hour, startTime))).toBe(
      JSON.stringify(bars.at(-1)),
    )
  })

  it('of the present hold what was traded, and stand still where nothing was', () => {
    const fixture = new EngineFixture()
    fixture.time = startTime + 61_000
    fixture.setPrice('65000')
    fixture.setPrice('64000')
    fixture.time = startTime + 10 * 60_000
    const bar = fixture.engine.bar('BTC/USDT', startTime + 60_000, startTime + 120_000)
    expect([bar.high.toString(), bar.low.toString(), bar.close.toString(), bar.trades]).toEqual([
      '65000',
      '64000',
      '64000',
      2,
    ])
    const idle = fixture.engine.bar('BTC/USDT', startTime + 300_000, startTime + 360_000)
    expect([idle.open.toString(), idle.close.toString(), idle.volume.toString()]).toEqual(['64000', '64000', '0'])
    const whole = fixture.engine.bar('BTC/USDT', startTime - hour, startTime + hour)
    expect([whole.high.atLeast(money('65000')), whole.close.toString()]).toEqual([true, '64000'])
  })

  it('feed the statistics of the last day', () => {
    const fixture = new EngineFixture()
    fixture.setPrice('90000')
    fixture.setPrice('64000')
    const day = fixture.engine.dayStatistics('BTC/USDT')
    expect([day.high.toString(), day.close.toString()]).toEqual(['90000', '64000'])
    expect(day.volume.isPositive() && day.quoteVolume.isPositive()).toBe(true)
    fixture.time = startTime + 25 * hour
    fixture.setPrice('64010')
    expect(fixture.engine.dayStatistics('BTC/USDT').high.toString()).toBe('64010')
  })
})
