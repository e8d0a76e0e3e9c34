import { describe, expect, it } from 'vitest'
import { hmacOf } from '../../src/kucoin/security.ts'
import { digest, type Json, KuCoinFixture, secret } from './kucoin-fixture.ts'

describe('signatures', () => {
  it.each([
    ['test_plain', 'jie/gxS38wLFFaBwl/cAzFbAzlI8MIny96jSXrB+iP4='],
    ['test_passphrase', 'Ikr9KjwgA4urCb5Az1TNKgQELW10z84iOq+wsZsRRz0='],
    ['1700000000000GET/api/v1/trade-fees?symbols=BTC-USDT', 'Vd/Kbc0zMAHRTfSzoHKjiuITDRocKmrJENjvPZU/rCE='],
    [
      '1700000000000POST/api/v1/hf/orders{"clientOid":"5c52e11203aa677f33e493fb","side":"buy","symbol":"BTC-USDT","type":"limit","price":"50000","size":"0.00001"}',
      'YpGRAoGXftprDtrGNsq/AKVfkPm+DKHELcWmVLeFrNM=',
    ],
    [
      '1700000000000DELETE/api/v1/hf/orders/671124f9365ccb00073debd4?symbol=BTC-USDT',
      'HJkPjN4n93kjUt0yrry0J1htH83LzGLNtlr7stsdGSo=',
    ],
  ])('%s has its published digest', (text, expected) => {
    expect(hmacOf('test_api_secret', text)).toBe(expected)
    expect(digest(text, 'test_api_secret')).toBe(expected)
  })

  it('each header at fault has its own code', () => {
    const fixture = new KuCoinFixture()
    const codeWith = (change: Record<string, string>): string =>
      fixture.call('GET', '/api/v1/accounts', {}, change).code
    expect(codeWith({})).toBe('200000')
    expect(codeWith({ 'kc-api-passphrase': '' })).toBe('400001')
    expect(codeWith({ 'kc-api-timestamp': String(fixture.time - 5_001) })).toBe('400002')
    expect(codeWith({ 'kc-api-key': 'nobody' })).toBe('400003')
    expect(codeWith({ 'kc-api-passphrase': 'kucoin-passphrase' })).toBe('400004')
    expect(codeWith({ 'kc-api-sign': digest('something else') })).toBe('400005')
    expect(codeWith({ 'kc-api-key-version': '2' })).toBe('400009')
    fixture.open('key-v2')
    expect(codeWith({ 'kc-api-key': 'key-v2' })).toBe('400009')
    expect(codeWith({ 'kc-api-key': 'key-v2', 'kc-api-key-version': '2' })).toBe('200000')
  })

  it('rights and addresses are kept apart', () => {
    const fixture = new KuCoinFixture()
    fixture.open('reader', { permissions: { canTrade: false } })
    fixture.open('elsewhere', { permissions: { ipRestrict: ['10.0.0.1'] } })
    const order = { symbol: 'BTC-USDT', side: 'buy', type: 'limit', price: '60000', size: '0.01' }
    expect(fixture.call('POST', '/api/v1/hf/orders', order, { 'kc-api-key': 'reader' }).code).toBe('400007')
    expect(fixture.call('GET', '/api/v1/accounts', {}, { 'kc-api-key': 'reader' }).code).toBe('200000')
    expect(fixture.call('GET', '/api/v1/accounts', {}, { 'kc-api-key': 'elsewhere' }).code).toBe('400006')
    const report = fixture.call('GET', '/api/v1/user/api-key', {}, { 'kc-api-key': 'reader' }).data
    expect(report).toMatchObject({ apiVersion: 3, permission: 'General' })
  })

  it('what is signed is the query before it was encoded', () => {
    const fixture = new KuCoinFixture()
    const path = '/api/v1/trade-fees'
    const signed = (query: string) =>
      fixture.raw('GET', path, {
        query: 'symbols=BTC-USDT%2CETH-USDT',
        headers: fixture.headers(`GET${path}?${query}`),
      })
    expect(signed('symbols=BTC-USDT,ETH-USDT').data).toEqual([
      { symbol: 'BTC-USDT', takerFeeRate: '0.001', makerFeeRate: '0.001' },
      { symbol: 'ETH-USDT', takerFeeRate: '0.001', makerFeeRate: '0.001' },
    ])
    expect(signed('symbols=BTC-USDT%2CETH-USDT').code).toBe('400005')
  })

  it('keys need a secret and a passphrase', () => {
    const { server } = new KuCoinFixture()
    const permissions = { canRead: true, canTrade: true, canWithdraw: false, ipRestrict: null }
    const spec = { apiKey: 'k', accountId: null, balances: null, permissions, kind: null }
    expect(() => server.openAccount({ ...spec, key: { secret }, passphrase: null })).toThrow('passphrase')
    expect(() => server.openAccount({ ...spec, key: { secret }, passphrase: 'p', kind: 'other' })).toThrow('kind')
  })
})

