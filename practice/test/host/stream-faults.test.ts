import { describe, expect, it } from 'vitest'
import { type BinanceFixture, field, list } from '../binance/binance-fixture.ts'
import { connect, streams, withStreams } from '../binance/streams/stream-fixture.ts'

const topic = 'btcusdt@trade'

async function prices(fault: Parameters<typeof streams>[1], count: number): Promise<readonly unknown[]> {
  const fixture = await withStreams()
  const client = await connect(fixture, `/ws/${topic}`)
  const other = await connect(fixture, '/ws/ethusdt@trade')
  expect(await streams(fixture, { match: { exchange: 'binance', topic, skip: 1 }, fault })).toEqual({ left: 1 })
  for (const price of ['64300', '64301', '64302']) fixture.setPrice('BTCUSDT', price)
  fixture.setPrice('ETHUSDT', '3190')
  expect(await other.nextJson()).toMatchObject({ p: '3190.00000000' })
  const heard: unknown[] = []
  for (let index = 0; index < count; index += 1) heard.push((await client.nextJson()).p)
  return heard.map((price) => String(price).slice(0, 5))
}

async function sockets(fixture: BinanceFixture): Promise<number> {
  return list(field((await fixture.control('GET', '/streams')).body, 'sockets')).length
}

describe('faults of streams', () => {
  it.each([
    ['drop', ['64300', '64302']],
    ['duplicate', ['64300', '64301', '64301', '64302']],
    ['swap', ['64300', '64302', '64301']],
    [{ delayMs: 20 }, ['64300', '64302', '64301']],
  ] as const)('%j', async (fault, expected) => {
    expect(await prices(fault, expected.length)).toEqual(expected)
  })

  it('cuts without a word, or says goodbye', async () => {
    const fixture = await withStreams()
    const one = await connect(fixture, `/ws/${topic}`)
    const other = await connect(fixture, '/ws/ethusdt@trade')
    expect(await streams(fixture, { match: { topic: 'btc*' }, now: 'cut' })).toEqual({ sockets: 1 })
    expect((await one.closed).code).toBe(1006)
    await streams(fixture, { now: { close: 1012, reason: 'restart' } })
    expect(await other.closed).toEqual({ code: 1012, reason: 'restart' })
    expect(await sockets(fixture)).toBe(0)
  })

  it('falls silent: open, but says and hears nothing until it is forgotten', async () => {
    const fixture = await withStreams()
    const client = await connect(fixture, `/ws/${topic}`)
    await streams(fixture, { now: 'silence' })
    fixture.setPrice('BTCUSDT', '64300')
    client.socket.ping('anybody?')
    let ponged = false
    client.socket.on('pong', () => {
      ponged = true
    })
    const { body } = await fixture.control('GET', '/streams')
    expect(field(body, 'sockets')).toMatchObject([{ exchange: 'binance', silent: true, topics: [topic] }])
    await fixture.control('DELETE', '/streams')
    fixture.setPrice('BTCUSDT', '64301')
    expect(await client.nextJson()).toMatchObject({ p: '64301.00000000' })
    expect(ponged).toBe(false)
  })

  it('stops reading, and cuts who does not read', async () => {
    const fixture = await withStreams()
    const client = await connect(fixture, '/ws')
    await streams(fixture, { now: 'stop_reading' })
    client.send({ method: 'LIST_SUBSCRIPTIONS', id: 1 })
    expect(await sockets(fixture)).toBe(1)
    expect(client.heard).toEqual([])
    await streams(fixture, { now: 'recover' })
    await client.next()
    // Much at a time, so that what the system holds for a socket is soon full.
    const much = ['depth20', 'depth20@100ms', ...['1m', '5m', '1h', '1d', '1w'].map((name) => `kline_${name}`)]
    const slow = await connect(fixture, '/ws')
    slow.send({ method: 'SUBSCRIBE', params: much.map((name) => `btcusdt@${name}`), id: 1 })
    await slow.next()
    slow.socket.pause()
    await streams(fixture, { mostWaitingBytes: 0 })
    while ((await sockets(fixture)) > 1) {
      for (let step = 0; step < 100; step += 1) fixture.setPrice('BTCUSDT', String(64_000 + step))
    }
  })

  it('refuses to open sockets for a while', async () => {
    const fixture = await withStreams()
    await streams(fixture, { match: { exchange: 'binance' }, count: 2, fault: { refuse: 503 } })
    for (const _ of [1, 2]) await expect(connect(fixture, '/ws')).rejects.toThrow('refused with 503')
    await connect(fixture, '/ws')
  })

  it('forgets what was ordered, and cuts everything when all begins anew', async () => {
    const fixture = await withStreams()
    const client = await connect(fixture, `/ws/${topic}`)
    await streams(fixture, { count: 5, fault: 'drop' })
    expect((await fixture.control('DELETE', '/streams')).body).toEqual({ left: 0 })
    fixture.setPrice('BTCUSDT', '64300')
    await client.next()
    await fixture.control('POST', '/reset', {})
    expect((await client.closed).code).toBe(1006)
  })

  it('does not wait, when it ends, for who does not say goodbye', async () => {
    const fixture = await withStreams()
    const client = await connect(fixture, '/ws')
    client.socket.pause()
    await streams(fixture, { now: { close: 1012 } })
    const before = performance.now()
    await fixture.close()
    expect(performance.now() - before).toBeLessThan(5000)
  })

  it('says what cannot be done', async () => {
    const fixture = await withStreams()
    for (const body of [
      { fault: 'nonsense' },
      { exchange: 'binance', settings: { nonsense: 1 } },
      { exchange: 'nowhere', settings: {} },
    ])
      expect((await fixture.control('POST', '/streams', body)).status).toBe(400)
    await expect(connect(fixture, '/../nowhere/ws')).rejects.toThrow('refused with 404')
  })
})
