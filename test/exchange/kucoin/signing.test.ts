import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { Credentials } from '../../../src-main/exchange/accounts/credentials.ts'
import { encodeQuery } from '../../../src-main/exchange/http/query.ts'
import { headerSigner, hmac } from '../../../src-main/exchange/kucoin/signing.ts'
import { GatewayError } from '../../../src-shared/errors.ts'
import vectors from './vectors.json' with { type: 'json' }

const credentials = (passphrase: string | null = vectors.passphrase.text) =>
  new Credentials('the-key', vectors.secret, 'hmac', passphrase)
const { timestamp } = vectors

function refusal(make: () => unknown): GatewayError {
  try {
    make()
  } catch (error) {
    if (error instanceof GatewayError) return error
  }
  throw new Error('expected a GatewayError')
}

describe('headerSigner', () => {
  it.each(vectors.requests)('signs $method $target', ({ method, target, body, base64 }) => {
    const headers = headerSigner(credentials())({ timestamp, method, target, body }, '3')
    expect(headers['KC-API-SIGN']).toBe(base64)
  })

  it('signs as the official library does', () => {
    expect(hmac(vectors.secret, vectors.official.text)).toBe(vectors.official.base64)
  })

  it('sends the passphrase signed with the secret, never as it is, under both versions', () => {
    for (const version of ['2', '3'] as const) {
      const headers = headerSigner(credentials())({ timestamp, method: 'GET', target: '/', body: '' }, version)
      expect(headers).toMatchObject({
        'KC-API-KEY': 'the-key',
        'KC-API-TIMESTAMP': '1700000000000',
        'KC-API-PASSPHRASE': vectors.passphrase.base64,
        'KC-API-KEY-VERSION': version,
        'Content-Type': 'application/json',
      })
      expect(JSON.stringify(headers)).not.toContain(vectors.passphrase.text)
    }
  })

  it.each([null, ''])('asks for the passphrase when it is %j', (passphrase) => {
    const error = refusal(() => headerSigner(credentials(passphrase)))
    expect([error.class, error.text.key]).toEqual(['auth', 'account.passphrase_missing'])
  })

  it.each(['rsa', 'ed25519'] as const)('refuses a %s key', (kind) => {
    const { privateKey } = generateKeyPairSync('ed25519')
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    const error = refusal(() => headerSigner(new Credentials('k', pem, kind, 'word')))
    expect([error.class, error.text.key]).toEqual(['auth', 'account.key_kind'])
    expect(error.message).not.toContain(pem)
  })
})

describe('encodeQuery', () => {
  it('keeps the order, leaves out what is undefined, and lets no value break out', () => {
    expect(encodeQuery({ symbol: 'BTC-USDT', lastId: undefined, limit: '100' })).toBe('symbol=BTC-USDT&limit=100')
    expect(encodeQuery({ clientOid: 'a&b=c' })).toBe('clientOid=a%26b%3Dc')
  })
})
