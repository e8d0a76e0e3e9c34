import { describe, expect, it } from 'vitest'
import { KrakenStreamsFixture, rows } from './kraken-streams-fixture.ts'

describe("Kraken's public channels", () => {
  it('says who it is, and answers pings', async () => {
    const fixture = await KrakenStreamsFixture.start()
    const client = await fixture.connect('/ws/v2')
    const status = await client.next()
    expect(status).toMatch(
      /^\{"channel":"status","type":"update","data":\[\{"version":"2\.\d+\.\d+","system":"online","api_version":"v2","connection_id":\d{19,20}\}\]\}$/,
    )
    client.send({ method: 'ping', req_id: 101 })
    const at = '2026-11-23T12:00:00.000000Z'
    expect(await client.nextJson()).toEqual({ method: 'pong', req_id: 101, time_in: at, time_out: at })
  })

  it('acknowledges each pair by itself, and those that cannot be', async () => {
    const fixture = await KrakenStreamsFixture.start()
    const client = await fixture.connect('/ws/v2')
    await client.next()
    const symbol = ['BTC/USD', 'FOO/BAR', 'XBT/USD', 'nonsense', 'ETH/USD']
    client.send({ method: 'subscribe', params: { channel: 'book', symbol, depth: 25, snapshot: false }, req_id: 7 })
    const result = { channel: 'book', depth: 25, snapshot: false }
    const answers = [
      { success: true, result: { ...result, symbol: 'BTC/USD' } },
      { success: false, error: 'Currency pair not supported FOO/BAR', symbol: 'FOO/BAR' },
      { success: false, error: 'Currency pair not supported XBT/USD', symbol: 'XBT/USD' },
      { success: false, error: 'Currency pair not in ISO 4217-A3 format nonsense', symbol: 'nonsense' },
      { success: true, result: { ...result, symbol: 'ETH/USD' } },
    ]
    for (const answer of answers)
      expect(await client.nextJson()).toMatchObject({ method: 'subscribe', req_id: 7, ...answer })
    client.send({ method: 'subscribe', params: { channel: 'book', symbol: ['BTC/USD'] } })
    expect(await client.nextJson()).toMatchObject({ success: false, error: 'Already subscribed', symbol: 'BTC/USD' })
    const candles = (interval: number): void =>
      client.send({ method: 'subscribe', params: { channel: 'ohlc', symbol: ['BTC/USD'], interval, snapshot: false } })
    candles(1)
    expect(await client.nextJson()).toMatchObject({ success: true })
    candles(30)
    const error = 'Already subscribed to one ohlc interval on this symbol'
    expect(await client.nextJson()).toMatchObject({ success: false, error, symbol: 'BTC/USD' })
    client.send({ method: 'unsubscribe', params: { channel: 'ohlc', symbol: ['BTC/USD'], interval: 1 } })
    expect(await client.nextJson()).toMatchObject({ method: 'unsubscribe', success: true })
    client.send({ method: 'unsubscribe', params: { channel: 'book', symbol: ['BTC/USD'], depth: 25 } })
    expect(await client.nextJson()).toMatchObject({
      method: 'unsubscribe',
      success: true,
      result: { channel: 'book', symbol: 'BTC/USD' },
    })
    fixture.setPrice('64200')
    client.send({ method: 'unsubscribe', params: { channel: 'book', symbol: ['BTC/USD'] } })
    expect(await client.nextJson()).toMatchObject({ success: false, error: 'Subscription Not Found' })
  })

  it.each([
    ['{"method":', 'Malformed request'],
    [{ method: 'subscribe', params: { channel: 'no' } }, 'Subscription name invalid'],
    [
      { method: 'subscribe', params: { channel: 'book', symbol: ['BTC/USD'], depth: 11 } },
      'Subscription depth not supported',
    ],
    [
      { method: 'subscribe', params: { channel: 'ohlc', symbol: ['BTC/USD'], interval: 2 } },
      'Subscription ohlc interval not supported',
    ],
    [
      { method: 'subscribe', params: { channel: 'executions', token: 'x' } },
      'Private data and trading are unavailable on this endpoint. Try ws-auth.kraken.com',
    ],
    [{ method: 'elsewhere' }, 'Unsupported method'],
  ])('refuses %j', async (message, error) => {
    const fixture = await KrakenStreamsFixture.start()
    const client = await fixture.connect('/ws/v2')
    await client.next()
    client.send(message)
    expect(await client.nextJson()).toMatchObject({ success: false, error })
  })

  it('tells the ticker after trades, or whenever the best prices change', async () => {
    const fixture = await KrakenStreamsFixture.start()
    const [onTrades, onBest] = [
      await fixture.watching('ticker'),
      await fixture.watching('ticker', { event_trigger: 'bbo' }),
    ]
    for (const client of [onTrades, onBest]) {
      const [first] = await rows(client, 'ticker')
      expect(first).toMatchObject({ symbol: 'BTC/USD', last: 64_190.1, bid: 64_190, ask: 64_190.2 })
    }
    await fixture.add({ price: '64190.1', volume: '0.01' })
    const [best] = await rows(onBest, 'ticker')
    expect(best).toMatchObject({ bid: 64_190.1, bid_qty: 0.01, last: 64_190.1 })
    fixture.setPrice('64200')
    const [traded] = await rows(onTrades, 'ticker')
    expect(traded).toMatchObject({ last: 64_200, bid: 64_199.9 })
    expect(traded?.change).toBeCloseTo(64_200 - Number(traded?.last) + Number(traded?.change))
  })

  it('tells trades, the last fifty first', async () => {
    const fixture = await KrakenStreamsFixture.start()
    for (let step = 0; step < 60; step += 1) fixture.setPrice(String(64_200 + step))
    const client = await fixture.watching('trade')
    const before = await rows(client, 'trade')
    expect([before.length, before.at(-1)?.price]).toEqual([50, 64_259])
    fixture.setPrice('64300')
    const [trade] = await rows(client, 'trade')
    expect(trade).toMatchObject({
      symbol: 'BTC/USD',
      price: 64_300,
      trade_id: Number(before.at(-1)?.trade_id) + 1,
      timestamp: '2026-11-23T12:00:00.000000Z',
    })
    expect(['buy', 'sell']).toContain(trade?.side)
  })

  it('tells candles as OHLC has them', async () => {
    const fixture = await KrakenStreamsFixture.start()
    const client = await fixture.watching('ohlc', { interval: 5 })
    const before = await rows(client, 'ohlc')
    expect(before).toHaveLength(720)
    fixture.setPrice('64200')
    const [candle] = await rows(client, 'ohlc')
    const url = `${fixture.exchanges.baseUrls.kraken}/0/public/OHLC?pair=XBTUSD&interval=5`
    const { result } = (await (await fetch(url)).json()) as { result: { XXBTZUSD: readonly (readonly unknown[])[] } }
    const [, open, high, low, close, , volume, trades] = result.XXBTZUSD.at(-1) ?? []
    expect([candle?.open, candle?.high, candle?.low, candle?.close, candle?.volume]).toEqual(
      [open, high, low, close, volume].map(Number),
    )
    expect(candle).toMatchObject({
      trades,
      interval: 5,
      interval_begin: '2026-11-23T12:00:00.000000000Z',
      timestamp: '2026-11-23T12:05:00.000000Z',
    })
  })

  it('tells pairs with their precisions, and when their status changes', async () => {
    const fixture = await KrakenStreamsFixture.start()
    const client = await fixture.watching('instrument', {}, null)
    const { data } = await client.nextJson()
    const { pairs, assets } = data as { pairs: readonly Record<string, unknown>[]; assets: readonly unknown[] }
    expect(pairs.find(({ symbol }) => symbol === 'BTC/USD')).toMatchObject({
      base: 'BTC',
      quote: 'USD',
      status: 'online',
      price_precision: 1,
      qty_precision: 5,
      price_increment: 0.1,
      qty_increment: 0.00001,
    })
    expect(assets).toContainEqual(expect.objectContaining({ id: 'USD', status: 'enabled' }))
    await fixture.control('/market', { exchange: 'kraken', symbol: 'BTC/USD', status: 'cancel_only' })
    expect((await client.nextJson()).data).toMatchObject({
      assets: [],
      pairs: [{ symbol: 'BTC/USD', status: 'cancel_only' }],
    })
  })

  it('says about every second that it is still there, unless it has something to say', async () => {
    const fixture = await KrakenStreamsFixture.start({ heartbeatMs: 5 })
    const idle = await fixture.connect('/ws/v2')
    await idle.next()
    const client = await fixture.watching('trade')
    await client.next((text) => text === '{"channel":"heartbeat"}')
    await client.next((text) => text === '{"channel":"heartbeat"}')
    expect(idle.rest()).toEqual([])
  })

  it('drops who wants nothing, refuses who asks too much, and says that it goes down', async () => {
    const fixture = await KrakenStreamsFixture.start({ mostMessages: 2 })
    const client = await fixture.watching('trade')
    for (const id of [1, 2]) client.send({ method: 'ping', req_id: id })
    expect(await client.next((text) => text.includes('"success":false'))).toContain('Exceeded msg rate')
    await fixture.control('/streams', { match: { exchange: 'kraken' }, now: 'notice' })
    expect(await client.next((text) => text.includes('"status"'))).toContain('"system":"maintenance"')
    const idle = await fixture.connect('/ws/v2')
    await fixture.control('/streams', { exchange: 'kraken', settings: { idleMs: 5 } })
    expect((await idle.closed).code).toBe(1000)
    fixture.setPrice('64200')
    await client.next((text) => text.includes('"channel":"trade","type":"update"'))
  })
})
