import { expect, it, onTestFinished } from 'vitest'
import { Vault } from '../../src-main/accounts/vault.ts'
import { checkOldTerminal } from '../../src-main/cli/check-old-terminal.ts'
import type { RedisBridge, RedisBridgeOptions } from '../../src-main/redis/bridge.ts'
import { oldTerminalNotice } from '../../src-main/redis/old-terminal-notice.ts'
import { OldTerminalSearch } from '../../src-main/redis/old-terminal.ts'
import { heartbeatKey, ownHeartbeatKey } from '../../src-main/redis/protocol.ts'
import { startOwnRedis } from '../../src-main/redis/service/own-server.ts'
import { languages, sentence } from '../../src-shared/messages/index.ts'
import { MemoryKeychain } from '../support/memory-keychain.ts'
import { until } from '../support/until.ts'
import { DjangoClient } from './support/django-client.ts'
import { FakeServices } from './support/fake-services.ts'
import { OldTerminalStandIn } from './support/old-terminal.ts'
import { documentedRights } from './support/redis-variants.ts'
import { makeBridge, untilState } from './support/running.ts'

const orderParams = { broker_id: 1, symbol: 'BTC/USDT', side: 'buy', amount: 60, type: 'market' }
const leaseTimes = { everyMs: 50, ttlMs: 30_000 }

async function startRedis() {
  const server = await startOwnRedis()
  const django = new DjangoClient(server.port)
  onTestFinished(async () => {
    django.close()
    await server.close()
  })
  return { port: server.port, django }
}

function start(port: number, options: Partial<RedisBridgeOptions> = {}): RedisBridge {
  const bridge = makeBridge(port, new FakeServices(), { leaseTimes, lookForOldEveryMs: 20, ...options })
  onTestFinished(() => bridge.close())
  bridge.start()
  return bridge
}

const oldAt = (bridge: RedisBridge): unknown => {
  const state = bridge.state()
  return state.state === 'connected' || state.state === 'standby' ? state.oldTerminal : 'no state that tells'
}

/** A Redis user with these rights and no others. */
async function limited(django: DjangoClient, ...rights: readonly string[]): Promise<Partial<RedisBridgeOptions>> {
  const [username, password] = ['gateway', 'a-password']
  await django.redis.call('ACL', 'SETUSER', username, 'on', `>${password}`, ...documentedRights, ...rights)
  const server = { host: '127.0.0.1', port: django.redis.options.port ?? 0 }
  const options = { mode: 'single', server, db: 0, username, tls: null } as const
  return { connection: { options, secrets: { password, sentinelPassword: null } } }
}

it('requests are left to an old Terminal 5 that is named, and taken by themselves once it is gone', async () => {
  const { port, django } = await startRedis()
  await using old = await new OldTerminalStandIn(port).waits()
  const bridge = start(port)
  await untilState(bridge, 'standby')
  const address = expect.stringMatching(/^127\.0\.0\.1:\d+$/) as unknown
  expect(bridge.state()).toMatchObject({ holder: null, oldTerminal: { seenBy: 'queue', addresses: [address] } })
  const { request_id } = await django.ask('place_order', orderParams)
  expect(old.taken).toEqual([request_id])
  expect(bridge.counts().received).toBe(0)
  await old[Symbol.asyncDispose]()
  await untilState(bridge, 'connected')
  expect(oldAt(bridge)).toBeNull()
  expect((await django.ask('place_order', orderParams)).success).toBe(true)
  expect(bridge.counts().received).toBe(1)
})

it('one that comes later is told of, and goes; what comes here is served all the while', async () => {
  const { port, django } = await startRedis()
  const bridge = start(port)
  await untilState(bridge, 'connected')
  await using old = await new OldTerminalStandIn(port).waits()
  await until(() => oldAt(bridge) !== null)
  expect(bridge.state()).toMatchObject({ state: 'connected', oldTerminal: { seenBy: 'queue' } })
  for (let asked = 0; asked < 20; asked += 1) await django.ask('get_balance', { broker_id: 1 })
  expect(bridge.counts().received + old.taken.length).toBe(20)
  await old[Symbol.asyncDispose]()
  await until(() => oldAt(bridge) === null)
  expect(bridge.state().state).toBe('connected')
})

it('a person may have requests taken all the same', async () => {
  const { port } = await startRedis()
  await using _old = await new OldTerminalStandIn(port).waits()
  const bridge = start(port)
  await untilState(bridge, 'standby')
  await bridge.takeOver()
  await untilState(bridge, 'connected')
  expect(oldAt(bridge)).toMatchObject({ seenBy: 'queue' })
})

it.each([
  ['another list', { key: 'celery' }],
  ['another list, from its tail as Celery does', { key: 'celery', command: 'brpop' as const }],
])('a worker that waits for %s is none', async (_name, ways) => {
  const { port } = await startRedis()
  await using _worker = await new OldTerminalStandIn(port, ways).waits()
  const bridge = start(port)
  await untilState(bridge, 'connected')
  expect(oldAt(bridge)).toBeNull()
})

