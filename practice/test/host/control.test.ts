import { request } from 'node:http'
import { describe, expect, it } from 'vitest'
import { BinanceFixture, field, list } from '../binance/binance-fixture.ts'

/** Nobody has used an order id anywhere. */
const none = { binance: [], bitget: [], kucoin: [], kraken: [] }

describe('control', () => {
  it('opens accounts, sets balances, and forgets everything at reset', async () => {
    const fixture = await BinanceFixture.start()
    await fixture.control('POST', '/balances', { apiKey: 'the-key', balances: { USDT: '12.5', NEW: '1' } })
    expect([await fixture.free('USDT'), await fixture.free('NEW')]).toEqual(['12.50000000', '1.00000000'])
    await fixture.control('POST', '/reset', {})
    expect((await fixture.signed('GET', '/api/v3/account')).status).toBe(401)
    const opened = { apiKey: 'the-key', secret: 'the-secret', balances: { USDT: '1' } }
    expect((await fixture.control('POST', '/accounts', opened)).body).toEqual({ apiKey: 'the-key' })
    expect([await fixture.free('USDT'), await fixture.free('BTC')]).toEqual(['1.00000000', '0.00000000'])
  })

  it('moves prices by either name of a market, so that orders trade', async () => {
    const fixture = await BinanceFixture.start()
    await fixture.limitBuy({ newClientOrderId: 'mine' })
    expect((await fixture.control('POST', '/price', { symbol: 'BTC/USDT', price: '59000.009' })).body).toEqual({
      price: '59000',
    })
    const order = await fixture.signed('GET', '/api/v3/order', {
      symbol: 'BTCUSDT',
      origClientOrderId: 'mine',
    })
    expect(field(order.body, 'status')).toBe('FILLED')
    expect((await fixture.open('/api/v3/ticker/price?symbol=BTCUSDT')).body).toMatchObject({
      price: '59000.00000000',
    })
  })

  it('closes markets, drifts prices and skews the clock', async () => {
    const fixture = await BinanceFixture.start()
    await fixture.control('POST', '/market', { symbol: 'BTCUSDT', status: 'break' })
    expect(field((await fixture.limitBuy()).body, 'msg')).toBe('Market is closed.')
    await fixture.control('POST', '/drift', { steps: 3 })
    expect(field((await fixture.open('/api/v3/ticker/price?symbol=ETHUSDT')).body, 'price')).not.toBe('3180.00000000')
    const { body } = await fixture.open('/api/v3/ticker/price?symbol=ETHUSDT')
    await fixture.control('POST', '/drift', { symbol: 'BTC/USDC', steps: 3 })
    expect((await fixture.open('/api/v3/ticker/price?symbol=ETHUSDT')).body).toEqual(body)
    expect(field((await fixture.open('/api/v3/ticker/price?symbol=BTCUSDC')).body, 'price')).not.toBe('64260.00000000')
    const skewed = await fixture.control('POST', '/clock', { offsetMs: -7000 })
    expect(skewed.body).toEqual({ offsetMs: -7000, now: fixture.time - 7000 })
    expect(field((await fixture.signed('GET', '/api/v3/account')).body, 'code')).toBe(-1021)
    expect((await fixture.control('POST', '/clock', { advanceMs: 7000 })).body).toMatchObject({ offsetMs: 0 })
  })

  it('tells every order of every account as the engine has it, whoever asks', async () => {
    const fixture = await BinanceFixture.start()
    await fixture.limitBuy({ newClientOrderId: 'mine' })
    const { body } = await fixture.control('GET', '/orders')
    expect(body).toMatchObject({
      orders: {
        binance: [
          {
            account: 'the-key',
            symbol: 'BTC/USDT',
            clientOrderId: 'mine',
            side: 'buy',
            state: 'open',
            filled: '0',
            trigger: null,
          },
        ],
        kraken: [],
      },
    })
  })

  it('counts requests and what came of client ids', async () => {
    const fixture = await BinanceFixture.start()
    await fixture.limitBuy({ newClientOrderId: 'mine' })
    await fixture.limitBuy({ newClientOrderId: 'mine' })
    await fixture.limitBuy()
    const { body } = await fixture.control('GET', '/statistics')
    expect(body).toEqual({
      requests: [{ endpoint: 'binance POST /api/v3/order', seen: 3, processed: 3, spoiled: 0 }],
      clientOrders: { ...none, binance: [{ clientOrderId: 'mine', arrived: 2, accepted: 1 }] },
    })
    await fixture.control('DELETE', '/statistics')
    expect((await fixture.control('GET', '/statistics')).body).toEqual({
      requests: [],
      clientOrders: none,
    })
  })

  it.each([
    ['POST', '/price', { symbol: 'BTCUSDT', price: 60000 }, 'price'],
    ['POST', '/price', { symbol: 'BTCUSDT', price: '-1' }, 'price'],
    ['POST', '/price', { symbol: 'NOSUCH', price: '1' }, 'there is no market NOSUCH'],
    ['POST', '/price', { symbol: 'BTCUSDT', price: '0' }, 'the price of BTC/USDT must be from 0.01 to 1000000'],
    ['POST', '/accounts', { apiKey: 'x' }, 'either secret or publicKeyPem'],
    ['POST', '/accounts', { apiKey: 'x', publicKeyPem: 'nonsense' }, 'not a public key'],
    ['POST', '/accounts', { apiKey: 'x', secret: 's', exchange: 'mtgox' }, 'there is no practice exchange mtgox'],
    ['POST', '/balances', { apiKey: 'nobody', balances: {} }, 'there is no account'],
    ['POST', '/faults', { fault: 'explode' }, 'fault'],
    ['POST', '/limits', { limits: { speed: 1 } }, 'there is no limit speed'],
    ['POST', '/clock', {}, 'Invalid input'],
    ['POST', '/market', { symbol: 'BTCUSDT', status: 'closed' }, 'status'],
  ] as const)('%s %s refuses %j', async (method, path, body, sentence) => {
    const fixture = await BinanceFixture.start()
    const answer = await fixture.control(method, path, body)
    expect(answer.status).toBe(400)
    expect(field(answer.body, 'error')).toContain(sentence)
  })

  it('refuses what is not JSON, what comes from web pages, and host names that are not loopback', async () => {
    const fixture = await BinanceFixture.start()
    const url = `${fixture.exchanges.controlUrl}/price`
    expect((await fetch(url, { method: 'POST', body: '{}' })).status).toBe(400)
    const json = { 'content-type': 'application/json' }
    expect((await fetch(url, { method: 'POST', headers: json, body: '{' })).status).toBe(400)
    expect((await fixture.control('GET', '/statistics', undefined, { origin: 'http://evil.example' })).status).toBe(403)
    expect((await fixture.control('GET', '/nothing')).status).toBe(404)
    expect(await statusWithHost(fixture.exchanges.controlUrl, 'evil.example')).toBe(403)
    expect(await statusWithHost(fixture.exchanges.controlUrl, 'localhost:1')).toBe(200)
  })
})

