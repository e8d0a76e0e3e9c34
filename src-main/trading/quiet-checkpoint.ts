import type { DatabaseSync } from 'node:sqlite'

/** Nobody has ordered anything for so long: a few ms of the disk's time disturb nobody. */
const quietMs = 1_000
/** Fewer are not worth a wait for the disk. */
const worthCommits = 100
/** Until then SQLite leaves the log alone, in 4 kB each: some hundred orders in a row. */
const mostPages = 4_000

interface Options {
  readonly quietMs?: number
  readonly worthCommits?: number
}

/**
 * Folds the write-ahead log of a database into its file in quiet moments. SQLite would do it every 1,000 pages, within
 * the commit of whichever order comes then, which waits for the disk twice more.
 */
export class QuietCheckpoint {
  readonly #database: DatabaseSync
  readonly #options: Required<Options>
  #commits = 0
  #timer: NodeJS.Timeout | null = null

  constructor(database: DatabaseSync, options: Options = {}) {
    this.#database = database
    this.#options = { quietMs, worthCommits, ...options }
    database.exec(`PRAGMA wal_autocheckpoint = ${mostPages}`)
  }

  committed(): void {
    this.#commits += 1
    if (this.#commits < this.#options.worthCommits) return
    if (this.#timer === null) this.#timer = setTimeout(() => this.#fold(), this.#options.quietMs).unref()
    else this.#timer.refresh()
  }

  /** To be called before the database is closed. */
  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }

  #fold(): void {
    this.#timer = null
    this.#commits = 0
    try {
      this.#database.exec('PRAGMA wal_checkpoint(PASSIVE)')
    } catch {
      // A disk that is full or gone: the next commit tells. The log has everything.
    }
  }
}
