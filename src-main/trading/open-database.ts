import { closeSync, mkdirSync, openSync, renameSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { dirname } from 'node:path'
import { migrate } from './journal-schema.ts'

/** SQLITE_CORRUPT and SQLITE_NOTADB: the file is damaged. Any other error (rights, disk full, locked) leaves it alone. */
const damageCodes: ReadonlySet<number> = new Set([11, 26])

class DamagedError extends Error {}

/**
 * Opens the journal's database, durable at every commit (WAL, synchronous FULL), and brings it to the current schema. A damaged
 * one is kept beside as `backup` and a new one started. @throws on anything else that prevents opening.
 */
export function openDatabase(
  file: string,
  now: () => number,
): { readonly database: DatabaseSync; readonly backup: string | null } {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  try {
    return { database: open(file, now), backup: null }
  } catch (error) {
    if (!isDamage(error)) throw error
    const backup = `${file}.damaged-${now()}`
    for (const part of ['', '-wal', '-shm']) moveIfThere(file + part, backup + part)
    return { database: open(file, now), backup }
  }
}

function open(file: string, now: () => number): DatabaseSync {
  // Made by us first, so that nobody else may read it; SQLite gives its side files the same mode.
  closeSync(openSync(file, 'a', 0o600))
  const database = new DatabaseSync(file, { enableForeignKeyConstraints: true, timeout: 1000 })
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;')
    if (database.prepare('PRAGMA quick_check(1)').get()?.quick_check !== 'ok') throw new DamagedError(file)
    // Ids start at the time of birth in ms: above 2^40, below 2^53, and never again those of an earlier, lost journal.
    migrate(database, now())
    return database
  } catch (error) {
    database.close()
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
