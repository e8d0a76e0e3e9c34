import { describe, expect, it } from 'vitest'
import { at, BinanceFixture, code, field, list, textOf } from './binance-fixture.ts'

describe('exchangeInfo', () => {
  it('shows every market with its filters, some without a feature, one cancel-only, one closed', async () => {
    const fixture = await BinanceFixture.start()
    const { body } = await fixture.open('/api/v3/exchangeInfo')
    const symbols = list(field(body, 'symbols'))
    const of = (symbol: string) => symbols.find((each) => field(each, 'symbol') === symbol) ?? null
    expect(of('BTCUSDT')).toMatchObject({
      status: 'TRADING',
      baseAsset: 'BTC',
      quoteAsset: 'USDT',
      baseAssetPrecision: 8,
      opoAllowed: true,
      allowTrailingStop: true,
      isSpotTradingAllowed: true,
      permissions: [],
      permissionSets: [['SPOT', 'MARGIN', 'TRD_GRP_004']],
    })
    const filters = list(field(of('PEPEUSDT'), 'filters'))
    const filter = (type: string) => filters.find((each) => field(each, 'filterType') === type) ?? null
    expect(filter('LOT_SIZE')).toMatchObject({ stepSize: '1.00000000', minQty: '1.00000000' })
    expect(filter('PRICE_FILTER')).toMatchObject({ tickSize: '0.00000001' })
    expect(filter('NOTIONAL')).toMatchObject({ minNotional: '5.00000000', applyMinToMarket: true })
    expect(field(of('DOGEUSDT'), 'allowTrailingStop')).toBe(false)
    expect([field(of('XRPUSDT'), 'otoAllowed'), field(of('XRPUSDT'), 'opoAllowed')]).toEqual([true, false])
    expect([field(of('LUNAUSDT'), 'status'), field(of('FTTUSDT'), 'status')]).toEqual(['CANCEL_ONLY', 'BREAK'])
    expect(of('这是测试币456')).toMatchObject({ baseAsset: '这是测试币', quoteAsset: '456' })
    const limits = list(field(body, 'rateLimits')).map((limit) => field(limit, 'rateLimitType'))
    expect(limits).toEqual(['REQUEST_WEIGHT', 'ORDERS', 'ORDERS', 'RAW_REQUESTS'])
  })

  it('filters by symbol, symbols, permissions and status, one at a time', async () => {
    const fixture = await BinanceFixture.start()
    const count = async (query: string): Promise<number> =>
      list(field((await fixture.open(`/api/v3/exchangeInfo?${query}`)).body, 'symbols')).length
    expect(await count('symbol=BTCUSDT')).toBe(1)
    expect(await count(`symbols=${encodeURIComponent('["BTCUSDT","这是测试币456"]')}`)).toBe(2)
    expect(await count('permissions=LEVERAGED')).toBe(0)
    expect(await count('permissions=%5B%22SPOT%22%2C%22MARGIN%22%5D')).toBeGreaterThan(10)
    expect(await count('symbolStatus=BREAK')).toBe(1)
    const refused = async (query: string) => code(await fixture.open(`/api/v3/exchangeInfo?${query}`))
    expect(await refused('symbol=BTCUSDT&symbols=%5B%22BTCUSDT%22%5D')).toBe(-1128)
    expect(await refused('symbol=BTCUSDT&permissions=SPOT')).toBe(-1128)
    expect(await refused('symbols=%5B%22BTCUSDT%22,%22NOSUCH%22%5D')).toBe(-1121)
    expect(await refused('symbols=BTCUSDT')).toBe(-1100)
    expect(await refused('symbols=%5B%22BTCUSDT%22,%22BTCUSDT%22%5D')).toBe(-1151)
    expect(await refused('symbolStatus=OPEN')).toBe(-1122)
  })
})

