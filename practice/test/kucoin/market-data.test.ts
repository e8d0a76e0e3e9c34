import { describe, expect, it } from 'vitest'
import { type Json, KuCoinFixture } from './kucoin-fixture.ts'

describe('market data', () => {
  const fixture = new KuCoinFixture()
  it('steps are decimals, and a renamed coin keeps its symbol', () => {
    const symbols = fixture.get('/api/v2/symbols').data as readonly Json[]
    expect(symbols.find(({ symbol }) => symbol === 'BTC-USDT')).toMatchObject({
      priceIncrement: '0.1',
      baseMinSize: '0.00001',
      baseIncrement: '0.00000001',
      quoteIncrement: '0.000001',
      minFunds: '0.1',
      feeCurrency: 'USDT',
      enableTrading: true,
    })
    expect(symbols.find(({ symbol }) => symbol === 'LTC-USDT')).toMatchObject({ name: 'LTCX-USDT' })
  })

  it('one symbol is told as in the list; one that does not trade says so', () => {
    const symbols = fixture.get('/api/v2/symbols').data as readonly Json[]
    const eth = fixture.get('/api/v2/symbols/ETH-BTC').data
    expect(eth).toEqual(symbols.find(({ symbol }) => symbol === 'ETH-BTC'))
    expect(fixture.get('/api/v2/symbols/LUNA-USDT').data).toMatchObject({ enableTrading: false })
    expect(fixture.get('/api/v2/symbols/NO-SUCH').code).toBe('400100')
    const btc = fixture.get('/api/v2/symbols', 'market=BTC').data as readonly Json[]
    expect(btc.map(({ symbol }) => symbol)).toEqual(['ETH-BTC'])
  })

  it('candles of a month begin with it; bounds are seconds and included', () => {
    const months = fixture.get('/api/v1/market/candles', 'symbol=BTC-USDT&type=1month').data as readonly string[][]
    expect(months.slice(0, 2).map(([time]) => Number(time) * 1_000)).toEqual([
      Date.UTC(2026, 10, 1),
      Date.UTC(2026, 9, 1),
    ])
    const at = fixture.time / 1_000 - 3_600
    const query = `symbol=BTC-USDT&type=1min&startAt=${at}&endAt=${at + 120}`
    const rows = fixture.get('/api/v1/market/candles', query).data as readonly string[][]
    expect(rows.map(([time]) => Number(time))).toEqual([at + 120, at + 60, at])
    expect(fixture.get('/api/v1/market/candles', 'symbol=BTC-USDT&type=toString').code).toBe('400100')
  })

  it('the book has as many levels as were asked for, best first', () => {
    for (const levels of [20, 100]) {
      const { bids, asks } = fixture.get(`/api/v1/market/orderbook/level2_${levels}`, 'symbol=BTC-USDT').data as {
        bids: [string, string][]
        asks: [string, string][]
      }
      expect(bids.length).toBeLessThanOrEqual(levels)
      expect(Number(bids[0]?.[0])).toBeGreaterThan(Number(bids[1]?.[0]))
      expect(Number(asks[0]?.[0])).toBeGreaterThan(Number(bids[0]?.[0]))
    }
    const best = fixture.get('/api/v1/market/orderbook/level1', 'symbol=BTC-USDT').data as Json
    expect(Number(best.bestBid)).toBeLessThan(Number(best.bestAsk))
  })

  it('trades are told in nanoseconds, as bare numbers', () => {
    const own = new KuCoinFixture()
    own.add({ type: 'market', size: '0.01' })
    const [trade] = own.get('/api/v1/market/histories', 'symbol=BTC-USDT').data as readonly Json[]
    expect(trade).toMatchObject({ side: 'buy' })
    expect(own.lastReply.body).toContain(`"time":${own.time}000001}`)
  })

  it('candles come newest first, in seconds, with the close before the high', () => {
    const rows = fixture.get('/api/v1/market/candles', 'symbol=BTC-USDT&type=1hour').data as readonly string[][]
    expect(rows).toHaveLength(1_500)
    const [first, second] = rows
    expect(Number(first?.[0])).toBe(Number(second?.[0]) + 3_600)
    for (const [, open, close, high, low] of rows.slice(0, 50)) {
      expect(Math.max(Number(open), Number(close))).toBeLessThanOrEqual(Number(high))
      expect(Math.min(Number(open), Number(close))).toBeGreaterThanOrEqual(Number(low))
    }
  })

  it('tickers of pairs that stand still have no quotes', () => {
    const { ticker } = fixture.get('/api/v1/market/allTickers').data as { ticker: readonly Json[] }
    expect(ticker.find(({ symbol }) => symbol === 'FTT-USDT')).toMatchObject({ buy: null, sell: null })
    expect(ticker.find(({ symbol }) => symbol === 'BTC-USDT')?.buy).not.toBeNull()
  })
})
