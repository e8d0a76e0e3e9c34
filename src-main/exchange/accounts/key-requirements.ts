import { createPrivateKey, type KeyObject } from 'node:crypto'
import type { ExchangeName, KeyKind } from '../../../src-shared/account.ts'
import { GatewayError } from '../../../src-shared/errors.ts'
import { exchangeProfiles } from '../../../src-shared/exchange-profiles.ts'
import type { Credentials } from './credentials.ts'

/**
 * @throws GatewayError `auth` for a key of a kind that the exchange does not take, or one without the passphrase that
 * it wants (exchange-profiles.ts).
 */
export function requireFit(credentials: Credentials, exchange: ExchangeName): void {
  const { label, keyKinds, passphrase } = exchangeProfiles[exchange]
  const { kind } = credentials
  if (!keyKinds.includes(kind)) {
    const params = { exchange: label, kinds: keyKinds.join(', '), kind }
    throw new GatewayError('auth', 'account.key_kind', params)
  }
  if (passphrase && (credentials.reveal().passphrase ?? '') === '')
    throw new GatewayError('auth', 'account.passphrase_missing', { exchange: label })
}

/** A private key in PEM. @throws GatewayError `auth` when it is not one of this kind. */
export function privateKey(pem: string, kind: Exclude<KeyKind, 'hmac'>): KeyObject {
  let key: KeyObject | null = null
  try {
    key = createPrivateKey(pem)
  } catch {
    // The parser's words may quote the key.
  }
  if (key?.asymmetricKeyType !== kind) throw new GatewayError('auth', 'account.key_malformed')
  return key
}