describe('tickers, book and candles', () => {
  it('answer one object for a symbol and an array otherwise', async () => {
    const fixture = await BinanceFixture.start()
    expect((await fixture.open('/api/v3/ticker/price?symbol=BTCUSDT')).body).toEqual({
      symbol: 'BTCUSDT',
      price: '64250.00000000',
    })
    expect(list((await fixture.open('/api/v3/ticker/price')).body).length).toBeGreaterThan(10)
    const two = `symbols=${encodeURIComponent('["BTCUSDT","ETHUSDT"]')}`
    expect(list((await fixture.open(`/api/v3/ticker/bookTicker?${two}`)).body)).toHaveLength(2)
    const day = (await fixture.open('/api/v3/ticker/24hr?symbol=BTCUSDT')).body
    expect(day).toMatchObject({
      lastPrice: '64250.00000000',
      bidPrice: '64249.99000000',
      closeTime: fixture.time,
    })
    expect(textOf(field(day, 'priceChangePercent'))).toMatch(/^-?\d+\.\d{3}$/)
    const mini = (await fixture.open('/api/v3/ticker/24hr?symbol=BTCUSDT&type=MINI')).body
    expect(mini).not.toHaveProperty('bidPrice')
    expect(code(await fixture.open('/api/v3/ticker/24hr?symbol=BTCUSDT&type=HUGE'))).toBe(-1139)
    expect(code(await fixture.open('/api/v3/ticker/price?symbol=FTTUSDT&symbolStatus=TRADING'))).toBe(-1220)
  })

  it('show the book, an empty one where nothing trades, and orders of accounts in it', async () => {
    const fixture = await BinanceFixture.start()
    await fixture.limitBuy({ price: '64250', quantity: '0.03' })
    const { body } = await fixture.open('/api/v3/depth?symbol=BTCUSDT&limit=5')
    expect(at(field(body, 'bids'), 0)).toEqual(['64250.00000000', '0.03000000'])
    expect(list(field(body, 'asks'))).toHaveLength(5)
    expect((await fixture.open('/api/v3/depth?symbol=FTTUSDT')).body).toMatchObject({ bids: [], asks: [] })
    expect((await fixture.open('/api/v3/ticker/bookTicker?symbol=FTTUSDT')).body).toMatchObject({
      bidPrice: '0.00000000',
    })
    expect(code(await fixture.open('/api/v3/depth?symbol=BTCUSDT&limit=0'))).toBe(-1130)
    expect(code(await fixture.open('/api/v3/depth'))).toBe(-1102)
  })

  it('candles are aligned, twelve fields long, and stop at now', async () => {
    const fixture = await BinanceFixture.start()
    const candles = async (query: string) => list((await fixture.open(`/api/v3/klines?symbol=BTCUSDT&${query}`)).body)
    const hours = await candles('interval=1h&limit=3')
    expect(hours.map((row) => at(row, 0))).toEqual([0, 1, 2].map((hour) => fixture.time + (hour - 2) * 3_600_000))
    expect(list(hours[0] ?? null)).toHaveLength(12)
    expect(at(hours[0] ?? null, 6)).toBe(fixture.time - 3_600_000 - 1)
    const from = fixture.time - 10 * 60_000 + 1
    expect(await candles(`interval=1m&startTime=${from}&endTime=${fixture.time - 1}`)).toHaveLength(9)
    const weeks = await candles('interval=1w&limit=2')
    expect(new Date(Number(at(weeks[0] ?? null, 0))).getUTCDay()).toBe(1)
    const months = await candles('interval=1M&limit=2')
    expect(new Date(Number(at(months[1] ?? null, 0))).toISOString()).toBe('2026-11-01T00:00:00.000Z')
    const shifted = await candles('interval=1d&limit=1&timeZone=-1:00')
    expect(new Date(Number(at(shifted[0] ?? null, 0))).getUTCHours()).toBe(1)
    expect(code(await fixture.open('/api/v3/klines?symbol=BTCUSDT&interval=7m'))).toBe(-1120)
    expect(code(await fixture.open('/api/v3/klines?symbol=BTCUSDT&interval=1h&timeZone=15'))).toBe(-1130)
  })
})
