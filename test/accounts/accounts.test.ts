import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type AccountChange, Accounts, type AccountToAdd } from '../../src-main/accounts/accounts.ts'
import { AccountRegistry } from '../../src-main/accounts/registry.ts'
import { Vault } from '../../src-main/accounts/vault.ts'
import { MemoryKeychain } from '../support/memory-keychain.ts'
import { allText, temporaryFolder } from '../support/temporary-folder.ts'

const credentials = { apiKey: 'key-1', secret: 'canary-secret-1', passphrase: null }
const input = (change: Partial<AccountToAdd> = {}): AccountToAdd => ({
  name: 'Main',
  exchange: 'binance',
  brokerId: 1,
  userId: 7,
  environment: { kind: 'production' },
  redisPermission: 'trade',
  credentials,
  thisRunOnly: false,
  ...change,
})

const practiceKind = (accountKind: string) => ({
  environment: { kind: 'practice', url: null, accountKind } as const,
  credentials: null,
})
const ed25519 = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

async function setUp(folder = temporaryFolder(), keychain = new MemoryKeychain()) {
  let practiceUrl: string | null = 'http://127.0.0.1:5555'
  const accounts = await Accounts.open({
    registry: await AccountRegistry.open({ folder }),
    vault: await Vault.open({ keychain }),
    practiceBaseUrl: () => practiceUrl,
  })
  const changes: AccountChange['change'][] = []
  accounts.subscribe(({ change }) => changes.push(change))
  return { folder, keychain, accounts, changes, stopPractice: () => (practiceUrl = null) }
}

