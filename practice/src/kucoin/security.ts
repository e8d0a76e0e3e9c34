import { createHmac, timingSafeEqual } from 'node:crypto'
import type { ServerKey } from '../host/engine-server.ts'
import type { PracticeAccountSpec } from '../host/practice-server.ts'
import type { RawRequest } from '../host/raw-http.ts'
import { KuCoinError } from './kucoin-error.ts'

type KuCoinAccountKind = 'classic' | 'unified'

export interface KuCoinKey extends ServerKey {
  readonly secret: string
  readonly passphrase: string
  /** 3 as keys made today are; 2 for keys whose name ends in `-v2`. */
  readonly version: '2' | '3'
  readonly kind: KuCoinAccountKind
  /** Epoch ms. */
  readonly createdAt: number
}

const windowMs = 5_000

/** @throws RangeError without a shared secret and a passphrase, or for an unknown kind of account. */
export function kuCoinKey(spec: PracticeAccountSpec, accountId: string, now: number): KuCoinKey {
  const { apiKey, key, passphrase, permissions, kind } = spec
  if (!('secret' in key)) throw new RangeError('KuCoin keys have a secret, not a public key')
  if (passphrase === null) throw new RangeError('a key of KuCoin has a passphrase')
  if (kind !== null && kind !== 'classic' && kind !== 'unified') throw new RangeError('kind must be classic or unified')
  const version = apiKey.endsWith('-v2') ? '2' : '3'
  return {
    apiKey,
    accountId,
    permissions,
    secret: key.secret,
    passphrase,
    version,
    kind: kind ?? 'classic',
    createdAt: now,
  }
}

export function hmacOf(secret: string, text: string | Buffer): string {
  return createHmac('sha256', secret).update(text).digest('base64')
}

/** @throws KuCoinError 400001 to 400009, in the order in which the gateway checks. */
export function checkSigned(request: RawRequest, keys: ReadonlyMap<string, KuCoinKey>, now: number): KuCoinKey {
  const header = (name: string): string => {
    const value = request.headers[name]
    if (typeof value !== 'string' || value === '')
      throw new KuCoinError(
        '400001',
        'Please check the header of your request for KC-API-KEY, KC-API-SIGN, KC-API-TIMESTAMP, KC-API-PASSPHRASE',
        401,
      )
    return value
  }
  const [apiKey, sign, timestamp, passphrase] = [
    header('kc-api-key'),
    header('kc-api-sign'),
    header('kc-api-timestamp'),
    header('kc-api-passphrase'),
  ]
  if (!/^\d{13}$/.test(timestamp) || Math.abs(now - Number(timestamp)) > windowMs)
    throw new KuCoinError('400002', 'Invalid KC-API-TIMESTAMP', 401)
  const key = keys.get(apiKey)
  if (key === undefined) throw new KuCoinError('400003', 'KC-API-KEY not exists', 401)
  if (request.headers['kc-api-key-version'] !== key.version)
    throw new KuCoinError('400009', 'Invalid KC-API-KEY-VERSION', 401)
  if (!same(passphrase, hmacOf(key.secret, key.passphrase)))
    throw new KuCoinError('400004', 'Invalid KC-API-PASSPHRASE', 401)
  const prehash = Buffer.concat([Buffer.from(`${timestamp}${request.method}${signedTarget(request)}`), request.body])
  if (!same(sign, hmacOf(key.secret, prehash))) throw new KuCoinError('400005', 'Invalid KC-API-SIGN', 401)
  const { ipRestrict } = key.permissions
  if (ipRestrict !== null && !ipRestrict.includes(request.remoteAddress))
    throw new KuCoinError(
      '400006',
      `The requested ip address is not in the api whitelist: ${request.remoteAddress}`,
      401,
    )
  return key
}

/** Path and query as they were before they were encoded for the line: that is what KuCoin wants signed. */
function signedTarget({ path, rawQuery }: RawRequest): string {
  const target = rawQuery === '' ? path : `${path}?${rawQuery}`
  try {
    return decodeURIComponent(target)
  } catch {
    return target
  }
}

function same(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}
