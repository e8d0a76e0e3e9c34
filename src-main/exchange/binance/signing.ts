import { createHmac, sign } from 'node:crypto'
import type { KeyKind } from '../../../src-shared/account.ts'
import type { Credentials } from '../accounts/credentials.ts'
import { privateKey } from '../accounts/key-requirements.ts'
import { encodeQuery, given, type Params } from '../http/query.ts'

/** RFC 3986: everything but `A-Z a-z 0-9 - _ . ~` becomes `%XX` with upper-case digits. */
export function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/** The signature of a payload: hex for HMAC, base64 for RSA and Ed25519. */
export type PayloadSigner = (payload: string) => string

const algorithms: Readonly<Record<Exclude<KeyKind, 'hmac'>, string | null>> = { rsa: 'sha256', ed25519: null }

/** @throws GatewayError `auth` when the secret is not a key of the credentials' kind. */
export function payloadSigner(credentials: Credentials): PayloadSigner {
  const { kind } = credentials
  const { secret } = credentials.reveal()
  if (kind === 'hmac') return (payload) => createHmac('sha256', secret).update(payload).digest('hex')
  const key = privateKey(secret, kind)
  return (payload) => sign(algorithms[kind], Buffer.from(payload), key).toString('base64')
}

/** The whole signed query: parameters, recvWindow, timestamp, and last the signature over all that precedes it. */
export function signedQuery(
  params: Params,
  signer: PayloadSigner,
  timing: { readonly timestamp: number; readonly recvWindow: number },
): string {
  const all = {
    ...params,
    recvWindow: String(timing.recvWindow),
    timestamp: String(timing.timestamp),
  }
  const payload = encodeQuery(all, percentEncode)
  return `${payload}&signature=${percentEncode(signer(payload))}`
}

/**
 * The parameters of a signed request over the WebSocket API: the signature covers all the others, sorted by name and not
 * encoded. Source: web-socket-api.md, SIGNED request.
 */
export function signedParams(params: Params, signer: PayloadSigner): Readonly<Record<string, string>> {
  const all = given(params).toSorted(([a], [b]) => (a < b ? -1 : 1))
  const payload = all.map(([name, value]) => `${name}=${value}`).join('&')
  return { ...Object.fromEntries(all), signature: signer(payload) }
}
