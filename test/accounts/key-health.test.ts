import { describe, expect, test } from 'vitest'
import { Accounts, type AccountToAdd } from '../../src-main/accounts/accounts.ts'
import { KeyChecker, type ProbeParts, type Storing } from '../../src-main/accounts/key-health.ts'
import { AccountRegistry } from '../../src-main/accounts/registry.ts'
import { Vault } from '../../src-main/accounts/vault.ts'
import type { CredentialsReport } from '../../src-main/exchange/core/base-exchange-client.ts'
import { GatewayError } from '../../src-shared/errors.ts'
import { MemoryKeychain } from '../support/memory-keychain.ts'
import { goodReport } from '../support/sample-report.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const withdraws: CredentialsReport = { ...goodReport, canWithdraw: true }
const authError = new GatewayError('auth', 'exchange.auth', { exchange: 'Binance', reason: 'no such key' })
const unreachable = new GatewayError('retryable', 'exchange.unreachable', { exchange: 'Binance' })

const credentials = { apiKey: 'key-1', secret: 'secret-1', passphrase: null }
const input = (change: Partial<AccountToAdd & Storing> = {}): AccountToAdd & Storing => ({
  name: 'Main',
  exchange: 'binance',
  brokerId: 1,
  userId: 7,
  environment: { kind: 'production' },
  redisPermission: 'trade',
  credentials,
  thisRunOnly: false,
  acceptWithdrawals: false,
  ...change,
})

/** Accounts before an exchange that answers what it is told to; `asked` lists how. */
async function setUp(folder = temporaryFolder(), keychain = new MemoryKeychain(), patienceMs?: number) {
  const accounts = await Accounts.open({
    registry: await AccountRegistry.open({ folder }),
    vault: await Vault.open({ keychain }),
    practiceBaseUrl: () => null,
  })
  const exchange = { answer: goodReport as CredentialsReport | GatewayError | Promise<CredentialsReport> }
  const asked: string[] = []
  const reply = (how: string): Promise<CredentialsReport> => {
    asked.push(how)
    const { answer } = exchange
    return answer instanceof GatewayError ? Promise.reject(answer) : Promise.resolve(answer)
  }
  const probed: ProbeParts[] = []
  const checker = new KeyChecker({
    accounts,
    clients: {
      probe: (parts) => {
        probed.push(parts)
        return reply('probe')
      },
      clientFor: (id) => {
        accounts.connectionFor(id)
        return { checkCredentials: () => reply('client') }
      },
    },
    now: () => 1000,
    ...(patienceMs === undefined ? {} : { patienceMs }),
  })
  return { folder, keychain, accounts, checker, exchange, asked, probed }
}

test('whose account a key stands for: as the exchange calls it, and a fingerprint of the key', async () => {
  const { accounts, checker, exchange } = await setUp()
  exchange.answer = { ...goodReport, uid: '350000001' }
  const { id } = await checker.add(input())
  const first = accounts.exchangeAccountOf(id)
  expect(first).toMatchObject({ uid: '350000001', key: expect.stringMatching(/^[0-9a-f]{16}$/) as unknown })
  expect(JSON.stringify(first)).not.toContain('key-1')
  await checker.setCredentials(
    id,
    { ...credentials, apiKey: 'key-2' },
    {
      thisRunOnly: false,
      acceptWithdrawals: false,
    },
  )
  const second = accounts.exchangeAccountOf(id)
  expect(second?.uid).toBe('350000001')
  expect(second?.key).not.toBe(first?.key)
  expect(accounts.exchangeAccountOf('nobody')).toBeNull()
})

