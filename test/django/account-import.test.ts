import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { Accounts } from '../../src-main/accounts/accounts.ts'
import { KeyChecker, type ProbeParts } from '../../src-main/accounts/key-health.ts'
import { AccountRegistry } from '../../src-main/accounts/registry.ts'
import { Vault } from '../../src-main/accounts/vault.ts'
import { AccountImport, type TakeOver } from '../../src-main/django/account-import.ts'
import { BrokerMemory } from '../../src-main/django/broker-memory.ts'
import { BrokerWatch } from '../../src-main/django/broker-watch.ts'
import { DjangoDatabase } from '../../src-main/django/django-database.ts'
import { silentLogger, systemClock } from '../../src-main/infra/clock.ts'
import type { DjangoBroker } from '../../src-shared/django-brokers.ts'
import type { MessageRef } from '../../src-shared/messages/index.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { MemoryKeychain } from '../support/memory-keychain.ts'
import { goodReport } from '../support/sample-report.ts'
import { allText, temporaryFolder } from '../support/temporary-folder.ts'
import { until } from '../support/until.ts'
import { encrypted, putBroker, secretKey } from './brokers.ts'
import { Postgres } from './postgres.ts'
import { djangoTables } from './tables.ts'

let postgres: Postgres
beforeAll(async () => {
  postgres = await Postgres.start()
  await postgres.run(...djangoTables, `CREATE ROLE gateway LOGIN PASSWORD 'gateway'`)
})
afterAll(() => postgres.close())
afterEach(async () => {
  await postgres.run('TRUNCATE brokers CASCADE', 'REVOKE ALL ON brokers FROM gateway')
})

/** The import on a folder, before exchanges that find every key good, or as `exchange.report` says. */
async function setUp(user = postgres.owner.user, password = postgres.owner.password) {
  const folder = temporaryFolder()
  const accounts = await Accounts.open({
    registry: await AccountRegistry.open({ folder }),
    vault: await Vault.open({ keychain: new MemoryKeychain() }),
    practiceBaseUrl: () => null,
  })
  const exchange = { report: goodReport }
  const probed: ProbeParts[] = []
  const keys = new KeyChecker({
    accounts,
    clients: {
      probe: (parts) => {
        probed.push(parts)
        return Promise.resolve(exchange.report)
      },
      clientFor: () => ({ checkCredentials: () => Promise.resolve(exchange.report) }),
    },
  })
  const database = new DjangoDatabase({
    connection: { options: postgres.options(user), password },
    clock: systemClock,
    logger: silentLogger,
  })
  onTestFinished(() => database.close())
  await database.look()
  const memory = new BrokerMemory(folder)
  const clock = new FakeClock()
  const watch = new BrokerWatch({
    database: () => database,
    accounts,
    memory,
    changed: () => undefined,
    clock,
    logger: silentLogger,
  })
  onTestFinished(() => watch.close())
  const brokers = new AccountImport({
    database: () => database,
    accounts,
    doors: keys,
    memory,
    seen: (rows) => watch.saw(rows),
    logger: silentLogger,
  })
  const notices = (): readonly MessageRef['key'][] => watch.notices().map(({ key }) => key)
  return { folder, accounts, exchange, probed, database, memory, clock, watch, brokers, keys, notices }
}

const how: Omit<TakeOver, 'brokerId'> = {
  secretKey,
  place: { kind: 'exchange' },
  redisPermission: 'read',
  thisRunOnly: false,
  acceptWithdrawals: false,
  despiteOpenWork: false,
}

async function listed(brokers: AccountImport, secret: string | null = secretKey): Promise<readonly DjangoBroker[]> {
  const list = await brokers.list(secret)
  if (list.state !== 'read') throw new Error('it was not read')
  return list.brokers
}

const main = {
  id: 5,
  apiKey: encrypted('CANARY-key'),
  secret: encrypted('CANARY-secret'),
  password: null,
}

