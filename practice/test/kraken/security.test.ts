import { describe, expect, it } from 'vitest'
import vectors from '../../../test/exchange/kraken/vectors.json' with { type: 'json' }
import { tradingCost } from '../../src/kraken/request-limits.ts'
import { KrakenFixture, sign } from './kraken-fixture.ts'

describe('signatures', () => {
  it.each(vectors)(
    'the server takes the published one: $body',
    ({ secret: official, nonce, path, body, sign: expected }) => {
      const fixture = new KrakenFixture()
      const permissions = { canRead: true, canTrade: true, canWithdraw: false, ipRestrict: null }
      fixture.server.openAccount({
        apiKey: 'official',
        key: { secret: official },
        passphrase: null,
        kind: null,
        accountId: null,
        balances: { USD: '100000' },
        permissions,
      })
      const type = body.startsWith('{') ? 'application/json' : 'application/x-www-form-urlencoded'
      const ask = (text: string): string => {
        const headers = { 'api-key': 'official', 'api-sign': expected, 'content-type': type }
        return fixture.send('POST', path, { body: text, headers }).body
      }
      expect(ask(body.replace('37500', '37501'))).toContain('EAPI:Invalid signature')
      expect(ask(body)).toContain('"txid"')
      expect(sign(path, nonce, body, official)).toBe(expected)
    },
  )

  it('cover the bytes as they were sent: brackets encoded or not, plus signs, JSON', () => {
    const fixture = new KrakenFixture()
    const path = '/0/private/AddOrder'
    const order = 'pair=XBTUSDT&type=buy&ordertype=limit&volume=0.01&price=60000'
    const ask = (body: string, type = 'application/x-www-form-urlencoded'): string => {
      const nonce = /nonce["=:]+(\d+)/.exec(body)?.[1] ?? ''
      const headers = { 'api-key': 'key', 'api-sign': sign(path, nonce, body), 'content-type': type }
      return fixture.send('POST', path, { body, headers }).body
    }
    for (const close of [
      'close[ordertype]=stop-loss&close[price]=50000',
      'close%5Bordertype%5D=stop-loss&close%5Bprice%5D=50000',
    ])
      expect(ask(`nonce=${fixture.nextNonce()}&${order}&${close}`)).toContain('"close"')
    const json = {
      nonce: fixture.nextNonce(),
      pair: 'XBT/USDT',
      type: 'buy',
      ordertype: 'market',
      volume: '0.01',
    }
    expect(
      ask(JSON.stringify({ ...json, close: { ordertype: 'stop-loss', price: '50000' } }), 'application/json'),
    ).toContain('"close"')
    // A bare plus is a blank in a form.
    expect(
      ask(`nonce=${fixture.nextNonce()}&pair=XBTUSDT&type=sell&ordertype=trailing-stop&volume=0.01&price=+5%25`),
    ).toContain('EGeneral:Invalid arguments:price')
    expect(
      ask(`nonce=${fixture.nextNonce()}&pair=XBTUSDT&type=sell&ordertype=trailing-stop&volume=0.01&price=%2B5%25`),
    ).toContain('"txid"')
  })
})

describe('keys', () => {
  it('unknown ones lock the address out after a while', () => {
    const fixture = new KrakenFixture()
    fixture.server.setLimits({ lockoutAfter: 3 })
    for (let index = 0; index < 3; index += 1)
      expect(fixture.post('Balance', {}, 'nobody').error).toEqual(['EAPI:Invalid key'])
    expect(fixture.post('Balance').error).toEqual(['EGeneral:Temporary lockout'])
    fixture.time += 60_001
    expect(fixture.post('Balance').error).toEqual([])
  })

  it('a wrong secret is an invalid signature, and does not use up the nonce', () => {
    const fixture = new KrakenFixture()
    const nonce = fixture.nextNonce()
    const body = `nonce=${nonce}`
    const wrong = sign('/0/private/Balance', nonce, body, Buffer.from('another').toString('base64'))
    const headers = { 'api-key': 'key', 'api-sign': wrong }
    expect(fixture.send('POST', '/0/private/Balance', { body, headers }).body).toContain('EAPI:Invalid signature')
    expect(fixture.post('Balance', {}, 'key', nonce).error).toEqual([])
  })

  it('nonces grow strictly, key by key, up to 64 bits', () => {
    const fixture = new KrakenFixture()
    fixture.open('other')
    expect(fixture.post('Balance', {}, 'key', '5000').error).toEqual([])
    for (const nonce of ['5000', '4999', '0', '-1', 'x', '18446744073709551616'])
      expect(fixture.post('Balance', {}, 'key', nonce).error).toEqual(['EAPI:Invalid nonce'])
    expect(fixture.post('Balance', {}, 'other', '1').error).toEqual([])
    expect(fixture.post('Balance', {}, 'key', '18446744073709551615').error).toEqual([])
    expect(fixture.post('Balance', {}, 'key', '5001').error).toEqual(['EAPI:Invalid nonce'])
  })

  it('rights: reading and trading are apart', () => {
    const fixture = new KrakenFixture()
    fixture.open('reader', { permissions: { canTrade: false }, accountId: 'key' })
    fixture.open('writer', { permissions: { canRead: false }, accountId: 'key' })
    const order = { pair: 'XBTUSDT', type: 'buy', ordertype: 'limit', volume: '0.01', price: '60000' }
    expect(fixture.post('AddOrder', order, 'reader').error).toEqual(['EGeneral:Permission denied'])
    expect(fixture.post('Balance', {}, 'reader').error).toEqual([])
    expect(fixture.post('Balance', {}, 'writer').error).toEqual(['EGeneral:Permission denied'])
    expect(fixture.post('AddOrder', order, 'writer').error).toEqual([])
  })

  it('an address that a key is not bound to is refused, and so is a key without a name', () => {
    const fixture = new KrakenFixture()
    fixture.open('bound', { permissions: { ipRestrict: ['10.0.0.1'] } })
    expect(fixture.post('Balance', {}, 'bound').error).toEqual(['EGeneral:Permission denied'])
    expect(fixture.send('POST', '/0/private/Balance', { body: 'nonce=1' }).body).toContain('EAPI:Invalid key')
  })

  it('fifteen unknown keys lock an address out unless told otherwise', () => {
    const fixture = new KrakenFixture()
    for (let index = 0; index < 15; index += 1) fixture.post('Balance', {}, 'nobody')
    expect(fixture.post('Balance').error).toEqual(['EGeneral:Temporary lockout'])
  })

  it('a nonce of a JSON body keeps all its digits', () => {
    const fixture = new KrakenFixture()
    const path = '/0/private/Balance'
    const nonce = '18446744073709551613'
    expect(fixture.signedJson(path, nonce, `{"nonce":${nonce}}`)).toContain('"error":[]')
    expect(fixture.signedJson(path, '18446744073709551612', '{"nonce":18446744073709551612}')).toContain(
      'EAPI:Invalid nonce',
    )
    expect(fixture.signedJson(path, '18446744073709551614', '{"nonce":"18446744073709551614"}')).toContain('"error":[]')
  })

  it('a secret that is not base64 is not taken', () => {
    const { server } = new KrakenFixture()
    const permissions = { canRead: true, canTrade: true, canWithdraw: false, ipRestrict: null }
    const spec = { apiKey: 'k', passphrase: null, kind: null, accountId: null, balances: null, permissions }
    expect(() => server.openAccount({ ...spec, key: { secret: 'not base64!' } })).toThrow(RangeError)
  })
})

describe('counters', () => {
  it('of REST calls: one each, four for the history of trades, falling with time; orders are not counted', () => {
    const fixture = new KrakenFixture()
    for (let index = 0; index < 5; index += 1) expect(fixture.post('TradesHistory').error).toEqual([])
    expect(fixture.post('Balance').error).toEqual(['EAPI:Rate limit exceeded'])
    expect(fixture.add({ volume: '0.01', price: '60000' })).toMatch(/^O/)
    // The counter stands at 21: the refused call counted.
    fixture.time += 3_999
    expect(fixture.post('TradeBalance').error).toEqual(['EAPI:Rate limit exceeded'])
    fixture.time += 2_001
    expect(fixture.post('Balance').error).toEqual([])
  })

  it('of REST calls: going on while refused makes the wait longer, up to a point; each key has its own', () => {
    const fixture = new KrakenFixture()
    fixture.open('other')
    for (let index = 0; index < 200; index += 1) fixture.post('Balance')
    expect(fixture.post('Balance', {}, 'other').error).toEqual([])
    fixture.time += 30_000
    expect(fixture.post('Balance').error).toEqual(['EAPI:Rate limit exceeded'])
    fixture.time += 15_000
    expect(fixture.post('Balance').error).toEqual([])
  })

  it('of order traffic: the table of ages, for amending and cancelling', () => {
    const costs = (action: 'amend' | 'edit' | 'cancel'): readonly number[] =>
      [0, 4_999, 5_000, 10_000, 15_000, 45_000, 90_000, 300_000].map((age) => tradingCost(action, age))
    expect(costs('amend')).toEqual([4, 4, 3, 2, 1, 1, 1, 1])
    expect(costs('edit')).toEqual([7, 7, 6, 5, 3, 2, 1, 1])
    expect(costs('cancel')).toEqual([8, 8, 6, 5, 4, 2, 1, 0])
  })

  it('of order traffic: a fill makes no order young again, an amendment does', () => {
    const fixture = new KrakenFixture()
    fixture.server.setLimits({ tradingMax: 100, tradingDecayMilli: 0 })
    const txid = fixture.add({ volume: '0.03', price: '60000' })
    fixture.time += 400_000
    fixture.setPrice('60000', '0.01')
    // 1 for the order; 1 for an old order's amendment; 8 for cancelling what was just amended.
    expect(fixture.post('AmendOrder', { txid, limit_price: '59000' }).error).toEqual([])
    fixture.server.setLimits({ tradingMax: 9 })
    expect(fixture.post('CancelOrder', { txid }).error).toEqual(['EOrder:Rate limit exceeded'])
    fixture.server.setLimits({ tradingMax: 10 })
    expect(fixture.post('CancelOrder', { txid }).error).toEqual([])
  })

  it('of open orders: so many a pair', () => {
    const fixture = new KrakenFixture()
    fixture.server.setLimits({ maxOpenOrdersPerPair: 2 })
    const add = (pair: string): string => fixture.add({ pair, volume: '0.001', price: '50000' })
    expect([add('XBTUSDT'), add('XBTUSDT')].every((txid) => txid.startsWith('O'))).toBe(true)
    expect(add('XBTUSDT')).toBe('EOrder:Orders limit exceeded')
    expect(add('XBTUSD')).toMatch(/^O.{5}-/)
  })

  it('limits that there are not are refused', () => {
    expect(() => new KrakenFixture().server.setLimits({ ordersPerDay: 1 })).toThrow(RangeError)
  })

  it('of order traffic on one pair: young orders are dear to cancel', () => {
    const fixture = new KrakenFixture()
    fixture.server.setLimits({ tradingMax: 19 })
    const [first, second] = [1, 2].map(() => fixture.add({ volume: '0.01', price: '60000' }))
    expect(fixture.post('CancelOrder', { txid: first ?? '' }).error).toEqual([])
    fixture.add({ volume: '0.01', price: '60000' })
    expect(fixture.post('CancelOrder', { txid: second ?? '' }).error).toEqual([])
    const third = fixture.add({ volume: '0.01', price: '60000' })
    expect(third).toBe('EOrder:Rate limit exceeded')
    expect(
      fixture.post('AddOrder', {
        pair: 'ETHUSDT',
        type: 'buy',
        ordertype: 'limit',
        volume: '1',
        price: '3000',
      }).error,
    ).toEqual([])
    fixture.time += 60_000
    expect(fixture.add({ volume: '0.01', price: '60000' })).toMatch(/^O/)
  })
})
