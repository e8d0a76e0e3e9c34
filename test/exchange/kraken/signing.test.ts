import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Credentials } from '../../../src-main/exchange/accounts/credentials.ts'
import { encodeQuery as formEncode } from '../../../src-main/exchange/http/query.ts'
import { requestSigner } from '../../../src-main/exchange/kraken/signing.ts'
import type { GatewayError } from '../../../src-shared/errors.ts'

interface Vector {
  readonly secret: string
  readonly nonce: string
  readonly path: string
  readonly body: string
  readonly sign: string
}

/** The first is the documents' own example. */
const vectors = JSON.parse(readFileSync(new URL('vectors.json', import.meta.url), 'utf8')) as readonly Vector[]
const secret = Buffer.from('a secret of this test').toString('base64')
const refusal = (credentials: Credentials): GatewayError | null => {
  try {
    requestSigner(credentials)
    return null
  } catch (error) {
    return error as GatewayError
  }
}

describe('signing', () => {
  it.each(vectors)('vector $body', ({ secret: given, path, nonce, body, sign }) => {
    expect(requestSigner(new Credentials('key', given, 'hmac'))(path, nonce, body)).toBe(sign)
  })

  it('makes the official example’s body out of its parameters', () => {
    const params = { ordertype: 'limit', pair: 'XBTUSD', price: '37500', type: 'buy', volume: '1.25' }
    expect(formEncode({ nonce: '1616492376594', ...params })).toBe(vectors[0]?.body)
  })

  it('depends on path, nonce and every byte of the body', () => {
    const sign = requestSigner(new Credentials('key', secret, 'hmac'))
    const signatures = [
      sign('/0/private/AddOrder', '1', 'nonce=1&a=b'),
      sign('/private/AddOrder', '1', 'nonce=1&a=b'),
      sign('/0/private/AddOrder', '2', 'nonce=1&a=b'),
      sign('/0/private/AddOrder', '1', 'nonce=1&a=c'),
    ]
    expect(new Set(signatures).size).toBe(4)
  })

  it('ignores a passphrase', () => {
    const [plain, phrased] = [null, 'words'].map((phrase) =>
      requestSigner(new Credentials('key', secret, 'hmac', phrase))('/0/private/Balance', '1', 'nonce=1'),
    )
    expect(phrased).toBe(plain)
  })

  it.each(['not base64!', 'abc', '', 'practice-secret-1', 'YWJj='])('refuses the secret %j', (text) => {
    const error = refusal(new Credentials('key', text, 'hmac'))
    expect([error?.class, error?.text.key]).toEqual(['auth', 'account.key_malformed'])
  })

  it.each(['rsa', 'ed25519'] as const)('refuses a key of the kind %s', (kind) => {
    const error = refusal(new Credentials('key', secret, kind))
    expect([error?.class, error?.text.key]).toEqual(['auth', 'account.key_kind'])
  })
})

describe('form encoding', () => {
  it('encodes names and values once: brackets, plus signs, blanks, other letters', () => {
    expect(formEncode({ 'close[price]': '+1.5%', oflags: 'post,viqc', text: 'a b é&=', left: undefined })).toBe(
      'close%5Bprice%5D=%2B1.5%25&oflags=post%2Cviqc&text=a%20b%20%C3%A9%26%3D',
    )
  })

  it('is read back as it was meant', () => {
    const params = { 'close[ordertype]': 'stop-loss-limit', price: '+5%', 'ключ+': '#1 2' }
    expect(Object.fromEntries(new URLSearchParams(formEncode(params)))).toEqual(params)
  })
})
