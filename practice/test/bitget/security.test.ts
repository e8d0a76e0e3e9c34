import { generateKeyPairSync, sign } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BitgetFixture, digest, passphrase, secret } from './bitget-fixture.ts'

describe('signatures', () => {
  it.each([
    [
      '16273667805456GET/api/mix/v2/market/depth?limit=20&symbol=BTCUSDT',
      'fBHLci7veVPznBkc81QZZj2PxT7HRt8PZebKyt404gw=',
    ],
    [
      '1700000000000POST/api/v2/spot/trade/place-order{"symbol":"BTCUSDT","side":"buy","orderType":"limit","force":"gtc","price":"60000.00","size":"0.001","clientOid":"gw-0001","presetTakeProfitPrice":"66000.00","presetStopLossPrice":"57000.00"}',
      'z1iyqkJ/n7ebKeCX732P2y6Rqg+rlNsuaEQ1MyktcEA=',
    ],
    ['1700000000000GET/api/v2/spot/account/assets', 'FgqFnRtKxx6LBzlhNWm8ybOUynHXBVP+JZW8Wg6JoR8='],
  ])('%s has its published digest', (text, expected) => {
    expect(digest(text, 'test_secret_key_0123456789abcdef')).toBe(expected)
  })

  it('the server takes what its documents describe, HMAC and RSA', () => {
    const fixture = new BitgetFixture()
    expect(fixture.get('classic', '/api/v2/spot/account/assets').code).toBe('00000')
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const publicKeyPem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
    fixture.open('rsa', { key: { publicKeyPem } })
    const path = '/api/v2/spot/account/assets'
    const signature = sign('RSA-SHA256', Buffer.from(`${fixture.time}GET${path}`), privateKey).toString('base64')
    expect(fixture.get('rsa', path, {}, { 'access-sign': signature }).code).toBe('00000')
    expect(fixture.get('rsa', path).code).toBe('40009')
  })

  it('each header at fault has its own code', () => {
    const fixture = new BitgetFixture()
    const codeWith = (change: Record<string, string>): string =>
      fixture.get('classic', '/api/v2/spot/account/assets', {}, change).code
    expect(codeWith({ 'access-key': '' })).toBe('40001')
    expect(codeWith({ 'access-sign': '' })).toBe('40002')
    expect(codeWith({ 'access-timestamp': '' })).toBe('40003')
    expect(codeWith({ 'access-passphrase': '' })).toBe('40011')
    expect(codeWith({ 'access-timestamp': '17' })).toBe('40005')
    expect(codeWith({ 'access-timestamp': String(fixture.time - 30_001) })).toBe('40008')
    expect(codeWith({ 'access-key': 'nobody' })).toBe('40006')
    expect(codeWith({ 'access-passphrase': 'wrong' })).toBe('40012')
    expect(codeWith({ 'access-sign': digest('other') })).toBe('40009')
    expect(codeWith({ paptrading: '1' })).toBe('40099')
    expect(fixture.lastReply.status).toBe(400)
  })

  it('rights and addresses are kept apart', () => {
    const fixture = new BitgetFixture()
    fixture.open('reader', { permissions: { canTrade: false } })
    fixture.open('elsewhere', { permissions: { ipRestrict: ['10.0.0.1'] } })
    const order = {
      symbol: 'BTCUSDT',
      side: 'buy',
      orderType: 'limit',
      force: 'gtc',
      price: '60000',
      size: '0.01',
    }
    expect(fixture.post('reader', '/api/v2/spot/trade/place-order', order).code).toBe('40014')
    expect(fixture.get('reader', '/api/v2/spot/account/assets').code).toBe('00000')
    expect(fixture.get('elsewhere', '/api/v2/spot/account/assets').code).toBe('40018')
  })
})

