import { describe, expect, it } from 'vitest'
import { dialectOf } from '../../../src-main/exchange/kucoin/stream-dialect.ts'

const token = {
  token: 'a+b/c=',
  instanceServers: [{ endpoint: 'wss://ws-api-spot.kucoin.com/' }] as [{ endpoint: string }],
}
const dialect = dialectOf(token, false)

describe('KuCoin’s streams', () => {
  it('are where the token’s answer says, each socket with the token and a name of its own', () => {
    const [one, two] = [dialect, dialectOf(token, false)].map(({ address }) => new URL(address))
    expect(one?.origin).toBe('wss://ws-api-spot.kucoin.com')
    expect(one?.searchParams.get('token')).toBe('a+b/c=')
    expect(one?.searchParams.get('connectId')).not.toBe(two?.searchParams.get('connectId'))
  })

  it.each([false, true])('are asked for in the exchange’s words; private: %s', (isPrivate) => {
    const spoken = dialectOf(token, isPrivate)
    const topic = '/market/match:BTC-USDT'
    const common = { topic, privateChannel: isPrivate, response: true }
    expect(JSON.parse(spoken.subscribe([topic], 7))).toEqual({ id: '7', type: 'subscribe', ...common })
    expect(JSON.parse(spoken.unsubscribe([topic], 8))).toEqual({ id: '8', type: 'unsubscribe', ...common })
    expect(JSON.parse(spoken.ping?.() ?? '')).toEqual({ id: 'ping', type: 'ping' })
    expect(spoken.greets).toBe(true)
  })

  it.each([
    ['its welcome', '{"id":"hQvf8jkno","type":"welcome"}', [{ kind: 'greeted' }]],
    ['that a topic is carried', '{"id":"7","type":"ack"}', [{ kind: 'accepted', of: { number: 7 } }]],
    ['an answer to a ping', '{"id":"ping","type":"pong"}', [{ kind: 'alive' }]],
    [
      'that a topic is not known',
      '{"id":"7","type":"error","code":404,"data":"topic /market/nope is not found"}',
      [{ kind: 'refused', of: { number: 7 }, reason: '404 topic /market/nope is not found' }],
    ],
    [
      'that its token is over: another one',
      '{"id":"hQvf8jkno","type":"error","code":401,"data":"token is expired"}',
      [{ kind: 'unwelcome', reason: '401 token is expired', forGood: false }],
    ],
    [
      'that it was asked too often',
      '{"id":"7","type":"error","code":509,"data":"exceed max permits per second"}',
      [{ kind: 'unwelcome', reason: '509 exceed max permits per second', forGood: false }],
    ],
    [
      'that the key may not',
      '{"id":"7","type":"error","code":403,"data":"access denied"}',
      [{ kind: 'unwelcome', reason: '403 access denied', forGood: true }],
    ],
  ])('understand %s', (_what, text, incoming) => {
    expect(dialect.read(text)).toEqual(incoming)
  })

  it('bring a message to its topic, numbers beyond 2^53 as their text', () => {
    const text =
      '{"type":"message","topic":"/market/match:BTC-USDT","subject":"trade.l3match","data":{"time":1593487482038606180}}'
    expect(dialect.read(text)).toMatchObject([
      { kind: 'data', key: '/market/match:BTC-USDT', data: { data: { time: '1593487482038606180' } } },
    ])
  })
})