describe('Django’s brokers', () => {
  test('are listed with what is known of each, and nothing secret', async () => {
    await putBroker(postgres, main)
    await putBroker(postgres, { id: 6, exchange: 'bitget', name: 'Demo', isTestnet: true, isActive: false, ...plain() })
    await putBroker(postgres, { id: 7, exchange: 'kraken', name: 'K', isTestnet: true, ...plain() })
    await putBroker(postgres, { id: 8, exchange: 'okx', name: 'O', ...plain() })
    await putBroker(postgres, { id: '9007199254740993', name: 'Large', ...plain() })
    await putBroker(postgres, { id: 9, name: 'Empty', apiKey: '', secret: '' })
    await putBroker(postgres, { id: 10, name: 'Broken', apiKey: 'gAAAAA', secret: encrypted('s') })
    await putBroker(postgres, { id: 11, name: 'Old', apiKey: encrypted('k', 'before'), secret: encrypted('s') })
    await putBroker(postgres, { id: 12, exchange: 'KuCoin', name: 'P', apiKey: encrypted('k'), secret: encrypted('s') })
    const { brokers, accounts } = await setUp()
    const list = await brokers.list(secretKey)
    expect(list).toMatchObject({ state: 'read', secret: 'right' })
    const of = new Map((await listed(brokers)).map((each) => [each.brokerId, each]))
    expect(of.get('5')).toEqual({
      brokerId: '5',
      userId: '7',
      name: 'Main',
      exchange: 'binance',
      isTestnet: false,
      isActive: true,
      environment: 'production',
      problem: null,
      keyProblem: null,
      here: null,
    })
    expect(of.get('6')).toMatchObject({ environment: 'demo', keyProblem: null, isActive: false })
    expect(of.get('7')).toMatchObject({ environment: null, keyProblem: { key: 'take_over.no_testnet' } })
    expect(of.get('8')).toMatchObject({ problem: { key: 'take_over.exchange_unknown', params: { exchange: 'okx' } } })
    expect(of.get('9007199254740993')).toMatchObject({ problem: { key: 'take_over.id_too_large' } })
    expect(of.get('9')).toMatchObject({ keyProblem: { key: 'take_over.key_empty' } })
    expect(of.get('10')).toMatchObject({
      keyProblem: { key: 'take_over.token_damaged', params: { field: 'apiKey' } },
    })
    expect(of.get('11')).toMatchObject({ keyProblem: { key: 'take_over.token_of_another_secret' } })
    expect(of.get('12')).toMatchObject({ exchange: 'kucoin', keyProblem: { key: 'account.passphrase_missing' } })
    expect(JSON.stringify(list)).not.toMatch(/CANARY|gAAAA/)
    expect(accounts.list()).toEqual([])
  })

  test('without the SECRET_KEY, or with another one, say so', async () => {
    await putBroker(postgres, main)
    await putBroker(postgres, { id: 6, name: 'Plain', ...plain() })
    const { brokers } = await setUp()
    expect(await brokers.list(null)).toMatchObject({ secret: 'needed' })
    expect(await brokers.list('wrong')).toMatchObject({ secret: 'wrong' })
    expect((await listed(brokers, null)).map(({ keyProblem }) => keyProblem?.key)).toEqual([
      'take_over.secret_needed',
      undefined,
    ])
    expect((await listed(brokers, 'wrong')).map(({ keyProblem }) => keyProblem?.key)).toEqual([
      'take_over.secret_wrong',
      undefined,
    ])
    await postgres.run('DELETE FROM brokers WHERE id = 5')
    expect(await brokers.list(null)).toMatchObject({ secret: 'not_needed' })
  })

  test('are not read by a login that may not, which is told the one statement that suffices', async () => {
    await putBroker(postgres, main)
    const { brokers, accounts, watch, notices, database } = await setUp('gateway', 'gateway')
    watch.look()
    expect(notices()).toEqual([])
    const list = await brokers.list(secretKey)
    if (list.state !== 'lacking') throw new Error('it was read')
    expect(list.grants).toEqual([
      'GRANT SELECT ("id", "user_id", "exchange", "name", "api_key", "api_secret", "api_password", "is_testnet", "is_active") ON "brokers" TO "gateway";',
    ])
    await expect(brokers.takeOver({ ...how, brokerId: '5' })).rejects.toMatchObject({
      text: { key: 'database.lacks_rights' },
    })
    await postgres.run(...list.grants)
    expect(await listed(brokers)).toHaveLength(1)
    await brokers.takeOver({ ...how, brokerId: '5' })
    expect(accounts.list()).toHaveLength(1)
    const [denied] = await Promise.allSettled([database.query(`UPDATE brokers SET name = 'x'`)])
    expect(denied).toMatchObject({ status: 'rejected', reason: { text: { key: 'database.no_right' } } })
  })

  test('of no database, and of one that is away, cannot be asked', async () => {
    const { brokers, database } = await setUp(postgres.owner.user, 'wrong')
    await expect(brokers.list(null)).rejects.toMatchObject({
      class: 'retryable',
      text: { key: 'database.password_wrong' },
    })
    expect(database.state.state).toBe('lost')
  })
})

/** A key that Django keeps as it is. */
function plain(): { readonly apiKey: string; readonly secret: string; readonly password: string } {
  return { apiKey: 'plain-key', secret: 'plain-secret', password: 'word' }
}

