import { chmodSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { AccountRegistry, type NewAccount } from '../../src-main/accounts/registry.ts'
import { noLimits } from '../../src-shared/guard.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const fresh = (change: Partial<NewAccount> = {}): NewAccount => ({
  name: 'Main',
  exchange: 'binance',
  brokerId: 1,
  userId: 7,
  environment: { kind: 'practice', url: null, accountKind: null },
  redisPermission: 'trade',
  withdrawalAccepted: false,
  rightsRead: true,
  ...change,
})

describe('registry of accounts', () => {
  test('an account is found again after reopening, by id and by broker', async () => {
    const folder = temporaryFolder()
    const registry = await AccountRegistry.open({ folder, now: () => 5 })
    const account = await registry.add(fresh())
    expect(account).toMatchObject({ ...fresh(), createdAt: 5 })
    const again = await AccountRegistry.open({ folder })
    expect(again.list()).toEqual([account])
    expect(again.get(account.id)).toEqual(account)
    expect(again.byBroker(1)).toEqual(account)
    expect(again.byBroker(2)).toBeNull()
  })

  test('the file is readable by its owner only, and no temporary file stays', async () => {
    const folder = temporaryFolder()
    const registry = await AccountRegistry.open({ folder })
    await registry.add(fresh())
    expect(readdirSync(folder)).toEqual(['accounts.json', 'accounts.lock'])
    expect(statSync(join(folder, 'accounts.json')).mode & 0o777).toBe(0o600)
  })

  test('a name (whatever its case) and a broker id belong to one account', async () => {
    const registry = await AccountRegistry.open({ folder: temporaryFolder() })
    await registry.add(fresh())
    await expect(registry.add(fresh({ name: ' main ', brokerId: 2 }))).rejects.toMatchObject({
      text: { key: 'account.name_taken' },
      field: 'name',
    })
    await expect(registry.add(fresh({ name: 'Other' }))).rejects.toMatchObject({
      text: { key: 'account.broker_taken', params: { brokerId: '1', name: 'Main' } },
      field: 'brokerId',
    })
    expect(registry.list()).toHaveLength(1)
  })

  test('of two accounts added at once under one name, one is refused', async () => {
    const registry = await AccountRegistry.open({ folder: temporaryFolder() })
    const added = await Promise.allSettled([registry.add(fresh()), registry.add(fresh())])
    expect(added.map((each) => each.status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  test.each([
    ['brokerId', fresh({ brokerId: 0 })],
    ['brokerId', fresh({ brokerId: 1.5 })],
    ['name', fresh({ name: '  ' })],
    ['userId', fresh({ userId: -1 })],
  ])('a bad %s is refused by its name', async (field, input) => {
    const registry = await AccountRegistry.open({ folder: temporaryFolder() })
    await expect(registry.add(input)).rejects.toMatchObject({ class: 'refused', field })
  })

  test('permissions change and accounts go, for good', async () => {
    const folder = temporaryFolder()
    const registry = await AccountRegistry.open({ folder })
    const one = await registry.add(fresh())
    const two = await registry.add(fresh({ name: 'Second', brokerId: 2 }))
    await registry.setRedisPermission(two.id, 'read')
    await registry.remove(one.id)
    const again = await AccountRegistry.open({ folder })
    expect(again.list()).toMatchObject([{ name: 'Second', redisPermission: 'read' }])
    await expect(again.remove(one.id)).rejects.toMatchObject({ class: 'not-found' })
    await expect(again.setRedisPermission('x', 'read')).rejects.toMatchObject({ class: 'not-found' })
  })

  test('two processes that add accounts do not undo each other', async () => {
    const folder = temporaryFolder()
    const gateway = await AccountRegistry.open({ folder })
    const command = await AccountRegistry.open({ folder })
    await command.add(fresh())
    await gateway.add(fresh({ name: 'Second', brokerId: 2 }))
    await command.reload()
    expect(command.list().map((account) => account.name)).toEqual(['Main', 'Second'])
    await expect(command.add(fresh({ name: 'second', brokerId: 3 }))).rejects.toMatchObject({ field: 'name' })
  })

  test('a file of an earlier version is taken over', async () => {
    const folder = temporaryFolder()
    const old = {
      id: 'a',
      name: 'Old',
      exchange: 'binance',
      brokerId: 1,
      userId: 1,
      environment: { kind: 'practice', url: null },
      redisPermission: 'trade',
      createdAt: 1,
    }
    writeFileSync(join(folder, 'accounts.json'), JSON.stringify({ version: 1, accounts: [old] }))
    const registry = await AccountRegistry.open({ folder })
    expect(registry.problem).toBeNull()
    const environment = { kind: 'practice', url: null, accountKind: null }
    const added = {
      withdrawalAccepted: false,
      rightsRead: true,
      limits: noLimits,
      switchedOff: [],
      deadManSeconds: null,
      terminal3Amounts: null,
      orderRoute: 'rest',
    }
    expect(registry.list()).toEqual([{ ...old, environment, ...added }])
    await registry.setWithdrawalAccepted('a', true)
    expect((await AccountRegistry.open({ folder })).list()).toMatchObject([{ withdrawalAccepted: true }])
  })

  test('a change that cannot be written is not made', async () => {
    const folder = temporaryFolder()
    const registry = await AccountRegistry.open({ folder })
    await registry.add(fresh())
    rmSync(folder, { recursive: true })
    writeFileSync(folder, '')
    chmodSync(folder, 0o400)
    await expect(registry.add(fresh({ name: 'Second', brokerId: 2 }))).rejects.toThrow()
    expect(registry.list()).toHaveLength(1)
  })
})
