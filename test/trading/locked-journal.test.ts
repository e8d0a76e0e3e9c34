import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { limitOrder, panel, setUp } from './desk-setup.ts'

/** Another program that takes the file's write lock when told to. */
function otherProgram(file: string): DatabaseSync {
  const other = new DatabaseSync(file)
  onTestFinished(() => other.close())
  return other
}

test('an order waits a moment for a journal that another program holds', async () => {
  const { desk, journal, clock } = await setUp()
  const other = otherProgram(journal.file)
  other.exec('BEGIN IMMEDIATE')
  const outcome = desk.place({ accountId: 'acc-1', request: limitOrder() }, panel())
  await clock.advance(100)
  other.exec('ROLLBACK')
  await clock.advance(100)
  expect((await outcome).outcome).toBe('accepted')
  expect(journal.entries(10)).toMatchObject([{ state: 'accepted' }])
})

test('it is refused, and was not sent, when that takes longer; no step takes long', async () => {
  const { desk, journal, clock, client } = await setUp()
  const other = otherProgram(journal.file)
  other.exec('BEGIN IMMEDIATE')
  const outcome = desk.place({ accountId: 'acc-1', request: limitOrder() }, panel())
  await clock.advance(5_000)
  expect(await outcome).toMatchObject({ outcome: 'rejected', error: { text: { key: 'file.locked' } } })
  expect(client.calls.filter((call) => call.startsWith('place '))).toEqual([])
  other.exec('ROLLBACK')
})

test.each(['answer', 'refuse'] as const)(
  'a known outcome (%s) that could not be written is written when the journal is free',
  async (fate) => {
    const { desk, journal, clock, client } = await setUp()
    const other = otherProgram(journal.file)
    client.fate = fate
    const place = client.placeOrder.bind(client)
    client.placeOrder = (...words) => {
      other.exec('BEGIN IMMEDIATE')
      return place(...words)
    }
    const outcome = await desk.place({ accountId: 'acc-1', request: limitOrder() }, panel())
    const state = fate === 'answer' ? 'accepted' : 'rejected'
    expect(outcome.outcome).toBe(state)
    await clock.advance(1_000)
    expect(journal.entries(10)).toMatchObject([{ state: 'sent' }])
    other.exec('ROLLBACK')
    await clock.advance(1_000)
    expect(journal.entries(10)).toMatchObject([{ state }])
  },
)

test('a kill switch set while an order waits for the journal holds it back, and nothing is written of it but that', async () => {
  const { desk, journal, clock, client } = await setUp()
  const other = otherProgram(journal.file)
  other.exec('BEGIN IMMEDIATE')
  const outcome = desk.place({ accountId: 'acc-1', request: limitOrder() }, panel())
  await clock.advance(100)
  other.exec('ROLLBACK')
  desk.guard.setKillSwitch('halted', null, panel('halt'))
  await clock.advance(100)
  expect(await outcome).toMatchObject({ outcome: 'rejected', error: { class: 'refused' } })
  expect(journal.entries(10)).toMatchObject([{ state: 'rejected' }])
  expect(client.calls.filter((call) => call.startsWith('place '))).toEqual([])
})
