import { copyFileSync, existsSync, mkdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { DatabaseSync, StatementSync } from 'node:sqlite'

/** What of a write-ahead log was on the disk for certain at the last durable commit. */
const durablePart = (file: string): string => `${file}-wal.durable`

type Method = (this: object, ...words: readonly unknown[]) => unknown

/**
 * Watches every SQLite connection of this process and keeps, beside each file, what a machine that loses its power
 * right now would leave of its log: all up to the last commit that waited for the disk (`synchronous = FULL`), and
 * nothing after it. @returns how to stop.
 */
export function watchDurability(): () => void {
  const waits = new WeakMap<DatabaseSync, boolean>()
  const changes = new WeakMap<DatabaseSync, number>()
  const statements = new WeakMap<object, { readonly database: DatabaseSync; readonly sql: string }>()
  const counting = new WeakMap<DatabaseSync, StatementSync>()
  const undo: (() => void)[] = []

  const around = (
    prototype: object,
    name: string,
    after: (self: object, words: readonly unknown[], result: unknown) => void,
  ): void => {
    const method = Reflect.get(prototype, name) as Method
    Reflect.set(prototype, name, function (this: object, ...words: unknown[]): unknown {
      const result = Reflect.apply(method, this, words)
      after(this, words, result)
      return result
    })
    undo.push(() => Reflect.set(prototype, name, method))
  }
  const executed = (database: DatabaseSync, sql: string): void => {
    const mode = /PRAGMA synchronous = (\w+)/.exec(sql)?.[1]
    if (mode !== undefined) waits.set(database, mode === 'FULL')
    if (!database.isOpen || database.isTransaction || database.location() === null) return
    let counter = counting.get(database)
    if (counter === undefined) counting.set(database, (counter = database.prepare('SELECT total_changes() AS n')))
    const now = Number(counter.get()?.n)
    const before = changes.get(database) ?? 0
    changes.set(database, now)
    const file = database.location() ?? ''
    // Folding the log into its file waits for the disk first, whatever was committed how.
    const isFolded = sql.includes('wal_checkpoint')
    if (isFolded || (now > before && waits.get(database) === true)) keep(file)
  }
  around(DatabaseSync.prototype, 'prepare', (self, [sql], statement) => {
    statements.set(statement as object, { database: self as DatabaseSync, sql: String(sql) })
  })
  around(DatabaseSync.prototype, 'exec', (self, [sql]) => executed(self as DatabaseSync, String(sql)))
  around(StatementSync.prototype, 'run', (self) => {
    const known = statements.get(self)
    if (known !== undefined) executed(known.database, known.sql)
  })
  return () => {
    for (const each of undo) each()
  }
}

function keep(file: string): void {
  if (existsSync(`${file}-wal`)) copyFileSync(`${file}-wal`, durablePart(file))
}

/**
 * Puts in a folder what the power would have left of a database: as it is there now, with the log as it was durable.
 */
export function afterPowerLoss(file: string, folder: string): void {
  mkdirSync(folder, { recursive: true })
  const copy = join(folder, basename(file))
  copyFileSync(file, copy)
  if (existsSync(durablePart(file))) copyFileSync(durablePart(file), `${copy}-wal`)
}

/** The same, in its place: for a process that ends with this call. */
export function losePower(file: string): void {
  if (existsSync(durablePart(file))) copyFileSync(durablePart(file), `${file}-wal`)
}
