import { createHmac } from 'node:crypto'
import { connect } from 'node:net'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BinancePracticeServer } from '../../src/binance/binance-practice-server.ts'
import { endpoints } from '../../src/binance/endpoints.ts'
import { BinanceFixture, code } from './binance-fixture.ts'

const now = Date.UTC(2026, 10, 23, 12, 0, 0)
const names = [
  'symbol',
  'symbols',
  'side',
  'type',
  'timeInForce',
  'quantity',
  'quoteOrderQty',
  'price',
  'stopPrice',
  'trailingDelta',
  'icebergQty',
  'newClientOrderId',
  'orderId',
  'origClientOrderId',
  'limit',
  'startTime',
  'endTime',
  'interval',
  'newQty',
  'cancelReplaceMode',
  'cancelOrderId',
  'aboveType',
  'belowType',
  'abovePrice',
  'belowStopPrice',
  'workingType',
  'workingSide',
  'workingPrice',
  'workingQuantity',
  'pendingType',
  'pendingSide',
  'pendingQuantity',
  'recvWindow',
  'fromId',
  'orderListId',
]
const values = [
  '',
  '0',
  '1',
  '-1',
  '1e999',
  'NaN',
  '0.00001',
  '64250',
  '99999999999999999999',
  '9'.repeat(400),
  'BTCUSDT',
  'ETHBTC',
  'BUY',
  'SELL',
  'MARKET',
  'LIMIT',
  'LIMIT_MAKER',
  'STOP_LOSS',
  'GTC',
  'IOC',
  '["BTCUSDT"]',
  '[1]',
  '{',
  '1m',
  '1M',
  'null',
  '\u0000',
  '这是测试币456',
  "'; DROP TABLE orders",
  '__proto__',
  'constructor',
  'STOP_ON_FAILURE',
]
const parameter = fc.tuple(
  fc.oneof(fc.constantFrom(...names), fc.string()),
  fc.oneof(fc.constantFrom(...values), fc.string({ unit: 'binary' })),
)

describe('whatever is sent', () => {
  it('is answered without an error of our own', () => {
    const server = new BinancePracticeServer({
      seed: 'test',
      now: () => now,
      listings: 'tests',
      keeping: null,
    })
    server.openAccount({
      apiKey: 'key',
      key: { secret: 'secret' },
      passphrase: null,
      kind: null,
      accountId: null,
      balances: null,
      permissions: { canRead: true, canTrade: true, canWithdraw: false, ipRestrict: null },
    })
    server.setLimits({ weightPerMinute: 1_000_000_000, ordersPer10Seconds: 1_000_000 })
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(endpoints)),
        fc.array(parameter, { maxLength: 12 }),
        (endpoint, sent) => {
          const [method = 'GET', path = '/'] = endpoint.split(' ')
          const query = [...new Map(sent), ['timestamp', String(now)] as const]
            .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
            .join('&')
          const signature = createHmac('sha256', 'secret').update(query).digest('hex')
          const reply = server.handle({
            method,
            path,
            rawQuery: `${query}&signature=${signature}`,
            body: Buffer.alloc(0),
            headers: { 'x-mbx-apikey': 'key' },
            remoteAddress: '127.0.0.1',
          })
          expect(reply.status).toBeLessThan(500)
          expect(() => JSON.parse(reply.body) as unknown).not.toThrow()
        },
      ),
      { numRuns: 1500 },
    )
  })

  it('as raw bytes is refused and the next request works', async () => {
    const fixture = await BinanceFixture.start()
    const { port } = new URL(fixture.base)
    for (const bytes of [
      'garbage\r\n\r\n',
      'GET /binance/api/v3/ping HTTP/1.1\r\nHost: x\r\nContent-Length: no\r\n\r\n',
    ]) {
      await new Promise<void>((resolve) => {
        const socket = connect(Number(port), '127.0.0.1', () => socket.write(bytes))
        socket.on('error', () => undefined)
        socket.on('close', () => resolve())
        socket.resume()
      })
    }
    expect((await fixture.open('/api/v3/ping')).body).toEqual({})
  })

  it('too large, to no endpoint, or of another method, is refused', async () => {
    const fixture = await BinanceFixture.start()
    const large = await fixture.open('/api/v3/order', { method: 'POST', body: 'x'.repeat(300_000) })
    expect(large.status).toBe(413)
    expect((await fixture.open('/api/v3/nothing')).status).toBe(404)
    expect((await fixture.open('/api/v3/ping', { method: 'PATCH' })).status).toBe(404)
    expect((await fetch(fixture.base.replace('/binance', '/nowhere/api'))).status).toBe(404)
    expect(code(await fixture.open('/api/v3/ping?x=1'))).toBe(-1104)
  })
})
