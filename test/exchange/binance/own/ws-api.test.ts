import { describe, expect, it } from 'vitest'
import { callText, readWsApi, withId, wsApiAddress } from '../../../../src-main/exchange/binance/own/ws-api.ts'

const now = 1_800_000_000_000
const limits = [
  { rateLimitType: 'ORDERS', interval: 'SECOND', intervalNum: 10, limit: 50, count: 12 },
  { rateLimitType: 'ORDERS', interval: 'DAY', intervalNum: 1, limit: 160_000, count: 4_043 },
  { rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: 6_000, count: 321 },
  { rateLimitType: 'CONNECTIONS', interval: 'MINUTE', intervalNum: 5, limit: 300, count: 3 },
  { rateLimitType: 'ORDERS', interval: 'FORTNIGHT', intervalNum: 1, limit: 9, count: 3 },
]
const asHeaders = {
  'x-mbx-order-count-10s': '12',
  'x-mbx-order-count-1d': '4043',
  'x-mbx-used-weight-1m': '321',
}

describe('the WebSocket API of Binance', () => {
  it.each([
    ['production', 'wss://ws-api.binance.com:443/ws-api/v3'],
    ['testnet', 'wss://ws-api.testnet.binance.vision/ws-api/v3'],
    ['demo', 'wss://demo-ws-api.binance.com/ws-api/v3'],
  ] as const)('of %s is at %s', (kind, address) => {
    expect(wsApiAddress({ kind }, 'https://unused.example')).toBe(address)
  })

  it('of practice is where its REST is', () => {
    const url = 'http://127.0.0.1:5000/binance'
    const environment = { kind: 'practice', url, accountKind: null } as const
    expect(wsApiAddress(environment, url)).toBe('ws://127.0.0.1:5000/binance/ws-api/v3')
  })

  it('is told ids and times as numbers with every digit, everything else as text', () => {
    const params = {
      symbol: '这是测试币456',
      orderId: '9007199254740993',
      cancelOrderId: '7',
      pendingAboveTrailingDelta: '25',
      newClientOrderId: '12345',
      price: '0.10000000',
      recvWindow: '5000',
      timestamp: '1800000000000',
    }
    expect(withId(callText('order.place', params), 'o1')).toBe(
      '{"id":"o1","method":"order.place","params":{"symbol":"这是测试币456","orderId":9007199254740993,' +
        '"cancelOrderId":7,"pendingAboveTrailingDelta":25,"newClientOrderId":"12345","price":"0.10000000",' +
        '"recvWindow":5000,"timestamp":1800000000000}}',
    )
  })
})

describe('an answer', () => {
  it.each([
    [
      'with a result',
      { id: 'o1', status: 200, result: { orderId: 1 }, rateLimits: limits },
      { status: 200, headers: asHeaders, text: '{"orderId":1}' },
    ],
    ['without limits', { id: 'o1', status: 200, result: [] }, { status: 200, headers: {}, text: '[]' }],
    [
      'whose limits nobody understands',
      { id: 'o1', status: 200, result: [], rateLimits: 'all' },
      { status: 200, headers: {}, text: '[]' },
    ],
    [
      'with an error',
      { id: 'o1', status: 400, error: { code: -2010, msg: 'no' }, rateLimits: limits },
      { status: 400, headers: asHeaders, text: '{"code":-2010,"msg":"no"}' },
    ],
    [
      'that names the moment when a ban ends, by the clock of the server',
      {
        id: 'o1',
        status: 418,
        error: {
          code: -1003,
          msg: 'Way too much',
          data: { serverTime: 1_659_142_907_531, retryAfter: 1_659_146_400_000 },
        },
      },
      { status: 418, headers: { 'retry-after': '3493' }, text: expect.stringContaining('Way too much') as string },
    ],
    [
      'that names such a moment alone',
      { id: 'o1', status: 429, error: { code: -1003, msg: 'x', data: { retryAfter: now + 1_001 } } },
      { status: 429, headers: { 'retry-after': '2' }, text: expect.any(String) as string },
    ],
    [
      'that names a moment that has passed',
      { id: 'o1', status: 429, error: { code: -1003, msg: 'x', data: { retryAfter: now - 5 } } },
      { status: 429, headers: { 'retry-after': '0' }, text: expect.any(String) as string },
    ],
    ['that says nothing', { id: 'o1', status: 500 }, { status: 500, headers: {}, text: '' }],
  ])('%s is the REST answer that it would have been', (_, answer, response) => {
    expect(readWsApi(JSON.stringify(answer), now)).toEqual({
      kind: 'answer',
      id: 'o1',
      response: { kind: 'response', ...response },
    })
  })

  it('keeps every digit of its result', () => {
    const told = readWsApi('{"id":3,"status":200,"result":{"orderId":9007199254740993,"qty":0.10}}', now)
    expect(told).toMatchObject({ id: 3, response: { text: '{"orderId":9007199254740993,"qty":0.10}' } })
  })

  it('may belong to no request', () => {
    const text =
      '{"id":null,"status":401,"error":{"code":-2015,"msg":"Invalid API-key, IP, or permissions for action."}}'
    expect(readWsApi(text, now)).toMatchObject({ kind: 'answer', id: null, response: { status: 401 } })
  })

  it.each(['', '<html>', '[]', '{}', '{"id":"o1"}', '{"id":"o1","status":"fine"}', '{"status":200}', '{"event":7}'])(
    'is not %j',
    (text) => {
      expect(() => readWsApi(text, now)).toThrow(Error)
    },
  )

  it('is not an event', () => {
    expect(readWsApi('{"event":{"e":"serverShutdown","E":1770123456789}}', now)).toEqual({
      kind: 'event',
      event: 'serverShutdown',
    })
  })
})
