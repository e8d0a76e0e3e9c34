import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../src/engine/random.ts'
import type { Json } from '../bitget-fixture.ts'
import { argOf, BitgetStreamsFixture, rows, told, type Version } from './bitget-streams-fixture.ts'

const versions: readonly Version[] = ['v2', 'v3']

describe.each(versions)("Bitget's public sockets of %s", (version) => {
  const arg = (channel: string): Json => argOf(version, channel, 'BTCUSDT')

  it('answer pings, acknowledge each arg, and refuse those that cannot be', async () => {
    const fixture = await BitgetStreamsFixture.start()
    const client = await fixture.connect(version, 'public')
    client.send('ping')
    expect(await client.next()).toBe('pong')
    const [good, bad] = [arg('ticker'), arg('nonsense')]
    client.send({ op: 'subscribe', args: [good, bad, { instType: 'SPOT' }] })
    const answers = [await client.nextJson(), await client.nextJson(), await client.nextJson()]
    const word = version === 'v2' ? 'channel:nonsense,instId' : 'topic:nonsense,symbol'
    expect(answers).toMatchObject([
      { event: 'subscribe', arg: good },
      {
        event: 'error',
        arg: bad,
        code: 30_001,
        msg: `instType:${String(bad.instType)},${word}:BTCUSDT doesn't exist`,
        op: 'subscribe',
      },
      { event: 'error', code: 30_016 },
    ])
    await client.next((text) => text.includes('"snapshot"'))
    client.send({ op: 'unsubscribe', args: [good] })
    expect(await client.nextJson()).toEqual({ event: 'unsubscribe', arg: good })
    fixture.setPrice('64300')
    client.send({ op: 'elsewhere' })
    expect(await client.nextJson()).toMatchObject({ event: 'error', code: 30_003 })
    client.send('not JSON')
    expect(await client.nextJson()).toMatchObject({ event: 'error', code: 30_003 })
    client.send({ op: 'subscribe' })
    expect(await client.nextJson()).toMatchObject({ event: 'error', code: 30_002 })
  })

  it('tell the ticker and the top of the book as REST does, whole each time', async () => {
    const fixture = await BitgetStreamsFixture.start()
    const depths = version === 'v2' ? [1, 5, 15] : [1, 5, 50]
    const client = await fixture.watching(version, arg('ticker'), ...depths.map((depth) => arg(`books${depth}`)))
    fixture.setPrice('64300')
    const ticker = (await rows(client, 'ticker')).at(-1)
    expect(ticker).toMatchObject(version === 'v2' ? { instId: 'BTCUSDT', lastPr: '64300' } : { lastPrice: '64300' })
    const url = `${fixture.exchanges.baseUrls.bitget}/api/v2/spot/market/orderbook?symbol=BTCUSDT&limit=150`
    const { data } = (await (await fetch(url)).json()) as { data: { asks: Json[]; bids: Json[] } }
    for (const depth of depths) {
      const pushes = await told(client, `books${depth}`)
      expect(pushes.map(({ action }) => action)).toEqual(['snapshot', 'snapshot'])
      const [asks, bids] = [data.asks.slice(0, depth), data.bids.slice(0, depth)]
      expect(pushes.at(-1)?.data[0]).toMatchObject(
        version === 'v2' ? { asks, bids, checksum: 0 } : { a: asks, b: bids },
      )
    }
  })

  it('tell trades and candles, the last ones first', async () => {
    const fixture = await BitgetStreamsFixture.start()
    fixture.setPrice('64300')
    const trades = version === 'v2' ? 'trade' : 'publicTrade'
    const candles = version === 'v2' ? 'candle1m' : 'kline'
    const candleArg = { ...arg(candles), ...(version === 'v2' ? {} : { interval: '1m' }) }
    const client = await fixture.watching(version, arg(trades), candleArg)
    fixture.setPrice('64310')
    const [before, after] = await told(client, trades)
    expect([before?.action, after?.action]).toEqual(['snapshot', 'update'])
    const at = String(fixture.time)
    const price = (push: typeof after): unknown => (version === 'v2' ? push?.data[0]?.price : push?.data[0]?.p)
    expect([price(before), price(after)]).toEqual(['64300', '64310'])
    expect(after?.data[0]).toMatchObject(version === 'v2' ? { ts: at, side: 'buy' } : { T: at, S: 'buy', isRPI: 'no' })
    const [first, next] = await told(client, candles)
    expect([first?.action, first?.data.length, next?.action]).toEqual(['snapshot', 100, 'update'])
    const url = `${fixture.exchanges.baseUrls.bitget}/api/v2/spot/market/candles?symbol=BTCUSDT&granularity=1min&limit=1`
    const { data } = (await (await fetch(url)).json()) as { data: readonly (readonly string[])[] }
    const [row = []] = data
    const [start, open, high, low, close, volume, turnover] = row
    expect(next?.data).toEqual([version === 'v2' ? row : { start, open, close, high, low, volume, turnover }])
  })

  it('drop who does not ping, asks too much, or has been there for a day', async () => {
    const fixture = await BitgetStreamsFixture.start({ mostMessages: 1, mostOpen: 2 })
    const busy = await fixture.connect(version, 'public')
    for (const _ of [1, 2]) busy.send('ping')
    await busy.next((text) => text.includes('30007'))
    expect((await busy.closed).code).toBe(1008)
    const idle = await fixture.connect(version, 'public')
    await fixture.connect(version, 'public')
    await expect(fixture.connect(version, 'public')).rejects.toThrow('refused with 429')
    await fixture.control('/streams', { exchange: 'bitget', settings: { idleMs: 2 } })
    expect((await idle.closed).code).toBe(1001)
    await fixture.control('/streams', { exchange: 'bitget', settings: { idleMs: 120_000, lifeMs: 2 } })
    expect((await (await fixture.connect(version, 'public')).closed).code).toBe(1001)
  })

  it('limit how often one may subscribe', async () => {
    const fixture = await BitgetStreamsFixture.start({ mostSubscribes: 1, mostTopics: 1 })
    const client = await fixture.watching(version, arg('books1'))
    client.send({ op: 'subscribe', args: [arg('books5')] })
    expect(await client.nextJson((text) => text.includes('"event"'))).toMatchObject({ event: 'error', code: 30_006 })
  })
})

