import { createHmac, createPublicKey, timingSafeEqual, verify, type KeyObject } from 'node:crypto'
import type { AccountPermissions, KeyMaterial } from '../host/practice-server.ts'
import type { RawRequest } from '../host/raw-http.ts'
import { BinanceError, missing } from './binance-error.ts'
import { toMilliseconds, type Parameters } from './parameters.ts'

/** A key that Binance knows, and the account behind it. */
export interface KnownKey {
  readonly apiKey: string
  readonly accountId: string
  readonly permissions: AccountPermissions
  readonly createdAt: number
  readonly kind: 'hmac' | 'rsa' | 'ed25519'
  readonly verifies: (payload: Buffer, signature: string) => boolean
}

const keyPattern = /^[A-Za-z0-9_-]{1,128}$/
const defaultWindowMs = 5000
const maxWindowMs = 60_000
const aheadMs = 1000

/**
 * How a key's signatures are checked: HMAC-SHA256 in hex, RSA PKCS#1 v1.5 with SHA-256 or Ed25519 in base64. @throws
 * RangeError
 */
export function verifierOf(key: KeyMaterial): Pick<KnownKey, 'kind' | 'verifies'> {
  if ('secret' in key) {
    return { kind: 'hmac', verifies: (payload, signature) => hmacMatches(key.secret, payload, signature) }
  }
  const publicKey = publicKeyOf(key.publicKeyPem)
  const isEd25519 = publicKey.asymmetricKeyType === 'ed25519'
  return {
    kind: isEd25519 ? 'ed25519' : 'rsa',
    verifies: (payload, signature) =>
      verify(isEd25519 ? null : 'sha256', payload, publicKey, Buffer.from(signature, 'base64')),
  }
}

function publicKeyOf(pem: string): KeyObject {
  let key: KeyObject
  try {
    key = createPublicKey(pem)
  } catch {
    throw new RangeError('publicKeyPem is not a public key in PEM')
  }
  if (key.asymmetricKeyType !== 'rsa' && key.asymmetricKeyType !== 'ed25519') {
    throw new RangeError('the public key must be RSA or Ed25519')
  }
  return key
}

function hmacMatches(secret: string, payload: Buffer, signature: string): boolean {
  const expected = createHmac('sha256', secret).update(payload).digest()
  if (!/^[0-9a-fA-F]{64}$/.test(signature)) return false
  return timingSafeEqual(expected, Buffer.from(signature, 'hex'))
}

/**
 * Finds the key of a request. @throws BinanceError -2014 for a malformed one, -2015 for one that is not known or not
 * allowed.
 */
export function keyOf(request: RawRequest, keys: ReadonlyMap<string, KnownKey>, trades: boolean): KnownKey {
  return checkedKey(request.headers['x-mbx-apikey'], keys, trades, request.remoteAddress)
}

/** As {@link keyOf}, for a key wherever it stood. @throws BinanceError */
export function checkedKey(
  header: unknown,
  keys: ReadonlyMap<string, KnownKey>,
  trades: boolean,
  remoteAddress: string,
): KnownKey {
  if (typeof header !== 'string' || !keyPattern.test(header)) {
    throw new BinanceError(-2014, 'API-key format invalid.', { status: 401 })
  }
  const key = keys.get(header)
  const allowed = key?.permissions.ipRestrict ?? null
  const refused =
    key === undefined || (trades && !key.permissions.canTrade) || (allowed !== null && !allowed.includes(remoteAddress))
  if (refused) throw new BinanceError(-2015, 'Invalid API-key, IP, or permissions for action.', { status: 401 })
  return key
}

/** Checks `timestamp` and `recvWindow` against the server's clock. @throws BinanceError -1102, -1021 */
export function checkTime(parameters: Parameters, now: number): void {
  const sent = parameters.integer('timestamp')
  if (sent === null) throw missing('timestamp')
  const timestamp = toMilliseconds(sent)
  const window = windowOf(parameters)
  if (timestamp >= now + aheadMs) {
    throw new BinanceError(-1021, "Timestamp for this request was 1000ms ahead of the server's time.")
  }
  if (now - timestamp > window) {
    throw new BinanceError(-1021, 'Timestamp for this request is outside of the recvWindow.')
  }
}

function windowOf(parameters: Parameters): number {
  const text = parameters.text('recvWindow')
  if (text === null) return defaultWindowMs
  if (!/^[0-9]{1,20}(\.[0-9]{1,3})?$/.test(text)) {
    throw new BinanceError(
      -1100,
      "Illegal characters found in parameter 'recvWindow'; legal range is '^[0-9]{1,5}(\\.[0-9]{1,3})?$'.",
    )
  }
  const window = Number(text)
  if (window > maxWindowMs) {
    throw new BinanceError(-1102, "'recvWindow' contains unexpected value. Cannot be greater than 60000.")
  }
  return window
}

/**
 * Checks the signature over query + body, byte for byte as they came, the signature itself taken out. @throws
 * BinanceError
 */
export function checkSignature(request: RawRequest, parameters: Parameters, key: KnownKey): void {
  const signature = parameters.required('signature')
  const payload = Buffer.concat([
    Buffer.from(withoutSignature(request.rawQuery), 'latin1'),
    Buffer.from(withoutSignature(request.body.toString('latin1')), 'latin1'),
  ])
  checkVerifies(key, payload, signature)
}

/** @throws BinanceError -1022 */
export function checkVerifies(key: KnownKey, payload: Buffer, signature: string): void {
  if (!key.verifies(payload, signature)) throw new BinanceError(-1022, 'Signature for this request is not valid.')
}

function withoutSignature(raw: string): string {
  return raw
    .split('&')
    .filter((pair) => !pair.startsWith('signature='))
    .join('&')
}
