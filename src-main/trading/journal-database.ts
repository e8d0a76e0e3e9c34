import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite'
import { GatewayError } from '../../src-shared/errors.ts'
import { asFileError } from '../infra/file-errors.ts'
import { removeSqliteFile } from '../infra/sqlite-file.ts'
import {
  closeJournalFile,
  JournalIdentity,
  type Loss,
  openJournalFile,
  putBack,
  rescueJournal,
} from './journal-file.ts'
import { QuietCheckpoint } from './quiet-checkpoint.ts'

/** Work that waits, and who is told that it is written, or why it could not be. */
interface Part {
  readonly work: () => void
  readonly done: () => void
  readonly failed: (error: unknown) => void
}

/** Longer than a bot takes from an answer to its next order, shorter than anybody looks. */
const laterMs = 5

/** Of 4 kB, some hundred orders in a row: then the log is folded into the file within a commit, quiet or not. */
const mostLogPages = 4_000

export type Row = Record<string, SQLOutputValue>

/** Why nothing can be written down. `copy`: where what a file held was saved that is not in its place any more. */
export type JournalTrouble =
  { readonly kind: 'damaged'; readonly backup: string } | { readonly kind: 'gone'; readonly copy: string | null }

/**
 * The journal's file: synchronous, durable at every commit but those of {@link soon} and {@link later}. A damaged one is copied beside
 * and opened for reading only, until a person starts a new one; nor is anything written once another file stands in its
 * place.
 */
export class JournalDatabase {
  readonly file: string
  readonly #now: () => number
  readonly #patienceMs: number
  readonly #statements = new Map<string, StatementSync>()
  readonly #checkpoint = new QuietCheckpoint(() => this.#fold())
  #database: DatabaseSync
  #identity: JournalIdentity
  #trouble: JournalTrouble | null
  #loss: Loss | null
  #later: Part[] = []
  #together: Part[] = []
  #timer: NodeJS.Timeout | null = null

  /** @throws when the file cannot be opened, or was written by a later version. */
  constructor(file: string, now: () => number, patienceMs: number) {
    this.file = file
    this.#now = now
    this.#patienceMs = patienceMs
    const { database, backup, loss } = openJournalFile(file, now, true)
    this.#database = this.#prepared(database)
    this.#identity = new JournalIdentity(file)
    this.#trouble = backup === null ? null : { kind: 'damaged', backup }
    this.#loss = loss
  }

  get isOpen(): boolean {
    return this.#database.isOpen
  }

  /** What was missing when it was opened; null: nothing that is known. */
  get loss(): Loss | null {
    return this.#loss
  }