describe('a key that is to be stored', () => {
  test('is shown to its exchange first; what that said stands on the account', async () => {
    const { checker, probed, accounts } = await setUp()
    const url = 'http://127.0.0.1:1/binance'
    const added = await checker.add(input({ environment: { kind: 'practice', url, accountKind: null } }))
    expect(probed).toMatchObject([{ exchange: 'binance', baseUrl: url }])
    expect(added.health).toEqual({ state: 'checked', at: 1000, report: goodReport })
    expect(accounts.connectionFor(added.id).credentials.apiKey).toBe('key-1')
  })

  test.each([
    ['refused by the exchange, with its words', authError],
    [
      'refused for another reason',
      new GatewayError('refused', 'exchange.rejected', { exchange: 'Binance', reason: 'x' }),
    ],
  ])('is not kept when it is %s', async (_what, error) => {
    const { checker, exchange, accounts, keychain } = await setUp()
    exchange.answer = error
    await expect(checker.add(input())).rejects.toBe(error)
    expect(accounts.list()).toEqual([])
    expect(keychain.entries.size).toBe(0)
  })

  test('is kept unchecked when the exchange cannot be asked, and the answer says so', async () => {
    const { checker, exchange } = await setUp()
    exchange.answer = unreachable
    expect(await checker.add(input())).toMatchObject({
      credentials: 'keychain',
      health: { state: 'failed', error: { text: { key: 'exchange.unreachable' } } },
      blocked: false,
    })
  })

  test('counts as unread until the exchange has said what it may do, also over a restart', async () => {
    const before = await setUp()
    before.exchange.answer = unreachable
    const { id } = await before.checker.add(input())
    expect(before.accounts.view(id)).toMatchObject({ rightsRead: false })
    const after = await setUp(before.folder, before.keychain)
    after.exchange.answer = unreachable
    await after.checker.check(id)
    expect(after.accounts.view(id)).toMatchObject({ rightsRead: false })
    after.exchange.answer = goodReport
    await after.checker.check(id)
    expect(after.accounts.view(id)).toMatchObject({ rightsRead: true })
    const again = await setUp(before.folder, before.keychain)
    expect(again.accounts.view(id)).toMatchObject({ rightsRead: true, health: { state: 'unchecked' } })
    // Another key has to be read anew.
    again.exchange.answer = unreachable
    await again.checker.setCredentials(
      id,
      { ...credentials, apiKey: 'key-2' },
      { thisRunOnly: false, acceptWithdrawals: false },
    )
    expect(again.accounts.view(id)).toMatchObject({ rightsRead: false })
  })

  test('does not wait for an exchange that says nothing', async () => {
    const { checker, exchange } = await setUp(temporaryFolder(), new MemoryKeychain(), 5)
    exchange.answer = new Promise<never>(() => undefined)
    expect(await checker.add(input())).toMatchObject({
      health: { state: 'failed', error: { text: { key: 'account.key_check_slow' } } },
    })
  })

  test('is not kept when it can withdraw, unless the person accepts that', async () => {
    const { checker, exchange, accounts, folder, keychain } = await setUp()
    exchange.answer = withdraws
    await expect(checker.add(input())).rejects.toMatchObject({
      class: 'refused',
      text: { key: 'account.key_can_withdraw', params: { exchange: 'Binance' } },
    })
    expect(accounts.list()).toEqual([])
    const added = await checker.add(input({ acceptWithdrawals: true }))
    expect(added).toMatchObject({ withdrawalAccepted: true, blocked: false })
    expect(accounts.connectionFor(added.id).accountName).toBe('Main')
    // It is remembered over a restart.
    const again = await setUp(folder, keychain)
    again.exchange.answer = withdraws
    await again.checker.check(added.id)
    expect(again.accounts.view(added.id)).toMatchObject({ withdrawalAccepted: true, blocked: false })
  })

  test('accepted in advance, is recorded as such only if it may withdraw', async () => {
    const { checker, exchange } = await setUp()
    const accept = { acceptWithdrawals: true }
    expect(await checker.add(input(accept))).toMatchObject({ withdrawalAccepted: false })
    exchange.answer = unreachable
    expect(await checker.add(input({ name: 'B', brokerId: 2, ...accept }))).toMatchObject({
      withdrawalAccepted: true,
    })
  })

  test('is not shown to anybody when it could not be kept or is malformed', async () => {
    const { checker, keychain, asked } = await setUp()
    await expect(checker.add(input({ credentials: { ...credentials, secret: 'a b' } }))).rejects.toMatchObject({
      field: 'secret',
    })
    const { id } = await checker.add(input({ credentials: null }))
    keychain.failure = new Error('none')
    const none = await setUp(temporaryFolder(), keychain)
    await expect(none.checker.add(input())).rejects.toMatchObject({ text: { key: 'keychain.unavailable' } })
    expect([...asked, ...none.asked]).toEqual([])
    await expect(
      checker.setCredentials(id, { ...credentials, apiKey: ' ' }, { thisRunOnly: true, acceptWithdrawals: false }),
    ).rejects.toMatchObject({ field: 'apiKey' })
  })

  test('replaces another only when it is fit, and what was accepted for that one does not hold for it', async () => {
    const { checker, exchange, accounts } = await setUp()
    exchange.answer = withdraws
    const { id } = await checker.add(input({ acceptWithdrawals: true }))
    const storing = { thisRunOnly: false, acceptWithdrawals: false }
    const other = { ...credentials, apiKey: 'key-2' }
    await expect(checker.setCredentials(id, other, storing)).rejects.toMatchObject({
      text: { key: 'account.key_can_withdraw' },
    })
    expect(accounts.connectionFor(id).credentials.apiKey).toBe('key-1')
    exchange.answer = goodReport
    expect(await checker.setCredentials(id, other, storing)).toMatchObject({
      withdrawalAccepted: false,
      health: { state: 'checked', report: { canWithdraw: false } },
    })
    expect(accounts.connectionFor(id).credentials.apiKey).toBe('key-2')
    exchange.answer = withdraws
    expect(await checker.setCredentials(id, credentials, { ...storing, acceptWithdrawals: true })).toMatchObject({
      withdrawalAccepted: true,
      blocked: false,
    })
  })
})

