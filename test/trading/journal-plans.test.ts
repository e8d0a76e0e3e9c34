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
const growing =
  /\bSCAN (?:operations|orders|evidence|audit|brackets)\b(?! USING (?:COVERING )?INDEX operation_unfinished)/

test('neither an order nor what the window shows of all asks the journal what reads all of it', async () => {
  const statements = preparedStatements()
  const { desk, folder, journal } = await setUp()
  const placed = await desk.place({ accountId: 'acc-1', request: limitOrder() }, redis())
  await desk.place({ accountId: 'acc-1', request: limitOrder() }, redis())
  await desk.place({ accountId: 'acc-1', request: limitOrder() }, panel())
  const orderId = placed.outcome === 'accepted' ? placed.placed.order.id : ''
  await desk.cancel({ accountId: 'acc-1', orderId, symbol: 'BTC/USDT' }, redis('cancel-1'))
  desk.doubtful()
  desk.openWork('acc-1')
  desk.brackets.list('acc-1', 20)
  journal.orders.open('acc-1')
  journal.originOf('acc-1', orderId)
  journal.audit.has('settings')
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
