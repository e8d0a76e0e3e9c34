import { createPrivateKey, type KeyObject } from 'node:crypto'
import { GatewayError } from '../../src-shared/errors.ts'
import { spoken } from '../../src-shared/messages/index.ts'
import { Credentials } from '../exchange/accounts/credentials.ts'
import { asPasted, readPastedPem } from './pasted-key.ts'

/** An API key as a person gives it. `secret` is an HMAC secret or a private key in PEM form. */
export interface CredentialsInput {
  readonly apiKey: string
  readonly secret: string
  readonly passphrase: string | null
}

/**
 * Checks a key, finds out how it signs, repairs what pasting has done to it, and brings a private key into PKCS#8 PEM.
 * @throws GatewayError `refused`: `account.key_malformed`, `account.key_public`, `account.key_encrypted`, or
 * `account.field_invalid` for the API key. Never holds the secret.
 */
export function toCredentials(input: CredentialsInput): Credentials {
  const apiKey = asPasted(input.apiKey)
  const passphrase = input.passphrase && asPasted(input.passphrase)
  if (!isHeaderText(apiKey)) {
    const params = { field: 'apiKey', reason: spoken('account.reason.visible_ascii') }
    throw new GatewayError('refused', 'account.field_invalid', params, { field: 'apiKey' })
  }
  const secret = asPasted(input.secret)
  if (secret.includes('-----')) {
    const key = readPrivateKey(secret)
    const kind = key.asymmetricKeyType
    if (kind !== 'rsa' && kind !== 'ed25519') throw malformed()
    return new Credentials(apiKey, key.export({ type: 'pkcs8', format: 'pem' }).toString(), kind, passphrase)
  }
  if (!isHeaderText(secret)) throw malformed()
  return new Credentials(apiKey, secret, 'hmac', passphrase)
}

/** Visible ASCII, no blanks: all that API keys and HMAC secrets are made of, and safe in an HTTP header. */
function isHeaderText(text: string): boolean {
  return /^[\x21-\x7e]+$/.test(text)
}

function readPrivateKey(text: string): KeyObject {
  const pasted = readPastedPem(text)
  switch (pasted.holds) {
    case 'public':
      throw new GatewayError('refused', 'account.key_public', {}, { field: 'secret' })
    case 'encrypted':
      throw new GatewayError('refused', 'account.key_encrypted', {}, { field: 'secret' })
    case 'something_else':
      throw malformed()
    case 'private':
  }
  try {
    return createPrivateKey(pasted.pem)
  } catch {
    // The cause is left out on purpose: it is about the secret.
    throw malformed()
  }
}

function malformed(): GatewayError {
  return new GatewayError('refused', 'account.key_malformed', {}, { field: 'secret' })
}
