import { describe, expect, it } from 'vitest'
import { KrakenFixture } from './kraken-fixture.ts'

const fixture = new KrakenFixture()
const keys = (result: unknown): readonly string[] => Object.keys(result as object)

describe('names', () => {
  it('pairs have four, and USD is not USDT', () => {
    const pairs = fixture.get('AssetPairs').result as Record<string, Record<string, unknown>>
    expect(pairs.XXBTZUSD).toMatchObject({
      altname: 'XBTUSD',
      wsname: 'XBT/USD',
      base: 'XXBT',
      quote: 'ZUSD',
    })
    expect(pairs.XBTUSDT).toMatchObject({
      altname: 'XBTUSDT',
      wsname: 'XBT/USDT',
      base: 'XXBT',
      quote: 'USDT',
    })
    expect(pairs.XDGUSDT).toMatchObject({ wsname: 'XDG/USDT', base: 'XXDG' })
    expect(pairs.XETHXXBT).toMatchObject({ wsname: 'ETH/XBT' })
    expect(pairs.SOLUSDT).toMatchObject({ pair_decimals: 4, tick_size: '0.005' })
    expect(pairs.PEPEUSD).toMatchObject({ pair_decimals: 10 })
  })

  it('answers are keyed by id, however one asked; modern names on demand', () => {
    for (const pair of ['XBTUSD', 'XBT/USD', 'BTC/USD'])
      expect(keys(fixture.get('Ticker', `pair=${pair}`).result)).toEqual(['XXBTZUSD'])
    expect(keys(fixture.get('AssetPairs', 'assetVersion=1').result)).toContain('BTC/USD')
    expect(keys(fixture.get('Assets').result)).toEqual(
      expect.arrayContaining(['XXBT', 'ZUSD', 'USDT', 'XXDG', 'USDT.F']),
    )
    expect(keys(fixture.get('Assets', 'assetVersion=1').result)).toEqual(
      expect.arrayContaining(['BTC', 'USD', 'DOGE']),
    )
    expect(fixture.get('Ticker', 'pair=NOPE').error).toEqual(['EQuery:Unknown asset pair'])
  })

  it('balances carry suffix lines beside the asset', () => {
    const balances = fixture.post('BalanceEx').result as Record<
      string,
      { balance: string; hold_trade: string }
    >
    expect(keys(balances)).toEqual(expect.arrayContaining(['XXBT', 'USDT', 'ZUSD', 'USDT.F', 'ETH.S']))
    expect(balances.USDT).toEqual({ balance: '10000.0000000000', hold_trade: '0.0000000000' })
  })
})

describe('market data', () => {
  it('candles: the newest 720, oldest first, the last one unfinished', () => {
    const { result } = fixture.get('OHLC', 'pair=XBTUSDT&interval=60')
    const rows = (result as Record<string, readonly unknown[][]>).XBTUSDT ?? []
    expect(rows).toHaveLength(720)
    expect(rows.at(-1)?.[0]).toBe(Math.floor(fixture.time / 3_600_000) * 3_600)
    expect(fixture.get('OHLC', 'pair=XBTUSDT&interval=7').error).toEqual([
      'EGeneral:Invalid arguments:interval',
    ])
  })

  it('the book does not cross, and the status words are Kraken’s', () => {
    const { XBTUSDT } = fixture.get('Depth', 'pair=XBTUSDT&count=5').result as Record<
      string,
      { asks: string[][]; bids: string[][] }
    >
    expect([XBTUSDT?.asks.length, XBTUSDT?.bids.length]).toEqual([5, 5])
    expect(Number(XBTUSDT?.asks[0]?.[0])).toBeGreaterThan(Number(XBTUSDT?.bids[0]?.[0]))
    const pairs = fixture.get('AssetPairs').result as Record<string, { status: string }>
    expect([pairs.XBTUSDT?.status, pairs.LUNAUSDT?.status]).toEqual(['online', 'cancel_only'])
  })
})
