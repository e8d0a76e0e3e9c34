import type { Environment, ExchangeName } from '../../src-shared/account.ts'
import { GatewayError } from '../../src-shared/errors.ts'
import { exchangeProfiles } from '../../src-shared/exchange-profiles.ts'
import { spoken } from '../../src-shared/messages/index.ts'
import type { Credentials } from '../exchange/accounts/credentials.ts'
import { type CredentialsInput, toCredentials } from './key-kind.ts'

const loopbackHosts: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]'])

/**
 * Whether this may be a practice exchange's address: on this machine, for elsewhere might be the real exchange, marked
 * as practice.
 */
export function isPracticeAddress(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && ['http:', 'https:'].includes(url.protocol) && loopbackHosts.has(url.hostname)
}

/**
 * Whether the exchange has this environment, and its practice exchange this kind of account.
 * @throws GatewayError `refused`, about the field `environment` or (a practice exchange's address) `url`.
 */
export function checkPlace(exchange: ExchangeName, environment: Environment): void {
  const { label, environments, practiceKinds } = exchangeProfiles[exchange]
  const details = { field: 'environment' }
  if (!environments.includes(environment.kind)) {
    const params = { exchange: label, environment: environment.kind }
    throw new GatewayError('refused', 'exchange.no_environment', params, details)
  }
  if (environment.kind !== 'practice') return
  const { url, accountKind } = environment
  if (url !== null && !isPracticeAddress(url))
    throw new GatewayError('refused', 'account.practice_address', {}, { field: 'url' })
  if (accountKind === null) return
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
  const given = credentials.reveal().passphrase ?? ''
  if (passphrase && given === '')
    throw new GatewayError('refused', 'account.passphrase_missing', { exchange: label }, { field: 'passphrase' })
  // It goes into an HTTP header.
  if (passphrase && !/^[\x20-\x7e]+$/.test(given)) {
    const params = { field: 'passphrase', reason: spoken('account.reason.ascii') }
    throw new GatewayError('refused', 'account.field_invalid', params, { field: 'passphrase' })
  }
  return credentials
}
