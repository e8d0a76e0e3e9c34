import { createHmac } from 'node:crypto'
import type { Credentials } from '../accounts/credentials.ts'
import { requireFit } from '../accounts/key-requirements.ts'

/** The versions of a key that sign alike and differ only in a header. Keys made now are of version 3. */
export type KeyVersion = '2' | '3'

/**
 * What one signed request says. `target`: path with query, from `/api` on; `body`: the exact bytes, empty for GET and
 * DELETE.
 */
interface SignedContent {
  readonly timestamp: number
  readonly method: string
  readonly target: string
  readonly body: string
}

/** The headers that authenticate a request. */
export type HeaderSigner = (content: SignedContent, version: KeyVersion) => Readonly<Record<string, string>>

/**
 * Source: docs/exchanges/kucoin.md §2.
 * @throws GatewayError `auth` for a key that is not an HMAC secret, and for one without its passphrase.
 */
export function headerSigner(credentials: Credentials): HeaderSigner {
  requireFit(credentials, 'kucoin')
  const { apiKey } = credentials
  const { secret, passphrase } = credentials.reveal()
  const signedPassphrase = hmac(secret, passphrase ?? '')
  return ({ timestamp, method, target, body }, version) => ({
    'KC-API-KEY': apiKey,
    'KC-API-SIGN': hmac(secret, `${timestamp}${method}${target}${body}`),
    'KC-API-TIMESTAMP': String(timestamp),
    'KC-API-PASSPHRASE': signedPassphrase,
    'KC-API-KEY-VERSION': version,
    'Content-Type': 'application/json',
  })
}

/** HMAC-SHA256 in base64: of what is sent, and of the passphrase. */
export function hmac(secret: string, text: string): string {
  return createHmac('sha256', secret).update(text).digest('base64')
}
