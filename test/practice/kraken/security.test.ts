import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { signatureOf } from '../../../src-main/practice/kraken/security.ts'
import { KrakenFixture, secret, sign } from './kraken-fixture.ts'

describe('signatures', () => {
  const official = 'kQH5HW/8p1uGOVjbgWA7FunAmGO8lsSUXNsu3eow76sz84Q18fWxnyRzBHCd3pd5nE9qa99HAZtuZuj6F1huXg=='
  it.each([
    [
      'nonce=1616492376594&ordertype=limit&pair=XBTUSD&price=37500&type=buy&volume=1.25',
      '4/dpxb3iT4tp/ZCVEwSnEsLxx0bqyhLpdfOpc6fn7OR8+UClSV5n9E6aSS8MPtnRfp32bAb0nmbRn6H8ndwLUQ==',
    ],
    [
      '{"nonce":"1616492376594","ordertype":"limit","pair":"XBTUSD","price":37500,"type":"buy","volume":1.25}',
      'BVT3EumzzXSJHlvrinSwICz5uKKlSZPXL9cJIuKqn7ZMhHSbbtXhGdvwoDBmRz6ALXI+GVxFD0ZlGuOmfi2bxA==',
    ],
  ])('match the published vectors', (body, expected) => {
    const key = Buffer.from(official, 'base64')
    const signature = signatureOf(key, '/0/private/AddOrder', '1616492376594', Buffer.from(body))
    expect(signature.toString('base64')).toBe(expected)
    expect(sign('/0/private/AddOrder', '1616492376594', body, official)).toBe(expected)
  })

  it('cover the bytes as they were sent: brackets encoded or not, plus signs, JSON', () => {
    const fixture = new KrakenFixture()
    const path = '/0/private/AddOrder'
    const order = 'pair=XBTUSDT&type=buy&ordertype=limit&volume=0.01&price=60000'
    const ask = (body: string, type = 'application/x-www-form-urlencoded'): string => {
      const nonce = /nonce["=:]+(\d+)/.exec(body)?.[1] ?? ''
      const headers = { 'api-key': 'key', 'api-sign': sign(path, nonce, body), 'content-type': type }
      return fixture.raw('POST', path, { body, headers }).body
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
      ask(
        `nonce=${fixture.nextNonce()}&pair=XBTUSDT&type=sell&ordertype=trailing-stop&volume=0.01&price=+5%25`,
      ),
    ).toContain('EGeneral:Invalid arguments:price')
    expect(
      ask(
        `nonce=${fixture.nextNonce()}&pair=XBTUSDT&type=sell&ordertype=trailing-stop&volume=0.01&price=%2B5%25`,
      ),
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
    expect(fixture.raw('POST', '/0/private/Balance', { body, headers }).body).toContain(
      'EAPI:Invalid signature',
    )
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
    fixture.open('reader', { canTrade: false }, 'key')
    fixture.open('writer', { canRead: false }, 'key')
    const order = { pair: 'XBTUSDT', type: 'buy', ordertype: 'limit', volume: '0.01', price: '60000' }
    expect(fixture.post('AddOrder', order, 'reader').error).toEqual(['EGeneral:Permission denied'])
    expect(fixture.post('Balance', {}, 'reader').error).toEqual([])
    expect(fixture.post('Balance', {}, 'writer').error).toEqual(['EGeneral:Permission denied'])
    expect(fixture.post('AddOrder', order, 'writer').error).toEqual([])
    expect(() => fixture.open('x', {})).not.toThrow()
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
    fixture.time += 2_000
    expect(fixture.post('Balance').error).toEqual([])
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

describe('whatever is sent', () => {
  it('is answered with Kraken’s envelope, and the server lives', () => {
    const fixture = new KrakenFixture()
    const names = fc.constantFrom(
      'AddOrder',
      'ClosedOrders',
      'QueryOrders',
      'AmendOrder',
      'CancelOrder',
      'Nonsense',
      '',
      'toString',
      '__proto__',
    )
    const value = fc.oneof(
      fc.string(),
      fc.constantFrom(
        '-1',
        '1e9',
        'NaN',
        'XBTUSDT',
        'buy',
        '0.01',
        'O00000-00000-000RLB',
        '99999999999999999999999999999999',
      ),
    )
    const field = fc.constantFrom(
      'pair',
      'type',
      'ordertype',
      'volume',
      'price',
      'price2',
      'txid',
      'ofs',
      'start',
      'close[ordertype]',
      'close[price]',
      'deadline',
      'oflags',
      'userref',
      'cl_ord_id',
    )
    fc.assert(
      fc.property(names, fc.dictionary(field, value, { maxKeys: 8 }), fc.boolean(), (name, params, open) => {
        fixture.time += 60_000
        const answer = open
          ? fixture.get(name, new URLSearchParams(params).toString())
          : fixture.post(name, params)
        expect(Array.isArray(answer.error)).toBe(true)
        expect(answer.error).not.toContain('EGeneral:Internal error')
        if (answer.error.length > 0) expect(answer.error[0]).toMatch(/^E[A-Z][A-Za-z]+:/)
      }),
      { numRuns: 400 },
    )
    expect(fixture.server.hasAccount('key')).toBe(true)
    expect(secret.length).toBeGreaterThan(0)
  })

  it('broken bodies are bad requests', () => {
    const fixture = new KrakenFixture()
    const headers = { 'content-type': 'application/json' }
    for (const body of ['{', '[]', 'null', '"x"'])
      expect(fixture.raw('POST', '/0/private/Balance', { body, headers }).body).toContain('EAPI:Bad request')
  })
})
