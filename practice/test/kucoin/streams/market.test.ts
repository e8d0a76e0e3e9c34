import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../src/engine/random.ts'
import type { Json } from '../kucoin-fixture.ts'
import { KuCoinStreamsFixture, told } from './kucoin-streams-fixture.ts'

describe("KuCoin's sockets", () => {
  it('are told by the bullet endpoints, welcome, and answer pings', async () => {
    const fixture = await KuCoinStreamsFixture.start()
    const bullet = await fixture.open('POST', '/api/v1/bullet-public')
    expect(bullet).toMatchObject({
      instanceServers: [{ protocol: 'websocket', pingInterval: 18_000, pingTimeout: 10_000 }],
    })
    const client = await fixture.connect('public')
    expect(await client.nextJson()).toMatchObject({ id: 'mine', type: 'welcome' })
    client.send({ id: '5', type: 'ping' })
    expect(await client.nextJson()).toEqual({ id: '5', type: 'pong', timestamp: fixture.time * 1000 })
  })

  it.each([
    [{ id: '1', type: 'elsewhere' }, 415, 'type is not supported'],
    [
      { id: '1', type: 'subscribe', topic: '/market/nonsense:BTC-USDT' },
      404,
      'topic /market/nonsense:BTC-USDT is not found',
    ],
    [{ id: '1', type: 'subscribe', topic: '/market/ticker:FOO-BAR' }, 404, 'topic /market/ticker:FOO-BAR is not found'],
    [{ id: '1', type: 'subscribe', topic: '/account/balance', privateChannel: true }, 403, 'access denied'],
    [
      { id: '1', type: 'subscribe', topic: `/market/ticker:${'BTC-USDT,'.repeat(101)}` },
      509,
      'exceed max subscribe symbols of 100',
    ],
  ])('refuses %j', async (message, code, data) => {
    const fixture = await KuCoinStreamsFixture.start()
    const client = await fixture.reading('public')
    client.send(message)
    expect(await client.nextJson()).toEqual({ id: '1', type: 'error', code, data })
  })

  it('drops who does not ping, and ends after a day', async () => {
    const fixture = await KuCoinStreamsFixture.start()
    const client = await fixture.reading('public')
    await fixture.control('/streams', { exchange: 'kucoin', settings: { pingInterval: 5, pingTimeout: 5 } })
    expect((await client.closed).code).toBe(1000)
    await fixture.control('/streams', { exchange: 'kucoin', settings: { pingInterval: 18_000, lifeMs: 1 } })
    expect((await (await fixture.connect('public')).closed).code).toBe(1000)
  })

  it('limits messages and topics', async () => {
    const fixture = await KuCoinStreamsFixture.start({ mostMessages: 2, mostTopics: 1 })
    const client = await fixture.reading('public', '/market/match:BTC-USDT')
    client.send({ id: '2', type: 'subscribe', topic: '/market/match:ETH-USDT' })
    expect(await client.nextJson()).toMatchObject({
      type: 'error',
      code: 509,
      data: 'exceed max subscription count limitation of 1 per session',
    })
    client.send({ id: '3', type: 'ping' })
    expect(await client.nextJson()).toEqual({
      id: '3',
      type: 'error',
      code: 509,
      data: 'exceed max permits per second',
    })
  })

  it('takes no token that it did not give out, nor one that is over', async () => {
    const fixture = await KuCoinStreamsFixture.start()
    const wrong = await fixture.connect('public', 'nonsense')
    expect(await wrong.nextJson()).toEqual({ id: 'mine', type: 'error', code: 401, data: 'token is invalid' })
    await wrong.closed
    const { token } = await fixture.call('POST', '/api/v1/bullet-private')
    fixture.time += 86_400_001
    const late = await fixture.connect('public', String(token))
    expect(await late.nextJson()).toMatchObject({ code: 401, data: 'token is expired' })
    const client = await fixture.reading('private', '/account/balance')
    await fixture.control('/streams', { exchange: 'kucoin', revoke: 'key' })
    expect(await client.nextJson()).toMatchObject({ code: 401, data: 'token is expired' })
    await client.closed
  })
})

