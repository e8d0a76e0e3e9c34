import { describe, expect, it } from 'vitest'
import { addressOf } from '../../../src-main/exchange/kraken/stream-dialect.ts'
import { streamProtocol } from '../../../src-main/exchange/kraken/streams.ts'

const connect = () => streamProtocol({ kind: 'production' }, 'https://api.kraken.com').connect()

describe('Kraken’s public streams', () => {
  it.each([
    ['public', 'wss://ws.kraken.com/v2', 'ws://127.0.0.1:5000/kraken/ws/v2'],
    ['private', 'wss://ws-auth.kraken.com/v2', 'ws://127.0.0.1:5000/kraken/ws-auth/v2'],
  ] as const)('are at a host of their own, and at practice beside its REST: %s', (kind, production, practice) => {
    const url = 'http://127.0.0.1:5000/kraken'
    expect(addressOf(kind, { kind: 'production' }, 'https://api.kraken.com')).toBe(production)
    expect(addressOf(kind, { kind: 'practice', url, accountKind: null }, url)).toBe(practice)
  })

  it.each([
    ['ticker BTC/USD', { channel: 'ticker', symbol: ['BTC/USD'], event_trigger: 'bbo' }],
    ['trade BTC/USD', { channel: 'trade', symbol: ['BTC/USD'], snapshot: false }],
    ['ohlc BTC/USD 5', { channel: 'ohlc', symbol: ['BTC/USD'], interval: 5 }],
    ['book BTC/USD', { channel: 'book', symbol: ['BTC/USD'], depth: 25 }],
  ])('ask for %s, and let it go, in the exchange’s words', async (key, params) => {
    const dialect = await connect()
    expect(JSON.parse(dialect.subscribe([key], 7))).toEqual({ method: 'subscribe', params, req_id: 7 })
    expect(JSON.parse(dialect.unsubscribe([key], 8))).toEqual({ method: 'unsubscribe', params, req_id: 8 })
    expect(JSON.parse(dialect.ping?.() ?? '')).toEqual({ method: 'ping' })
  })

  it.each([
    [
      'that a topic is carried',
      '{"method":"subscribe","result":{"channel":"book","symbol":"BTC/USD","depth":25,"snapshot":true},"success":true,"req_id":3,"time_in":"2025-01-01T00:00:00.000000Z","time_out":"2025-01-01T00:00:00.000000Z"}',
      [{ kind: 'accepted', of: { number: 3 } }],
    ],
    [
      'that a pair is not known',
      '{"error":"Currency pair not supported NOPE/USD","method":"subscribe","req_id":4,"success":false,"symbol":"NOPE/USD"}',
      [{ kind: 'refused', of: { number: 4 }, reason: 'Currency pair not supported NOPE/USD' }],
    ],
    [
      'that it was asked too often: another socket, later',
      '{"error":"Exceeded msg rate","method":"subscribe","req_id":4,"success":false}',
      [{ kind: 'unwelcome', reason: 'Exceeded msg rate', forGood: false }],
    ],
    [
      'that a topic is subscribed to already: we and it do not agree on what is',
      '{"error":"Already subscribed","method":"subscribe","req_id":4,"success":false}',
      [{ kind: 'unwelcome', reason: 'Already subscribed', forGood: false }],
    ],
    [
      'what nobody asked for by number',
      '{"error":"Malformed request","success":false,"method":"subscribe"}',
      [{ kind: 'unwelcome', reason: 'Malformed request', forGood: false }],
    ],
    ['that a topic is let go', '{"method":"unsubscribe","success":true,"req_id":4,"result":{"channel":"book"}}', []],
    [
      'that what was let go had gone',
      '{"error":"Subscription Not Found","method":"unsubscribe","success":false,"req_id":4}',
      [],
    ],
    ['a sign of life', '{"channel":"heartbeat"}', [{ kind: 'alive' }]],
    ['an answer to a ping', '{"method":"pong","req_id":1,"time_in":"","time_out":""}', []],
    ['a channel that nobody knows', '{"channel":"news","data":[]}', [{ kind: 'alive' }]],
  ])('understand %s', async (_what, text, incoming) => {
    expect((await connect()).read(text)).toEqual(incoming)
  })

  it('bring each pair’s rows to its own topic, numbers as the text that stood there', async () => {
    const row = (symbol: string, price: string) => `{"symbol":"${symbol}","price":${price}}`
    const text = `{"channel":"trade","type":"update","data":[${row('A/B', '1.10')},${row('C/D', '2')},${row('A/B', '1.20')}]}`
    expect((await connect()).read(text)).toEqual([
      {
        kind: 'data',
        key: 'trade A/B',
        data: {
          channel: 'trade',
          type: 'update',
          data: [
            { symbol: 'A/B', price: '1.10' },
            { symbol: 'A/B', price: '1.20' },
          ],
        },
      },
      {
        kind: 'data',
        key: 'trade C/D',
        data: { channel: 'trade', type: 'update', data: [{ symbol: 'C/D', price: '2' }] },
      },
    ])
  })

  it('bring candles one by one, by their length', async () => {
    const row = (close: string, minutes: number) => `{"symbol":"A/B","close":${close},"interval":${minutes}}`
    const text = `{"channel":"ohlc","type":"update","data":[${row('1', 5)},${row('2', 5)},${row('3', 60)}]}`
    expect((await connect()).read(text)).toMatchObject([
      { key: 'ohlc A/B 5', data: { data: [{ close: '1' }] } },
      { key: 'ohlc A/B 5', data: { data: [{ close: '2' }] } },
      { key: 'ohlc A/B 60', data: { data: [{ close: '3' }] } },
    ])
  })

  it('leave a socket whose maintenance begins, and not each that opens during it', async () => {
    const status = (system: string) =>
      `{"channel":"status","type":"update","data":[{"version":"2.0.10","system":"${system}","api_version":"v2","connection_id":13834774380200032777}]}`
    const before = await connect()
    expect(before.read(status('online'))).toEqual([{ kind: 'alive' }])
    expect(before.read(status('maintenance'))).toEqual([{ kind: 'leaving', reason: 'maintenance' }])
    expect(before.read(status('maintenance'))).toEqual([{ kind: 'alive' }])
    const during = await connect()
    expect(during.read(status('maintenance'))).toEqual([{ kind: 'alive' }])
  })
})
