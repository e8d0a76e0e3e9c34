import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import type { PracticeStore } from '@aristobot/practice/store'
import type { ExchangeName } from '../../src-shared/account.ts'
import { message, type MessageRef } from '../../src-shared/messages/index.ts'
import { openSqliteFile } from '../infra/sqlite-file.ts'

/**
 * A change of the rows' shapes (practice/engine/saved-rows.ts and the servers' own) adds a script that turns the old
 * ones into the new ones.
 */
const migrations = [
  `CREATE TABLE row (
     exchange TEXT NOT NULL,
     key TEXT NOT NULL,
     text TEXT NOT NULL,
     PRIMARY KEY (exchange, key)
   ) STRICT, WITHOUT ROWID;`,
]

export interface PracticeFileOptions {
  readonly folder: string
  /** Which process keeps its exchanges there: the application's own, and those of the command, are two. */
  readonly name: 'application' | 'command'
  /** Forgets what is there. */
  readonly fresh?: boolean
  readonly now?: () => number
}

/**
 * The state of a process's practice exchanges, in one file: accounts, orders, fills, prices and numbers. Every change
 * is in the file before anybody is told of it; a killed process loses nothing, a power cut at most the last moment.
 * Held by one process at a time.
 */
export class PracticeFile {
  readonly file: string
  readonly #database: DatabaseSync
  readonly #now: () => number
  #damaged: MessageRef | null
  #notKept: MessageRef | null = null

  private constructor(file: string, database: DatabaseSync, now: () => number, backup: string | null) {
    this.file = file
    this.#database = database
    this.#now = now
    this.#damaged = backup === null ? null : message('practice.state_damaged', { file: backup })
  }

  /**
   * A damaged file is put aside, and a new one begun: see {@link notices}. @throws FileTooNewError for a file of a
   * later version, and whatever else prevents opening, another process that holds it above all.
   */
  static open({ folder, name, fresh = false, now = Date.now }: PracticeFileOptions): PracticeFile {
    const file = join(folder, `${name}.sqlite`)
    const { database, backup } = openSqliteFile({ file, now, migrations })
    // Two processes would number and match apart. A commit need not outlive a power cut here: it is practice.
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA synchronous = NORMAL; BEGIN EXCLUSIVE; COMMIT;')
    if (fresh) database.exec('DELETE FROM row')
    return new PracticeFile(file, database, now, backup)
  }

  /** What went wrong with what is kept, for a person. */
  get notices(): readonly MessageRef[] {
    return [this.#damaged, this.#notKept].filter((notice) => notice !== null)
  }

  storeOf(exchange: ExchangeName): PracticeStore {
    return {
      load: () => this.#load(exchange),
      save: (changes) => this.#save(exchange, changes),
      putAside: () => this.#putAside(exchange),
    }
  }

  close(): void {
    this.#database.close()
  }

  #load(exchange: ExchangeName): ReadonlyMap<string, string> {
    const rows = this.#database.prepare('SELECT key, text FROM row WHERE exchange = ?').all(exchange)
    return new Map(rows.map(({ key, text }) => [String(key), String(text)]))
  }

  #save(exchange: ExchangeName, changes: ReadonlyMap<string, string | null>): boolean {
    const database = this.#database
    try {
      database.exec('BEGIN IMMEDIATE')
      const put = database.prepare('INSERT OR REPLACE INTO row (exchange, key, text) VALUES (?, ?, ?)')
      const remove = database.prepare('DELETE FROM row WHERE exchange = ? AND key = ?')
      for (const [key, text] of changes)
        if (text === null) remove.run(exchange, key)
        else put.run(exchange, key, text)
      database.exec('COMMIT')
    } catch (error) {
      if (database.isOpen && database.isTransaction) database.exec('ROLLBACK')
      this.#notKept = message('practice.state_not_kept', {
        file: this.file,
        reason: (error as Error).message,
      })
      return false
    }
    this.#notKept = null
    return true
  }

  #putAside(exchange: ExchangeName): void {
    const backup = `${this.file}.damaged-${exchange}-${this.#now()}`
    this.#database.prepare('VACUUM INTO ?').run(backup)
    chmodSync(backup, 0o600)
    this.#database.prepare('DELETE FROM row WHERE exchange = ?').run(exchange)
    this.#damaged = message('practice.state_damaged', { file: backup })
  }
}
