import type { Query } from './look-at.ts'

/** A broker's key as it stands in Django's table: each a token of Fernet's, or plain text. */
export interface StoredKey {
  readonly apiKey: string
  readonly secret: string
  readonly passphrase: string | null
}

/** A row of Django's table of brokers, as far as an account here is made from it. Ids are text, exact. */
export interface BrokerRow {
  readonly id: string
  readonly userId: string
  /** As Django writes it. */
  readonly exchange: string
  readonly name: string
  readonly isTestnet: boolean
  readonly isActive: boolean
  readonly stored: StoredKey
}

const brokersSql = `
SELECT id, user_id, exchange, name, api_key, api_secret, api_password, is_testnet, is_active FROM brokers ORDER BY id`

/** Reads Django's brokers; writes nothing. Source: docs/wire-contract.md §8.1. @throws as `query` */
export async function readBrokers(query: Query): Promise<readonly BrokerRow[]> {
  return (await query(brokersSql)).map((row) => ({
    id: text(row.id),
    userId: text(row.user_id),
    exchange: text(row.exchange),
    name: text(row.name),
    isTestnet: row.is_testnet === true,
    isActive: row.is_active === true,
    stored: {
      apiKey: text(row.api_key),
      secret: text(row.api_secret),
      passphrase: row.api_password === null ? null : text(row.api_password),
    },
  }))
}

/** Columns that Django has as NOT NULL may be otherwise in another version of it. */
const text = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'bigint' ? String(value) : ''