  /** Why it can only be read at this moment; null when all is well. */
  get trouble(): JournalTrouble | null {
    if (this.#trouble?.kind === 'damaged' || !this.#database.isOpen || this.#isWithin()) return this.#trouble
    if (this.#identity.holds()) this.#trouble = null
    else
      this.#trouble ??= {
        kind: 'gone',
        copy: rescueJournal(this.#database, this.file, this.#now()),
      }
    return this.#trouble
  }

  /**
   * Puts a new journal in the place of one that can only be read: empty, or with what was saved of it. @returns whether
   * there was one.
   */
  renew(): boolean {
    this.flush()
    const { trouble } = this
    if (trouble === null) return false
    this.#statements.clear()
    this.#checkpoint.stop()
    this.#database.close()
    if (trouble.kind === 'damaged') removeSqliteFile(this.file)
    else putBack(this.file, trouble.copy, this.#now())
    const { database, backup } = openJournalFile(this.file, this.#now, false)
    this.#database = this.#prepared(database)
    this.#identity = new JournalIdentity(this.file)
    this.#trouble = backup === null ? null : { kind: 'damaged', backup }
    this.#loss = null
    return true
  }

  close(): void {
    this.#endTurn()
    this.flush()
    this.#statements.clear()
    this.#checkpoint.stop()
    if (!this.#database.isOpen) return
    if (this.trouble === null) closeJournalFile(this.#database, this.file)
    else this.#database.close()
  }

  /**
   * @throws GatewayError `refused` `order.journal_read_only` on a damaged journal, whatever SQLite throws otherwise.
   */
  run(sql: string, ...values: readonly SQLInputValue[]): ReturnType<StatementSync['run']> {
    this.flush()
    this.requireWritable()
    try {
      return this.#prepare(sql).run(...values)
    } catch (error) {
      throw asFileError(error, this.file)
    }
  }

  first(sql: string, ...values: readonly SQLInputValue[]): Row | undefined {
    this.flush()
    return this.firstWritten(sql, ...values)
  }

  /**
   * As {@link first}, of what is written already: for what {@link later} never changes, or where a row that is there says
   * enough.
   */
  firstWritten(sql: string, ...values: readonly SQLInputValue[]): Row | undefined {
    return this.#isDamaged ? this.#readable(sql, values)[0] : this.#prepare(sql).get(...values)
  }

  /**
   * As {@link firstWritten}, and `unreadable` where a damaged file, or one that is not in its place, does not tell.
   */
  firstIfReadable(sql: string): Row | undefined | 'unreadable' {
    if (this.trouble === null) return this.firstWritten(sql)
    if (this.trouble.kind === 'gone') return 'unreadable'
    // Opened in memory in its place, because nothing of the file could be read.
    if (this.#database.location() === null) return 'unreadable'
    try {
      return this.#prepare(sql).get()
    } catch {
      return 'unreadable'
    }
  }

  all(sql: string, ...values: readonly SQLInputValue[]): readonly Row[] {
    this.flush()
    return this.#isDamaged ? this.#readable(sql, values) : this.#prepare(sql).all(...values)
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

  /**
   * All or nothing; inside another transaction it is a part of that one. @throws as {@link run}, and what `work`
   * throws.
   */
  transaction<T>(work: () => T): T {
    this.flush()
    if (this.#isWithin()) return work()
    this.requireWritable()
    try {
      this.#prepare('BEGIN IMMEDIATE').run()
      const result = work()
      this.#prepare('COMMIT').run()
      this.#checkpoint.committed()
      return result
    } catch (error) {
      if (this.#isWithin()) this.#database.exec('ROLLBACK')
      throw asFileError(error, this.file)
    }
  }

  /**
   * As {@link transaction}, without waiting for the disk: what is written outlives this process at once, and the
   * machine from the next durable write on (a write-ahead log is only ever cut at its end). Within a durable
   * transaction it is as durable as that one. For what can be found out again.
   */
  soon<T>(work: () => T): T {
    this.flush()
    if (this.#isWithin()) return work()
    this.#prepare('PRAGMA synchronous = NORMAL').run()
    try {
      return this.transaction(work)
    } finally {
      this.#prepare('PRAGMA synchronous = FULL').run()
    }
  }

  /**
   * As {@link soon}, a few ms from now and in one transaction with all that comes until then, so that an answer does not
   * wait for what is only written down, and the next order takes it along. Whoever reads or writes here before finds it
   * done.
   */
  later(work: () => void, failed: (error: unknown) => void): void {
    if (this.#later.length === 0) this.#timer ??= setTimeout(() => this.flush(), laterMs)
    this.#later.push({ work, done: () => undefined, failed })
  }

  /**
   * As {@link transaction}, at the end of this turn and in one transaction with all that waits for it: however many
   * callers there are, they wait for the disk once. What throws is undone alone. @throws as {@link transaction}
   */
  together<T>(work: () => T): Promise<T> {
    if (this.#together.length === 0) setImmediate(() => this.#endTurn())
    return new Promise((resolve, reject) => {
      let result: { readonly value: T } | null = null
      this.#together.push({
        work: () => (result = { value: work() }),
        done: () => {
          if (result !== null) resolve(result.value)
        },
        failed: reject,
      })
    })
  }

  /** Does what waits for {@link later} at the end of this turn, unless an order is written then and takes it along. */
  flushAfterTurn(): void {
    setImmediate(() => {
      if (this.#together.length === 0) this.flush()
    })
  }

  /** Does what waits for {@link later}. Never throws. */
  flush(): void {
    if (this.#later.length === 0 || this.#isWithin()) return
    this.#doAll(this.#takeLater(), (work) => this.soon(work))
  }

  #prepared(database: DatabaseSync): DatabaseSync {
    database.exec(`PRAGMA busy_timeout = ${this.#patienceMs}; PRAGMA wal_autocheckpoint = ${mostLogPages}`)
    return database
  }

  /** Not into a file that is not ours any more: whoever has it open now does not see our locks. */
  #fold(): void {
    if (this.trouble !== null) return
    try {
      this.#database.exec('PRAGMA wal_checkpoint(PASSIVE)')
    } catch {
      // A disk that is full or gone: the next commit tells. The log has everything.
    }
  }

  #takeLater(): readonly Part[] {
    const waiting = this.#later
    this.#later = []
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    return waiting
  }

  #endTurn(): void {
    if (this.#together.length === 0) return
    const waiting = [...this.#takeLater(), ...this.#together]
    this.#together = []
    this.#doAll(waiting, (work) => this.transaction(work))
  }

  #doAll(parts: readonly Part[], transaction: (work: () => void) => void): void {
    const ends: (() => void)[] = []
    try {
      transaction(() => {
        for (const part of parts) ends.push(parts.length === 1 ? this.#whole(part) : this.#undoable(part))
      })
    } catch (error) {
      for (const { failed } of parts) failed(error)
      return
    }
    for (const end of ends) end()
  }

  #whole({ work, done }: Part): () => void {
    work()
    return done
  }

  #undoable({ work, done, failed }: Part): () => void {
    this.#prepare('SAVEPOINT part').run()
    try {
      work()
      this.#prepare('RELEASE part').run()
      return done
    } catch (error) {
      // A full disk undoes all.
      if (!this.#isWithin()) throw error
      this.#database.exec('ROLLBACK TO part; RELEASE part')
      return () => failed(asFileError(error, this.file))
    }
  }

  /** A call, so that the compiler does not take an earlier answer for known. */
  #isWithin(): boolean {
    return this.#database.isOpen && this.#database.isTransaction
  }

  /** @throws GatewayError `refused` `order.journal_read_only` or `order.journal_gone_not_sent`. */
  requireWritable(): void {
    const { trouble } = this
    if (trouble?.kind === 'damaged')
      throw new GatewayError('refused', 'order.journal_read_only', { file: trouble.backup })
    if (trouble !== null) throw new GatewayError('refused', 'order.journal_gone_not_sent', { file: this.file })
  }

  get #isDamaged(): boolean {
    return this.#trouble?.kind === 'damaged'
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
