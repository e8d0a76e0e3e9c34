import { DatabaseSync, StatementSync } from 'node:sqlite'
import { losePower, watchDurability } from '../../support/power-loss.ts'

/**
 * Loaded before the gateway's own program (`node --import`), so that the product itself knows nothing of it: the
 * process dies by SIGKILL at a moment of its journal. `FAULTS_DIE_AT` reads `[power] [n-th] before|after
 * row|sent|accepted|unknown|answered`: `2 after sent` is right after the second order that is marked as sent is
 * committed. With `power` the machine dies, too: of the journal's log only what was waited for is left.
 */
const moments: Readonly<Record<string, RegExp>> = {
  // An order's row is made as sent.
  sent: /^\s*INSERT INTO operations\b/,
  accepted: /^\s*UPDATE operations SET state = 'accepted'/,
  unknown: /^\s*UPDATE operations SET state = 'unknown'/,
  row: /^\s*INSERT INTO django_trades\b/,
  answered: /^\s*INSERT INTO audit/,
}

const [, power, nth = '1', when = '', what = ''] =
  /^(?:(power) )?(?:(\d+) )?(before|after) (\w+)$/.exec(process.env.FAULTS_DIE_AT ?? '') ?? []
const pattern = moments[what]
if (pattern === undefined) throw new Error(`FAULTS_DIE_AT names no moment: ${process.env.FAULTS_DIE_AT ?? ''}`)

if (power !== undefined) watchDurability()

function die(database: DatabaseSync): never {
  const file = database.location()
  if (power !== undefined && file !== null) losePower(file)
  process.kill(process.pid, 'SIGKILL')
  for (;;);
}

/** Puts itself around a method of a class; `self` is the object that it is called on, `call` the method itself. */
function around(
  prototype: object,
  name: string,
  work: (self: object, call: () => unknown, first: unknown) => unknown,
): void {
  const method: unknown = Reflect.get(prototype, name)
  if (typeof method !== 'function') throw new Error(`there is no ${name}`)
  Reflect.set(prototype, name, function (this: object, ...words: unknown[]): unknown {
    return work(this, () => Reflect.apply(method, this, words) as unknown, words[0])
  })
}

const owners = new WeakMap<object, DatabaseSync>()
const commits = new WeakMap<object, DatabaseSync>()
const dueAtCommit = new WeakSet()
let left = Number(nth)

around(DatabaseSync.prototype, 'prepare', (self, call, sql) => {
  const statement = call()
  if (self instanceof DatabaseSync) {
    if (pattern.test(String(sql))) owners.set(statement as object, self)
    if (sql === 'COMMIT') commits.set(statement as object, self)
  }
  return statement
})

around(StatementSync.prototype, 'run', (self, call) => {
  const committed = commits.get(self)
  if (committed !== undefined) {
    const result = call()
    if (dueAtCommit.has(committed)) die(committed)
    return result
  }
  const owner = owners.get(self)
  if (owner === undefined || (left -= 1) > 0) return call()
  if (when === 'before') die(owner)
  const result = call()
  if (!owner.isTransaction) die(owner)
  dueAtCommit.add(owner)
  return result
})
