import { createPrivateKey, type KeyObject } from 'node:crypto'
import { GatewayError } from '../../src-shared/errors.ts'
import { Credentials } from '../exchange/credentials.ts'

/** An API key as a person gives it. `secret` is an HMAC secret or a private key in PEM form. */
export interface CredentialsInput {
  readonly apiKey: string
  readonly secret: string
  readonly passphrase: string | null
}

/**
 * Checks a key, finds out how it signs, and brings a private key into PKCS#8 PEM.
 * @throws GatewayError `refused`: `account.key_malformed`, or `account.field_invalid` for the API key. Never holds the secret.
 */
export function toCredentials(input: CredentialsInput): Credentials {
  const apiKey = input.apiKey.trim()
  if (!isHeaderText(apiKey)) {
    const params = { field: 'apiKey', reason: 'printable characters without spaces expected' }
    throw new GatewayError('refused', 'account.field_invalid', params, { field: 'apiKey' })
  }
  const secret = input.secret.trim()
  if (secret.includes('-----')) {
    const key = readPrivateKey(secret)
    const kind = key.asymmetricKeyType
    if (kind !== 'rsa' && kind !== 'ed25519') throw malformed()
    return new Credentials(
      apiKey,
      key.export({ type: 'pkcs8', format: 'pem' }).toString(),
      kind,
      input.passphrase,
    )
  }
  if (!isHeaderText(secret)) throw malformed()
  return new Credentials(apiKey, secret, 'hmac', input.passphrase)
}

/** Visible ASCII, no blanks: all that API keys and HMAC secrets are made of, and safe in an HTTP header. */
function isHeaderText(text: string): boolean {
  return /^[\x21-\x7e]+$/.test(text)
}

function readPrivateKey(pem: string): KeyObject {
  try {
    return createPrivateKey(pem)
  } catch {
    // The cause is left out on purpose: it is about the secret.
    throw malformed()
  }
}

function malformed(): GatewayError {
  return new GatewayError('refused', 'account.key_malformed', {}, { field: 'secret' })
}
