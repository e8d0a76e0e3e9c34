import { afterEach, describe, expect, it } from 'vitest'
import { Money } from '../../../src-shared/money.ts'
import { startPracticeExchanges, type PracticeExchanges } from '../../src/practice-exchanges.ts'
import { startTime } from '../support/server-fixture.ts'
import { type Answer, digest, type Json, passphrase, secret } from './kucoin-fixture.ts'

const running: PracticeExchanges[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((exchanges) => exchanges.close()))
})

interface Reply extends Answer {
  readonly status: number
  readonly headers: Headers
}

/** KuCoin over a real socket, with a signer written from its documents. */
async function start() {
  const exchanges = await startPracticeExchanges({ seed: 'http', now: () => startTime })
  running.push(exchanges)
  exchanges.openAccount('kucoin', { apiKey: 'key', secret, passphrase })
  const base = exchanges.baseUrls.kucoin
  const call = async (method: string, target: string, body?: Json): Promise<Reply> => {
    const text = body === undefined ? '' : JSON.stringify(body)
    const timestamp = String(startTime)
    const response = await fetch(base + target, {
      method,
      headers: {
        'KC-API-KEY': 'key',
        'KC-API-SIGN': digest(timestamp + method + target + text),
        'KC-API-TIMESTAMP': timestamp,
        'KC-API-PASSPHRASE': digest(passphrase),
        'KC-API-KEY-VERSION': '3',
        'Content-Type': 'application/json',
      },
      ...(body !== undefined && { body: text }),
    })
    const { status, headers } = response
    return { status, headers, ...((await response.json()) as Answer) }
  }
  const control = async (method: string, path: string, body: Json): Promise<Json> => {
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(exchanges.controlUrl + path, { method, headers, body: JSON.stringify(body) })
    return (await response.json()) as Json
  }
  return { exchanges, call, control }
}

const order = {
  clientOid: 'one',
  symbol: 'BTC-USDT',
  side: 'buy',
  type: 'limit',
  price: '60000',
  size: '0.01',
}

describe('over HTTP', () => {
  it('an order is placed, seen, and filled when the price comes', async () => {
    const { exchanges, call } = await start()
    const placed = await call('POST', '/api/v1/hf/orders/sync', order)
    expect(placed).toMatchObject({ status: 200, code: '200000', data: { status: 'open', clientOid: 'one' } })
    expect(placed.headers.get('gw-ratelimit-limit')).toBe('4000')
    expect(placed.headers.get('gw-ratelimit-remaining')).toBe('3999')
    expect(placed.headers.get('gw-ratelimit-reset')).toBe('30000')
    exchanges.setPrice('kucoin', 'BTC/USDT', Money.parse('59999'))
    const { data } = await call('GET', '/api/v1/hf/orders/client-order/one?symbol=BTC-USDT')
    expect(data).toMatchObject({ active: false, dealSize: '0.01', cancelExist: false })
  })

  it('a stop triggers by the price alone, with nobody asking', async () => {
    const { call, control } = await start()
    const stop = {
      symbol: 'BTC-USDT',
      side: 'sell',
      type: 'market',
      size: '0.1',
      stop: 'loss',
      stopPrice: '60000',
    }
    expect((await call('POST', '/api/v1/stop-order', { ...stop, clientOid: 'sl' })).code).toBe('200000')
    await control('POST', '/price', { exchange: 'kucoin', symbol: 'BTC-USDT', price: '59000' })
    await control('POST', '/price', { exchange: 'kucoin', symbol: 'BTC-USDT', price: '64000' })
    const { data } = await call('GET', '/api/v1/hf/orders/client-order/sl?symbol=BTC-USDT')
    expect(data).toMatchObject({ active: false, dealSize: '0.1' })
    expect(Number((data as Json).dealFunds)).toBeLessThan(6001)
  })

  it('control reaches limits, the clock and the counts of client ids', async () => {
    const { call, control } = await start()
    await call('POST', '/api/v1/hf/orders', order)
    expect((await call('POST', '/api/v1/hf/orders', order)).code).toBe('102426')
    const response = await control('POST', '/limits', { exchange: 'kucoin', limits: { spotPer30Seconds: 0 } })
    expect(response).toEqual({})
    expect(await call('GET', '/api/v1/hf/orders/active?symbol=BTC-USDT')).toMatchObject({
      status: 429,
      code: '429000',
    })
    await control('POST', '/clock', { offsetMs: 5_001 })
    expect((await call('GET', '/api/v1/accounts')).code).toBe('400002')
    const wrong = await control('POST', '/limits', { exchange: 'kucoin', limits: { weightPerMinute: 1 } })
    expect(wrong.error).toContain('spotPer30Seconds')
  })
})
