import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test, vi } from 'vitest'
import { panel, limitOrder, redis, setUp } from './desk-setup.ts'

/** Every statement that is prepared from now on. */
function preparedStatements(): ReadonlySet<string> {
  const statements = new Set<string>()
  // eslint-disable-next-line @typescript-eslint/unbound-method -- it is called on the database that it was taken from
  const { prepare } = DatabaseSync.prototype
  const spy = vi.spyOn(DatabaseSync.prototype, 'prepare').mockImplementation(function (this: DatabaseSync, ...words) {
    statements.add(words[0])
    return prepare.apply(this, words)
  })
  onTestFinished(() => {
    spy.mockRestore()
  })
  return statements
}

/** Tables that grow with every order; a journal is kept for years. */
const growing = /\bSCAN (?:operations|orders|evidence|audit)\b(?! USING (?:COVERING )?INDEX operation_unfinished)/

test('an order asks the journal nothing that reads all of it', async () => {
  const statements = preparedStatements()
  const { desk, folder } = await setUp()
  const placed = await desk.place({ accountId: 'acc-1', request: limitOrder() }, redis())
  await desk.place({ accountId: 'acc-1', request: limitOrder() }, redis())
  await desk.place({ accountId: 'acc-1', request: limitOrder() }, panel())
  const orderId = placed.outcome === 'accepted' ? placed.placed.order.id : ''
  await desk.cancel({ accountId: 'acc-1', orderId, symbol: 'BTC/USDT' }, redis('cancel-1'))
  await desk.close()
  const database = new DatabaseSync(join(folder, 'journal.sqlite'))
  onTestFinished(() => database.close())
  const questions = [...statements].filter((sql) => /^\s*(SELECT|UPDATE|DELETE|INSERT)/.test(sql))
  expect(questions.length).toBeGreaterThan(5)
  const slow = questions.flatMap((sql) =>
    database
      .prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .all()
      .map(({ detail }) => String(detail))
      .filter((detail) => growing.test(detail))
      .map((detail) => `${detail}: ${sql}`),
  )
  expect(slow).toEqual([])
})
