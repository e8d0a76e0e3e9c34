import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { Vault } from '../../src-main/accounts/vault.ts'
import { SettingsStore } from '../../src-main/app/settings.ts'
import { silentLogger, systemClock } from '../../src-main/infra/clock.ts'
import { openLog } from '../../src-main/infra/log.ts'
import { RedisBridge } from '../../src-main/redis/bridge.ts'
import { heartbeatKey } from '../../src-main/redis/protocol.ts'
import type { RedisTarget } from '../../src-main/redis/service/redis-host.ts'
import { redisSecretNames } from '../../src-main/redis/service/redis-secrets.ts'
import { RedisService } from '../../src-main/redis/service/redis-service.ts'
import type { TradeEvent } from '../../src-main/trading/events/trade-event.ts'
import { Listeners } from '../../src-shared/listeners.ts'
import type { RedisForm, RedisOptions } from '../../src-shared/redis-options.ts'
import { MemoryKeychain } from '../support/memory-keychain.ts'
import { allText, temporaryFolder } from '../support/temporary-folder.ts'
import { until } from '../support/until.ts'
import { DjangoClient, pythonJson } from './support/django-client.ts'
import { FakeServices } from './support/fake-services.ts'
import { account } from './support/models.ts'
import { type Server, startPlain } from './support/redis-variants.ts'

const host = '127.0.0.1'
const password = 'CANARY-redis-password'

/** One without a password, as Django's, and one with. */
let plain: Server
let locked: Server
beforeAll(async () => {
  plain = await startPlain()
  locked = await startPlain('--requirepass', password)
})
afterAll(async () => {
  await plain[Symbol.asyncDispose]()
  await locked[Symbol.asyncDispose]()
})

const lockedOptions = (): RedisOptions => ({
  mode: 'single',
  server: { host, port: locked.port },
  db: 0,
  username: null,
  tls: null,
})
const form = (change: Partial<RedisForm> = {}): RedisForm => ({
  options: lockedOptions(),
  password: { kind: 'set', text: password },
  sentinelPassword: { kind: 'none' },
  ...change,
})

interface Setup {
  readonly folder?: string
  readonly keychain?: MemoryKeychain
  readonly target?: Partial<RedisTarget>
}

async function start({ folder = temporaryFolder(), keychain = new MemoryKeychain(), target = {} }: Setup = {}) {
  const vault = await Vault.open({ keychain })
  const services = new FakeServices()
  const notes: object[] = []
  const settings = new SettingsStore(folder)
  const told = new Listeners<[TradeEvent]>()
  const followed: string[] = []
  const service = new RedisService({
    target: { host, port: plain.port, given: true, ...target },
    settings,
    secret: vault.secret(redisSecretNames(folder)),
    log: openLog(folder),
    bridge: (parts) => new RedisBridge({ ...parts, services, language: () => 'en' }),
    note: (detail) => notes.push(detail),
    events: {
      events: { subscribe: (listener) => told.add(listener) },
      hold: (id) => {
        followed.push(id)
        return () => void followed.splice(followed.indexOf(id), 1)
      },
      accounts: { list: () => [account(), account({ id: 'closed', redisPermission: 'nothing' })] },
      shelf: { add: () => undefined, remove: () => undefined, all: () => [] },
      language: () => 'en',
      clock: systemClock,
      logger: silentLogger,
    },
  })
  onTestFinished(() => service.close())
  await service.start()
  return { service, services, folder, keychain, notes, vault, settings, told, followed }
}

function clientOf(server: Server): DjangoClient {
  const login = server === locked ? { password } : {}
  const client = new DjangoClient(new Redis({ port: server.port, host, ...login }))
  onTestFinished(() => client.close())
  return client
}

const served = async (server: Server): Promise<boolean> =>
  (await clientOf(server).ask('get_balance', { broker_id: 1 })).success