describe('kinds of account', () => {
  it('each has its own API; the other answers with a code of its own', () => {
    const fixture = new BitgetFixture()
    expect(fixture.get('classic', '/api/v3/account/settings').code).toBe('40084')
    expect(fixture.get('unified', '/api/v3/account/settings').code).toBe('00000')
    expect(fixture.get('unified', '/api/v2/spot/account/assets').code).toBe('40085')
  })

  it('an account that is upgraded keeps its money and changes its API', () => {
    const fixture = new BitgetFixture()
    fixture.add({ orderType: 'market', size: '1000' })
    fixture.open('classic', { kind: 'unified' })
    expect(fixture.get('classic', '/api/v2/spot/account/assets').code).toBe('40085')
    const assets = (
      fixture.get('classic', '/api/v3/account/assets').data as {
        assets: readonly { coin: string; equity: string }[]
      }
    ).assets
    expect(Number(assets.find(({ coin }) => coin === 'USDT')?.equity)).toBeLessThan(9_001)
  })

  it('keys need a passphrase, and a kind that there is', () => {
    const { server } = new BitgetFixture()
    const permissions = { canRead: true, canTrade: true, canWithdraw: false, ipRestrict: null }
    const spec = { apiKey: 'k', accountId: null, balances: null, permissions, key: { secret } }
    expect(() => server.openAccount({ ...spec, passphrase: null, kind: null })).toThrow('passphrase')
    expect(() => server.openAccount({ ...spec, passphrase, kind: 'other' })).toThrow('kind')
  })
})

describe('limits', () => {
  it('are per endpoint and second', () => {
    const fixture = new BitgetFixture()
    fixture.server.setLimits({ perSecondPercent: 100 })
    expect(fixture.get('classic', '/api/v2/spot/account/info').code).toBe('00000')
    expect(fixture.get('classic', '/api/v2/spot/account/info').code).toBe('429')
    expect(fixture.lastReply.status).toBe(429)
    expect(fixture.get('classic', '/api/v2/spot/account/assets').code).toBe('00000')
    fixture.time += 1_000
    expect(fixture.get('classic', '/api/v2/spot/account/info').code).toBe('00000')
  })
})

describe('whatever is sent', () => {
  it('is answered with an envelope, and the server lives', () => {
    const fixture = new BitgetFixture()
    const path = fc.constantFrom(
      '/api/v2/spot/trade/place-order',
      '/api/v2/spot/trade/cancel-replace-order',
      '/api/v2/spot/trade/place-plan-order',
      '/api/v2/spot/trade/unfilled-orders',
      '/api/v2/spot/trade/history-plan-order',
      '/api/v3/trade/place-order',
      '/api/v3/trade/unfilled-orders',
      '/api/v2/spot/market/candles',
      '/api/v2/nothing',
      'toString',
    )
    const value = fc.oneof(
      fc.string(),
      fc.constantFrom('-1', '1e9', 'NaN', 'BTCUSDT', 'buy', 'limit', 'market', '0.01', '60000', 'gtc', 'SPOT', 'tpsl'),
    )
    const field = fc.constantFrom(
      'symbol',
      'side',
      'orderType',
      'force',
      'price',
      'size',
      'qty',
      'category',
      'clientOid',
      'triggerPrice',
      'triggerType',
      'tpslType',
      'presetTakeProfitPrice',
      'orderId',
      'limit',
      'startTime',
      'endTime',
      'idLessThan',
    )
    const account = fc.constantFrom('classic', 'unified')
    fc.assert(
      fc.property(
        account,
        path,
        fc.dictionary(field, value, { maxKeys: 8 }),
        fc.boolean(),
        (who, where, params, get) => {
          const answer = get ? fixture.get(who, where, params) : fixture.post(who, where, params)
          expect(answer.code).toMatch(/^\d{5}$/)
          expect(answer.code, answer.msg).not.toBe('40015')
        },
      ),
      { numRuns: 400 },
    )
    for (const body of ['{', 'null', '"x"']) {
      const headers = fixture.headers('classic', `POST/api/v2/spot/trade/place-order${body}`)
      expect(fixture.raw('POST', '/api/v2/spot/trade/place-order', { body, headers }).code).toBe('40020')
    }
  })
})
