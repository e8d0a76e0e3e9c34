import { chmodSync, closeSync, copyFileSync, existsSync, openSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { GatewayError } from '../../src-shared/errors.ts'
import { type FileLock, tryLock } from '../infra/file-lock.ts'
import { type OpenedFile, openSqliteFileKeepingDamage, sqliteParts } from '../infra/sqlite-file.ts'
import { journalMigrations, startIdsAt } from './journal-schema.ts'

/** What of an earlier journal is not there any more: all of it, or what was still in its write-ahead log. */
export type Loss = 'missing' | 'empty' | 'log_missing'

export interface OpenedJournal extends OpenedFile {
  /** null: nothing is known to be lost. */
  readonly loss: Loss | null
}

/** Opening and closing take moments, a bit longer where another process folds its log into the file. */
const lockWaitMs = 5_000

/** The journal is made before these, so where one of them is there, a missing journal was lost. */
const witnesses = ['accounts.json', 'exchange.sqlite']

/**
 * Opens the journal's file, and finds out whether it is the one that was there before. While anybody has it open, a
 * mark stands beside it: a mark without a write-ahead log means that the log was lost with all that was in it. @throws
 * GatewayError `retryable` `file.locked`, and as {@link openSqliteFileKeepingDamage}.
 */
export function openJournalFile(file: string, now: () => number, isExpected: boolean): OpenedJournal {
  const lock = lockOf(file)
  try {
    const before = existsSync(file)
    const isMarked = existsSync(markOf(file))
    const hasLog = existsSync(`${file}-wal`)
    let isFresh = false
    closeSync(openSync(markOf(file), 'a', 0o600))
    const opened = openSqliteFileKeepingDamage({
      file,
      now,
      migrations: journalMigrations,
      onCreate: (database) => {
        isFresh = true
        startIdsAt(database, now())
      },
    })
    const wasThere = isMarked || witnesses.some((name) => existsSync(join(dirname(file), name)))
    const loss = (): Loss | null => {
      if (!isExpected || opened.backup !== null) return null
      if (isFresh) return wasThere ? (before ? 'empty' : 'missing') : null
      return isMarked && !hasLog ? 'log_missing' : null
    }
    return { ...opened, loss: loss() }
  } finally {
    lock.release()
  }
}

/** Closes it, and takes the mark away when nobody else has it open. */
export function closeJournalFile(database: DatabaseSync, file: string): void {
  const lock = tryLock(`${file}.lock`, lockWaitMs)
  try {
    database.close()
    if (lock !== null && !existsSync(`${file}-wal`)) rmSync(markOf(file), { force: true })
  } finally {
    lock?.release()
  }
}

/**
 * Saves everything that an open journal holds, whose file is not where it was. @returns where; null: it could not be
 * saved.
 */
export function rescueJournal(database: DatabaseSync, file: string, now: number): string | null {
  const copy = `${file}.rescued-${now}`
  try {
    closeSync(openSync(copy, 'wx', 0o600))
    database.prepare('VACUUM INTO ?').run(copy)
    return copy
  } catch {
    rmSync(copy, { force: true })
    return null
  }
}

/** Puts a saved journal back in its place; whatever stands there is kept beside. null: nothing is put there. */
export function putBack(file: string, copy: string | null, now: number): void {
  for (const part of sqliteParts) if (existsSync(file + part)) renameSync(file + part, `${file}.replaced-${now}${part}`)
  rmSync(markOf(file), { force: true })
  if (copy === null) return
  copyFileSync(copy, file)
  chmodSync(file, 0o600)
}

/** Which files a journal consists of, to notice when others stand in their place. */
export class JournalIdentity {
  readonly #parts: readonly { readonly path: string; readonly was: string | null }[]
  /** Looked at in this turn of the event loop, and found to hold. */
  #held = false

  constructor(file: string) {
    this.#parts = sqliteParts.map((part) => ({ path: file + part, was: identityOf(file + part) }))
  }

  /**
   * Whether each still stands where it was. Looked at once a turn of the event loop: an order asks some five times, and
   * between a look and a write somebody can always come.
   */
  holds(): boolean {
    if (this.#held) return true
    this.#held = this.#parts.every(({ path, was }) => was === null || identityOf(path) === was)
    if (this.#held) setImmediate(() => (this.#held = false))
    return this.#held
  }
}

function identityOf(path: string): string | null {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false })
  return found === undefined ? null : `${found.dev} ${found.ino}`
}

const markOf = (file: string): string => `${file}.open`

function lockOf(file: string): FileLock {
  const lock = tryLock(`${file}.lock`, lockWaitMs)
  if (lock === null) throw new GatewayError('retryable', 'file.locked', { file })
  return lock
}