describe("KuCoin's market topics", () => {
  it('tell the best prices, the top of the book and the ticker as REST does', async () => {
    const fixture = await KuCoinStreamsFixture.start()
    const [l1, ticker, five, fifty] = [
      '/spotMarket/level1',
      '/market/ticker',
      '/spotMarket/level2Depth5',
      '/spotMarket/level2Depth50',
    ].map((topic) => `${topic}:BTC-USDT`) as [string, string, string, string]
    const client = await fixture.reading('public', l1, ticker, five, fifty)
    fixture.setPrice('64300')
    const level1 = await fixture.open('GET', '/api/v1/market/orderbook/level1?symbol=BTC-USDT')
    const { time: _, ...rest } = level1
    expect((await told(client, ticker)).at(-1)).toMatchObject(rest)
    expect((await told(client, l1)).at(-1)).toEqual({
      asks: [level1.bestAsk, level1.bestAskSize],
      bids: [level1.bestBid, level1.bestBidSize],
      timestamp: fixture.time,
    })
    const book = await fixture.open('GET', '/api/v1/market/orderbook/level2_100?symbol=BTC-USDT')
    for (const [topic, levels] of [
      [five, 5],
      [fifty, 50],
    ] as const) {
      expect((await told(client, topic)).at(-1)).toEqual({
        asks: (book.asks as readonly unknown[]).slice(0, levels),
        bids: (book.bids as readonly unknown[]).slice(0, levels),
        timestamp: fixture.time,
      })
    }
  })

  it('tell trades, candles, snapshots and every ticker', async () => {
    const fixture = await KuCoinStreamsFixture.start()
    const topics = [
      '/market/match:BTC-USDT',
      '/market/candles:BTC-USDT_1min',
      '/market/snapshot:BTC-USDT',
      '/market/ticker:all',
    ] as const
    const client = await fixture.reading('public', ...topics)
    fixture.setPrice('64300')
    const [match] = await told(client, topics[0])
    expect(match).toMatchObject({
      symbol: 'BTC-USDT',
      price: '64300',
      type: 'match',
      sequence: '5000001',
      time: `${fixture.time}000001`,
    })
    const [row] = (await fixture.open(
      'GET',
      '/api/v1/market/candles?symbol=BTC-USDT&type=1min',
    )) as unknown as readonly unknown[]
    expect((await told(client, topics[1])).at(-1)).toMatchObject({ symbol: 'BTC-USDT', candles: row })
    expect(client.heard.find((text) => text.includes('trade.candles.update'))).toContain(
      `"time":${fixture.time}000001}`,
    )
    expect((await told(client, topics[2])).at(-1)).toMatchObject({
      data: { symbol: 'BTC-USDT', lastTradedPrice: '64300', trading: true },
    })
    fixture.setPrice('3200', 'ETH-USDT')
    await told(client, topics[3])
    const last = client.heard.filter((text) => text.includes('/market/ticker:all')).at(-1) ?? ''
    expect(JSON.parse(last)).toMatchObject({ subject: 'ETH-USDT', data: { price: '3200' } })
  })

  it('takes several symbols at a time, and lets them go', async () => {
    const fixture = await KuCoinStreamsFixture.start()
    const client = await fixture.reading('public', '/market/match:BTC-USDT,ETH-USDT')
    fixture.setPrice('3200', 'ETH-USDT')
    fixture.setPrice('64300')
    expect(await told(client, '/market/match:ETH-USDT')).toHaveLength(1)
    expect(await told(client, '/market/match:BTC-USDT')).toHaveLength(1)
    client.send({ id: '9', type: 'unsubscribe', topic: '/market/match:BTC-USDT', response: true })
    expect(await client.next()).toBe('{"id":"9","type":"ack"}')
    fixture.setPrice('64310')
    expect(await told(client, '/market/match:BTC-USDT')).toHaveLength(1)
  })
})

type Levels = Map<string, string>
type Change = readonly [price: string, size: string, sequence: string]
interface Update {
  readonly sequenceStart: number
  readonly sequenceEnd: number
  readonly changes: { readonly asks: readonly Change[]; readonly bids: readonly Change[] }
}

