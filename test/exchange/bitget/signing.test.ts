import { generateKeyPairSync, verify } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Credentials } from '../../../src-main/exchange/accounts/credentials.ts'
import { encodeQuery, headerSigner } from '../../../src-main/exchange/bitget/signing.ts'
import { GatewayError } from '../../../src-shared/errors.ts'

const secret = 'test_secret_key_0123456789abcdef'
const credentials = new Credentials('key', secret, 'hmac', 'open sesame')

/** Our table (docs/exchanges/bitget.md §2): prehashes of Bitget's documents and our own, digests computed there. */
const vectors: [number, string, string, string, string][] = [
  [
    16273667805456,
    'GET',
    '/api/mix/v2/market/depth?limit=20&symbol=BTCUSDT',
    '',
    'fBHLci7veVPznBkc81QZZj2PxT7HRt8PZebKyt404gw=',
  ],
  [
    16273667805456,
    'POST',
    '/api/v2/mix/order/place-order',
    '{"productType":"usdt-futures","symbol":"BTCUSDT","size":"8","marginMode":"crossed","side":"buy","orderType":"limit","clientOid":"channel#123456"}',
    'jIFW8oUSC0n1qSG0O6PkhDlHyvUQbGyMiSbpFncatU0=',
  ],
  [
    1700000000000,
    'POST',
    '/api/v2/spot/trade/place-order',
    '{"symbol":"BTCUSDT","side":"buy","orderType":"limit","force":"gtc","price":"60000.00","size":"0.001","clientOid":"gw-0001","presetTakeProfitPrice":"66000.00","presetStopLossPrice":"57000.00"}',
    'z1iyqkJ/n7ebKeCX732P2y6Rqg+rlNsuaEQ1MyktcEA=',
  ],
  [
    1700000000000,
    'GET',
    '/api/v2/spot/trade/unfilled-orders?limit=100&symbol=BTCUSDT&tpslType=tpsl',
    '',
    'bEtmv9GlvxjcbGPTCmheFBysDs6jH9gEsUuqu1E19UQ=',
  ],
  [1700000000000, 'GET', '/api/v2/spot/account/assets', '', 'FgqFnRtKxx6LBzlhNWm8ybOUynHXBVP+JZW8Wg6JoR8='],
]

describe('headerSigner', () => {
  it.each(vectors)('reproduces %i %s %s', (timestamp, method, target, body, expected) => {
    expect(headerSigner(credentials)({ timestamp, method, target, body })).toEqual({
      'ACCESS-KEY': 'key',
      'ACCESS-SIGN': expected,
      'ACCESS-TIMESTAMP': String(timestamp),
      'ACCESS-PASSPHRASE': 'open sesame',
      'Content-Type': 'application/json',
    })
  })

  it('RSA signs the same text with PKCS#1 v1.5 and SHA-256', () => {
    const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const pem = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
    const signer = headerSigner(new Credentials('key', pem, 'rsa', 'p'))
    const headers = signer({ timestamp: 5, method: 'POST', target: '/api/x', body: '{"a":"1"}' })
    const signature = Buffer.from(headers['ACCESS-SIGN'] ?? '', 'base64')
    expect(verify('sha256', Buffer.from('5POST/api/x{"a":"1"}'), pair.publicKey, signature)).toBe(true)
  })

  it.each([
    ['without a passphrase', new Credentials('key', secret, 'hmac'), 'account.passphrase_missing'],
    ['with an empty passphrase', new Credentials('key', secret, 'hmac', ''), 'account.passphrase_missing'],
    ['of a kind that Bitget has not', new Credentials('key', secret, 'ed25519', 'p'), 'account.key_kind'],
    ['that is no RSA key', new Credentials('key', 'c2VjcmV0LWNhbmFyeQ==', 'rsa', 'p'), 'account.key_malformed'],
  ])('refuses a key %s, without quoting it', (_what, keys, key) => {
    let error: unknown
    try {
      headerSigner(keys)
    } catch (thrown) {
      error = thrown
    }
    expect(error).toBeInstanceOf(GatewayError)
    expect(error).toMatchObject({ class: 'auth', text: { key } })
    expect(String(error)).not.toMatch(/canary|c2Vj|test_secret/)
  })
})

describe('encodeQuery', () => {
  it('sorts by key and leaves out what is not there', () => {
    expect(encodeQuery({ tpslType: 'tpsl', symbol: 'BTCUSDT', idLessThan: undefined, limit: '100' })).toBe(
      'limit=100&symbol=BTCUSDT&tpslType=tpsl',
    )
  })

  it('refuses whatever reads differently encoded, and never lets such a text through', () => {
    for (const value of ['a b', 'a/b', 'a#b', 'é', '', 'a&b=c'])
      expect(() => encodeQuery({ clientOid: value })).toThrow(GatewayError)
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (value) => {
        try {
          expect(encodeQuery({ v: value })).toBe(`v=${encodeURIComponent(value).replaceAll('%3A', ':')}`)
        } catch (error) {
          expect(error).toBeInstanceOf(GatewayError)
          expect(value).toMatch(/[^A-Za-z0-9._:-]/)
        }
      }),
    )
  })
})