describe('accounts', () => {
  it('main and trade are apart; orders use trade alone', () => {
    const fixture = new KuCoinFixture()
    const lines = fixture.call('GET', '/api/v1/accounts', { currency: 'USDT' }).data
    expect(lines).toEqual([
      { id: 'main-USDT', currency: 'USDT', type: 'main', balance: '250', available: '250', holds: '0' },
      { id: 'trade-USDT', currency: 'USDT', type: 'trade', balance: '10000', available: '10000', holds: '0' },
    ])
    expect(fixture.add({ price: '60000', size: '0.17' }).refused).toBe('200004 Balance insufficient!')
  })

  it('a transfer moves between them, with its right', () => {
    const fixture = new KuCoinFixture()
    fixture.open('mover', { permissions: { canWithdraw: true }, accountId: 'key' })
    const transfer = {
      clientOid: 't1',
      currency: 'USDT',
      amount: '100',
      type: 'INTERNAL',
      fromAccountType: 'MAIN',
      toAccountType: 'TRADE',
    }
    expect(fixture.call('POST', '/api/v3/accounts/universal-transfer', transfer).code).toBe('400007')
    const mover = { 'kc-api-key': 'mover' }
    const move = (change: Json) =>
      fixture.call('POST', '/api/v3/accounts/universal-transfer', { ...transfer, ...change }, mover).code
    expect(move({ clientOid: undefined })).toBe('400100')
    expect(move({ toAccountType: 'MAIN' })).toBe('400100')
    expect(move({ type: 'PARENT_TO_SUB' })).toBe('400100')
    expect(move({ amount: '-1' })).toBe('400100')
    expect(fixture.call('POST', '/api/v3/accounts/universal-transfer', transfer, mover).code).toBe('200000')
    expect(
      fixture.call('POST', '/api/v3/accounts/universal-transfer', { ...transfer, amount: '200' }, mover).code,
    ).toBe('230003')
    const lines = fixture.call('GET', '/api/v1/accounts', { currency: 'USDT' }).data as readonly Json[]
    expect(lines.map(({ balance }) => balance)).toEqual(['150', '10100'])
  })

  it('a unified one says so, and has none of the classic endpoints', () => {
    const fixture = new KuCoinFixture()
    fixture.open('unified', { kind: 'unified' })
    const unified = { 'kc-api-key': 'unified' }
    expect(fixture.call('GET', '/api/ua/v1/account/mode', {}, unified).data).toEqual({
      selfAccountMode: 'UNIFIED',
    })
    expect(fixture.call('GET', '/api/ua/v1/account/mode').data).toEqual({ selfAccountMode: 'CLASSIC' })
    expect(fixture.call('GET', '/api/v1/accounts', {}, unified).code).toBe('112010')
  })
})

describe('resource pools', () => {
  it('begin with the first request, are told in headers, and refuse what is beyond', () => {
    const fixture = new KuCoinFixture()
    fixture.server.setLimits({ spotPer30Seconds: 10 })
    fixture.call('GET', '/api/v1/trade-fees', { symbols: 'BTC-USDT' })
    expect(fixture.lastReply.headers).toMatchObject({
      'gw-ratelimit-limit': '10',
      'gw-ratelimit-remaining': '7',
      'gw-ratelimit-reset': '30000',
    })
    fixture.time += 12_000
    fixture.call('GET', '/api/v1/stop-order')
    expect([fixture.lastReply.status, fixture.lastReply.headers['gw-ratelimit-reset']]).toEqual([429, '18000'])
    expect(JSON.parse(fixture.lastReply.body)).toMatchObject({ code: '429000' })
    expect(fixture.call('GET', '/api/v1/accounts').code).toBe('200000')
    fixture.time += 17_999
    expect(fixture.call('GET', '/api/v1/stop-order').code).toBe('429000')
    fixture.time += 1
    expect(fixture.call('GET', '/api/v1/stop-order').code).toBe('200000')
  })

  it('are shared by the keys of an account, and by an address for what is public', () => {
    const fixture = new KuCoinFixture()
    fixture.open('second', { accountId: 'key' })
    fixture.open('stranger')
    fixture.server.setLimits({ spotPer30Seconds: 8, publicPer30Seconds: 15 })
    const stops = (key: string): string => fixture.call('GET', '/api/v1/stop-order', {}, { 'kc-api-key': key }).code
    expect([stops('key'), stops('second'), stops('stranger')]).toEqual(['200000', '429000', '200000'])
    expect(fixture.get('/api/v1/market/allTickers').code).toBe('200000')
    expect(fixture.get('/api/v1/timestamp').code).toBe('429000')
  })
})
