import { describe, expect, test } from 'vitest'
import { areaShape, nearestPoint } from '../../src-renderer/portfolio/area-path.ts'
import { arrangeHoldings, hasCost, sortedBy } from '../../src-renderer/portfolio/arrange-holdings.ts'
import { percentText, priceText, toneOf, valueText } from '../../src-renderer/portfolio/money-text.ts'
import type { PointView } from '../../src-renderer/portfolio/queries.ts'
import { changeOverDay, upToNow } from '../../src-renderer/portfolio/value-change.ts'
import { holding } from './support/sample-portfolio.ts'

const hour = 3_600_000
const point = (at: number, value: string, complete = true): PointView => ({ at, value, complete })

describe('holdings', () => {
  const list = [
    holding('A', { value: '5', share: '10', unrealised: '-1' }),
    holding('B', { value: null, share: null }),
    holding('C', { value: '50', share: '90', unrealised: '2' }),
    holding('D', { value: '0.1', share: '0', dust: true }),
    holding('E', { value: '0', share: '0', total: '0' }),
  ]
  const order = (...sorting: Parameters<typeof sortedBy>[1][]): readonly string[] => {
    let by: Parameters<typeof sortedBy>[0] = { by: 'value', descending: true }
    for (const each of sorting) by = sortedBy(by, each)
    return arrangeHoldings(list, by).shown.map(({ asset }) => asset)
  }

  test('are sorted by what is clicked, the other way at the second click, without a value last', () => {
    expect(order()).toEqual(['C', 'A', 'B'])
    expect(order('value')).toEqual(['A', 'C', 'B'])
    expect(order('asset')).toEqual(['A', 'B', 'C'])
    expect(order('asset', 'asset')).toEqual(['C', 'B', 'A'])
    expect(order('result')).toEqual(['C', 'A', 'B'])
  })

  test('dust stands apart, and what is not there is left out', () => {
    expect(arrangeHoldings(list, { by: 'value', descending: true }).dust.map(({ asset }) => asset)).toEqual(['D'])
  })

  test('money has no cost', () => {
    expect([hasCost('BTC', 'USDT'), hasCost('EUR', 'USDT'), hasCost('BTC', 'BTC')]).toEqual([true, false, false])
  })
})

describe('the change over a day', () => {
  const now = 100 * hour

  test('is against what was kept nearest to a day ago', () => {
    const points = [point(now - 25 * hour, '50'), point(now - 24 * hour + 60_000, '80'), point(now - hour, '90')]
    const change = changeOverDay(points, { at: now, value: '100', accounts: [] })
    expect([change?.amount.toString(), change?.percent?.toString()]).toEqual(['20', '25'])
  })

  test('is not known where nothing was kept then, or not of all accounts', () => {
    expect(changeOverDay([point(now - 12 * hour, '50')], { at: now, value: '100', accounts: [] })).toBeNull()
    expect(changeOverDay([point(now - 24 * hour, '50', false)], { at: now, value: '100', accounts: [] })).toBeNull()
  })

  test('now is the end of the line, unless an account is missing', () => {
    const told = { at: 5, value: '7', accounts: [] }
    expect(upToNow([point(1, '3'), point(9, '4')], told)).toEqual([point(1, '3'), point(5, '7')])
    const error = {
      class: 'retryable',
      text: { key: 'error.internal', params: {} },
      field: null,
      exchange: null,
    } as const
    const missing = { id: 'a', name: 'A', exchange: 'binance', value: null, fills: null, error } as const
    expect(upToNow([point(1, '3')], { ...told, accounts: [missing] })).toEqual([point(1, '3')])
    expect(changeOverDay([point(now - 24 * hour, '50')], { at: now, value: '7', accounts: [missing] })).toBeNull()
  })
})

describe('the area of values', () => {
  test('begins left, ends right, and higher values stand higher', () => {
    const shape = areaShape([point(0, '10'), point(5, '30'), point(10, '20')], { width: 100, height: 60 })
    expect(shape?.line).toBe('M0 52L50 8L100 30')
    expect([shape?.low.value, shape?.high.value]).toEqual(['10', '30'])
    expect(shape === null ? null : nearestPoint(shape, 60)).toBe(1)
  })

  test('one point is no line, and a value that never moves is a line in the middle', () => {
    expect(areaShape([point(0, '10')], { width: 100, height: 60 })).toBeNull()
    expect(areaShape([point(0, '10'), point(1, '10')], { width: 100, height: 60 })?.line).toBe('M0 30L100 30')
  })
})

test('values are told as people write them', () => {
  expect(valueText('1234.5678', 'USDT', 'en')).toBe('1,234.56')
  expect(valueText('0.123456789', 'BTC', 'en')).toBe('0.12345678')
  expect(valueText(null, 'EUR', 'en')).toBe('—')
  expect(valueText('2', 'EUR', 'en', { plusSign: true })).toBe('+2.00')
  expect(priceText('0.0000108754321', 'EUR', 'en')).toBe('0.000010875')
  expect(percentText('-0.066', 'fr')).toBe('−0,06\u202f%')
  expect([toneOf('1'), toneOf('-1'), toneOf('0'), toneOf(null)]).toEqual(['up', 'down', 'flat', 'flat'])
})
