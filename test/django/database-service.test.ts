import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { StoredSecret } from '../../src-main/accounts/stored-secret.ts'
import { SettingsStore } from '../../src-main/app/settings.ts'
import { DatabaseService } from '../../src-main/django/database-service.ts'
import { silentLogger, systemClock } from '../../src-main/infra/clock.ts'
import type { DatabaseForm, DatabaseOptions } from '../../src-shared/database-options.ts'
import { MemoryKeychain } from '../support/memory-keychain.ts'
import { allText, temporaryFolder } from '../support/temporary-folder.ts'
import { until } from '../support/until.ts'
import { Postgres } from './postgres.ts'
import { djangoTables } from './tables.ts'

let postgres: Postgres
beforeAll(async () => {
  postgres = await Postgres.start()
  await postgres.run(...djangoTables)
})
afterAll(() => postgres.close())

const ownerForm = (): DatabaseForm => ({
  options: postgres.options(postgres.owner.user),
  password: { kind: 'set', text: postgres.owner.password },
})

interface Made {
  readonly service: DatabaseService
  readonly settings: SettingsStore
  readonly notes: object[]
}

function serviceOn(folder: string, keychain: MemoryKeychain): Made {
  const notes: object[] = []
  const secret = new StoredSecret({
    keychain,
    names: { name: 'database of the test', formerName: 'database of the test' },
    isAvailable: () => keychain.failure === null,
    whyNot: () => 'it is off',
    requirePlace: () => Promise.resolve(),
  })
  const settings = new SettingsStore(folder)
  const service = new DatabaseService({
    settings,
    secret,
    clock: systemClock,
    logger: silentLogger,
    note: (detail) => notes.push(detail),
  })
  onTestFinished(() => service.close())
  return { service, settings, notes }
}

test('a connection is kept, used at once and in the next run; its password is in the keychain alone', async () => {
  const folder = temporaryFolder()
  const keychain = new MemoryKeychain()
  const { service, notes } = serviceOn(folder, keychain)
  await service.start()
  expect(service.state).toEqual({ state: 'off' })
  expect(await service.try(ownerForm())).toMatchObject({ ok: true, lacks: [] })
  expect(service.state).toEqual({ state: 'off' })
  expect(await service.save(ownerForm(), false)).toMatchObject({ password: 'keychain' })
  await until(() => service.state.state === 'connected')
  expect(JSON.stringify([notes, service.view(), service.state, allText(folder)])).not.toContain(postgres.owner.password)
  await service.close()

  const next = serviceOn(folder, keychain).service
  await next.start()
  await until(() => next.state.state === 'connected')
  expect(await next.save({ options: null, password: { kind: 'none' } }, false)).toEqual({
    options: null,
    password: 'missing',
  })
  expect(next.state).toEqual({ state: 'off' })
  expect(keychain.entries.size).toBe(0)
})

test('a stored password is given to nobody but whom it was stored for', async () => {
  const { service } = serviceOn(temporaryFolder(), new MemoryKeychain())
  await service.save(ownerForm(), true)
  expect(service.view().password).toBe('this_run_only')
  const elsewhere = (change: Partial<DatabaseOptions>): DatabaseForm => ({
    options: { ...postgres.options(postgres.owner.user), ...change },
    password: { kind: 'keep' },
  })
  for (const change of [
    { host: 'localhost' },
    { port: 1 },
    { user: 'other' },
    { tls: { caFile: null, verify: false } },
  ])
    await expect(service.try(elsewhere(change))).rejects.toMatchObject({
      text: { key: 'database.type_password_again' },
    })
  // Another database of the same server asks for the same password.
  expect(await service.try(elsewhere({ database: 'template1' }))).toMatchObject({ ok: true })
})

test('what another process has chosen is used, also when only the password is another', async () => {
  const folder = temporaryFolder()
  const keychain = new MemoryKeychain()
  const running = serviceOn(folder, keychain)
  await running.service.start()
  const other = serviceOn(folder, keychain)
  const wrong = { ...ownerForm(), password: { kind: 'set', text: 'wrong' } } as const
  await other.service.save(wrong, false)
  // The running one reads the settings anew before it is told.
  const reload = async (): Promise<void> => {
    running.settings.reload()
    await running.service.settingsChanged()
  }
  await reload()
  await until(() => running.service.notice?.key === 'database.password_wrong')
  await other.service.save(ownerForm(), false)
  await reload()
  await until(() => running.service.state.state === 'connected')
  expect(running.service.notice).toBeNull()
})

test('a keychain that does not answer is said, and its password read when it does', async () => {
  const folder = temporaryFolder()
  const keychain = new MemoryKeychain()
  const { service } = serviceOn(folder, keychain)
  await service.save(ownerForm(), false)
  await service.close()
  keychain.failure = new Error('locked')
  const next = serviceOn(folder, keychain).service
  await next.start()
  await until(() => next.notice?.key === 'database.secret_unreadable')
  expect(next.waitsForSecret).toBe(true)
  keychain.failure = null
  await next.readSecretAgain()
  await until(() => next.state.state === 'connected')
  expect(next.waitsForSecret).toBe(false)
})

test('a password for this run only is in use whatever the keychain says', async () => {
  const folder = temporaryFolder()
  const keychain = new MemoryKeychain()
  const { service, settings } = serviceOn(folder, keychain)
  await service.save(
    { ...ownerForm(), options: { ...postgres.options(postgres.owner.user), database: 'nowhere' } },
    true,
  )
  keychain.failure = new Error('none is there')
  // The gateway hears of the file that it has written itself.
  settings.reload()
  await service.settingsChanged()
  await until(() => service.state.state === 'lost')
  expect(service.notice?.key).toBe('database.no_database')
  expect(service.waitsForSecret).toBe(false)
})
