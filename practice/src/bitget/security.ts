import { createHmac, createPublicKey, timingSafeEqual, verify, type KeyObject } from 'node:crypto'
import type { ServerKey } from '../host/engine-server.ts'
import type { KeyMaterial, PracticeAccountSpec } from '../host/practice-server.ts'
import type { RawRequest } from '../host/raw-http.ts'
import { BitgetError } from './bitget-error.ts'

export type BitgetAccountKind = 'classic' | 'unified'

export interface BitgetKey extends ServerKey {
  readonly passphrase: string
  readonly verifies: (payload: Buffer, signature: string) => boolean
}

const windowMs = 30_000

/** @throws RangeError without a passphrase, or for a key that is neither a secret nor an RSA public key. */
export function bitgetKey(spec: PracticeAccountSpec, accountId: string): BitgetKey {
  const { apiKey, passphrase, permissions, key } = spec
  if (passphrase === null) throw new RangeError('a key of Bitget has a passphrase')
  return { apiKey, accountId, permissions, passphrase, verifies: verifierOf(key) }
}

/** @throws RangeError */
export function kindOf({ kind }: PracticeAccountSpec): BitgetAccountKind {
  if (kind === null || kind === 'classic' || kind === 'unified') return kind ?? 'classic'
  throw new RangeError('kind must be classic or unified')
}

function verifierOf(key: KeyMaterial): BitgetKey['verifies'] {
  if ('secret' in key) {
    return (payload, signature) => {
      const expected = Buffer.from(createHmac('sha256', key.secret).update(payload).digest('base64'))
      const given = Buffer.from(signature)
      return given.length === expected.length && timingSafeEqual(given, expected)
    }
  }
  const publicKey = publicKeyOf(key.publicKeyPem)
  return (payload, signature) => verify('sha256', payload, publicKey, Buffer.from(signature, 'base64'))
}

function publicKeyOf(pem: string): KeyObject {
  let key: KeyObject
  try {
    key = createPublicKey(pem)
  } catch {
    throw new RangeError('publicKeyPem is not a public key in PEM')
  }
  if (key.asymmetricKeyType !== 'rsa') throw new RangeError('the public key must be RSA')
  return key
}

/** What a request signs: timestamp, method, path, query and body as they came. */
function prehash(request: RawRequest, timestamp: string): Buffer {
  const query = request.rawQuery === '' ? '' : `?${request.rawQuery}`
  return Buffer.concat([Buffer.from(`${timestamp}${request.method}${request.path}${query}`, 'latin1'), request.body])
}

/** @throws BitgetError 40001 to 40018, 40099 for a demo header on this server. */
export function checkSigned(request: RawRequest, keys: ReadonlyMap<string, BitgetKey>, now: number): BitgetKey {
  const header = (name: string, code: string, text: string): string => {
    const value = request.headers[name]
    if (typeof value === 'string' && value !== '') return value
    throw new BitgetError(code, `The request header '${text}' cannot be empty`)
  }
  const apiKey = header('access-key', '40001', 'ACCESS_KEY')
  const sign = header('access-sign', '40002', 'ACCESS_SIGN')
  const timestamp = header('access-timestamp', '40003', 'ACCESS_TIMESTAMP')
  const passphrase = header('access-passphrase', '40011', 'ACCESS_PASSPHRASE')
  if (!/^\d{13}$/.test(timestamp)) throw new BitgetError('40005', 'Invalid ACCESS_TIMESTAMP')
  if (Math.abs(now - Number(timestamp)) > windowMs) throw new BitgetError('40008', 'Request timestamp expired')
  if (request.headers.paptrading === '1') throw new BitgetError('40099', 'exchange environment is incorrect')
  const key = keys.get(apiKey)
  if (key === undefined) throw new BitgetError('40006', 'Invalid ACCESS_KEY')
  if (passphrase !== key.passphrase) throw new BitgetError('40012', 'apikey/password is incorrect')
  if (!key.verifies(prehash(request, timestamp), sign)) throw new BitgetError('40009', 'sign signature error')
  const { ipRestrict } = key.permissions
  if (ipRestrict !== null && !ipRestrict.includes(request.remoteAddress)) throw new BitgetError('40018', 'Invalid IP')
  return key
}
