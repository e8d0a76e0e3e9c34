import { describe, expect, it } from 'vitest'
import { withoutPermit } from '../../../src-main/exchange/http/permit.ts'
import { hmac } from '../../../src-main/exchange/kucoin/signing.ts'
import { GatewayError } from '../../../src-shared/errors.ts'
import { limit, m, place, balances, resting, usedUp } from './client-fixtures.ts'
import { answer, caught, ok, orderRecord, refused, scriptedVenue } from './scripted-venue.ts'

describe('sending', () => {
  it('signs path, query and body as they go out, without the practice prefix', async () => {
    const { client, calls } = scriptedVenue({
      [place]: () => ok(resting),
      'GET /api/v1/hf/orders/o1': () => ok(orderRecord()),
    })
    await client.placeOrder(limit, 'id1', withoutPermit)
    await client.fetchOrder({ symbol: 'BTC/USDT', orderId: 'o1' })
    const [post] = calls(place)
    const headers = post?.request.headers ?? {}
    const stamp = headers['KC-API-TIMESTAMP'] ?? ''
    expect(post?.request.url).toBe('http://exchange.test/kucoin/api/v1/hf/orders/sync')
    expect(headers['KC-API-SIGN']).toBe(hmac('secret', `${stamp}POST/api/v1/hf/orders/sync${post?.request.body ?? ''}`))
    expect(post?.body).toEqual({
      clientOid: 'id1',
      symbol: 'BTC-USDT',
      side: 'buy',
      type: 'limit',
      price: '50000',
      size: '0.01',
      timeInForce: 'GTC',
      clientTimestamp: Number(stamp),
      allowMaxTimeWindow: 5_000,
    })
    const [get] = calls('GET /api/v1/hf/orders/o1')
    const target = '/api/v1/hf/orders/o1?symbol=BTC-USDT'
    expect(get?.request.url).toBe(`http://exchange.test/kucoin${target}`)
    const at = get?.request.headers['KC-API-TIMESTAMP'] ?? ''
    expect(get?.request.headers['KC-API-SIGN']).toBe(hmac('secret', `${at}GET${target}`))
  })

  it('never sends a write twice, whatever comes back', async () => {
    for (const outcome of [
      { kind: 'unknown', reason: 'ECONNRESET' } as const,
      { kind: 'not-sent', reason: 'ECONNREFUSED' } as const,
      answer(503, ''),
      refused('400002', 'KC-API-TIMESTAMP Invalid'),
      refused('500000', 'x'),
      refused('102428', 'processing'),
      answer(429, { code: '429000', msg: 'x' }, usedUp(2_000)),
      answer(429, { code: '429000', msg: 'busy' }, { ...usedUp(2_000), 'gw-ratelimit-remaining': '9' }),
      answer(200, '{"code":"200000","data":{"orderId"'),
    ]) {
      const { client, calls } = scriptedVenue({ [place]: () => outcome })
      await caught(client.placeOrder(limit, 'id1', withoutPermit))
      expect(calls(place)).toHaveLength(1)
    }
  })

  it('takes an answer of the wrong shape for an unknown outcome', async () => {
    for (const data of [null, 'success', {}, [], { orderId: '' }, { ...resting, dealSize: 'NaN' }]) {
      const { client } = scriptedVenue({ [place]: () => ok(data) })
      expect((await caught(client.placeOrder(limit, 'id1', withoutPermit))).class, JSON.stringify(data)).toBe(
        'unknown-outcome',
      )
    }
  })

  it('measures the clock again on 400002 and asks once more for a read', async () => {
    const { client, calls } = scriptedVenue({
      [balances]: (_sent, count) => (count === 1 ? refused('400002', 'timestamp') : ok([])),
    })
    expect(await client.getBalance()).toEqual([])
    expect(calls(balances)).toHaveLength(2)
    expect(calls('GET /api/v1/timestamp')).toHaveLength(6)
  })

  it('sends nothing once the credentials have changed', async () => {
    const { clientFor, sent } = scriptedVenue({ [place]: () => ok(resting), [balances]: () => ok([]) })
    let current = true
    const client = clientFor('b', () => {
      if (!current) throw new GatewayError('auth', 'account.credentials_changed')
    })
    await client.getBalance()
    current = false
    const before = sent.length
    expect((await caught(client.placeOrder(limit, 'id1', withoutPermit))).text.key).toBe('account.credentials_changed')
    expect(
      (
        await caught(
          clientFor('c', () => {
            throw new GatewayError('auth', 'account.credentials_changed')
          }).getBalance(),
        )
      ).text.key,
    ).toBe('account.credentials_changed')
    expect(sent.slice(before).filter(({ request }) => request.headers['KC-API-KEY'] !== undefined)).toEqual([])
  })

  it('reads the markets anew after a refused size', async () => {
    const { client, calls } = scriptedVenue({
      [place]: () => refused('600100', 'Order size increment invalid.'),
    })
    expect((await caught(client.placeOrder(limit, 'id1', withoutPermit))).field).toBe('quantity')
    await client.getMarkets()
    expect(calls('GET /api/v2/symbols')).toHaveLength(2)
  })

  it('lets no id into a path that is none', async () => {
    const { client, sent } = scriptedVenue({})
    await client.getMarkets()
    for (const orderId of ['../accounts', 'a?b=c', 'a b', '', 'x'.repeat(65)]) {
      const reference = { symbol: 'BTC/USDT', orderId }
      expect((await caught(client.fetchOrder(reference))).class).toBe('not-found')
      expect((await caught(client.cancelOrder(reference))).class).toBe('not-found')
      const change = { quantity: null, price: m('1'), triggerPrice: null }
      expect((await caught(client.editOrder(reference, change, 'e', withoutPermit))).class).toBe('not-found')
    }
    expect(sent.filter(({ endpoint }) => endpoint.includes('hf'))).toEqual([])
  })
})