describe('taking over', () => {
  test('makes an account of it, whose key was shown to its exchange', async () => {
    await putBroker(postgres, main)
    await putBroker(postgres, { id: 6, exchange: 'bitget', name: 'Demo', isTestnet: true, ...plain() })
    const before = await postgres.run('SELECT * FROM brokers ORDER BY id')
    const { brokers, accounts, probed, folder } = await setUp()
    expect(await brokers.takeOver({ ...how, brokerId: '5' })).toMatchObject({
      name: 'Main',
      exchange: 'binance',
      brokerId: 5,
      userId: 7,
      environment: { kind: 'production' },
      redisPermission: 'read',
      credentials: 'keychain',
      health: { state: 'checked' },
    })
    await brokers.takeOver({ ...how, brokerId: '6' })
    expect(
      probed.map(({ exchange, environment, credentials }) => [exchange, environment.kind, credentials.apiKey]),
    ).toEqual([
      ['binance', 'production', 'CANARY-key'],
      ['bitget', 'demo', 'plain-key'],
    ])
    const { id = '' } = accounts.byBroker(6) ?? {}
    expect(accounts.secretsOf(id)).toEqual(['plain-key', 'plain-secret', 'word'])
    expect(await postgres.run('SELECT * FROM brokers ORDER BY id')).toEqual(before)
    expect(allText(folder)).not.toMatch(/CANARY|plain-|gAAAA/)
  })

  test('refuses what adding an account refuses, and keeps nothing then', async () => {
    await putBroker(postgres, main)
    const { brokers, accounts, exchange } = await setUp()
    exchange.report = { ...goodReport, canWithdraw: true }
    await expect(brokers.takeOver({ ...how, brokerId: '5' })).rejects.toMatchObject({
      text: { key: 'account.key_can_withdraw' },
    })
    expect(accounts.list()).toEqual([])
    expect(await brokers.takeOver({ ...how, brokerId: '5', acceptWithdrawals: true })).toMatchObject({
      withdrawalAccepted: true,
    })
  })

  test.each([
    [{ secretKey: null }, 'take_over.secret_needed'],
    [{ secretKey: 'wrong' }, 'take_over.secret_wrong'],
    [{ brokerId: '4' }, 'take_over.broker_gone'],
  ])('says why it cannot: %o', async (change, key) => {
    await putBroker(postgres, main)
    const { brokers, probed } = await setUp()
    await expect(brokers.takeOver({ ...how, brokerId: '5', ...change })).rejects.toMatchObject({
      class: 'refused',
      text: { key },
    })
    expect(probed).toEqual([])
  })

  test('gives one that is here Django’s key, if it is the same account', async () => {
    await putBroker(postgres, main)
    const { brokers, accounts, keys } = await setUp()
    await brokers.takeOver({ ...how, brokerId: '5' })
    const [here] = accounts.list()
    if (here === undefined) throw new Error('it was not added')
    expect((await listed(brokers))[0]?.here).toEqual({
      accountId: here.id,
      name: 'Main',
      key: 'same',
      problem: null,
    })
    await keys.setCredentials(
      here.id,
      { apiKey: 'own', secret: 'own', passphrase: null },
      { thisRunOnly: false, acceptWithdrawals: false },
    )
    expect((await listed(brokers))[0]?.here?.key).toBe('other')
    expect((await listed(brokers, null))[0]?.here?.key).toBe('unknown')
    await brokers.takeOver({ ...how, brokerId: '5' })
    expect((await listed(brokers))[0]?.here?.key).toBe('same')
    expect(accounts.list()).toHaveLength(1)

    for (const [change, key] of [
      [{ user: 8 }, 'take_over.here_of_another_user'],
      [{ exchange: 'kraken' }, 'take_over.here_of_another_exchange'],
      [{ isTestnet: true }, 'take_over.here_elsewhere'],
    ] as const) {
      await putBroker(postgres, { ...main, ...change })
      expect((await listed(brokers))[0]?.here?.problem?.key).toBe(key)
      await expect(brokers.takeOver({ ...how, brokerId: '5' })).rejects.toMatchObject({ text: { key } })
    }
  })

  test('gives names that are taken the broker’s id', async () => {
    await putBroker(postgres, main)
    await putBroker(postgres, { ...main, id: 6, user: 8, name: 'main' })
    const { brokers, accounts } = await setUp()
    await brokers.takeOver({ ...how, brokerId: '5' })
    await brokers.takeOver({ ...how, brokerId: '6' })
    expect(accounts.list().map(({ name }) => name)).toEqual(['Main', 'main (6)'])
  })

  test('to a practice exchange goes there with its key, and to our own without one', async () => {
    await putBroker(postgres, main)
    await putBroker(postgres, { id: 7, exchange: 'kraken', name: 'K', isTestnet: true, apiKey: 'gAAAAA' })
    const { brokers, probed } = await setUp()
    await brokers.takeOver({ ...how, brokerId: '5', place: { kind: 'practice', url: 'http://127.0.0.1:1/' } })
    expect(probed).toMatchObject([{ baseUrl: 'http://127.0.0.1:1/binance', environment: { kind: 'practice' } }])
    const own = { kind: 'practice', url: null } as const
    expect(await brokers.takeOver({ ...how, secretKey: null, brokerId: '7', place: own })).toMatchObject({
      practice: true,
      brokerId: 7,
    })
    await expect(brokers.takeOver({ ...how, brokerId: '7', place: own })).rejects.toMatchObject({
      text: { key: 'account.broker_taken' },
    })
    expect(probed).toHaveLength(1)
  })
})