/** The rule of KuCoin's page, written again for this test. */
class LocalBook {
  readonly asks: Levels
  readonly bids: Levels
  end: number

  constructor(
    sequence: number,
    asks: readonly (readonly [string, string])[],
    bids: readonly (readonly [string, string])[],
  ) {
    this.end = sequence
    this.asks = new Map(asks)
    this.bids = new Map(bids)
  }

  apply({ sequenceStart, sequenceEnd, changes }: Update): 'applied' | 'skipped' | 'gap' {
    if (sequenceEnd <= this.end) return 'skipped'
    if (sequenceStart > this.end + 1) return 'gap'
    for (const [side, rows] of [
      [this.asks, changes.asks],
      [this.bids, changes.bids],
    ] as const)
      for (const [price, size, sequence] of rows) {
        if (price === '0' || Number(sequence) <= this.end) continue
        if (size === '0') side.delete(price)
        else side.set(price, size)
      }
    this.end = sequenceEnd
    return 'applied'
  }
}

describe("the rule for KuCoin's book", () => {
  it('documented vector', () => {
    const book = new LocalBook(
      16,
      [
        ['3988.62', '8'],
        ['3988.61', '32'],
        ['3988.60', '47'],
        ['3988.59', '3'],
      ],
      [
        ['3988.51', '56'],
        ['3988.50', '15'],
        ['3988.49', '100'],
        ['3988.48', '10'],
      ],
    )
    const changes = {
      asks: [
        ['3988.59', '3', '16'],
        ['3988.61', '0', '19'],
        ['3988.62', '8', '15'],
      ] as const,
      bids: [['3988.50', '44', '18']] as const,
    }
    expect(book.apply({ sequenceStart: 15, sequenceEnd: 19, changes })).toBe('applied')
    expect([...book.asks]).toEqual([
      ['3988.62', '8'],
      ['3988.60', '47'],
      ['3988.59', '3'],
    ])
    expect([...book.bids]).toEqual([
      ['3988.51', '56'],
      ['3988.50', '44'],
      ['3988.49', '100'],
      ['3988.48', '10'],
    ])
    const none = { asks: [], bids: [] }
    const ask = (sequenceStart: number, sequenceEnd: number): string =>
      book.apply({ sequenceStart, sequenceEnd, changes: none })
    expect([ask(18, 21), book.end, ask(20, 21), ask(23, 24)]).toEqual(['applied', 21, 'skipped', 'gap'])
  })

  it('keeps a book that equals REST after random trading', async () => {
    const fixture = await KuCoinStreamsFixture.start()
    const topic = '/market/level2:BTC-USDT'
    const client = await fixture.reading('public', topic)
    const random = seededRandom('kucoin book')
    const trade = async (times: number): Promise<void> => {
      for (let time = 0; time < times; time += 1) {
        const price = String(64_250 + Math.round((random() - 0.5) * 300))
        if (random() < 0.4) fixture.setPrice(price)
        else await fixture.add({ side: random() < 0.5 ? 'buy' : 'sell', price, size: '0.002' }).catch(() => '')
      }
    }
    const whole = (): Promise<Json> => fixture.call('GET', '/api/v3/market/orderbook/level2', { symbol: 'BTC-USDT' })
    await trade(20)
    const start = await whole()
    type Rows = readonly (readonly [string, string])[]
    const book = new LocalBook(Number(start.sequence), start.asks as Rows, start.bids as Rows)
    await trade(60)
    const end = await whole()
    const updates = (await told(client, topic)) as unknown as readonly Update[]
    const results = updates.map((update) => book.apply(update))
    expect(new Set(results)).toEqual(new Set(['skipped', 'applied']))
    expect([...book.asks].toSorted()).toEqual([...(end.asks as Rows)].toSorted())
    expect([...book.bids].toSorted()).toEqual([...(end.bids as Rows)].toSorted())
    expect(
      updates.slice(1).every((update, index) => update.sequenceStart === (updates[index]?.sequenceEnd ?? 0) + 1),
    ).toBe(true)
  })
})
