import { join } from 'node:path'
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest'
import { Journal } from '../../src-main/trading/journal.ts'
import { afterPowerLoss, watchDurability } from '../support/power-loss.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { limitOrder, panel, setUp } from './desk-setup.ts'

let stop: () => void = () => undefined
beforeEach(() => {
  stop = watchDurability()
})
afterEach(() => stop())

/** The journal as the next start would find it if the power failed now. */
function journalAfterPowerLoss(journal: Journal): Journal {
  const folder = join(temporaryFolder(), 'after')
  afterPowerLoss(journal.file, folder)
  const found = Journal.open({ folder })
  onTestFinished(() => found.close())
  return found
}

const place = (desk: Awaited<ReturnType<typeof setUp>>['desk'], id: string) =>
  desk.place({ accountId: 'acc-1', request: limitOrder() }, panel(id))

test('an order that left is on the disk before it leaves', async () => {
  const { desk, journal, client } = await setUp()
  const states: string[] = []
  const send = client.placeOrder.bind(client)
  client.placeOrder = (...words) => {
    states.push(
      ...journalAfterPowerLoss(journal)
        .entries(10)
        .map(({ state }) => state),
    )
    return send(...words)
  }
  expect((await place(desk, 'one')).outcome).toBe('accepted')
  expect(states).toEqual(['sent'])
})

test('an outcome waits for no disk: without power the row is in doubt again, and is asked about', async () => {
  const { desk, journal } = await setUp()
  await place(desk, 'one')
  expect(journal.entries(10)).toMatchObject([{ state: 'accepted' }])
  expect(journalAfterPowerLoss(journal).entries(10)).toMatchObject([{ state: 'sent' }])
})

test('the next order takes the outcomes before it along', async () => {
  const { desk, journal } = await setUp()
  await place(desk, 'one')
  await place(desk, 'two')
  expect(journalAfterPowerLoss(journal).entries(10)).toMatchObject([{ state: 'sent' }, { state: 'accepted' }])
})

test('what a person sets is on the disk when it is said to be set', async () => {
  const { desk, journal } = await setUp()
  desk.guard.setKillSwitch('halted', null, panel('halt'))
  expect(journalAfterPowerLoss(journal).killSwitch.get().state).toBe('halted')
})
