import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { withoutPermit } from '../../../src-main/exchange/http/permit.ts'
import type { TransportOutcome } from '../../../src-main/exchange/http/transport.ts'
import { GatewayError } from '../../../src-shared/errors.ts'
import { acknowledged, limit, symbol } from './classic-fixtures.ts'
import { at, caught, dropped, http, ok, refusal, scriptedClient } from './scripted-venue.ts'

describe('sending', () => {
  it('signs the exact body, with a window for beginning, and speaks English', async () => {
    const { client, calls } = scriptedClient({ [at.place]: acknowledged })
    await client.placeOrder(limit, 'id1', withoutPermit)
    const { request, params } = calls(at.place)[0] ?? {}
    expect(request?.headers).toMatchObject({
      'ACCESS-KEY': 'the-key',
      'ACCESS-PASSPHRASE': 'the-passphrase',
      'Content-Type': 'application/json',
      locale: 'en-US',
    })
    expect(request?.headers).not.toHaveProperty('paptrading')
    expect(params).toMatchObject({ symbol: 'BTCUSDT', size: '0.01', receiveWindow: '5000' })
    const text = `${request?.headers['ACCESS-TIMESTAMP']}POST/api/v2/spot/trade/place-order${request?.body}`
    const sign = createHmac('sha256', 'the-secret').update(text).digest('base64')
    expect(request?.headers['ACCESS-SIGN']).toBe(sign)
    expect(params?.requestTime).toBe(request?.headers['ACCESS-TIMESTAMP'])
  })

  it('marks demo trading, but for the time', async () => {
    const { client, sent } = scriptedClient({}, { demo: true })
    await client.getBalance()
    for (const { endpoint, request } of sent)
      expect([endpoint, request.headers.paptrading]).toEqual([endpoint, endpoint === at.time ? undefined : '1'])
  })

  it('signs what it sends: the sorted query', async () => {
    const { client, calls } = scriptedClient({})
    await client.fetchOpenOrders(symbol)
    const urls = calls(at.unfilled).map(({ request }) => request.url)
    expect(urls).toContain(
      'http://exchange.test/api/v2/spot/trade/unfilled-orders?limit=100&symbol=BTCUSDT&tpslType=tpsl',
    )
  })

  it.each<[string, TransportOutcome, string]>([
    ['a reset', dropped, 'unknown-outcome'],
    ['no connection', { kind: 'not-sent', reason: 'ECONNREFUSED' }, 'retryable'],
    ['503', http(503, ''), 'unknown-outcome'],
    ['half JSON', http(200, '{"code":"00000","data":{"orderId":'), 'unknown-outcome'],
    ['no order id', ok({}), 'unknown-outcome'],
    ['success without data', ok(null), 'unknown-outcome'],
    ['a request timeout', refusal('40010', 'Request timed out'), 'unknown-outcome'],
    ['too many requests', refusal('429', 'Too Many Requests', 429), 'unknown-outcome'],
    ['the clock', refusal('40008', 'Request timestamp expired'), 'clock'],
    ['a refusal', refusal('43012', 'Insufficient balance'), 'refused'],
    ['a client id that is taken', refusal('40786', 'Duplicate clientOid'), 'unknown-outcome'],
  ])('never sends a write twice: %s', async (_what, outcome, errorClass) => {
    const { client, calls } = scriptedClient({ [at.place]: () => outcome })
    expect((await caught(client.placeOrder(limit, 'id1', withoutPermit))).class).toBe(errorClass)
    expect(calls(at.place)).toHaveLength(1)
  })

  it('measures the clock again and asks once more for a read', async () => {
    const { client, calls } = scriptedClient({
      [at.assets]: (_params, count) => (count === 1 ? refusal('40008', 'Request timestamp expired') : ok([])),
    })
    expect(await client.getBalance()).toEqual([])
    expect(calls(at.assets)).toHaveLength(2)
    expect(calls(at.time)).toHaveLength(6)
  })

  it('sends nothing once the credentials have changed', async () => {
    let changed = false
    const { client, calls } = scriptedClient(
      {},
      {
        check() {
          if (changed) throw new GatewayError('auth', 'account.credentials_changed')
        },
      },
    )
    await client.getBalance()
    changed = true
    expect((await caught(client.placeOrder(limit, 'id1', withoutPermit))).text.key).toBe('account.credentials_changed')
    expect(calls(at.place)).toHaveLength(0)
  })

  it('refuses a client id that Bitget would, unsent', async () => {
    const { client, calls } = scriptedClient({})
    expect((await caught(client.placeOrder(limit, 'a#b', withoutPermit))).field).toBe('clientOrderId')
    expect(calls(at.place)).toHaveLength(0)
  })

  it('reads the markets anew after a refused step', async () => {
    const { client, calls } = scriptedClient({ [at.place]: () => refusal('45115', 'Price scale') })
    expect((await caught(client.placeOrder(limit, 'id1', withoutPermit))).field).toBe('price')
    await client.getMarkets()
    expect(calls(at.symbols)).toHaveLength(2)
  })

  it('has no dry run', async () => {
    const error = await caught(scriptedClient({}).client.testOrder(limit, 'id1'))
    expect([error.class, error.text.key]).toEqual(['refused', 'order.capability.unsupported'])
  })
})

describe('limits', () => {
  it('counts each endpoint by itself, private ones by account, and everything at the address', async () => {
    const { client, clientFor, venue } = scriptedClient({})
    await client.getBalance()
    await clientFor('b').getBalance()
    const pools = new Map(venue.status().usage.map((each) => [each.pool, each]))
    expect(pools.get('/api/v2/spot/account/assets a')).toMatchObject({ limit: 10, windowMs: 1_000, used: 1 })
    expect(pools.get('/api/v2/spot/account/assets b')).toMatchObject({ used: 1 })
    expect(pools.get('address')).toMatchObject({ limit: 6_000, windowMs: 60_000 })
  })

  it('keeps one endpoint quiet when that is told to wait, and no other', async () => {
    const { client, calls } = scriptedClient({
      [at.assets]: () => http(429, { code: '429', msg: 'Too Many Requests' }, { 'retry-after': '60' }),
      [at.place]: acknowledged,
    })
    expect((await caught(client.getBalance())).class).toBe('rate-limit')
    expect((await caught(client.getBalance())).retryAfterMs).toBeGreaterThan(50_000)
    expect(calls(at.assets)).toHaveLength(1)
    await client.placeOrder(limit, 'id1', withoutPermit)
    expect(calls(at.place)).toHaveLength(1)
  })

  it('keeps everything quiet before a wall', async () => {
    const { client, calls } = scriptedClient({
      [at.assets]: () => http(403, '<html>', { 'retry-after': '90' }),
    })
    await caught(client.getBalance())
    expect((await caught(client.placeOrder(limit, 'id1', withoutPermit))).class).toBe('rate-limit')
    expect(calls(at.place)).toHaveLength(0)
  })
})

it('reports what a key may do', async () => {
  const info = { userId: '1', ips: '1.2.3.4', authorities: ['stor', 'stow'] }
  const { client } = scriptedClient({ [at.info]: () => ok(info) })
  expect(await client.checkCredentials()).toEqual({
    canRead: true,
    canTrade: true,
    canWithdraw: false,
    ipRestricted: true,
    expiresAt: null,
    accountKind: 'classic',
    uid: '1',
    notes: [],
  })
})
