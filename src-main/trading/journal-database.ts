import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite'
import { GatewayError } from '../../src-shared/errors.ts'
import { openSqliteFileKeepingDamage, removeSqliteFile } from '../sqlite-file.ts'
import { journalMigrations, startIdsAt } from './journal-schema.ts'

export type Row = Record<string, SQLOutputValue>

/**
 * The journal's file: synchronous, durable at every commit. A damaged one is copied beside and opened for reading only, until a person starts
 * a new one.
 */
export class JournalDatabase {
  readonly file: string
  readonly #now: () => number
  readonly #statements = new Map<string, StatementSync>()
  #database: DatabaseSync
  #backup: string | null

  /** @throws when the file cannot be opened, or was written by a later version. */
  constructor(file: string, now: () => number) {
    this.file = file
    this.#now = now
    const { database, backup } = this.#openFile()
    this.#database = database
    this.#backup = backup
  }

  get isOpen(): boolean {
    return this.#database.isOpen
  }

  /** Where the damaged file is kept, while the journal can only be read; null when all is well. */
  get damagedBackup(): string | null {
    return this.#backup
  }

  /** Puts a new, empty journal in the place of a damaged one, whose copy stays. @returns whether there was one. */
  renew(): boolean {
    if (this.#backup === null) return false
    this.close()
    removeSqliteFile(this.file)
    const { database, backup } = this.#openFile()
    this.#database = database
    this.#backup = backup
    return true
  }

  close(): void {
    this.#statements.clear()
    if (this.#database.isOpen) this.#database.close()
  }

  /** @throws GatewayError `refused` `order.journal_read_only` on a damaged journal, whatever SQLite throws otherwise. */
  run(sql: string, ...values: readonly SQLInputValue[]): ReturnType<StatementSync['run']> {
    this.requireWritable()
    return this.#prepare(sql).run(...values)
  }

  first(sql: string, ...values: readonly SQLInputValue[]): Row | undefined {
    return this.#backup === null ? this.#prepare(sql).get(...values) : this.#readable(sql, values)[0]
  }

  /** As {@link first}, and `unreadable` where a damaged file does not tell. */
  firstIfReadable(sql: string): Row | undefined | 'unreadable' {
    if (this.#backup === null) return this.first(sql)
    // In memory: nothing of the file could be read.
    if (this.#database.location() === null) return 'unreadable'
    try {
      return this.#prepare(sql).get()
    } catch {
      return 'unreadable'
    }
  }

  all(sql: string, ...values: readonly SQLInputValue[]): readonly Row[] {
    return this.#backup === null ? this.#prepare(sql).all(...values) : this.#readable(sql, values)
  }

  /** Of a damaged journal: the rows before the first that cannot be read. */
  #readable(sql: string, values: readonly SQLInputValue[]): readonly Row[] {
    const rows: Row[] = []
    try {
      for (const row of this.#prepare(sql).iterate(...values)) rows.push(row)
    } catch {
      // The rest is lost; the person has been told that the journal is damaged.
    }
    return rows
  }

  /** All or nothing; inside another transaction it is a part of that one. @throws as {@link run}, and what `work` throws. */
  transaction<T>(work: () => T): T {
    this.requireWritable()
    if (this.#isWithin()) return work()
    this.#database.exec('BEGIN IMMEDIATE')
    try {
      const result = work()
      this.#database.exec('COMMIT')
      return result
    } catch (error) {
      if (this.#isWithin()) this.#database.exec('ROLLBACK')
      throw error
    }
  }

  /** A call, so that the compiler does not take an earlier answer for known. */
  #isWithin(): boolean {
    return this.#database.isTransaction
  }

  /** @throws GatewayError `refused` `order.journal_read_only`. */
  requireWritable(): void {
    if (this.#backup !== null)
      throw new GatewayError('refused', 'order.journal_read_only', { file: this.#backup })
  }

  #openFile(): { readonly database: DatabaseSync; readonly backup: string | null } {
    return openSqliteFileKeepingDamage({
      file: this.file,
      now: this.#now,
      migrations: journalMigrations,
      onCreate: (database) => startIdsAt(database, this.#now()),
    })
  }

  #prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql)
    if (known !== undefined) return known
    const statement = this.#database.prepare(sql)
    this.#statements.set(sql, statement)
    return statement
  }
}

/** A column that holds text. */
export function textOf(row: Row, column: string): string {
  const value = row[column]
  if (typeof value !== 'string') throw new TypeError(`the journal's column ${column} holds no text`)
  return value
}
