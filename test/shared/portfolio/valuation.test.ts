import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Balance } from '../../../src-shared/market.ts'
import { Money } from '../../../src-shared/money.ts'
import { conversionSteps, pairsWanted, rateFrom } from '../../../src-shared/portfolio/conversion.ts'
import { periodNames, isTimeZone } from '../../../src-shared/portfolio/periods.ts'
import { shareOf, valueBalances } from '../../../src-shared/portfolio/valuation.ts'
import { sampleMarket } from '../../support/sample-market.ts'

const m = (text: string): Money => Money.parse(text)
const pricesOf = (prices: Readonly<Record<string, string>>): ReadonlyMap<string, Money> =>
  new Map(Object.entries(prices).map(([symbol, price]) => [symbol, m(price)]))
const balance = (asset: string, total: string): Balance => ({
  asset,
  available: m(total),
  held: Money.zero,
  total: m(total),
  elsewhere: [],
})

describe('a rate', () => {
  const prices = pricesOf({
    'BTC/USDT': '60000',
    'EUR/USDT': '1.2',
    'ETH/BTC': '0.05',
    'USDC/USDT': '0.999',
    'DEAD/USDT': '0',
  })

  test.each([
    ['BTC', 'USDT', '60000'],
    ['USDT', 'USDT', '1'],
    ['BTC', 'EUR', '50000'],
    ['ETH', 'USDT', '3000'],
    ['ETH', 'EUR', '2500'],
    ['USDC', 'USDT', '0.999'],
    ['DEAD', 'USDT', null],
    ['NONE', 'USDT', null],
  ])('%s in %s is %s', (from, to, rate) => {
    expect(rateFrom(prices, from, to)?.truncated(12).toString() ?? null).toBe(rate)
  })

  test('a stable coin is not taken for its dollar', () => {
    expect(rateFrom(pricesOf({ 'BTC/USDT': '60000' }), 'USDC', 'USDT')).toBeNull()
  })

  test('takes its own pair before a way over others, and never more than two bridges', () => {
    const all = new Set(['A/BTC', 'BTC/USDT', 'A/USDT', 'B/ETH', 'ETH/BTC', 'BTC/EUR', 'EUR/C'])
    const has = (symbol: string): boolean => all.has(symbol)
    expect(conversionSteps(has, 'A', 'USDT')).toEqual([{ symbol: 'A/USDT', inverse: false }])
    expect(conversionSteps(has, 'B', 'USDT')?.map(({ symbol }) => symbol)).toEqual(['B/ETH', 'ETH/BTC', 'BTC/USDT'])
    expect(conversionSteps(has, 'B', 'C')).toBeNull()
  })

  test('whatever prices there are, there and back is the same but for what is cut', () => {
    const price = fc.integer({ min: 1, max: 1_000_000 }).map(String)
    fc.assert(
      fc.property(price, price, (btc, eth) => {
        const given = pricesOf({ 'BTC/USDT': btc, 'ETH/BTC': eth })
        const [there, back] = [rateFrom(given, 'ETH', 'USDT'), rateFrom(given, 'USDT', 'ETH')]
        if (there === null || back === null) throw new Error('there is a way')
        expect(there.times(back).atMost(Money.one)).toBe(true)
        expect(Money.one.minus(there.times(back)).atMost(m('0.000001'))).toBe(true)
      }),
    )
  })

  test('only pairs that there are are asked for', () => {
    const all = new Set(['SOL/USDT', 'BTC/USDT', 'SOL/TRY'])
    expect(pairsWanted((symbol) => all.has(symbol), ['SOL'], 'BTC')).toEqual(['SOL/USDT', 'BTC/USDT'])
  })
})

describe('balances', () => {
  const market = sampleMarket({ symbol: 'BTC/USDT' })
  const markets = new Map([[market.symbol, market]])

  test('what has no price has no value', () => {
    const [btc, none] = valueBalances(
      [balance('BTC', '2'), balance('NONE', '5')],
      { markets, prices: pricesOf({ 'BTC/USDT': '60000' }) },
      'USDT',
      null,
    )
    expect([btc?.value?.toString(), btc?.dust]).toEqual(['120000', false])
    expect([none?.price, none?.value, none?.dust]).toEqual([null, null, false])
  })

  test('what its exchange would not take as an order is dust, and what is worth less than the limit', () => {
    const given = { markets, prices: pricesOf({ 'BTC/USDT': '60000', 'EUR/USDT': '1' }) }
    const held = [balance(market.base, '0.00000001'), balance('EUR', '0.5'), balance('EUR', '2')]
    expect(valueBalances(held, given, 'USDT', Money.one).map(({ dust }) => dust)).toEqual([true, true, false])
  })

  test('shares are parts of a hundred', () => {
    expect(shareOf(m('1'), m('3'))?.toString()).toBe('33.33')
    expect(shareOf(m('1'), Money.zero)).toBeNull()
    expect(shareOf(null, m('3'))).toBeNull()
  })
})

describe('periods', () => {
  test('are those of the time zone', () => {
    const time = Date.UTC(2026, 11, 31, 23, 30)
    expect(periodNames('day', 'Europe/Paris')(time)).toBe('2027-01-01')
    expect(periodNames('month', 'UTC')(time)).toBe('2026-12')
    expect(periodNames('year', 'Europe/Paris')(time)).toBe('2027')
    expect([isTimeZone('Europe/Paris'), isTimeZone('Mars/Base')]).toEqual([true, false])
  })
})
