import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { ServerKey } from '../host/engine-server.ts'
import type { PracticeAccountSpec } from '../host/practice-server.ts'
import type { RawRequest } from '../host/raw-http.ts'
import { KrakenError } from './kraken-error.ts'

export interface KrakenKey extends ServerKey {
  readonly secret: Buffer
  /** The highest nonce accepted so far. */
  nonce: bigint
}

const largestNonce = 2n ** 64n - 1n

/** @throws RangeError unless the secret is base64, as Kraken's private keys are. */
export function krakenKey(spec: PracticeAccountSpec, accountId: string): KrakenKey {
  const { key, apiKey, permissions } = spec
  if (!('secret' in key)) throw new RangeError('Kraken keys have a secret, not a public key')
  const secret = Buffer.from(key.secret, 'base64')
  if (secret.length === 0 || secret.toString('base64').replace(/=+$/, '') !== key.secret.replace(/=+$/, ''))
    throw new RangeError('a secret of Kraken is base64')
  return { apiKey, accountId, permissions, secret, nonce: 0n }
}

/** `API-Sign` of a request: path, and the hash of nonce and body, under the key's secret. */
function signatureOf(secret: Buffer, path: string, nonce: string, body: Buffer): Buffer {
  const inner = createHash('sha256').update(nonce, 'utf8').update(body).digest()
  return createHmac('sha512', secret).update(path, 'utf8').update(inner).digest()
}

/** @throws KrakenError `EAPI:Invalid key`, `EAPI:Invalid signature`, `EAPI:Invalid nonce`. */
export function checkSigned(
  request: RawRequest,
  nonceText: string | null,
  keys: ReadonlyMap<string, KrakenKey>,
): KrakenKey {
  const { 'api-key': apiKey, 'api-sign': sign } = request.headers
  const key = typeof apiKey === 'string' ? keys.get(apiKey) : undefined
  if (key === undefined) throw new KrakenError('EAPI:Invalid key')
  if (key.permissions.ipRestrict !== null && !key.permissions.ipRestrict.includes(request.remoteAddress))
    throw new KrakenError('EGeneral:Permission denied')
  if (nonceText === null || !/^\d{1,20}$/.test(nonceText)) throw new KrakenError('EAPI:Invalid nonce')
  const expected = signatureOf(key.secret, request.path, nonceText, request.body)
  const given = typeof sign === 'string' ? Buffer.from(sign, 'base64') : Buffer.alloc(0)
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    throw new KrakenError('EAPI:Invalid signature')
  const nonce = BigInt(nonceText)
  if (nonce <= key.nonce || nonce > largestNonce) throw new KrakenError('EAPI:Invalid nonce')
  key.nonce = nonce
  return key
}