const beats = (server: Server): Promise<boolean> =>
  clientOf(server)
    .redis.exists(heartbeatKey)
    .then((count) => count === 1)

it('serves as Django connects until something was saved, and what was saved at once', async () => {
  const { service, folder, keychain, notes } = await start()
  expect(service.view()).toMatchObject({ options: null, inUse: 'environment', password: 'missing' })
  expect(await served(plain)).toBe(true)
  await until(() => beats(plain))
  const view = await service.save(form(), false)
  expect(view).toMatchObject({ options: lockedOptions(), inUse: 'saved', password: 'keychain' })
  expect(await served(locked)).toBe(true)
  await until(() => beats(locked))
  expect(await beats(plain)).toBe(false)
  expect(service.bridge.counts()).toMatchObject({ received: 2, answered: 2 })
  expect(keychain.entries.get(redisSecretNames(folder).name)).toContain(password)
  expect(JSON.stringify([view, notes, service.bridge.state()]) + allText(folder)).not.toContain('CANARY')
  expect(notes).toEqual([{ redis: `redis://127.0.0.1:${locked.port}/0`, password: 'set', sentinelPassword: 'none' }])
})

it('what was saved is served by the next run, too, and given up again by choice', async () => {
  const first = await start()
  await first.service.save(form(), false)
  await first.service.close()
  const { service, keychain, folder } = await start(first)
  expect(service.view()).toMatchObject({ inUse: 'saved', password: 'keychain' })
  expect(await served(locked)).toBe(true)
  await service.save(form({ options: null, password: { kind: 'none' } }), false)
  expect(service.view()).toMatchObject({ options: null, inUse: 'environment', password: 'missing' })
  expect(await served(plain)).toBe(true)
  expect(keychain.entries.has(redisSecretNames(folder).name)).toBe(false)
})

it('a keychain that is locked at the start gives the password when it answers, and it is said meanwhile', async () => {
  const first = await start()
  await first.service.save(form(), false)
  await first.service.close()
  first.keychain.failure = new Error('locked')
  const { service, vault, keychain } = await start(first)
  expect(service.notice?.key).toBe('redis_link.secret_unreadable')
  expect(service.waitsForSecret).toBe(true)
  keychain.failure = null
  await vault.probe()
  await service.readSecretAgain()
  expect(await served(locked)).toBe(true)
  expect(service.notice).toBeNull()
})

it('two data folders keep a password each; one that an earlier version kept for all is read', async () => {
  const keychain = new MemoryKeychain()
  const [one, two] = [await start({ keychain }), await start({ keychain })]
  await one.service.save(form(), false)
  await two.service.save(form({ options: null, password: { kind: 'none' } }), false)
  await one.service.close()
  const again = await start({ folder: one.folder, keychain })
  expect(again.service.view()).toMatchObject({ password: 'keychain' })
  await again.service.close()
  const { name, formerName } = redisSecretNames(one.folder)
  keychain.entries.set(formerName, keychain.entries.get(name) ?? '')
  keychain.entries.delete(name)
  const upgraded = await start({ folder: one.folder, keychain })
  expect(upgraded.service.view()).toMatchObject({ password: 'keychain' })
})

it('an address on the command line comes before what was saved, until something is saved again', async () => {
  const first = await start()
  await first.service.save(form(), false)
  await first.service.close()
  const { service } = await start({ ...first, target: { forThisRun: true } })
  expect(service.view()).toMatchObject({ options: lockedOptions(), inUse: 'option', password: 'keychain' })
  expect(await served(plain)).toBe(true)
  await service.save(form({ password: { kind: 'keep' } }), false)
  expect(service.view().inUse).toBe('saved')
  expect(await served(locked)).toBe(true)
})

