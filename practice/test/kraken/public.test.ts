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
    expect(keys(fixture.get('Assets', 'assetVersion=1').result)).toEqual(expect.arrayContaining(['BTC', 'USD', 'DOGE']))
    expect(fixture.get('Ticker', 'pair=NOPE').error).toEqual(['EQuery:Unknown asset pair'])
  })

  it('balances carry suffix lines beside the asset', () => {
    const balances = fixture.post('BalanceEx').result as Record<string, { balance: string; hold_trade: string }>
    expect(keys(balances)).toEqual(expect.arrayContaining(['XXBT', 'USDT', 'ZUSD', 'USDT.F', 'ETH.S']))
    expect(balances.USDT).toEqual({ balance: '10000.0000000000', hold_trade: '0.0000000000' })
  })
})

describe('other venues', () => {
  it('their books are listed beside Kraken’s own under names with a mark, and nobody trades there', () => {
    const all = fixture.get('AssetPairs').result as Record<string, Record<string, unknown>>
    expect(keys(all).indexOf('XBTUSD:BTNL')).toBeLessThan(keys(all).indexOf('XXBTZUSD'))
    expect(all['XBTUSD:BTNL']).toMatchObject({
      base: 'XXBT',
      quote: 'ZUSD',
      wsname: 'XBT/USD:BTNL',
      execution_venue: 'bitnomial_exchange',
    })
    const own = fixture.get('AssetPairs', 'execution_venue=international').result
    expect(keys(own)).toEqual(keys(all).filter((id) => !id.includes(':')))
    expect(keys(fixture.get('AssetPairs', 'execution_venue=bitnomial_exchange').result)).toEqual([
      'XBTUSD:BTNL',
      'ETHUSD:BTNL',
    ])
    expect(fixture.get('Ticker', 'pair=XBTUSD:BTNL').error).toEqual(['EQuery:Unknown asset pair'])
  })
})

describe('market data', () => {
  it('candles: the newest 720, oldest first, the last one unfinished', () => {
    const { result } = fixture.get('OHLC', 'pair=XBTUSDT&interval=60')
    const rows = (result as Record<string, readonly unknown[][]>).XBTUSDT ?? []
    expect(rows).toHaveLength(720)
    expect(rows.at(-1)?.[0]).toBe(Math.floor(fixture.time / 3_600_000) * 3_600)
    expect(fixture.get('OHLC', 'pair=XBTUSDT&interval=7').error).toEqual(['EGeneral:Invalid arguments:interval'])
  })

  it('USD and USDT have markets, prices and balances of their own', () => {
    const last = (pair: string): number => {
      const [row] = Object.values(fixture.get('Ticker', `pair=${pair}`).result as Record<string, { c: string[] }>)
      return Number(row?.c[0])
    }
    for (const [usd, usdt] of [
      ['XBTUSD', 'XBTUSDT'],
      ['ETHUSD', 'ETHUSDT'],
    ] as const)
      expect(last(usd)).not.toBe(last(usdt))
    const [one, other] = [fixture.post('Balance'), fixture.post('Balance')].map(({ result }) => result)
    expect(one).toMatchObject({
      ZUSD: '8000.0000000000',
      USDT: '10000.0000000000',
      'USDT.F': '150.0000000000',
    })
    expect(one).toEqual(other)
  })

  it('tickers come one, several or all', () => {
    expect(keys(fixture.get('Ticker', 'pair=XBTUSDT,ETH/USD').result)).toEqual(['XBTUSDT', 'XETHZUSD'])
    expect(keys(fixture.get('Ticker').result)).toEqual(
      keys(fixture.get('AssetPairs', 'execution_venue=international').result),
    )
  })

  it('trades go on from where the last answer ended', () => {
    const own = new KrakenFixture()
    const trades = (since: string): { rows: readonly unknown[][]; last: string } => {
      const result = own.get('Trades', `pair=XBTUSDT&since=${since}`).result as Record<string, unknown>
      return { rows: result.XBTUSDT as readonly unknown[][], last: String(result.last) }
    }
    own.add({ ordertype: 'market', volume: '0.01' })
    const { rows, last } = trades('0')
    expect(last).toBe(`${own.time}000000`)
    expect(rows.at(-1)?.slice(2, 5)).toEqual([own.time / 1_000, 'b', 'l'])
    expect(trades(last)).toEqual({ rows: [], last })
    own.time += 5
    own.add({ type: 'sell', ordertype: 'market', volume: '0.01' })
    expect(trades(last).rows.every(([, , , side]) => side === 's')).toBe(true)
    expect(trades(last).rows.length).toBeGreaterThan(0)
  })

  it('the spread is that of the book', () => {
    const { XBTUSDT } = fixture.get('Spread', 'pair=XBTUSDT').result as { XBTUSDT: readonly string[][] }
    const ticker = fixture.get('Ticker', 'pair=XBTUSDT').result as { XBTUSDT: { a: string[]; b: string[] } }
    expect(XBTUSDT.at(-1)?.slice(1)).toEqual([ticker.XBTUSDT.b[0], ticker.XBTUSDT.a[0]])
  })

  it('time and status are told; a token for the WebSocket is of one use each', () => {
    expect(fixture.get('Time').result).toMatchObject({ unixtime: Math.floor(fixture.time / 1_000) })
    expect(fixture.get('SystemStatus').result).toMatchObject({ status: 'online' })
    const tokens = [1, 2].map(() => fixture.post('GetWebSocketsToken').result as { token: string })
    expect(tokens).toEqual([1, 2].map(() => ({ token: expect.any(String) as unknown, expires: 900 })))
    expect(tokens[0]?.token).not.toBe(tokens[1]?.token)
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
