import type { Environment, ExchangeName } from '../../src-shared/account.ts'
import { GatewayError } from '../../src-shared/errors.ts'
import { exchangeProfiles } from '../../src-shared/exchange-profiles.ts'
import type { Credentials } from '../exchange/credentials.ts'
import { type CredentialsInput, toCredentials } from './key-kind.ts'

/**
 * Whether the exchange has this environment, and its practice exchange this kind of account.
 * @throws GatewayError `refused`, about the field `environment`.
 */
export function checkPlace(exchange: ExchangeName, environment: Environment): void {
  const { label, environments, practiceKinds } = exchangeProfiles[exchange]
  const details = { field: 'environment' }
  if (!environments.includes(environment.kind)) {
    const params = { exchange: label, environment: environment.kind }
    throw new GatewayError('refused', 'exchange.no_environment', params, details)
  }
  if (environment.kind !== 'practice' || environment.accountKind === null) return
  const { accountKind } = environment
  if (practiceKinds.includes(accountKind)) return
  const params = { exchange: label, accountKind, kinds: practiceKinds.join(', ') || '—' }
  throw new GatewayError('refused', 'account.practice_kind_unknown', params, details)
}

/**
 * A key in the form that this exchange takes; a passphrase where the exchange has none is left out.
 * @throws GatewayError `refused` about the field `secret`, `apiKey` or `passphrase`. Never holds the secret.
 */
export function keyFor(exchange: ExchangeName, input: CredentialsInput): Credentials {
  const { label, keyKinds, passphrase } = exchangeProfiles[exchange]
  const credentials = toCredentials(passphrase ? input : { ...input, passphrase: null })
  if (!keyKinds.includes(credentials.kind)) {
    const params = { exchange: label, kinds: keyKinds.join(', '), kind: credentials.kind }
    throw new GatewayError('refused', 'account.key_kind', params, { field: 'secret' })
  }
  if (passphrase && (input.passphrase ?? '') === '')
    throw new GatewayError(
      'refused',
      'account.passphrase_missing',
      { exchange: label },
      { field: 'passphrase' },
    )
  return credentials
}
