import { expect, test } from 'vitest'
import { Accounts } from '../../src-main/accounts/accounts.ts'
import { AccountRegistry } from '../../src-main/accounts/registry.ts'
import { Vault } from '../../src-main/accounts/vault.ts'
import { accountNotes, switchOffNoted } from '../../src-main/app/account-notes.ts'
import { MemoryKeychain } from '../support/memory-keychain.ts'
import { sampleAccount } from '../support/sample-account.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { setUp } from '../trading/desk-setup.ts'

test('what a check takes from an account stands in the audit trail, whoever asked for the check', async () => {
  const { journal } = await setUp()
  const accounts = await Accounts.open({
    registry: await AccountRegistry.open({ folder: temporaryFolder() }),
    vault: await Vault.open({ keychain: new MemoryKeychain() }),
    practiceBaseUrl: () => null,
  })
  const { name, exchange, brokerId, userId, environment, redisPermission } = sampleAccount()
  const terms = { name, exchange, brokerId, userId, environment, redisPermission }
  const { id } = await accounts.add({ ...terms, credentials: null, thisRunOnly: false })
  const found = [{ what: 'oco', assumption: 'binance.oco.legs', at: 1 }] as const
  const note = accountNotes(journal, () => ({ kind: 'cli', requestId: 'verify' }))
  await switchOffNoted(accounts, note, id, found)
  expect(accounts.view(id).switchedOff).toEqual(found)
  expect(journal.audit.entries(1)).toMatchObject([
    { kind: 'limits', accountId: id, origin: { kind: 'cli' }, detail: { name, switchedOff: found } },
  ])
})
