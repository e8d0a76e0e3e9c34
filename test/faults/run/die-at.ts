import { DatabaseSync, StatementSync } from 'node:sqlite'

/**
 * Loaded before the gateway's own program (`node --import`), so that the product itself knows nothing of it: the process dies by SIGKILL at
 * a moment of its journal. `FAULTS_DIE_AT` reads `[n-th] before|after intent|sent|accepted|unknown`: `2 after sent` is right after the second
 * order that is marked as sent is durably so.
 */
const moments: Readonly<Record<string, RegExp>> = {
  intent: /^\s*INSERT INTO operations\b/,
  sent: /^\s*UPDATE operations SET state = 'sent'/,
  accepted: /^\s*UPDATE operations SET state = 'accepted'/,
  unknown: /^\s*UPDATE operations SET state = 'unknown'/,
}

const [, nth = '1', when = '', what = ''] =
  /^(?:(\d+) )?(before|after) (\w+)$/.exec(process.env.FAULTS_DIE_AT ?? '') ?? []
const pattern = moments[what]
if (pattern === undefined) throw new Error(`FAULTS_DIE_AT names no moment: ${process.env.FAULTS_DIE_AT ?? ''}`)

function die(): never {
  process.kill(process.pid, 'SIGKILL')
  for (;;);
}

const owners = new WeakMap<StatementSync, DatabaseSync>()
const dueAtCommit = new WeakSet<DatabaseSync>()
let left = Number(nth)

const { prepare, exec } = DatabaseSync.prototype
DatabaseSync.prototype.prepare = function (sql, options): StatementSync {
  const statement = prepare.call(this, sql, options)
  if (pattern.test(sql)) owners.set(statement, this)
  return statement
}

const { run } = StatementSync.prototype
StatementSync.prototype.run = function (this: StatementSync, ...values: never[]) {
  const owner = owners.get(this)
  if (owner === undefined || (left -= 1) > 0) return run.apply(this, values)
  if (when === 'before') die()
  const result = run.apply(this, values)
  if (!owner.isTransaction) die()
  dueAtCommit.add(owner)
  return result
}

DatabaseSync.prototype.exec = function (sql): void {
  exec.call(this, sql)
  if (sql === 'COMMIT' && dueAtCommit.has(this)) die()
}