describe('what changes in Django', () => {
  const hour = 60 * 60_000

  test('a broker that is new there is told until somebody has seen the list', async () => {
    await putBroker(postgres, main)
    await putBroker(postgres, { id: 8, exchange: 'okx', name: 'O' })
    await putBroker(postgres, { id: 9, name: 'Off', isActive: false })
    const { brokers, watch, notices, clock, accounts } = await setUp()
    watch.look()
    await until(() => notices().length > 0)
    expect(watch.notices()).toEqual([{ key: 'take_over.new_brokers', params: { brokers: 'Main (binance, 5)' } }])
    await brokers.list(null)
    expect(notices()).toEqual([])
    await putBroker(postgres, { ...main, id: 10, name: 'Second' })
    await clock.advance(hour / 2)
    expect(notices()).toEqual([])
    await clock.advance(hour)
    await until(() => notices().length > 0)
    await brokers.takeOver({ ...how, brokerId: '10' })
    expect(notices()).toEqual([])
    expect(accounts.list()).toHaveLength(1)
  })

  test('a key that was saved anew is told, until it was compared', async () => {
    await putBroker(postgres, main)
    const { brokers, watch, notices, clock } = await setUp()
    await brokers.takeOver({ ...how, brokerId: '5' })
    watch.look()
    await clock.advance(hour)
    expect(notices()).toEqual([])

    // The same key, encrypted anew.
    await putBroker(postgres, { ...main, apiKey: encrypted('CANARY-key') })
    watch.lookAgain()
    await until(() => notices().includes('take_over.key_changed'))
    await brokers.list(null)
    expect(notices()).toEqual(['take_over.key_changed'])
    await brokers.list(secretKey)
    expect(notices()).toEqual([])

    // Another one.
    await putBroker(postgres, { ...main, apiKey: encrypted('CANARY-key-2') })
    watch.lookAgain()
    await until(() => notices().includes('take_over.key_changed'))
    await brokers.list(secretKey)
    expect(notices()).toEqual(['take_over.key_differs'])
    await brokers.takeOver({ ...how, brokerId: '5' })
    expect(notices()).toEqual([])

    // Who lives here now takes its keys out of Django.
    await putBroker(postgres, { id: 5 })
    watch.lookAgain()
    await clock.advance(1)
    expect(notices()).toEqual([])
  })

  test('another key given here, while Django keeps the old one, is told, too', async () => {
    await putBroker(postgres, main)
    const { brokers, watch, notices, keys, accounts } = await setUp()
    const { id } = await brokers.takeOver({ ...how, brokerId: '5' })
    await keys.setCredentials(
      id,
      { apiKey: 'own', secret: 'own', passphrase: null },
      { thisRunOnly: false, acceptWithdrawals: false },
    )
    expect(watch.notices()).toEqual([{ key: 'take_over.key_differs', params: { name: 'Main', brokerId: '5' } }])
    await accounts.remove(id)
    expect(notices()).toEqual([])
  })

  test('is remembered over a restart, in a file without anything of the keys', async () => {
    await putBroker(postgres, { id: 5, ...plain() })
    const { brokers, folder, watch, notices, memory } = await setUp()
    await brokers.takeOver({ ...how, brokerId: '5' })
    const [row] = await postgres.run('SELECT api_key FROM brokers')
    const text = readFileSync(join(folder, 'django-brokers.json'), 'utf8')
    expect(text).not.toContain(String(row?.api_key))
    expect(text).not.toContain('plain')
    expect(new BrokerMemory(folder).compared('5')).toMatchObject({ same: true })

    // A file that nobody understands is left alone, and said.
    writeFileSync(join(folder, 'django-brokers.json'), '{"version": 2}')
    memory.reload()
    expect(notices()).toContain('take_over.memory_unreadable')
    await brokers.list(secretKey)
    expect(readFileSync(join(folder, 'django-brokers.json'), 'utf8')).toBe('{"version": 2}')
    expect(watch.notices().filter(({ key }) => key.startsWith('take_over.key'))).toEqual([])
  })
})
