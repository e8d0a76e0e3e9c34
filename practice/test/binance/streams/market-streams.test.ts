import { describe, expect, it } from 'vitest'
import { field, list } from '../binance-fixture.ts'
import { connect, subscribe, withStreams } from './stream-fixture.ts'

const move = { symbol: 'BTCUSDT', price: '64300' }

describe('market streams of Binance', () => {
  it('speaks raw at /ws/<stream> and wraps at /stream', async () => {
    const fixture = await withStreams()
    const raw = await connect(fixture, '/ws/btcusdt@trade')
    const combined = await connect(fixture, '/stream?streams=btcusdt@trade/btcusdt@bookTicker')
    fixture.setPrice(move.symbol, move.price)
    const trade = await raw.nextJson()
    expect(trade).toEqual({
      e: 'trade',
      E: fixture.time,
      s: 'BTCUSDT',
      t: 5_000_001,
      p: '64300.00000000',
      q: expect.stringMatching(/^\d+\.\d{8}$/) as string,
      T: fixture.time,
      m: expect.any(Boolean) as boolean,
      M: true,
    })
    expect(await combined.nextJson()).toEqual({ stream: 'btcusdt@trade', data: trade })
    const { stream, data } = await combined.nextJson()
    expect(stream).toBe('btcusdt@bookTicker')
    const { body } = await fixture.open('/api/v3/ticker/bookTicker?symbol=BTCUSDT')
    const { body: depth } = await fixture.open('/api/v3/depth?symbol=BTCUSDT&limit=5')
    expect(data).toEqual({
      u: field(depth, 'lastUpdateId'),
      s: 'BTCUSDT',
      b: field(body, 'bidPrice'),
      B: field(body, 'bidQty'),
      a: field(body, 'askPrice'),
      A: field(body, 'askQty'),
    })
  })

  it('gives the top of the book as REST does, at once and after each change', async () => {
    const fixture = await withStreams({ fastBookMs: 5 })
    const client = await connect(fixture, '/stream?streams=btcusdt@depth5@100ms')
    for (const price of [null, '64400']) {
      if (price !== null) fixture.setPrice('BTCUSDT', price)
      const { stream, data } = await client.nextJson()
      const { body } = await fixture.open('/api/v3/depth?symbol=BTCUSDT&limit=5')
      expect({ stream, data }).toEqual({ stream: 'btcusdt@depth5@100ms', data: body })
    }
  })

  it('joins what one taker got at one price', async () => {
    const fixture = await withStreams()
    for (const newClientOrderId of ['a', 'b', 'c']) await fixture.limitBuy({ price: '64000', newClientOrderId })
    const client = await connect(fixture, '/ws/btcusdt@aggTrade')
    fixture.setPrice('BTCUSDT', '64000')
    const told = [await client.nextJson(), await client.nextJson(), await client.nextJson()]
    // The market maker stands for many others: its trades are not one taker's.
    expect(told.map((each) => [each.e, each.p, each.q, each.f === each.l])).toEqual(
      Array.from({ length: 3 }, () => ['aggTrade', '64000.00000000', '0.01000000', true]),
    )
    await client.next()
    const mine = { price: '64000', quantity: '0.001', selfTradePreventionMode: 'NONE' }
    for (const newClientOrderId of ['d', 'e']) await fixture.limitBuy({ ...mine, side: 'SELL', newClientOrderId })
    await fixture.limitBuy({ ...mine, quantity: '0.002' })
    const joined = await client.nextJson()
    expect(joined).toMatchObject({ m: false, p: '64000.00000000', q: '0.00200000', l: Number(joined.f) + 1 })
  })

  it('tells the candle of now, and once more when it closes', async () => {
    const fixture = await withStreams({ candleMs: 0 })
    const client = await connect(fixture, '/ws')
    await subscribe(client, 'btcusdt@kline_1m')
    fixture.setPrice('BTCUSDT', '64300')
    const open = await client.nextJson()
    expect(open).toMatchObject({
      e: 'kline',
      s: 'BTCUSDT',
      k: { i: '1m', c: '64300.00000000', x: false, n: 1, f: 5_000_001, L: 5_000_001 },
    })
    fixture.time += 60_000
    fixture.setPrice('BTCUSDT', '64310')
    const closed = await client.nextJson()
    const k = closed.k as Record<string, unknown>
    expect([k.x, k.c, k.T]).toEqual([true, '64300.00000000', Number(k.t) + 59_999])
    const next = (await client.nextJson()).k as Record<string, unknown>
    expect([next.x, next.t, next.c]).toEqual([false, Number(k.t) + 60_000, '64310.00000000'])
    const { body } = await fixture.open('/api/v3/klines?symbol=BTCUSDT&interval=1m&limit=1')
    const [row] = list(body)
    expect([next.t, next.o, next.h, next.l, next.c, next.v]).toEqual(list(row ?? null).slice(0, 6))
  })

  it('tells tickers as REST has them', async () => {
    const fixture = await withStreams()
    const client = await connect(fixture, '/stream')
    await subscribe(client, 'btcusdt@ticker', 'btcusdt@miniTicker', '!miniTicker@arr', 'btcusdt@avgPrice')
    fixture.setPrice('BTCUSDT', '64300')
    const byStream = new Map<unknown, unknown>()
    for (let count = 0; count < 4; count += 1) {
      const { stream, data } = await client.nextJson()
      byStream.set(stream, data)
    }
    const { body } = await fixture.open('/api/v3/ticker/24hr?symbol=BTCUSDT')
    const ticker = byStream.get('btcusdt@ticker')
    expect(ticker).toMatchObject({
      e: '24hrTicker',
      c: '64300.00000000',
      h: field(body, 'highPrice'),
      v: field(body, 'volume'),
      P: field(body, 'priceChangePercent'),
      b: field(body, 'bidPrice'),
      n: field(body, 'count'),
    })
    const mini = { e: '24hrMiniTicker', s: 'BTCUSDT', c: '64300.00000000', q: field(body, 'quoteVolume') }
    expect(byStream.get('btcusdt@miniTicker')).toMatchObject(mini)
    const all = byStream.get('!miniTicker@arr') as readonly unknown[]
    expect(all[0]).toMatchObject(mini)
    expect(all.length).toBeGreaterThan(5)
    expect(byStream.get('btcusdt@avgPrice')).toMatchObject({ e: 'avgPrice', i: '5m', w: '64300.00000000' })
    fixture.setPrice('ETHUSDT', '3181')
    const { data } = await client.nextJson((text) => text.includes('!miniTicker@arr'))
    expect((data as readonly { s: string }[]).map((each) => each.s)).toEqual(['ETHUSDT'])
  })

  it('counts time in microseconds where it is asked to', async () => {
    const fixture = await withStreams()
    const client = await connect(fixture, '/stream?streams=btcusdt@trade&timeUnit=MICROSECOND')
    fixture.setPrice('BTCUSDT', '64300')
    expect(await client.nextJson()).toMatchObject({
      stream: 'btcusdt@trade',
      data: { E: fixture.time * 1000, T: fixture.time * 1000 },
    })
  })

  it('names markets outside ASCII as they are', async () => {
    const fixture = await withStreams()
    const client = await connect(fixture, `/ws/${encodeURIComponent('这是测试币456')}@trade`)
    fixture.setPrice('这是测试币456', '1.3')
    expect(await client.nextJson()).toMatchObject({ s: '这是测试币456', p: '1.30000000' })
  })
})
