import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { joinCandles } from '../../src-main/redis/actions/candles.ts'
import type { Candle } from '../../src-shared/market.ts'
import { money } from './support/models.ts'
import { running, type Running } from './support/running.ts'

let run: Running
beforeAll(async () => {
  run = await running({ language: () => 'fr' })
})
afterAll(() => run[Symbol.asyncDispose]())
beforeEach(() => {
  run.services.client.candleCalls.length = 0
})

const btc = { broker_id: 1, symbol: 'BTCUSDT' }

const minute = 60_000
const candle = (time: number, prices: readonly [string, string, string, string], volume: string): Candle => {
  const [open, high, low, close] = prices
  return {
    time,
    open: money(open),
    high: money(high),
    low: money(low),
    close: money(close),
    volume: money(volume),
  }
}

describe('get_candles', () => {
  it('is a list of six numbers each, time in ms, oldest first', async () => {
    run.services.client.candles = [
      candle(60_000, ['1.5', '2', '1', '1.75'], '0.00001'),
      candle(120_000, ['1.75', '3', '1', '2'], '12345678901234567890.5'),
    ]
    const answer = await run.django.ask('get_candles', { ...btc, timeframe: '1h', limit: 2 })
    expect(answer.data).toEqual([
      [60_000, 1.5, 2, 1, 1.75, 0.00001],
      [120_000, 1.75, 3, 1, 2, 12345678901234567890.5],
    ])
    expect(answer.text).toContain('12345678901234567890.5')
    expect(run.services.client.candleCalls).toEqual([['BTC/USDT', '1h', 2]])
  })

  it('has a hundred where nothing is said', async () => {
    await run.django.ask('get_candles', { ...btc, timeframe: '1m' })
    expect(run.services.client.candleCalls).toEqual([['BTC/USDT', '1m', 100]])
  })

  it('puts a time frame that the exchange lacks together from the longest that fits', async () => {
    run.services.client.candles = []
    await run.django.ask('get_candles', { ...btc, timeframe: '3m', limit: 10 })
    await run.django.ask('get_candles', { ...btc, timeframe: '4h', limit: 10 })
    expect(run.services.client.candleCalls).toEqual([
      ['BTC/USDT', '1m', 33],
      ['BTC/USDT', '1h', 44],
    ])
  })

  it.each(['1M', '7m', ''])('refuses the time frame %j', async (timeframe) => {
    const answer = await run.django.ask('get_candles', { ...btc, timeframe })
    expect(answer).toMatchObject({ success: false, data: null })
    expect(answer.error).toContain('timeframe')
  })

  it('joins exactly: first open, highest, lowest, last close, all the volume', () => {
    const parts = [
      candle(1 * minute, ['9', '9', '9', '9'], '9'),
      candle(3 * minute, ['1', '5', '1', '4'], '0.1'),
      candle(4 * minute, ['4', '6', '3', '3'], '0.2'),
      candle(6 * minute, ['3', '3', '0.5', '2'], '0.3'),
    ]
    expect(JSON.parse(JSON.stringify(joinCandles(parts, 3 * minute)))).toEqual([
      { time: 180_000, open: '1', high: '6', low: '1', close: '3', volume: '0.3' },
      { time: 360_000, open: '3', high: '3', low: '0.5', close: '2', volume: '0.3' },
    ])
    expect(joinCandles([], minute)).toEqual([])
  })
})
