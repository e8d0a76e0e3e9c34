import { expect, test } from 'vitest'
import { auditedAccounts } from '../../src-main/app/audited-accounts.ts'
import { entry, place, setUp } from '../trading/brackets/setup.ts'
import { habits } from '../trading/brackets/sim-client.ts'

type Parts = Parameters<typeof auditedAccounts>[0]

/** An account with a live bracket, and what was asked of the accounts behind the question. */
async function accountWithBracket() {
  const setup = await setUp(habits.kraken)
  const { order } = await place(setup, entry())
  setup.client.fill(order.id, '10')
  await setup.settle()
  const done: string[] = []
  const view = { id: 'acc-1', name: 'Main' }
  const accounts = auditedAccounts({
    accounts: { view: () => view, remove: () => Promise.resolve(done.push('removed')) },
    keys: { setCredentials: () => Promise.resolve(done.push('key')).then(() => view) },
    journal: setup.journal,
    beforeAdding: () => Promise.resolve(),
    afterAdding: () => Promise.resolve(),
    openWork: (id: string) => setup.desk.openWork(id),
    beforeRemoving: (id: string) => {
      setup.desk.brackets.giveUp(id)
      return Promise.resolve()
    },
  } as unknown as Parts)
  return { setup, accounts, done }
}

const key = { apiKey: 'k', secret: 's', passphrase: null }
const storing = { thisRunOnly: true, acceptWithdrawals: false }
const refusal = {
  class: 'refused',
  text: { key: 'account.open_work', params: { name: 'Main', orders: '0', brackets: '1' } },
}

test('another key for an account with a live bracket needs the person’s word', async () => {
  const { accounts, done } = await accountWithBracket()
  await expect(accounts.setCredentials('acc-1', key, { ...storing, despiteOpenWork: false })).rejects.toMatchObject(
    refusal,
  )
  expect(done).toEqual([])
  await accounts.setCredentials('acc-1', key, { ...storing, despiteOpenWork: true })
  expect(done).toEqual(['key'])
})

test('so does its removal, which ends its brackets and leaves what the exchange holds', async () => {
  const { accounts, setup, done } = await accountWithBracket()
  await expect(accounts.remove('acc-1', { despiteOpenWork: false })).rejects.toMatchObject(refusal)
  expect(setup.desk.openWork('acc-1')).toEqual({ orders: 0, brackets: 1 })
  const standing = setup.client.open
  expect(standing.length).toBeGreaterThan(0)
  await accounts.remove('acc-1', { despiteOpenWork: true })
  await setup.settle(30_000)
  expect(done).toEqual(['removed'])
  expect(setup.desk.openWork('acc-1')).toEqual({ orders: 0, brackets: 0 })
  expect(setup.client.open).toEqual(standing)
  expect(setup.journal.brackets.live()).toEqual([])
})
