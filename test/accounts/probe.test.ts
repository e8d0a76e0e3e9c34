import { type PracticeExchanges, startPracticeExchanges } from '@aristobot/practice'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Accounts } from '../../src-main/accounts/accounts.ts'
import { KeyChecker } from '../../src-main/accounts/key-health.ts'
import { AccountRegistry } from '../../src-main/accounts/registry.ts'
import { Vault } from '../../src-main/accounts/vault.ts'
import { madeUpKey } from '../../src-main/app/in-process-practice.ts'
import { NativeExchangeManager } from '../../src-main/exchange/accounts/native-exchange-manager.ts'
import { type ExchangeName, exchangeNames } from '../../src-shared/account.ts'
import { exchangeProfiles } from '../../src-shared/exchange-profiles.ts'
import { MemoryKeychain } from '../support/memory-keychain.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** Keys shown to practice exchanges by the native clients, as they are before they are stored. */

let practice: PracticeExchanges

beforeAll(async () => {
  practice = await startPracticeExchanges({ seed: 'probe' })
})
afterAll(() => practice.close())

async function setUp() {
  const accounts = await Accounts.open({
    registry: await AccountRegistry.open({ folder: temporaryFolder() }),
    vault: await Vault.open({ keychain: new MemoryKeychain() }),
    practiceBaseUrl: () => null,
  })
  const manager = new NativeExchangeManager({
    connections: accounts.connectionFor,
    pause: () => Promise.resolve(),
  })
  const checker = new KeyChecker({ accounts, clients: manager })
  const add = (exchange: ExchangeName, key: ReturnType<typeof madeUpKey>, url?: string) =>
    checker.add({
      name: 'Far',
      exchange,
      brokerId: 1,
      userId: 1,
      environment: { kind: 'practice', url: url ?? practice.baseUrls[exchange], accountKind: null },
      redisPermission: 'trade',
      credentials: key,
      thisRunOnly: false,
      acceptWithdrawals: false,
    })
  return { accounts, manager, checker, add }
}

async function openAccount(
  exchange: ExchangeName,
  key: ReturnType<typeof madeUpKey>,
  more: object = {},
): Promise<void> {
  const { passphrase, ...rest } = key
  const response = await fetch(`${practice.controlUrl}/accounts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ exchange, ...rest, ...(passphrase === null ? {} : { passphrase }), ...more }),
  })
  expect(response.status).toBe(200)
}

describe.each(exchangeNames)('a key of %s', (exchange) => {
  test('that works is stored with what the exchange says of it', async () => {
    const { add, manager, accounts } = await setUp()
    const key = madeUpKey(exchange)
    await openAccount(exchange, key)
    const view = await add(exchange, key)
    expect(view.health).toMatchObject({ state: 'checked', report: { canRead: true } })
    expect(view.blocked).toBe(false)
    expect(accounts.connectionFor(view.id).credentials.apiKey).toBe(key.apiKey)
    await manager.close()
  })

  test('that the exchange does not know is refused with its words', async () => {
    const { add, manager, accounts } = await setUp()
    await expect(add(exchange, madeUpKey(exchange))).rejects.toMatchObject({
      class: 'auth',
      exchange: { exchange },
    })
    expect(accounts.list()).toEqual([])
    await manager.close()
  })

  test('is stored unchecked where nobody answers', async () => {
    const { add, manager } = await setUp()
    const view = await add(exchange, madeUpKey(exchange), 'http://127.0.0.1:9')
    expect(view.health).toMatchObject({ state: 'failed', error: { class: 'retryable' } })
    await manager.close()
  })

  test('comes with what its profile says', () => {
    expect(madeUpKey(exchange).passphrase !== null).toBe(exchangeProfiles[exchange].passphrase)
  })
})

test('a Binance key that can withdraw is refused, and used once that is accepted', async () => {
  const { add, accounts, checker, manager } = await setUp()
  const key = madeUpKey('binance')
  await openAccount('binance', key, { canWithdraw: true })
  await expect(add('binance', key)).rejects.toMatchObject({ text: { key: 'account.key_can_withdraw' } })
  await openAccount('binance', key)
  const { id } = await add('binance', key)
  await openAccount('binance', key, { canWithdraw: true })
  await checker.check(id)
  expect(() => manager.clientFor(id)).toThrow(/can withdraw funds/)
  await checker.check(id)
  await accounts.acceptWithdrawals(id)
  expect(await manager.clientFor(id).getBalance()).not.toEqual([])
  await manager.close()
})