describe('a key that is stored', () => {
  test('found able to withdraw is not used until that is accepted', async () => {
    const { checker, exchange, accounts, asked } = await setUp()
    const { id } = await checker.add(input())
    exchange.answer = withdraws
    await checker.check(id)
    expect(accounts.view(id).blocked).toBe(true)
    expect(() => accounts.connectionFor(id)).toThrow(/can withdraw funds/)
    // It can still be asked about, past the block, and a failure to do so does not end it.
    exchange.answer = unreachable
    expect(await checker.check(id)).toMatchObject({ state: 'failed' })
    expect(accounts.view(id)).toMatchObject({ blocked: true, health: { state: 'failed' } })
    expect(asked).toEqual(['probe', 'client', 'probe'])
    expect(await accounts.acceptWithdrawals(id)).toMatchObject({ blocked: false, withdrawalAccepted: true })
    expect(accounts.connectionFor(id).accountName).toBe('Main')
  })

  test('that lost its right to withdraw is used again, as is another in its place', async () => {
    const { checker, exchange, accounts } = await setUp()
    const { id } = await checker.add(input())
    exchange.answer = withdraws
    await checker.check(id)
    exchange.answer = goodReport
    await checker.check(id)
    expect(accounts.view(id).blocked).toBe(false)
    exchange.answer = withdraws
    await checker.check(id)
    exchange.answer = goodReport
    await checker.setCredentials(id, credentials, { thisRunOnly: false, acceptWithdrawals: false })
    expect(accounts.connectionFor(id).accountName).toBe('Main')
  })

  test('is not told to be what the key before it was', async () => {
    const { checker, exchange, accounts } = await setUp()
    const { id } = await checker.add(input())
    let answer: (report: CredentialsReport) => void = () => undefined
    exchange.answer = new Promise((resolve) => (answer = resolve))
    const checking = checker.check(id)
    await accounts.setCredentials(id, { ...credentials, apiKey: 'key-2' }, false)
    answer(withdraws)
    await checking
    expect(accounts.view(id)).toMatchObject({ blocked: false, health: { state: 'unchecked' } })
  })

  test('that is missing fails with a sentence', async () => {
    const { checker } = await setUp()
    const { id } = await checker.add(input({ credentials: null }))
    expect(await checker.check(id)).toMatchObject({
      state: 'failed',
      error: { text: { key: 'account.credentials_missing' } },
    })
  })
})