describe('starting and closing', () => {
  it('listens on loopback with a free port each, and is gone when closed', async () => {
    const [one, two] = [await BinanceFixture.start(), await BinanceFixture.start()]
    expect(new URL(one.base).hostname).toBe('127.0.0.1')
    expect(new URL(one.base).port).not.toBe(new URL(two.base).port)
    expect((await one.open('/api/v3/ping')).status).toBe(200)
    await one.close()
    await expect(one.open('/api/v3/ping')).rejects.toThrow()
    await expect(BinanceFixture.start({ port: Number(new URL(two.base).port) })).rejects.toThrow('EADDRINUSE')
  })

  it('moves prices by itself only when live', async () => {
    const still = await BinanceFixture.start()
    const before = (await still.open('/api/v3/ticker/price')).body
    const live = await BinanceFixture.start({ live: true })
    await live.until(async () => {
      const now = (await live.open('/api/v3/ticker/price')).body
      return JSON.stringify(now) !== JSON.stringify(before)
    })
    expect((await still.open('/api/v3/ticker/price')).body).toEqual(before)
  })

  it('gives an account something of everything unless told', async () => {
    const fixture = await BinanceFixture.start()
    const { body } = await fixture.signed('GET', '/api/v3/account', { omitZeroBalances: 'true' })
    expect(list(field(body, 'balances'))).toContainEqual({
      asset: 'USDT',
      free: '10000.00000000',
      locked: '0.00000000',
    })
    fixture.exchanges.openAccount('binance', { apiKey: 'rich', secret: 's', balances: { USDT: '1e3' } })
    expect(() =>
      fixture.exchanges.openAccount('binance', { apiKey: 'x', secret: 's', balances: { USDT: '-1' } }),
    ).toThrow(RangeError)
    expect(() => fixture.exchanges.openAccount('kraken', { apiKey: 'x', secret: 'no!' })).toThrow(
      'a secret of Kraken is base64',
    )
  })
})

function statusWithHost(url: string, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request(`${url}/statistics`, { headers: { host } }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    asked.on('error', reject)
    asked.end()
  })
}