it('a stored password goes to the servers that it was stored for, and to no others', async () => {
  const { service, folder, keychain } = await start()
  await service.save(form(), false)
  const kept = form({ password: { kind: 'keep' } })
  expect(await service.try(kept)).toMatchObject({ ok: true })
  const elsewhere: RedisOptions = { ...lockedOptions(), server: { host, port: plain.port } } as RedisOptions
  const refusal = { class: 'refused', text: { key: 'redis_link.type_password_again' } }
  await expect(service.try({ ...kept, options: elsewhere })).rejects.toMatchObject(refusal)
  await expect(service.save({ ...kept, options: elsewhere }, false)).rejects.toMatchObject(refusal)
  expect(service.view().options).toEqual(lockedOptions())
  await service.close()

  const file = join(folder, 'settings.json')
  writeFileSync(file, readFileSync(file, 'utf8').replace(String(locked.port), String(plain.port)))
  const changed = await start({ folder, keychain })
  expect(changed.service.view()).toMatchObject({ options: elsewhere, password: 'missing' })
})

it('without a keychain a password is kept for this run only, and only if that is asked for', async () => {
  const keychain = new MemoryKeychain()
  keychain.failure = new Error('no keychain here')
  const { service, folder } = await start({ keychain })
  await expect(service.save(form(), false)).rejects.toMatchObject({ text: { key: 'keychain.unavailable' } })
  expect(service.view()).toMatchObject({ options: null, password: 'missing' })
  expect(await served(plain)).toBe(true)
  await service.save(form(), true)
  expect(service.view().password).toBe('this_run_only')
  expect(await served(locked)).toBe(true)
  expect(allText(folder)).not.toContain('CANARY')
  await service.close()
  const next = await start({ folder, keychain })
  expect(next.service.view()).toMatchObject({ inUse: 'saved', password: 'missing' })
  await until(() => next.service.bridge.state().state === 'lost')
})

it('a request in work while another Redis is chosen is answered where it came from', async () => {
  const { service, services } = await start()
  const django = clientOf(plain)
  const { promise: gate, resolve: open } = Promise.withResolvers<undefined>()
  services.client.tickerGate = gate
  const envelope = django.envelope('get_ticker', { broker_id: 1, symbol: 'BTC/USDT' })
  await django.push(pythonJson(envelope))
  await until(() => services.client.tickerCalls === 1)
  await service.save(form(), false)
  open(undefined)
  expect((await django.collect(envelope.request_id)).success).toBe(true)
  expect(await served(locked)).toBe(true)
})

it('a password that is wrong stays out of the log, whoever met the refusal', async () => {
  const { service, folder } = await start()
  await service.save(form({ password: { kind: 'set', text: 'CANARY-wrong' } }), true)
  await until(() => service.bridge.state().state === 'lost')
  await service.django.keep([{ key: 'kraken_userref:1', value: '1' }])
  const log = allText(folder)
  expect(log).toContain('Redis did not take what Django reads')
  expect(log).not.toContain('CANARY')
})

it('publishes what happens as soon as that is chosen, of accounts that Redis may read, and nothing after', async () => {
  const { service, settings, told, followed, notes } = await start()
  const { redis } = clientOf(plain)
  await redis.del('exchange_events')
  const happens = (accountId: string): void =>
    told.tell({ type: 'balances', balances: null, accountId, at: 1, learned: 'pushed', name: crypto.randomUUID() })
  happens(account().id)
  expect(service.events.figures()).toBeNull()

  settings.change({ exchangeEvents: 1_000 })
  service.eventsChanged()
  expect(followed).toEqual([account().id])
  for (const id of [account().id, 'closed', 'unknown']) happens(id)
  await until(() => service.events.figures()?.published === 1)
  expect(await redis.xlen('exchange_events')).toBe(1)

  settings.change({ exchangeEvents: null })
  service.eventsChanged()
  happens(account().id)
  expect(service.events.figures()).toBeNull()
  expect([followed, told.size]).toEqual([[], 0])
  expect(await redis.xlen('exchange_events')).toBe(1)
  expect(notes).toEqual([{ exchangeEvents: 1_000 }, { exchangeEvents: null }])
})
