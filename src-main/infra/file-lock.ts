import { closeSync, existsSync, openSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'

/** A lock that the operating system holds for this process: it ends with the process, however that ends. */
export interface FileLock {
  release(): void
}

/** SQLITE_BUSY. */
const busyCode = 5
const pauseMs = 20
/** Longer than who only looks holds it. */
const looksPassMs = 300

/**
 * Takes the lock of a file, which stays behind empty: removing it would let two processes hold two locks of one name.
 * It holds between processes of one machine, containers on one folder included, and within one. @returns null when
 * somebody else holds it. @throws whatever prevents asking.
 */
export function tryLock(path: string, waitMs = looksPassMs): FileLock | null {
  closeSync(openSync(path, 'a', 0o600))
  const database = new DatabaseSync(path, { timeout: waitMs })
  try {
    // Nothing is ever written: SQLite is only asked for the lock.
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
    return { release: () => database.close() }
  } catch (error) {
    database.close()
    if (isBusy(error)) return null
    throw error
  }
}

/** As {@link tryLock}, waiting for it; the event loop goes on. */
export async function waitForLock(path: string, patienceMs: number): Promise<FileLock | null> {
  const until = performance.now() + patienceMs
  for (;;) {
    const lock = tryLock(path, 0)
    if (lock !== null || performance.now() > until) return lock
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
  }
}

/** Whether somebody holds the lock of a file now. @throws whatever prevents asking. */
export function isLocked(path: string): boolean {
  if (!existsSync(path)) return false
  const database = new DatabaseSync(path, { timeout: 0 })
  try {
    database.prepare('SELECT count(*) FROM sqlite_schema').get()
    return false
  } catch (error) {
    if (isBusy(error)) return true
    throw error
  } finally {
    database.close()
  }
}

function isBusy(error: unknown): boolean {
  const code = (error as { readonly errcode?: unknown }).errcode
  return typeof code === 'number' && (code & 0xff) === busyCode
}
