import { closeSync, copyFileSync, existsSync, mkdirSync, openSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { FileTooNewError } from './file-errors.ts'

/**
 * SQLITE_CORRUPT and SQLITE_NOTADB: the file is damaged. Any other error (rights, disk full, locked) leaves it alone.
 */
const damageCodes: ReadonlySet<number> = new Set([11, 26])

class DamagedError extends Error {}

export interface SqliteFileOptions {
  readonly file: string
  readonly now: () => number
  /** One script a version; never change one that was released, add another. */
  readonly migrations: readonly string[]
  /** Runs once, in the transaction that makes a new file. */
  readonly onCreate?: (database: DatabaseSync) => void
}

export interface OpenedFile {
  readonly database: DatabaseSync
  /** Where a damaged file is kept, or null. */
  readonly backup: string | null
}

/**
 * Opens a small database of ours, durable at every commit (WAL, synchronous FULL), and brings it to the current schema.
 * A damaged one is kept beside as `backup` and a new one started. @throws FileTooNewError, and whatever else prevents
 * opening.
 */
export function openSqliteFile(options: SqliteFileOptions): OpenedFile {
  const { file, now } = options
  try {
    return { database: openWritable(options), backup: null }
  } catch (error) {
    if (!isDamage(error)) throw error
    const backup = `${file}.damaged-${now()}`
    for (const part of sqliteParts) moveIfThere(file + part, backup + part)
    return { database: openWritable(options), backup }
  }
}

/**
 * As {@link openSqliteFile}, but a damaged file is copied to `backup`, left where it is and opened for reading only:
 * what cannot be read of it is missing. @throws FileTooNewError, and whatever else prevents opening.
 */
export function openSqliteFileKeepingDamage(options: SqliteFileOptions): OpenedFile {
  const { file } = options
  try {
    return { database: openWritable(options), backup: null }
  } catch (error) {
    if (!isDamage(error)) throw error
    // Named after the file's own time, so that the same damage is copied once, however often it is met.
    const backup = `${file}.damaged-${Math.round(statSync(file).mtimeMs)}`
    for (const part of sqliteParts)
      if (existsSync(file + part) && !existsSync(backup + part)) copyFileSync(file + part, backup + part)
    return { database: openReadable(options), backup }
  }
}

/**
 * Whether a database of ours is damaged; looks only, and takes one that is not there for whole. @throws whatever else
 * prevents looking.
 */
export function isDamagedFile(file: string): boolean {
  if (!existsSync(file)) return false
  try {
    const database = new DatabaseSync(file, { readOnly: true, timeout: 1000 })
    try {
      return database.prepare('PRAGMA quick_check(1)').get()?.quick_check !== 'ok'
    } finally {
      database.close()
    }
  } catch (error) {
    if (isDamage(error)) return true
    throw error
  }
}

/** Removes a database and its side files. */
export function removeSqliteFile(file: string): void {
  for (const part of sqliteParts) rmSync(file + part, { force: true })
}

/** What stands beside a database of ours: the file, its write-ahead log, and the log's index. */
export const sqliteParts = ['', '-wal', '-shm'] as const

function openWritable({ file, migrations, onCreate }: SqliteFileOptions): DatabaseSync {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  // Made by us first, so that nobody else may read it; SQLite gives its side files the same mode.
  closeSync(openSync(file, 'a', 0o600))
  const database = new DatabaseSync(file, { enableForeignKeyConstraints: true, timeout: 1000 })
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;')
    if (database.prepare('PRAGMA quick_check(1)').get()?.quick_check !== 'ok') throw new DamagedError(file)
    migrate(database, { file, migrations, onCreate })
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/** What can be read of a damaged file; an empty database in memory where that is nothing. */
function openReadable({ file, migrations }: SqliteFileOptions): DatabaseSync {
  try {
    const database = new DatabaseSync(file, { readOnly: true, timeout: 1000 })
    try {
      if (versionOf(database) === migrations.length) return database
    } catch {
      // Not even its head can be read.
    }
    database.close()
  } catch {
    // Nor opened.
  }
  const empty = new DatabaseSync(':memory:')
  migrate(empty, { file: ':memory:', migrations, onCreate: undefined })
  empty.exec('PRAGMA query_only = ON')
  return empty
}

/** The version is read inside the transaction: another process may be migrating the same file. */
function migrate(
  database: DatabaseSync,
  {
    file,
    migrations,
    onCreate,
  }: Pick<SqliteFileOptions, 'file' | 'migrations'> & {
    readonly onCreate: SqliteFileOptions['onCreate'] | undefined
  },
): void {
  database.exec('BEGIN IMMEDIATE')
  try {
    const version = versionOf(database)
    if (version > migrations.length) throw new FileTooNewError(file, version, migrations.length)
    for (const script of migrations.slice(version)) database.exec(script)
    if (version === 0) onCreate?.(database)
    database.exec(`PRAGMA user_version = ${migrations.length}`)
    database.exec('COMMIT')
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}

function versionOf(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.user_version ?? 0)
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