describe('accounts', () => {
  test('an account added is listed without its secret, and connects; after a restart too', async () => {
    const { accounts, changes, folder, keychain } = await setUp()
    const view = await accounts.add(input())
    expect(view).toMatchObject({ name: 'Main', credentials: 'keychain', practice: false })
    expect(accounts.list()).toEqual([view])
    expect(changes).toEqual(['added'])
    expect(JSON.stringify(accounts.list()) + allText(folder)).not.toContain('canary')
    const again = await setUp(folder, keychain)
    const connection = again.accounts.connectionFor(view.id)
    expect(connection).toMatchObject({
      accountId: view.id,
      accountName: 'Main',
      exchange: 'binance',
      baseUrl: null,
    })
    expect(connection.credentials.reveal().secret).toBe('canary-secret-1')
  })

  test('what is switched off stays so after a restart, until a person switches it on', async () => {
    const { accounts, changes, folder, keychain } = await setUp()
    const { id } = await accounts.add(input())
    const off = { what: 'oco', assumption: 'binance.oco.legs', at: 1 } as const
    await accounts.switchOff(id, [off])
    await accounts.switchOff(id, [{ ...off, assumption: 'binance.oco.other', at: 2 }])
    expect(changes).toEqual(['added', 'switched_off'])
    const { accounts: again } = await setUp(folder, keychain)
    expect(again.connectionFor(id).switchedOff).toEqual([off])
    await again.switchOn(id, 'oco')
    expect(again.view(id).switchedOff).toEqual([])
  })

  test('a key changed is used at once, under another revision', async () => {
    const { accounts, changes } = await setUp()
    const { id } = await accounts.add(input())
    const before = accounts.connectionFor(id)
    await accounts.setCredentials(id, { ...credentials, secret: 'another' }, false)
    const after = accounts.connectionFor(id)
    expect(after.revision).toBeGreaterThan(before.revision)
    expect(after.credentials.reveal().secret).toBe('another')
    expect(before.credentials.reveal().secret).toBe('canary-secret-1')
    expect(changes).toEqual(['added', 'credentials'])
  })

  test('a change of what Redis may do leaves the revision', async () => {
    const { accounts } = await setUp()
    const { id } = await accounts.add(input())
    const before = accounts.connectionFor(id).revision
    expect(await accounts.setRedisPermission(id, 'nothing')).toMatchObject({ redisPermission: 'nothing' })
    expect(accounts.connectionFor(id).revision).toBe(before)
  })

  test('how orders go is kept, told to clients without a new key, and only where the exchange has that way', async () => {
    const { accounts, changes } = await setUp()
    const { id, orderRoute } = await accounts.add(input())
    expect(orderRoute).toBe('rest')
    const { revision } = accounts.connectionFor(id)
    expect(await accounts.setOrderRoute(id, 'websocket')).toMatchObject({ orderRoute: 'websocket' })
    expect(accounts.connectionFor(id)).toMatchObject({ orderRoute: 'websocket', revision })
    expect(changes).toEqual(['added', 'order_route'])
    const kraken = await accounts.add(input({ name: 'Other', brokerId: 2, exchange: 'kraken' }))
    await expect(accounts.setOrderRoute(kraken.id, 'websocket')).rejects.toMatchObject({
      class: 'refused',
      field: 'orderRoute',
    })
    expect(await accounts.setOrderRoute(kraken.id, 'rest')).toMatchObject({ orderRoute: 'rest' })
    await expect(accounts.setOrderRoute('nobody', 'rest')).rejects.toMatchObject({ class: 'not-found' })
  })

  test('an account removed is gone at once, with its key', async () => {
    const { accounts, keychain, changes } = await setUp()
    const { id } = await accounts.add(input())
    await accounts.remove(id)
    expect(() => accounts.connectionFor(id)).toThrow(/no such account/)
    expect(keychain.entries.size).toBe(0)
    expect(accounts.list()).toEqual([])
    expect(changes).toEqual(['added', 'removed'])
    await expect(accounts.remove(id)).rejects.toMatchObject({ class: 'not-found' })
  })

  test('an account whose key cannot be deleted stays', async () => {
    const { accounts, keychain } = await setUp()
    const { id } = await accounts.add(input())
    keychain.failure = new Error('locked')
    await expect(accounts.remove(id)).rejects.toMatchObject({ text: { key: 'keychain.unavailable' } })
    expect(accounts.list()).toHaveLength(1)
  })

  test('what is refused leaves nothing behind, neither account nor key', async () => {
    const { accounts, keychain } = await setUp()
    await accounts.add(input({ credentials: null }))
    await expect(accounts.add(input())).rejects.toMatchObject({ field: 'name' })
    await expect(accounts.add(input({ name: 'B', brokerId: 0 }))).rejects.toMatchObject({ field: 'brokerId' })
    await expect(
      accounts.add(input({ name: 'C', brokerId: 3, credentials: { ...credentials, secret: 'a b' } })),
    ).rejects.toMatchObject({ field: 'secret' })
    expect(accounts.list()).toHaveLength(1)
    expect(keychain.entries.size).toBe(0)
  })

  test('without a keychain: refused, or kept for this run only', async () => {
    const { accounts, keychain, folder } = await setUp()
    keychain.failure = new Error('none')
    await expect(accounts.add(input())).rejects.toMatchObject({ text: { key: 'keychain.unavailable' } })
    expect(accounts.list()).toEqual([])
    await accounts.vault.probe()
    expect(await accounts.add(input({ thisRunOnly: true }))).toMatchObject({ credentials: 'this_run_only' })
    expect(allText(folder)).not.toContain('canary')
    const again = await setUp(folder, keychain)
    expect(again.accounts.list()).toMatchObject([{ credentials: 'missing' }])
    const id = again.accounts.list()[0]?.id ?? ''
    expect(() => again.accounts.connectionFor(id)).toThrow(/keychain does not give out the API key/)
  })

  test('a practice account of this run: its base address is the practice exchange’s, its key stays in memory', async () => {
    const { accounts, keychain, stopPractice } = await setUp()
    const { id } = await accounts.add(
      input({ environment: { kind: 'practice', url: null, accountKind: null }, credentials: null }),
    )
    expect(accounts.setRunCredentials(id, credentials, '350000001')).toMatchObject({
      practice: true,
      credentials: 'this_run_only',
    })
    expect(accounts.connectionFor(id).baseUrl).toBe('http://127.0.0.1:5555')
    expect(keychain.entries.size).toBe(0)
    stopPractice()
    expect(() => accounts.connectionFor(id)).toThrow(/not running/)
    const url = 'http://127.0.0.1:7777'
    const other = input({
      name: 'Far',
      brokerId: 2,
      environment: { kind: 'practice', url, accountKind: null },
    })
    const far = await accounts.add(other)
    expect(far.practice).toBe(false)
    expect(accounts.connectionFor(far.id).baseUrl).toBe(url)
  })

  test('what another process added is there after reloading, its key included', async () => {
    const { accounts, folder, keychain, changes } = await setUp()
    const command = await setUp(folder, keychain)
    const { id } = await command.accounts.add(input())
    await accounts.reload()
    expect(accounts.connectionFor(id).credentials.reveal().secret).toBe('canary-secret-1')
    expect(changes).toEqual(['credentials'])
  })

  test('what another process removed is gone after reloading, its key out of memory', async () => {
    const { accounts, folder, keychain, changes } = await setUp()
    const { id } = await accounts.add(input())
    const command = await setUp(folder, keychain)
    await command.accounts.remove(id)
    await accounts.reload()
    expect(accounts.vault.get(id)).toBeNull()
    expect(changes).toEqual(['added', 'removed'])
    expect(() => accounts.connectionFor(id)).toThrow('There is no such account.')
  })

  test.each(['https://api.binance.com', 'http://10.0.0.7:8900/binance', 'ftp://127.0.0.1/binance', 'nonsense'])(
    'no practice account trades at %s: what is marked as practice stays on this machine',
    async (url) => {
      const { accounts, keychain } = await setUp()
      const environment = { kind: 'practice', url, accountKind: null } as const
      await expect(accounts.add(input({ environment }))).rejects.toMatchObject({
        class: 'refused',
        field: 'url',
        text: { key: 'account.practice_address' },
      })
      expect(accounts.list()).toEqual([])
      expect(keychain.entries.size).toBe(0)
    },
  )

  test.each([
    ['an environment that it lacks', { environment: { kind: 'testnet' } }, 'environment'],
    ['a kind of practice account that it lacks', practiceKind('margin'), 'environment'],
    ['no passphrase', { credentials }, 'passphrase'],
    ['an empty passphrase', { credentials: { ...credentials, passphrase: '' } }, 'passphrase'],
    ['a key of a kind that it lacks', { credentials: { ...credentials, secret: ed25519 } }, 'secret'],
  ] as const)('Bitget with %s is refused, and nothing is kept', async (_what, change, field) => {
    const { accounts, keychain } = await setUp()
    await expect(accounts.add(input({ exchange: 'bitget', ...change }))).rejects.toMatchObject({
      class: 'refused',
      field,
    })
    expect(accounts.list()).toEqual([])
    expect(keychain.entries.size).toBe(0)
  })

  test('a passphrase is kept where the exchange has one, and nowhere else', async () => {
    const { accounts } = await setUp()
    const withPassphrase = { ...credentials, passphrase: 'words' }
    const kept = async (exchange: 'bitget' | 'kraken', brokerId: number): Promise<string | null> => {
      const { id } = await accounts.add(input({ name: exchange, exchange, brokerId, credentials: withPassphrase }))
      return accounts.connectionFor(id).credentials.reveal().passphrase
    }
    expect(await kept('bitget', 1)).toBe('words')
    expect(await kept('kraken', 2)).toBeNull()
  })

  test('a locked keychain at start is told; the key is read when it opens', async () => {
    const { folder, keychain, accounts } = await setUp()
    const { id } = await accounts.add(input())
    const get = keychain.get.bind(keychain)
    keychain.get = (name) => (name === id ? Promise.reject(new Error('locked')) : get(name))
    const again = await setUp(folder, keychain)
    expect(again.accounts.failures).toEqual([{ accountId: id, reason: 'locked' }])
    keychain.get = get
    await again.accounts.reload()
    expect(again.accounts.failures).toEqual([])
    expect(again.accounts.view(id).credentials).toBe('keychain')
  })
})
