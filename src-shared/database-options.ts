import { z } from 'zod'
import type { CredentialsState, ExchangeName } from './account.ts'
import { fileField, hostField, portField, secretChange, serverLabel } from './link-fields.ts'
import type { MessageRef } from './messages/index.ts'

/** PostgreSQL cuts longer names off. */
const name = z.string().trim().min(1).max(63)

const tls = z
  .strictObject({
    /** PEM file of who signs the server's certificate; null: the authorities that Node trusts. */
    caFile: fileField,
    /** false: any certificate is taken, and with it anybody in between. */
    verify: z.boolean(),
  })
  .nullable()

/** How Django's PostgreSQL is reached, without its password. */
export const databaseOptionsSchema = z.strictObject({
  host: hostField,
  port: portField,
  database: name,
  user: name,
  /** How TLS is spoken; null: not at all. */
  tls,
})
export type DatabaseOptions = Readonly<z.infer<typeof databaseOptionsSchema>>

/** Where the options lead, in one line without anything secret. */
export function databaseLabel({ user, host, port, database }: DatabaseOptions): string {
  return `postgresql://${encodeURIComponent(user)}@${serverLabel({ host, port })}/${encodeURIComponent(database)}`
}

/**
 * Whom the password would be shown to: a stored one is only given to the server and user, and under the protection,
 * that it was stored for.
 */
export function databaseAudience(options: DatabaseOptions | null): string {
  return options === null ? '' : JSON.stringify([options.host, options.port, options.user, options.tls])
}

/** A connection as a form describes it; options null: none is wanted. */
export const databaseFormSchema = z.strictObject({
  options: databaseOptionsSchema.nullable(),
  password: secretChange,
})
export type DatabaseForm = z.infer<typeof databaseFormSchema>

/** What Django's tables are good for. `symbols`: the list that its pages search; `trades`: a row for each order. */
export type DatabaseUse = 'symbols' | 'trades' | 'accounts'
/** Those that the gateway makes something of. */
export const databaseUses: readonly DatabaseUse[] = ['symbols', 'trades']

/**
 * Uses that a person may well leave out: what they lack is no fault. `accounts`: reading the keys of Django's brokers, to
 * take them over.
 */
export const optionalUses: readonly DatabaseUse[] = ['accounts']

/** What one use needs and this login or database has not; `column` null: the whole table, or its sequence of ids. */
export interface DatabaseLack {
  readonly use: DatabaseUse
  readonly table: string
  readonly column: string | null
  /** The table or the column is not there, or the login has no such right. */
  readonly lacks: 'table' | 'column' | 'SELECT' | 'INSERT' | 'UPDATE' | 'USAGE'
}

/** What is lacking, and what the tables' owner has to run for it, by SQL. */
export interface DatabaseRights {
  readonly lacks: readonly DatabaseLack[]
  readonly grants: readonly string[]
}

/** What a database was like when it was tried. `grants`: what its owner has to run for what is lacking, by SQL. */
export type DatabaseTrial =
  | {
      readonly ok: true
      readonly version: string
      readonly lacks: readonly DatabaseLack[]
      readonly grants: readonly string[]
      /** The same of {@link optionalUses}, which are not among those above. */
      readonly optional: DatabaseRights
    }
  | { readonly ok: false; readonly problem: MessageRef }

/** How it stands with Django's database. */
export type DatabaseState =
  | { readonly state: 'off' }
  | { readonly state: 'connecting'; readonly address: string }
  | {
      readonly state: 'connected'
      readonly address: string
      readonly version: string
      readonly lacks: readonly DatabaseLack[]
      readonly grants: readonly string[]
      /** The same of {@link optionalUses}, which are not among those above. */
      readonly optional: DatabaseRights
    }
  | { readonly state: 'lost'; readonly address: string; readonly problem: MessageRef; readonly nextAttemptAt: number }

/** What became of a list of symbols that was written. */
export interface SymbolCounts {
  readonly total: number
  readonly added: number
  /** No longer active. */
  readonly gone: number
  /** Left out, since a text does not fit into its column. */
  readonly tooLong: number
}

/** How an exchange's list of symbols stands in Django's table, as far as this run wrote it. */
export interface SymbolStanding {
  readonly exchange: ExchangeName
  /** When it was written last, epoch ms; null: not in this run. */
  readonly at: number | null
  readonly counts: SymbolCounts | null
  /** Why it could not be written the last time; null: it was. */
  readonly problem: MessageRef | null
}

/** How many rows of orders wait to be written, and why; null: nothing is known to stand in the way. */
export interface TradesStanding {
  readonly waiting: number
  readonly problem: MessageRef | null
}

/** The connection's settings as the window sees them: of the password only whether there is one. */
export interface DatabaseSettingsView {
  readonly options: DatabaseOptions | null
  readonly password: CredentialsState
}