type Rows = readonly (readonly [price: string, size: string])[]

/** The rule for books of v3, written again for this test; sequences are beyond 2^53. */
class LocalBook {
  readonly sides = { a: new Map<string, string>(), b: new Map<string, string>() }
  last = 0n

  apply(
    action: string,
    book: { readonly seq: bigint; readonly pseq: bigint; readonly a: Rows; readonly b: Rows },
  ): 'reset' | 'applied' | 'gap' {
    const isReset = action === 'snapshot' || book.pseq === 0n
    if (!isReset && book.pseq !== this.last) return 'gap'
    for (const side of ['a', 'b'] as const) {
      if (isReset) this.sides[side].clear()
      for (const [price, size] of book[side]) {
        if (size === '0') this.sides[side].delete(price)
        else this.sides[side].set(price, size)
      }
    }
    this.last = book.seq
    return isReset ? 'reset' : 'applied'
  }
}

describe("the rule for Bitget's books of v3", () => {
  it('own vector', () => {
    const book = new LocalBook()
    const apply = (action: string, pseq: bigint, seq: bigint): string => book.apply(action, { pseq, seq, a: [], b: [] })
    expect([
      apply('snapshot', 0n, 100n),
      apply('update', 100n, 103n),
      apply('update', 103n, 110n),
      apply('update', 115n, 120n),
      apply('update', 0n, 5n),
      apply('update', 5n, 9n),
    ]).toEqual(['reset', 'applied', 'applied', 'gap', 'reset', 'applied'])
  })
})

describe("Bitget's whole books", () => {
  /** The message with its sequences as they stand in the text. */
  const read = (text: string, version: Version): { action: string; book: Parameters<LocalBook['apply']>[1] } => {
    const sequence = (name: string): bigint => BigInt(new RegExp(`"${name}":(\\d+)`).exec(text)?.[1] ?? '0')
    const { action, data } = JSON.parse(text) as { action: string; data: readonly Record<string, Rows>[] }
    const [book = {}] = data
    const [a, b] = version === 'v2' ? [book.asks, book.bids] : [book.a, book.b]
    return { action, book: { seq: sequence('seq'), pseq: sequence('pseq'), a: a ?? [], b: b ?? [] } }
  }

  it.each([
    { version: 'v3' as const, bookMs: 0 },
    { version: 'v3' as const, bookMs: 3 },
    { version: 'v2' as const, bookMs: 0 },
  ])('equal REST after random trading: $version, pushed every $bookMs ms', async ({ version, bookMs }) => {
    const fixture = await BitgetStreamsFixture.start({ bookMs })
    const client = await fixture.watching(version, argOf(version, 'books', 'BTCUSDT'))
    const random = seededRandom(`bitget book ${version} ${bookMs}`)
    let late: Awaited<ReturnType<typeof fixture.watching>> | null = null
    for (let step = 0; step < 60; step += 1) {
      const price = String(64_250 + Math.round((random() - 0.5) * 300))
      if (random() < 0.4) fixture.setPrice(price)
      else await fixture.add(version, { side: random() < 0.5 ? 'buy' : 'sell', price }).catch(() => '')
      // Who comes later goes on from the same sequence.
      if (step === 40) late = await fixture.watching(version, argOf(version, 'books', 'BTCUSDT'))
    }
    const url = `${fixture.exchanges.baseUrls.bitget}/api/v2/spot/market/orderbook?symbol=BTCUSDT&limit=150`
    const { data } = (await (await fetch(url)).json()) as { data: { asks: Rows; bids: Rows } }
    for (const socket of [client, late ?? client]) {
      const book = new LocalBook()
      const equals = (side: 'a' | 'b', wanted: Rows): boolean =>
        book.sides[side].size === wanted.length && wanted.every(([price, size]) => book.sides[side].get(price) === size)
      while (!(equals('a', data.asks) && equals('b', data.bids))) {
        const text = await socket.next()
        if (!text.startsWith('{"action"')) continue
        const { action, book: message } = read(text, version)
        expect(message.seq > book.last || action === 'snapshot').toBe(true)
        expect(message.seq > 2n ** 53n).toBe(true)
        // On v2 nothing links one message to the one before.
        const linked = version === 'v3' || action === 'snapshot' ? message : { ...message, pseq: book.last }
        expect(book.apply(action, linked)).toBe(action === 'snapshot' ? 'reset' : 'applied')
        expect(text.includes('checksum')).toBe(false)
        expect(text.includes('"pseq"')).toBe(version === 'v3')
      }
    }
  })
})
