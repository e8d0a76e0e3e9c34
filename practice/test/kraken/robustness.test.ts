import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { privateEndpoints, publicEndpoints } from '../../src/kraken/endpoints.ts'
import { type Answer, KrakenFixture, sign } from './kraken-fixture.ts'

const publicNames = Object.keys(publicEndpoints)
const privateNames = Object.keys(privateEndpoints)
const strays = ['Nonsense', '', 'toString', '__proto__', 'constructor']
const fields = [
  'pair',
  'asset',
  'interval',
  'since',
  'count',
  'type',
  'ordertype',
  'volume',
  'displayvol',
  'price',
  'price2',
  'oflags',
  'timeinforce',
  'expiretm',
  'starttm',
  'trigger',
  'txid',
  'order_id',
  'cl_ord_id',
  'userref',
  'ofs',
  'start',
  'end',
  'closetime',
  'trades',
  'close[ordertype]',
  'close[price]',
  'close[price2]',
  'deadline',
  'validate',
  'order_qty',
  'limit_price',
  'trigger_price',
  'post_only',
  'timeout',
  'orders',
  'cl_ord_ids',
  'nonce',
  '__proto__',
]
const texts = [
  '',
  '0',
  '1',
  '-1',
  '5',
  '60',
  '0.01',
  '60000',
  '1e9',
  'NaN',
  '9'.repeat(400),
  '99999999999999999999999999999999',
  '+2%',
  '#1',
  '-60000',
  'true',
  'buy',
  'sell',
  'XBTUSDT',
  'XBTUSDT,XXBTZUSD',
  'limit',
  'market',
  'iceberg',
  'stop-loss',
  'stop-loss-limit',
  'trailing-stop',
  'post',
  'viqc',
  'GTD',
  'both',
  'O00000-00000-000LFLT',
  'O00000-00000-00LFLT',
  'T00000-00000-000000',
  '2026-11-23T12:00:05Z',
]

const text = fc.oneof(fc.constantFrom(...texts), fc.string())
const form = fc.dictionary(fc.constantFrom(...fields), text, { maxKeys: 10 })
const json = fc.dictionary(
  fc.constantFrom(...fields),
  fc.oneof(text, fc.double(), fc.boolean(), fc.constant(null), fc.array(fc.oneof(text, form)), form),
  { maxKeys: 10 },
)

function expectEnvelope(answer: Answer): void {
  expect(Array.isArray(answer.error)).toBe(true)
  expect(answer.error).not.toContain('EGeneral:Internal error')
  for (const error of answer.error) expect(error).toMatch(/^E[A-Z][A-Za-z]+:/)
  expect(answer.error.length === 0).toBe('result' in answer)
}

/** A server without counters in the way, with a few orders of several kinds. */
function busyServer(): KrakenFixture {
  const fixture = new KrakenFixture()
  fixture.server.setLimits({ restMax: 1e9, tradingMax: 1e9, maxOpenOrdersPerPair: 500 })
  fixture.add({ volume: '0.01', price: '60000', userref: '5' })
  fixture.add({ type: 'sell', ordertype: 'stop-loss', volume: '0.01', price: '60000' })
  fixture.add({ ordertype: 'market', volume: '0.01' })
  return fixture
}

describe('whatever is sent', () => {
  it('as a form is answered with Kraken’s envelope', () => {
    const fixture = busyServer()
    fc.assert(
      fc.property(fc.constantFrom(...privateNames, ...strays), form, (name, { nonce: _, ...params }) => {
        fixture.time += 1_000
        expectEnvelope(fixture.post(name, params))
      }),
      { numRuns: 600 },
    )
  })

  it('as JSON too', () => {
    const fixture = busyServer()
    fc.assert(
      fc.property(fc.constantFrom(...privateNames), json, (name, params) => {
        fixture.time += 1_000
        const nonce = fixture.nextNonce()
        const body = JSON.stringify({ ...params, nonce })
        expectEnvelope(JSON.parse(fixture.signedJson(`/0/private/${name}`, nonce, body)) as Answer)
      }),
      { numRuns: 600 },
    )
  })

  it('in a query too', () => {
    const fixture = new KrakenFixture()
    fc.assert(
      fc.property(fc.constantFrom(...publicNames, ...strays), form, (name, params) => {
        expectEnvelope(fixture.get(name, new URLSearchParams(params).toString()))
      }),
      { numRuns: 150 },
    )
  })

  it('as bare bytes, under any path and method', () => {
    const fixture = new KrakenFixture()
    const bytes = fc.string({ unit: 'binary', maxLength: 200 })
    const path = fc.oneof(fc.constantFrom('/', '/0', '/0/private/', '/0/private/Balance', '/1/public/Time'), bytes)
    fc.assert(
      fc.property(
        fc.constantFrom('GET', 'POST', 'PUT', 'DELETE'),
        path,
        bytes,
        bytes,
        fc.constantFrom('application/json', 'application/x-www-form-urlencoded', 'text/plain'),
        (method, where, query, body, type) => {
          const headers = { 'api-key': 'key', 'api-sign': body, 'content-type': type }
          expectEnvelope(JSON.parse(fixture.send(method, where, { query, body, headers }).body) as Answer)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('broken bodies are bad requests, signed or not', () => {
    const fixture = new KrakenFixture()
    const path = '/0/private/Balance'
    for (const body of ['{', '[]', 'null', '"x"', '{"a":1,"a":2}', '['.repeat(100_000)]) {
      const nonce = fixture.nextNonce()
      const headers = {
        'api-key': 'key',
        'api-sign': sign(path, nonce, body),
        'content-type': 'application/json',
      }
      expect(fixture.send('POST', path, { body, headers }).body).toBe('{"error":["EAPI:Bad request"]}')
    }
  })

  it('private calls are POST, public ones GET', () => {
    const fixture = new KrakenFixture()
    expect(fixture.send('GET', '/0/private/Balance').body).toBe('{"error":["EGeneral:Unknown method"]}')
    expect(fixture.send('GET', '/0/public/Balance').body).toBe('{"error":["EGeneral:Unknown method"]}')
    expect(fixture.send('GET', '/0/public/Time').status).toBe(200)
  })
})
