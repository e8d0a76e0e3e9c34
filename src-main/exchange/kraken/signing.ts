import { createHash, createHmac } from 'node:crypto'
import { GatewayError } from '../../../src-shared/errors.ts'
import type { Credentials } from '../accounts/credentials.ts'
import { requireFit } from '../accounts/key-requirements.ts'

/** The `API-Sign` header for a path (`/0/private/…`), the nonce that the body holds, and the body as it is sent. */
export type RequestSigner = (path: string, nonce: string, body: string) => string

const base64 = /^(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

/**
 * HMAC-SHA512 over path and SHA-256(nonce + body), keyed with the decoded secret. A passphrase is no part of it.
 * @throws GatewayError `auth` when the secret is not base64, or a key of a kind that Kraken does not take.
 */
export function requestSigner(credentials: Credentials): RequestSigner {
  requireFit(credentials, 'kraken')
  const secret = credentials.reveal().secret.trim()
  if (!base64.test(secret)) throw new GatewayError('auth', 'account.key_malformed')
  const key = Buffer.from(secret, 'base64')
  return (path, nonce, body) => {
    const digest = createHash('sha256')
      .update(nonce + body)
      .digest()
    return createHmac('sha512', key).update(path).update(digest).digest('base64')
  }
}
