import { describe, expect, it } from 'vitest'
import { connect, streams, subscribe, withStreams } from './stream-fixture.ts'

describe('requests on a market socket of Binance', () => {
  it('subscribes, lists, sets how it wraps, and lets go', async () => {
    const fixture = await withStreams({ mostMessages: 100 })
    const client = await connect(fixture, '/ws')
    const ask = async (message: unknown): Promise<string> => {
      client.send(message)
      return client.next()
    }
    expect(await ask({ method: 'SUBSCRIBE', params: ['btcusdt@trade', 'nosuch@trade'], id: 1 })).toBe(
      '{"result":null,"id":1}',
    )
    expect(await ask({ method: 'LIST_SUBSCRIPTIONS', id: 'abc123' })).toBe(
      '{"result":["btcusdt@trade","nosuch@trade"],"id":"abc123"}',
    )
    expect(await ask({ method: 'GET_PROPERTY', params: ['combined'], id: 2 })).toBe('{"result":false,"id":2}')
    expect(await ask({ method: 'SET_PROPERTY', params: ['combined', true], id: 3 })).toBe('{"result":null,"id":3}')
    fixture.setPrice('BTCUSDT', '64300')
    expect(await client.nextJson()).toMatchObject({ stream: 'btcusdt@trade' })
    expect(await ask('{"method":"UNSUBSCRIBE","params":["btcusdt@trade"],"id":9223372036854775807}')).toBe(
      '{"result":null,"id":9223372036854775807}',
    )
    fixture.setPrice('BTCUSDT', '64310')
    expect(await ask({ method: 'LIST_SUBSCRIPTIONS', id: null })).toBe('{"result":["nosuch@trade"],"id":null}')
  })

  it.each([
    ['no JSON', 'hello', { error: { code: 3, msg: 'Invalid JSON: expected value at line 1 column 1' } }],
    [
      'no method',
      '{"id":1}',
      { error: { code: 2, msg: 'Invalid request: missing field `method` at line 1 column 8' }, id: 1 },
    ],
    [
      'another method',
      '{"method":"SUBSCRIB","id":1}',
      {
        error: {
          code: 2,
          msg: 'Invalid request: unknown variant `SUBSCRIB`, expected one of `SUBSCRIBE`, `UNSUBSCRIBE`, `LIST_SUBSCRIPTIONS`, `SET_PROPERTY`, `GET_PROPERTY` at line 1 column 20',
        },
        id: 1,
      },
    ],
    [
      'no id',
      '{"method":"LIST_SUBSCRIPTIONS"}',
      { error: { code: 2, msg: 'Invalid request: request ID must be an unsigned integer' } },
    ],
    [
      'a long id',
      `{"method":"LIST_SUBSCRIPTIONS","id":"${'x'.repeat(37)}"}`,
      { error: { code: 2, msg: 'Invalid request: request ID must be an unsigned integer' } },
    ],
    [
      'another property',
      '{"method":"GET_PROPERTY","params":["other"],"id":1}',
      { error: { code: 0, msg: 'Unknown property' }, id: 1 },
    ],
    [
      'no property',
      '{"method":"GET_PROPERTY","params":[],"id":1}',
      { error: { code: 2, msg: 'Invalid request: property name must be a string' }, id: 1 },
    ],
    [
      'another value',
      '{"method":"SET_PROPERTY","params":["combined","yes"],"id":1}',
      { error: { code: 1, msg: 'Invalid value type: expected Boolean' }, id: 1 },
    ],
    [
      'too much',
      '{"method":"SET_PROPERTY","params":["combined",true,1],"id":1}',
      { error: { code: 2, msg: 'Invalid request: too many parameters' }, id: 1 },
    ],
    [
      'no stream',
      '{"method":"SUBSCRIBE","params":["not a stream"],"id":1}',
      { error: { code: 2, msg: 'Invalid request: invalid stream' }, id: 1 },
    ],
  ])('refuses %s in its own words', async (_, message, expected) => {
    const fixture = await withStreams()
    const client = await connect(fixture, '/ws')
    client.send(message)
    expect(await client.nextJson()).toEqual(expected)
  })

  it('cuts a socket that asks more than five times a second, pongs counted', async () => {
    const fixture = await withStreams()
    const client = await connect(fixture, '/ws')
    for (let id = 1; id <= 4; id += 1) client.send({ method: 'LIST_SUBSCRIPTIONS', id })
    client.socket.pong('')
    client.socket.ping('')
    expect(await client.closed).toEqual({ code: 1008, reason: 'Too many requests' })
  })

  it('cuts a socket that wants more than its streams', async () => {
    const fixture = await withStreams({ mostStreams: 2 })
    const client = await connect(fixture, '/ws')
    await subscribe(client, 'btcusdt@trade', 'ethusdt@trade')
    client.send({ method: 'SUBSCRIBE', params: ['btcusdt@depth'], id: 2 })
    expect((await client.closed).code).toBe(1008)
  })

  it('pings, wants its payload back, and lives a day at most', async () => {
    const fixture = await withStreams({ pingEveryMs: 5, mostMessages: 1_000_000 })
    const patient = await connect(fixture, '/ws')
    await patient.pinged(3)
    const deaf = await connect(fixture, '/ws', { autoPong: false })
    const wrong = await connect(fixture, '/ws', { autoPong: false })
    wrong.socket.on('ping', () => wrong.socket.pong('something else'))
    await streams(fixture, { exchange: 'binance', settings: { pongWithinMs: 30 } })
    for (const client of [deaf, wrong]) expect(await client.closed).toEqual({ code: 1008, reason: 'Pong timeout' })
    await patient.pinged(patient.pings.length + 3)
    await streams(fixture, { exchange: 'binance', settings: { lifeMs: 1 } })
    expect((await patient.closed).code).toBe(1001)
  })

  it('says that it goes down, raw and wrapped', async () => {
    const fixture = await withStreams()
    const raw = await connect(fixture, '/ws')
    const combined = await connect(fixture, '/stream')
    expect(await streams(fixture, { match: { exchange: 'binance' }, now: 'notice' })).toEqual({ sockets: 2 })
    const event = { e: 'serverShutdown', E: fixture.time }
    expect(await raw.nextJson()).toEqual(event)
    expect(await combined.nextJson()).toEqual({ stream: '!serverShutdown', data: event })
  })

  it('refuses other addresses, and who connects too often', async () => {
    const fixture = await withStreams({ mostConnects: 2 })
    await expect(connect(fixture, '/elsewhere')).rejects.toThrow('refused with 404')
    await connect(fixture, '/ws')
    await expect(connect(fixture, '/ws')).rejects.toThrow('refused with 429')
  })
})
