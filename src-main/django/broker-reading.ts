import { type Environment, type ExchangeName, exchangeNamed } from '../../src-shared/account.ts'
import { GatewayError } from '../../src-shared/errors.ts'
import { exchangeProfiles } from '../../src-shared/exchange-profiles.ts'
import { message, type MessageRef } from '../../src-shared/messages/index.ts'
import { keyFor } from '../accounts/account-rules.ts'
import type { CredentialsInput } from '../accounts/key-kind.ts'
import type { BrokerRow, StoredKey } from './broker-rows.ts'
import { openFernet } from './fernet.ts'
import { isToken, type TriedSecret } from './secret-key.ts'

/** What an account here has in common with its broker in Django. */
export interface BrokerIdentity {
  readonly brokerId: number
  readonly userId: number
  readonly exchange: ExchangeName
  readonly name: string
}

/** Something that is there, or the sentence why it is not. */
export type Found<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: MessageRef }

const found = <T>(value: T): Found<T> => ({ ok: true, value })
const missing = (problem: MessageRef): Found<never> => ({ ok: false, problem })

/** What is common to a row and an account that is made from it, or why none can be made. */
export function identityOf(row: BrokerRow): Found<BrokerIdentity> {
  const exchange = exchangeNamed(row.exchange)
  if (exchange === null) return missing(message('take_over.exchange_unknown', { exchange: row.exchange }))
  const brokerId = idOf(row.id)
  const userId = idOf(row.userId)
  if (brokerId === null || userId === null)
    return missing(message('take_over.id_too_large', { id: brokerId === null ? row.id : row.userId }))
  const name = row.name.trim().slice(0, longestName).trim()
  return found({ brokerId, userId, exchange, name: name === '' ? `${exchange} ${row.id}` : name })
}

/** The longest name of an account. */
const longestName = 100

/** Ids of accounts are numbers that JavaScript holds exactly. */
function idOf(text: string): number | null {
  const id = Number(text)
  return /^\d+$/.test(text) && Number.isSafeInteger(id) && id > 0 ? id : null
}

/**
 * Where a broker trades. Django's mark "testnet" is each exchange's own place without real money; one that has none
 * is not taken to the real one in its stead, as the old Terminal 5 did with Kraken.
 */
export function environmentOf(exchange: ExchangeName, isTestnet: boolean): Found<Environment> {
  if (!isTestnet) return found({ kind: 'production' })
  const { environments, label } = exchangeProfiles[exchange]
  const kind = (['testnet', 'demo'] as const).find((each) => environments.includes(each))
  return kind === undefined ? missing(message('take_over.no_testnet', { exchange: label })) : found({ kind })
}

/** All that is encrypted in these rows. */
export function tokensOf(rows: readonly BrokerRow[]): readonly string[] {
  return rows.flatMap(({ stored }) => partsOf(stored).flatMap(([, text]) => (isToken(text) ? [text] : [])))
}

const partsOf = ({ apiKey, secret, passphrase }: StoredKey) =>
  [
    ['apiKey', apiKey],
    ['secret', secret],
    ['passphrase', passphrase ?? ''],
  ] as const

/** A broker's key, opened; `secret` null: no SECRET_KEY was given. The sentence why not holds nothing of it. */
export function keyOf(stored: StoredKey, exchange: ExchangeName, secret: TriedSecret | null): Found<CredentialsInput> {
  const opened = new Map<string, string>()
  for (const [part, text] of partsOf(stored)) {
    // A passphrase of an exchange that has none says nothing.
    if (part === 'passphrase' && !exchangeProfiles[exchange].passphrase) continue
    const plain = textOf(part, text, secret)
    if (!plain.ok) return plain
    opened.set(part, plain.value)
  }
  const [apiKey = '', secretText = '', passphrase = ''] = ['apiKey', 'secret', 'passphrase'].map((part) =>
    opened.get(part),
  )
  if (apiKey.trim() === '' || secretText.trim() === '') return missing(message('take_over.key_empty'))
  const key = { apiKey, secret: secretText, passphrase: passphrase === '' ? null : passphrase }
  try {
    keyFor(exchange, key)
  } catch (error) {
    if (error instanceof GatewayError) return missing(error.text)
    throw error
  }
  return found(key)
}

function textOf(field: string, stored: string, secret: TriedSecret | null): Found<string> {
  if (!isToken(stored)) return found(stored)
  if (secret === null) return missing(message('take_over.secret_needed'))
  const opened = openFernet(stored, secret.key)
  if (opened.ok) return found(opened.text)
  if (opened.why === 'damaged') return missing(message('take_over.token_damaged', { field }))
  return missing(message(secret.opensAny ? 'take_over.token_of_another_secret' : 'take_over.secret_wrong', { field }))
}

/** A name that no account has yet, whatever its case. */
export function freeName({ name, brokerId }: BrokerIdentity, taken: readonly string[]): string {
  const isFree = (candidate: string): boolean =>
    taken.every((other) => other.trim().toLowerCase() !== candidate.toLowerCase())
  const suffixed = (suffix: string): string => `${name.slice(0, longestName - suffix.length)}${suffix}`
  const [free = name] = [name, suffixed(` (${brokerId})`), suffixed(` (Django ${brokerId})`)].filter(isFree)
  return free
}
