import { describe, expect, it } from 'vitest'
import { field, list } from '../binance-fixture.ts'
import { ApiClient, ed25519Account, limitOrder } from './api-client.ts'
import { streams, withStreams } from './stream-fixture.ts'

describe('sessions of the WebSocket API of Binance', () => {
  it('lets Ed25519 keys log on, and nobody else', async () => {
    const fixture = await withStreams()
    const signer = await ed25519Account(fixture, 'ed')
    const client = await ApiClient.open(fixture)
    expect(await client.askSigned('session.logon')).toMatchObject({ error: { code: -1002 } })
    expect(await client.ask('session.status')).toMatchObject({ result: { apiKey: null, authorizedSince: null } })
    expect(await client.ask('userDataStream.subscribe')).toMatchObject({ status: 401 })
    const logon = await client.ask('session.logon', client.signed({}, 'ed', signer))
    expect(logon).toMatchObject({
      status: 200,
      result: { apiKey: 'ed', authorizedSince: fixture.time, connectedSince: fixture.time, userDataStream: false },
    })
    const timestamp = fixture.time
    expect(await client.ask('order.place', { ...limitOrder, timestamp })).toMatchObject({ status: 200 })
    expect(await client.ask('order.place', limitOrder)).toMatchObject({ error: { code: -1102 } })
    // Another key for once.
    expect(await client.askSigned('openOrders.status')).toMatchObject({ result: [] })
    expect(await client.ask('session.logout')).toMatchObject({ result: { apiKey: null } })
    expect(await client.ask('order.place', { ...limitOrder, timestamp })).toMatchObject({ error: { code: -1102 } })
  })

  it('ends a session whose key is taken away with its next request', async () => {
    const fixture = await withStreams()
    const signer = await ed25519Account(fixture, 'ed')
    const client = await ApiClient.open(fixture)
    await client.ask('session.logon', client.signed({}, 'ed', signer))
    await client.ask('userDataStream.subscribe')
    await streams(fixture, { exchange: 'binance', revoke: 'ed' })
    expect(await client.event()).toEqual({ e: 'eventStreamTerminated', E: fixture.time })
    client.send('openOrders.status', { timestamp: fixture.time })
    expect(await client.stream.nextJson()).toEqual({
      id: null,
      status: 401,
      error: { code: -2015, msg: 'Invalid API-key, IP, or permissions for action.' },
    })
    expect(await client.stream.nextJson()).toMatchObject({ id: 'r3', error: { code: -1102 } })
  })
})

describe('faults of the WebSocket API of Binance', () => {
  it.each([
    ['drop_before', 0],
    ['drop_after', 1],
    ['truncate', 1],
  ] as const)('loses an answer as control wants it: %s', async (fault, orders) => {
    const fixture = await withStreams()
    const match = { exchange: 'binance', method: 'WS', path: 'order.place' }
    await fixture.control('POST', '/faults', { match, fault })
    const client = await ApiClient.open(fixture)
    client.send('order.place', client.signed(limitOrder))
    expect((await client.stream.closed).code).toBe(1006)
    expect(list((await fixture.signed('GET', '/api/v3/openOrders')).body)).toHaveLength(orders)
    const { body } = await fixture.control('GET', '/statistics')
    expect(list(field(body, 'requests'))).toContainEqual({
      endpoint: 'binance WS order.place',
      seen: 1,
      processed: orders,
      spoiled: 1,
    })
  })

  it.each([
    ['no answer, although it was done', 'hang_after', 1],
    ['no answer, and nothing was done', 'hang_before', 0],
  ] as const)('gives %s, and goes on', async (_, fault, orders) => {
    const fixture = await withStreams()
    await fixture.control('POST', '/faults', { match: { method: 'WS', path: 'order.place' }, fault })
    const client = await ApiClient.open(fixture)
    client.send('order.place', client.signed(limitOrder))
    expect(await client.ask('ping')).toMatchObject({ status: 200 })
    expect(list((await fixture.signed('GET', '/api/v3/openOrders')).body)).toHaveLength(orders)
  })

  it.each(['', 'busy', '[1]'])('answers an error of its form whatever words control wants: %j', async (body) => {
    const fixture = await withStreams()
    const match = { method: 'WS', path: 'order.place' }
    await fixture.control('POST', '/faults', { match, fault: { status: 503, body } })
    const client = await ApiClient.open(fixture)
    const error = { code: -1000, msg: body }
    expect(await client.askSigned('order.place', limitOrder)).toEqual({ id: 'r1', status: 503, error })
  })

  it('answers something else, or later, as control wants it', async () => {
    const fixture = await withStreams()
    const match = { method: 'WS', path: 'order.place' }
    const body = { code: -1007, msg: 'Timeout waiting for response from backend server.' }
    await fixture.control('POST', '/faults', { match, fault: { status: 503, body, when: 'after' } })
    await fixture.control('POST', '/faults', { match, fault: { delayMs: 5 } })
    const client = await ApiClient.open(fixture)
    expect(await client.askSigned('order.place', limitOrder)).toEqual({ id: 'r1', status: 503, error: body })
    expect(list((await fixture.signed('GET', '/api/v3/openOrders')).body)).toHaveLength(1)
    const slow = client.send('order.place', client.signed({ ...limitOrder, newClientOrderId: 'slow' }))
    await client.ask('ping')
    expect(await client.stream.next((text) => text.includes(slow))).toContain('"status":200')
  })
})
