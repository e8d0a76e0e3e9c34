import { closeSync, mkdirSync, openSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** SQLITE_CORRUPT and SQLITE_NOTADB: the file is damaged. Any other error (rights, disk full, locked) leaves it alone. */
const damageCodes: ReadonlySet<number> = new Set([11, 26])

class DamagedError extends Error {}

/** The file was written by a later version of the application: not damage, and not ours to touch. */
export class FileTooNewError extends Error {
  constructor(file: string, version: number, known: number) {
    super(`${file} has version ${version}, this application knows up to ${known}`)
    this.name = 'FileTooNewError'
  }
}

export interface SqliteFileOptions {
  readonly file: string
  readonly now: () => number
  /** One script a version; never change one that was released, add another. */
  readonly migrations: readonly string[]
}

/**
 * Opens a small database of ours, durable at every commit (WAL, synchronous FULL), and brings it to the current schema. A damaged one is
 * kept beside as `backup` and a new one started. @throws FileTooNewError, and whatever else prevents opening.
 */
export function openSqliteFile(options: SqliteFileOptions): {
  readonly database: DatabaseSync
  readonly backup: string | null
} {
  const { file, now } = options
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  try {
    return { database: open(options), backup: null }
  } catch (error) {
    if (!isDamage(error)) throw error
    const backup = `${file}.damaged-${now()}`
    for (const part of ['', '-wal', '-shm']) moveIfThere(file + part, backup + part)
    return { database: open(options), backup }
  }
}

function open({ file, migrations }: SqliteFileOptions): DatabaseSync {
  // Made by us first, so that nobody else may read it; SQLite gives its side files the same mode.
  closeSync(openSync(file, 'a', 0o600))
  const database = new DatabaseSync(file, { timeout: 1000 })
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;')
    if (database.prepare('PRAGMA quick_check(1)').get()?.quick_check !== 'ok') throw new DamagedError(file)
    migrate(database, file, migrations)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/** The version is read inside the transaction: another process may be migrating the same file. */
function migrate(database: DatabaseSync, file: string, migrations: readonly string[]): void {
  database.exec('BEGIN IMMEDIATE')
  try {
    const version = Number(database.prepare('PRAGMA user_version').get()?.user_version ?? 0)
    if (version > migrations.length) throw new FileTooNewError(file, version, migrations.length)
    for (const script of migrations.slice(version)) database.exec(script)
    database.exec(`PRAGMA user_version = ${migrations.length}`)
    database.exec('COMMIT')
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}

function isDamage(error: unknown): boolean {
  if (error instanceof DamagedError) return true
  const code = (error as { readonly errcode?: unknown }).errcode
  return typeof code === 'number' && damageCodes.has(code & 0xff)
}

function moveIfThere(from: string, to: string): void {
  try {
    renameSync(from, to)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}
