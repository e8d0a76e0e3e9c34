import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { endpoints } from '../../src/kucoin/endpoints.ts'
import { KuCoinFixture } from './kucoin-fixture.ts'

const names = [
  ...['symbol', 'symbols', 'side', 'type', 'price', 'size', 'funds', 'clientOid', 'orderId', 'orderIds'],
  ...['stop', 'stopPrice', 'limitPrice', 'timeInForce', 'cancelAfter', 'postOnly', 'iceberg', 'visibleSize'],
  ...['hidden', 'stp', 'remark', 'tags', 'clientTimestamp', 'allowMaxTimeWindow', 'newPrice', 'newSize'],
  ...['cancelSize', 'timeout', 'lastId', 'limit', 'startAt', 'endAt', 'pageNum', 'pageSize', 'currentPage'],
  ...['tradeType', 'orderList', 'currency', 'amount', 'fromAccountType', 'toAccountType', 'direction'],
]
const values = [
  ...['', '0', '1', '-1', '5', '1e999', 'NaN', '0.00001', '64250', '99999999999999999999', '9'.repeat(400)],
  ...['BTC-USDT', 'ETH-BTC', 'LUNA-USDT', 'buy', 'sell', 'limit', 'market', 'loss', 'entry', 'oco', 'GTT'],
  ...['IOC', 'FOK', 'true', 'false', 'TRADE', 'MAIN', 'INTERNAL', '1month', '1min', 'mine', '[1]', '{', 'null'],
  ...['\u0000', '这是测试币456', "'; DROP TABLE orders", '__proto__', 'constructor', 'ns:007', '%zz', '%2C'],
]
const anyName = fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...names) }, fc.string())
const anyText = fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...values) }, fc.string({ unit: 'binary' }))
const anyJson = fc.oneof({ weight: 5, arbitrary: anyText }, fc.jsonValue())
/** Enough of an order that what is odd in the rest is reached. */
const sound = fc.constantFrom(
  {},
  { symbol: 'BTC-USDT', side: 'buy', type: 'limit', price: '60000', size: '0.001' },
  { symbol: 'BTC-USDT', side: 'sell', type: 'market', size: '0.001', stop: 'loss', stopPrice: '60000' },
  { symbol: 'BTC-USDT', side: 'sell', size: '0.01', price: '68000', stopPrice: '60000', limitPrice: '59000' },
)

function lenient(): KuCoinFixture {
  const fixture = new KuCoinFixture()
  fixture.open('key', { permissions: { canWithdraw: true } })
  fixture.server.setLimits({
    spotPer30Seconds: 1_000_000_000,
    managementPer30Seconds: 1_000_000_000,
    publicPer30Seconds: 1_000_000_000,
  })
  return fixture
}

describe('whatever is sent', () => {
  it('is answered with an envelope and without an error of our own', () => {
    const fixture = lenient()
    const ids = [fixture.add({ price: '60000', size: '0.001' }).orderId, 'mine', '', '%', '__proto__']
    const rest = fc.oneof(fc.constantFrom(...ids), fc.string())
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(endpoints)),
        rest,
        sound,
        fc.dictionary(anyName, anyJson, { maxKeys: 8 }),
        fc.integer({ min: 0, max: 10_000 }),
        (endpoint, id, order, odd, later) => {
          const [method = 'GET', path = '/'] = endpoint.split(' ')
          fixture.time += later
          const params = { ...order, ...odd }
          const full = path.endsWith('/') ? path + encodeURIComponent(id) : path
          const answer = fixture.call(method as 'GET', full, params)
          expect(answer.code).toMatch(/^\d{6}$/)
          expect(answer.code, `${endpoint} ${answer.msg}`).not.toBe('500000')
        },
      ),
      { numRuns: 1500 },
    )
  })

  it.each(['{', '[]', 'null', '"x"', '1', '', '{"symbol":{}}', '{"orderList":[null]}', '\u0000'])(
    'the body %j is refused',
    (body) => {
      const fixture = lenient()
      for (const [endpoint, { pool }] of Object.entries(endpoints)) {
        const [method = '', path = ''] = endpoint.split(' ')
        // A token is given for nothing but the signature.
        if (method !== 'POST' || pool === 'public' || path === '/api/v1/bullet-private') continue
        const answer = fixture.raw('POST', path, { body, headers: fixture.headers(`POST${path}${body}`) })
        if (answer.code === '200000') expect(answer.data, path).toMatchObject([{ success: false }])
        else expect(answer.code, path).toMatch(/^400[01]00$/)
      }
    },
  )

  it('to no endpoint or by another method is not found', () => {
    const fixture = lenient()
    for (const [method, path] of [
      ['GET', '/api/v1/nothing'],
      ['GET', '/'],
      ['PATCH', '/api/v1/timestamp'],
      ['GET', '/api/v1/hf/orders/a/b/c'],
      ['GET', '/toString'],
    ] as const) {
      expect(fixture.raw(method, path).code).toBe('404000')
      expect(fixture.lastReply.status).toBe(404)
    }
  })
})
