import { describe, expect, it } from 'vitest'
import { addressOf, reader, type Reading } from '../../../src-main/exchange/bitget/stream-dialect.ts'
import { streamProtocol } from '../../../src-main/exchange/bitget/streams.ts'
import type { BitgetVenue } from '../../../src-main/exchange/bitget/venue.ts'
import type { Dialect } from '../../../src-main/exchange/streams/protocol.ts'

const now = 1_736_348_770_000
const venue = {
  venue: { baseUrl: 'https://api.bitget.com', clock: { ensure: () => Promise.resolve(), serverNow: () => now } },
} as unknown as BitgetVenue
const connect = (): Promise<Dialect> => streamProtocol(venue, { kind: 'production' }).connect()

describe('Bitget’s streams', () => {
  it.each([
    ['v2', 'private', { kind: 'production' }, 'wss://ws.bitget.com/v2/ws/private'],
    ['v3', 'public', { kind: 'production' }, 'wss://ws.bitget.com/v3/ws/public'],
    ['v3', 'private', { kind: 'demo' }, 'wss://wspap.bitget.com/v3/ws/private'],
    [
      'v2',
      'private',
      { kind: 'practice', url: 'http://127.0.0.1:5000/bitget', accountKind: null },
      'ws://127.0.0.1:5000/bitget/v2/ws/private',
    ],
  ] as const)('of %s, %s, at %o are at %s', (version, kind, environment, address) => {
    expect(addressOf(version, kind, environment, 'http://127.0.0.1:5000/bitget')).toBe(address)
  })

  it('are asked for in the exchange’s words, many in one message', async () => {
    const dialect = await connect()
    const args = [
      { instType: 'spot', topic: 'books', symbol: 'BTCUSDT' },
      { instType: 'spot', topic: 'kline', symbol: 'ETHUSDT', interval: '1H' },
    ]
    const keys = ['books BTCUSDT', 'kline ETHUSDT 1H']
    expect(JSON.parse(dialect.subscribe(keys, 7))).toEqual({ op: 'subscribe', args })
    expect(JSON.parse(dialect.unsubscribe(keys, 8))).toEqual({ op: 'unsubscribe', args })
    expect(dialect.ping?.()).toBe('ping')
  })

  it.each([
    ['an answer to a ping, which is no JSON', 'pong', [{ kind: 'alive' }]],
    [
      'that a topic is carried',
      '{"event":"subscribe","arg":{"instType":"spot","topic":"books","symbol":"BTCUSDT"}}',
      [{ kind: 'accepted', of: { key: 'books BTCUSDT' } }],
    ],
    [
      'that a topic does not exist',
      '{"event":"error","arg":{"instType":"spot","topic":"books","symbol":"NOPE"},"code":30001,"msg":"no such"}',
      [{ kind: 'refused', of: { key: 'books NOPE' }, reason: '30001 no such' }],
    ],
    [
      'that it was asked too often',
      '{"event":"error","code":30007,"msg":"request over limit"}',
      [{ kind: 'unwelcome', reason: '30007 request over limit', forGood: false }],
    ],
    [
      'that a topic is let go',
      '{"event":"unsubscribe","arg":{"instType":"spot","topic":"books","symbol":"BTCUSDT"}}',
      [{ kind: 'alive' }],
    ],
  ])('understand %s', async (_what, text, incoming) => {
    expect((await connect()).read(text)).toEqual(incoming)
  })

  it.each([
    ['a text', '"0"'],
    ['a number', '0'],
  ])('understand that a login worked, its code %s', (_what, code) => {
    expect(reader(login()).call(null, `{"event":"login","code":${code},"msg":""}`)).toEqual([{ kind: 'greeted' }])
  })

  it.each([
    [30_005, false, 1],
    [30_011, true, 0],
    [30_012, true, 0],
    [30_014, false, 0],
    [30_015, true, 0],
    [30_004, false, 0],
  ])('take %i for what another socket would hear, too: %s', (code, forGood, failed) => {
    const reading = login()
    expect(reader(reading)(`{"event":"error","code":${code},"msg":"m"}`)).toEqual([
      { kind: 'unwelcome', reason: `${code} m`, forGood },
    ])
    expect(reading.failed).toBe(failed)
  })

  it('bring a push to its topic, a sequence beyond 2^53 as its text', async () => {
    const text =
      '{"data":[{"a":[["99756.7","23.9774"]],"b":[["99756.6","0.0128"]],"pseq":0,"seq":1304314508780744705,"ts":"1746698732562"}],"arg":{"instType":"spot","symbol":"BTCUSDT","topic":"books1"},"action":"snapshot","ts":1746698732563}'
    expect((await connect()).read(text)).toMatchObject([
      { kind: 'data', key: 'books1 BTCUSDT', data: { data: [{ seq: '1304314508780744705' }] } },
    ])
  })

  const trades = (action: string, ...times: readonly number[]): string => {
    const rows = times.map((time) => `{"p":"100000","S":"buy","T":"${time}","v":"0.1","i":"${time}"}`)
    return `{"action":"${action}","arg":{"instType":"spot","symbol":"BTCUSDT","topic":"publicTrade"},"data":[${rows.join()}],"ts":${now}}`
  }

  it('leave out trades of before the subscription, which the first push begins with', async () => {
    const dialect = await connect()
    dialect.subscribe(['publicTrade BTCUSDT'], 1)
    expect(dialect.read(trades('snapshot', now - 5_000, now - 1))).toEqual([])
    expect(dialect.read(trades('snapshot', now - 1, now + 7))).toMatchObject([
      { data: { data: [{ T: `${now + 7}` }] } },
    ])
    expect(dialect.read(trades('update', now - 1))).toMatchObject([{ data: { data: [{ T: `${now - 1}` }] } }])
  })

  it('bring candles one by one, but for those of before', async () => {
    const dialect = await connect()
    const rows = '[{"start":"60000","close":"1"},{"start":"120000","close":"2"}]'
    const text = (action: string) =>
      `{"action":"${action}","arg":{"instType":"spot","symbol":"BTCUSDT","topic":"kline","interval":"1m"},"data":${rows},"ts":1}`
    expect(dialect.read(text('snapshot'))).toHaveLength(1)
    expect(dialect.read(text('update'))).toMatchObject([
      { key: 'kline BTCUSDT 1m', data: { data: [{ close: '1' }] } },
      { key: 'kline BTCUSDT 1m', data: { data: [{ close: '2' }] } },
    ])
  })
})

/** The reading of a private socket, which counts failed logins. */
function login(): Reading & { failed: number } {
  const reading = {
    failed: 0,
    keyOf: () => null,
    partsOf: () => [],
    loginFailed: () => {
      reading.failed += 1
    },
  }
  return reading
}
