import { generateKeyPairSync, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Credentials } from '../../../src-main/exchange/accounts/credentials.ts'
import { payloadSigner, percentEncode, signedParams, signedQuery } from '../../../src-main/exchange/binance/signing.ts'
import { encodeQuery } from '../../../src-main/exchange/http/query.ts'
import { GatewayError } from '../../../src-shared/errors.ts'

/** Binance's published examples, kept with their provenance (rest-api.md, fix-api.md). */
const vectors = JSON.parse(readFileSync(new URL('./vectors.json', import.meta.url), 'utf8')) as {
  hmac: { apiKey: string; secret: string; cases: { id: string; payload: string; signature: string }[] }
  ed25519: { pkcs8_base64: string; payload_parts_joined_by_0x01: string[]; signature_base64: string }
}
const pem = (body: string) => `-----BEGIN PRIVATE KEY-----\n${body}\n-----END PRIVATE KEY-----\n`

describe('payloadSigner', () => {
  it.each(vectors.hmac.cases)('HMAC reproduces $id', ({ payload, signature }) => {
    const signer = payloadSigner(new Credentials(vectors.hmac.apiKey, vectors.hmac.secret, 'hmac'))
    expect(signer(payload)).toBe(signature)
  })

  it('Ed25519 reproduces the published example', () => {
    const signer = payloadSigner(new Credentials('key', pem(vectors.ed25519.pkcs8_base64), 'ed25519'))
    const signature = signer(vectors.ed25519.payload_parts_joined_by_0x01.join('\u0001'))
    expect(signature).toBe(vectors.ed25519.signature_base64)
  })

  it('RSA signs PKCS#1 v1.5 with SHA-256', () => {
    const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const secret = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
    const signature = payloadSigner(new Credentials('key', secret, 'rsa'))('symbol=BTCUSDT')
    const bytes = Buffer.from(signature, 'base64')
    expect(verify('sha256', Buffer.from('symbol=BTCUSDT'), pair.publicKey, bytes)).toBe(true)
  })

  it('refuses a malformed key without quoting it', () => {
    const make = () => payloadSigner(new Credentials('key', pem('c2VjcmV0LWNhbmFyeQ=='), 'ed25519'))
    expect(make).toThrow(GatewayError)
    expect(make).toThrow(/^(?!.*c2VjcmV0).*$/s)
  })

  it('refuses a key of another kind than it says', () => {
    const secret = pem(vectors.ed25519.pkcs8_base64)
    expect(() => payloadSigner(new Credentials('key', secret, 'rsa'))).toThrow(GatewayError)
  })
})

describe('encoding', () => {
  it('encodes by RFC 3986 with upper-case hex', () => {
    expect(percentEncode("a b+c*(d)!'~-._é１")).toBe('a%20b%2Bc%2A%28d%29%21%27~-._%C3%A9%EF%BC%91')
    expect(encodeQuery({ symbols: '["A","B"]', none: undefined }, percentEncode)).toBe(
      'symbols=%5B%22A%22%2C%22B%22%5D',
    )
  })

  it('signs exactly what it sends: the encoded text before the signature', () => {
    const signer = (payload: string) => `<${payload}>`
    const query = signedQuery({ symbol: '１２' }, signer, { timestamp: 5, recvWindow: 5000 })
    expect(query).toBe(
      'symbol=%EF%BC%91%EF%BC%92&recvWindow=5000&timestamp=5&signature=%3Csymbol%3D%25EF%25BC%2591%25EF%25BC%2592%26recvWindow%3D5000%26timestamp%3D5%3E',
    )
  })

  it('encodes a signature for the URL that it stands in', () => {
    const query = signedQuery({ symbol: 'A' }, () => 'a+b/c==', { timestamp: 5, recvWindow: 5000 })
    expect(query).toMatch(/&signature=a%2Bb%2Fc%3D%3D$/)
  })

  it('loses nothing and stays within unreserved characters, whatever the values', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (value) => {
        const encoded = percentEncode(value)
        expect(encoded).toMatch(/^(?:[A-Za-z0-9\-_.~]|%[0-9A-F]{2})*$/)
        expect(decodeURIComponent(encoded)).toBe(value)
      }),
    )
  })
})

describe('a request over the WebSocket API', () => {
  const { apiKey, secret } = vectors.hmac
  const signer = payloadSigner(new Credentials(apiKey, secret, 'hmac'))
  const sale = { side: 'SELL', type: 'LIMIT', timeInForce: 'GTC', timestamp: '1645423376532', apiKey }

  it.each([
    [
      'aa1b5712c094bc4e57c05a1a5c1fd8d88dcd628338ea863fec7b88e59fe2db24',
      { ...sale, symbol: 'BTCUSDT', quantity: '0.01000000', price: '52000.00', recvWindow: '100' },
    ],
    [
      'b33892ae8e687c939f4468c6268ddd4c40ac1af18ad19a064864c47bae0752cd',
      { ...sale, side: 'BUY', symbol: '１２３４５６', quantity: '1.00000000', price: '0.10000000', recvWindow: '5000' },
    ],
  ])('has the published signature %s, whatever the order of its parameters', (signature, params) => {
    expect(signedParams(params, signer)).toEqual({ ...params, signature })
  })

  it('leaves out what is not given', () => {
    const signed = signedParams({ b: '2', a: '1', none: undefined }, (payload) => `<${payload}>`)
    expect(signed).toEqual({ a: '1', b: '2', signature: '<a=1&b=2>' })
  })
})
