import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { Accounts } from '../../src-main/accounts/accounts.ts'
import { KeychainWatch } from '../../src-main/accounts/keychain-watch.ts'
import { Leftovers } from '../../src-main/accounts/leftovers.ts'
import { AccountRegistry } from '../../src-main/accounts/registry.ts'
import { Vault } from '../../src-main/accounts/vault.ts'
import { MemoryKeychain } from '../support/memory-keychain.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

async function open(folder: string, keychain: MemoryKeychain): Promise<Accounts> {
  return Accounts.open({
    registry: await AccountRegistry.open({ folder }),
    vault: await Vault.open({ keychain, leftovers: new Leftovers(folder) }),
    practiceBaseUrl: () => null,
  })
}

/** A folder with one real account, whose key is in the keychain. */
async function stored(): Promise<{
  readonly folder: string
  readonly keychain: MemoryKeychain
  readonly id: string
}> {
  const folder = temporaryFolder()
  const keychain = new MemoryKeychain()
  const { id } = await (
    await open(folder, keychain)
  ).add({
    name: 'Main',
    exchange: 'binance',
    brokerId: 1,
    userId: 1,
    environment: { kind: 'production' },
    redisPermission: 'trade',
    credentials: { apiKey: 'k', secret: 'CANARY-secret', passphrase: null },
    thisRunOnly: false,
  })
  return { folder, keychain, id }
}

test('a keychain that is locked at the start is asked until it answers, and says so meanwhile', async () => {
  const { folder, keychain, id } = await stored()
  keychain.failure = new Error('locked')
  const accounts = await open(folder, keychain)
  expect(accounts.waitingForKeychain().map(({ name }) => name)).toEqual(['Main'])
  expect(() => accounts.connectionFor(id)).toThrow(/keychain does not give out the API key of Main/)
  const changes: string[] = []
  accounts.subscribe(({ change }) => changes.push(change))
  let questions = 0
  const watch = new KeychainWatch({
    vault: {
      probe: () => {
        questions += 1
        if (questions === 3) keychain.failure = null
        return accounts.vault.probe()
      },
    },
    isWaitedFor: () => accounts.waitingForKeychain().length > 0,
    answered: () => accounts.reload(),
    failed: (error) => expect.unreachable(String(error)),
    gapsMs: [1, 2],
  })
  onTestFinished(() => watch.close())
  watch.start()
  await vi.waitFor(() => expect(accounts.connectionFor(id).credentials.apiKey).toBe('k'))
  expect(changes).toEqual(['credentials'])
  expect(accounts.waitingForKeychain()).toEqual([])
  // Nothing waits any more: it is left in peace.
  const asked = questions
  await vi.waitFor(() => expect(asked).toBe(3))
})

test.each(['locked when the gateway started', 'locked since'])(
  'removing an account whose keychain is %s leaves no secret for ever',
  async (when) => {
    const { folder, keychain, id } = await stored()
    if (when === 'locked since') {
      const accounts = await open(folder, keychain)
      keychain.failure = new Error('locked')
      // Its key is known to be there: it stays until it can be deleted.
      await expect(accounts.remove(id)).rejects.toMatchObject({ text: { key: 'keychain.unavailable' } })
      expect(accounts.list()).toHaveLength(1)
      return
    }
    keychain.failure = new Error('locked')
    const accounts = await open(folder, keychain)
    expect(await accounts.remove(id)).toBe('later')
    expect(accounts.list()).toEqual([])
    expect(accounts.vault.leftovers).toBe(1)
    expect(keychain.entries.size).toBe(1)
    // Another process, or the next start: when it answers, the entry goes.
    keychain.failure = null
    const next = await open(folder, keychain)
    expect(keychain.entries.size).toBe(0)
    expect(next.vault.leftovers).toBe(0)
    expect(existsSync(join(folder, 'keychain-leftovers.json'))).toBe(false)
  },
)

test('an account of this run’s own practice leaves nothing behind that would have to be deleted', async () => {
  const folder = temporaryFolder()
  const keychain = new MemoryKeychain()
  keychain.failure = new Error('no session bus')
  const accounts = await open(folder, keychain)
  const { id } = await accounts.add({
    name: 'Practice',
    exchange: 'binance',
    brokerId: 1,
    userId: 1,
    environment: { kind: 'practice', url: null, accountKind: null },
    redisPermission: 'trade',
    credentials: null,
    thisRunOnly: true,
  })
  expect(accounts.waitingForKeychain()).toEqual([])
  expect(await accounts.remove(id)).toBe('deleted')
  expect(accounts.vault.leftovers).toBe(0)
})

test('an account that could not be kept leaves nothing in mind, for there was no key of it', async () => {
  const { folder, keychain } = await stored()
  keychain.failure = new Error('locked')
  const accounts = await open(folder, keychain)
  const again = accounts.add({
    name: 'Main',
    exchange: 'binance',
    brokerId: 2,
    userId: 1,
    environment: { kind: 'practice', url: null, accountKind: null },
    redisPermission: 'trade',
    credentials: null,
    thisRunOnly: true,
  })
  await expect(again).rejects.toMatchObject({ field: 'name' })
  expect(accounts.vault.leftovers).toBe(0)
})