it('one that waits in another database is none of ours', async () => {
  const { port } = await startRedis()
  await using _elsewhere = await new OldTerminalStandIn(port, { login: { db: 3 } }).waits()
  const bridge = start(port)
  await untilState(bridge, 'connected')
})

it('where the login may not watch commands, whoever waits as the old one does counts, and Celery does not', async () => {
  const { port, django } = await startRedis()
  const login = await limited(django)
  await using _celery = await new OldTerminalStandIn(port, { key: 'celery', command: 'brpop' }).waits()
  const first = start(port, login)
  await untilState(first, 'connected')
  await first.close()
  await using _old = await new OldTerminalStandIn(port).waits()
  const second = start(port, login)
  await untilState(second, 'standby')
  expect(oldAt(second)).toMatchObject({ seenBy: 'list', addresses: [expect.any(String)] })
  await second.takeOver()
  await untilState(second, 'connected')
  // A person looked who it is.
  expect(oldAt(second)).toBeNull()
})

it('where the login may not list clients, the heartbeat alone counts', async () => {
  const { port, django } = await startRedis()
  const login = await limited(django, '-client|list')
  await using _unseen = await new OldTerminalStandIn(port).waits()
  const first = start(port, login)
  await untilState(first, 'connected')
  await first.close()
  await django.redis.setex(heartbeatKey, 30, '1790000000')
  const second = start(port, login)
  await untilState(second, 'standby')
  expect(oldAt(second)).toEqual({ seenBy: 'heartbeat', addresses: [] })
  await django.redis.del(heartbeatKey)
  await untilState(second, 'connected')
})

it('a heartbeat that one of our own left behind is none', async () => {
  const { port, django } = await startRedis()
  await django.redis.setex(heartbeatKey, 30, '1790000000')
  await django.redis.setex(ownHeartbeatKey('1790000000'), 40, '')
  const bridge = start(port)
  await untilState(bridge, 'connected')
  expect(oldAt(bridge)).toBeNull()
})

it('a second gateway of ours that stands by does not begin beside it either, and says who serves', async () => {
  const { port } = await startRedis()
  const first = start(port, { instanceId: 'first' })
  await untilState(first, 'connected')
  await using old = await new OldTerminalStandIn(port).waits()
  const second = start(port, { instanceId: 'second' })
  await untilState(second, 'standby')
  expect(second.state()).toMatchObject({ holder: { instance: 'first' }, oldTerminal: { seenBy: 'queue' } })
  await first.close()
  await until(() => second.state().state === 'standby' && JSON.stringify(second.state()).includes('"holder":null'))
  await old[Symbol.asyncDispose]()
  await untilState(second, 'connected')
})

it('who waits for long is watched once and left in peace, for watching costs all of Redis', async () => {
  const line = 'id=9 addr=10.0.0.7:1 name= idle=30 flags=b db=0 cmd=blpop'
  const redis = { clientList: () => Promise.resolve(line), read: () => Promise.resolve(null) }
  let now = 0
  let watched = 0
  const watch = (): Promise<ReadonlyMap<string, readonly string[]>> => {
    watched += 1
    return Promise.resolve(new Map())
  }
  const search = new OldTerminalSearch(0, watch, () => now)
  for (; now < 59_000; now += 3_000) expect((await search.look(redis)).old).toBeNull()
  expect(watched).toBe(1)
  now = 60_000
  await search.look(redis)
  expect(watched).toBe(2)
})

it('every sentence names the addresses where they are known, in both languages', () => {
  for (const seenBy of ['queue', 'list', 'heartbeat'] as const) {
    for (const isBeside of [true, false]) {
      const notice = oldTerminalNotice({ seenBy, addresses: ['10.0.0.7:4711', '10.0.0.7:4712'] }, isBeside)
      for (const language of languages) {
        const text = sentence(notice, language)
        expect(text).toContain('Terminal 5')
        if (seenBy !== 'heartbeat') expect(text).toContain('10.0.0.7:4711, 10.0.0.7:4712')
      }
    }
  }
})

it('the doctor names it, and says where it could not look', async () => {
  const { port, django } = await startRedis()
  const vault = Vault.open({ keychain: new MemoryKeychain() })
  const address = { host: '127.0.0.1', port, given: true, forThisRun: true }
  const told = async (at = address): Promise<string | null> => {
    const finding = await checkOldTerminal(at, null, vault, 'folder')
    return finding && `${finding.state}: ${finding.text}`
  }
  expect(await told()).toBe('ok: none listens')
  const old = await new OldTerminalStandIn(port).waits()
  expect(await told()).toMatch(/^warning: An old Terminal 5 takes the requests of this Redis, from 127\.0\.0\.1:\d+\./)
  const bridge = start(port)
  await untilState(bridge, 'standby')
  await bridge.takeOver()
  await untilState(bridge, 'connected')
  expect(await told()).toMatch(/^warning: An old Terminal 5 takes requests on this Redis, too, from/)
  await bridge.close()
  await old[Symbol.asyncDispose]()
  await django.redis.call('ACL', 'SETUSER', 'default', '-client|list')
  expect(await told()).toMatch(/^warning: This Redis user may not list clients/)
  expect(await told({ ...address, port: 1 })).toBeNull()
})
