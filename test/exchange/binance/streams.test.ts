import { describe, expect, it } from 'vitest'
import { streamProtocol } from '../../../src-main/exchange/binance/streams.ts'

const production = streamProtocol({ kind: 'production' }, 'https://api.binance.com')

describe('Binance’s market streams', () => {
  it.each([
    ['production', 'wss://stream.binance.com:9443/stream'],
    ['testnet', 'wss://stream.testnet.binance.vision/stream'],
    ['demo', 'wss://demo-stream.binance.com/stream'],
  ] as const)('of %s are at %s', async (kind, address) => {
    const dialect = await streamProtocol({ kind }, 'https://unused.example').connect()
    expect(dialect.address).toBe(address)
  })

  it('of practice are where its REST is', async () => {
    const url = 'http://127.0.0.1:5000/binance'
    const dialect = await streamProtocol({ kind: 'practice', url, accountKind: null }, url).connect()
    expect(dialect.address).toBe('ws://127.0.0.1:5000/binance/stream')
  })

  it('are asked for in the exchange’s words', async () => {
    const dialect = await production.connect()
    expect(JSON.parse(dialect.subscribe(['btcusdt@trade', 'ethusdt@ticker'], 7))).toEqual({
      method: 'SUBSCRIBE',
      params: ['btcusdt@trade', 'ethusdt@ticker'],
      id: 7,
    })
    expect(JSON.parse(dialect.unsubscribe(['btcusdt@trade'], 8))).toEqual({
      method: 'UNSUBSCRIBE',
      params: ['btcusdt@trade'],
      id: 8,
    })
  })

  it.each([
    ['an answer', '{"result":null,"id":3}', { kind: 'accepted', of: { number: 3 } }],
    [
      'an event, with every digit of its numbers as text',
      '{"stream":"btcusdt@trade","data":{"t":9007199254740993,"p":"0.1"}}',
      { kind: 'data', key: 'btcusdt@trade', data: { t: '9007199254740993', p: '0.1' } },
    ],
    [
      'that it shuts down, in the frame of a combined stream',
      '{"stream":"!serverShutdown","data":{"e":"serverShutdown","E":1770123456789}}',
      { kind: 'leaving', reason: 'serverShutdown' },
    ],
    [
      'that it shuts down, without a frame',
      '{"e":"serverShutdown","E":1770123456789}',
      { kind: 'leaving', reason: 'serverShutdown' },
    ],
    [
      'an error about a request',
      '{"code":0,"msg":"Unknown property","id":5}',
      { kind: 'refused', of: { number: 5 }, reason: '0 Unknown property' },
    ],
    [
      'the same in the words of newer servers',
      '{"error":{"code":2,"msg":"Invalid request: unknown variant"},"id":5}',
      { kind: 'refused', of: { number: 5 }, reason: '2 Invalid request: unknown variant' },
    ],
    [
      'an error that names no request',
      '{"code":3,"msg":"Invalid JSON: expected value at line 1 column 2"}',
      { kind: 'unwelcome', reason: '3 Invalid JSON: expected value at line 1 column 2', forGood: false },
    ],
  ])('read %s', async (_what, text, incoming) => {
    const dialect = await production.connect()
    expect(dialect.read(text)).toEqual([incoming])
  })

  it('cannot read what is not JSON', async () => {
    const dialect = await production.connect()
    expect(() => dialect.read('<html>')).toThrow(SyntaxError)
  })
})
