import { describe, expect, it } from 'vitest'
import { AxisTimes } from '../../../src-renderer/chart/axis-time.ts'
import { fillsOf } from '../../../src-renderer/chart/fills.ts'
import { legendTexts } from '../../../src-renderer/chart/legend-text.ts'
import { inOrder, timeframeFor } from '../../../src-renderer/chart/timeframes.ts'
import type { CandleView } from '../../../src-renderer/views.ts'
import { openOrder } from '../sample-order.ts'

const candle: CandleView = {
  time: 0,
  open: '60000',
  high: '60500.5',
  low: '59000.123',
  close: '60300',
  volume: '1234.567891',
  closed: null,
}

describe('the legend', () => {
  it('has the prices as the exchange told them, and the change from the close before', () => {
    expect(legendTexts(candle, { ...candle, close: '60000' }, 2, 'en')).toEqual({
      open: '60,000.00',
      high: '60,500.50',
      low: '59,000.123',
      close: '60,300.00',
      change: '+0.50 %',
      volume: '1,234.57',
      direction: 'up',
    })
  })

  it('compares the first candle with its own open, and speaks French', () => {
    const { change, direction, close } = legendTexts({ ...candle, close: '59400' }, null, 2, 'fr')
    expect([change, direction, close]).toEqual(['−1,00 %', 'down', '59\u202f400,00'])
  })

  it('calls no change flat', () => {
    expect(legendTexts(candle, candle, 2, 'en')).toMatchObject({ change: '0.00 %', direction: 'flat' })
  })
})

describe('the time axis', () => {
  const at = Date.UTC(2026, 0, 2, 23, 0)
  const midnight = Date.UTC(2026, 0, 3)

  it('tells the time of the place, and the date at its midnight', () => {
    const paris = new AxisTimes('en', false, 'Europe/Paris')
    expect(paris.mark(at, 'time')).toBe('00:00')
    expect(paris.mark(at, 'day')).toBe('3 Jan')
    expect(paris.full(at)).toBe('Sat 3 Jan, 00:00')
  })

  it('tells when the exchange’s day begins, where that is not at midnight of the place', () => {
    expect(new AxisTimes('en', false, 'Europe/Paris').mark(midnight, 'day')).toBe('3 Jan, 01:00')
  })

  it('names candles of a day by the exchange’s day', () => {
    const newYork = new AxisTimes('en', true, 'America/New_York')
    expect(newYork.mark(midnight, 'day')).toBe('3 Jan')
    expect(newYork.full(midnight)).toBe('Sat, 3 Jan 2026')
    expect(new AxisTimes('fr', true, 'America/New_York').mark(midnight, 'month')).toBe('janv.')
  })
})

describe('time frames', () => {
  it('are the one wanted, or the nearest there is', () => {
    expect(timeframeFor('15m', ['1m', '15m', '1h'])).toBe('15m')
    expect(timeframeFor('3m', ['1m', '5m', '1d'])).toBe('5m')
    expect(timeframeFor('1w', ['1m', '1d'])).toBe('1d')
    expect(timeframeFor('1w', [])).toBeNull()
  })

  it('stand in order of their length', () => {
    expect(inOrder(['1d', '1m', '1h'])).toEqual(['1m', '1h', '1d'])
  })
})

it('fills are what orders of the symbol bought or sold, the oldest first', () => {
  const filled = { ...openOrder, filled: '0.5', averagePrice: '60010', status: 'filled', updatedAt: 20 } as const
  expect(
    fillsOf(
      [
        filled,
        { ...filled, updatedAt: 10, side: 'sell' },
        { ...filled, symbol: 'ETH/USDT' },
        { ...filled, averagePrice: null },
        openOrder,
      ],
      'BTC/USDT',
    ),
  ).toEqual([
    { time: 10, side: 'sell', price: '60010', quantity: '0.5' },
    { time: 20, side: 'buy', price: '60010', quantity: '0.5' },
  ])
})
