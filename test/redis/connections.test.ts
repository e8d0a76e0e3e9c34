import { Cluster, Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RedisBridge } from '../../src-main/redis/bridge.ts'
import { plainConnection, type RedisConnection } from '../../src-main/redis/connection.ts'
import { openCommands } from '../../src-main/redis/redis-commands.ts'
import { freePort } from '../../src-main/redis/service/own-server.ts'
import { tryConnection } from '../../src-main/redis/service/try-connection.ts'
import { sentence } from '../../src-shared/messages/index.ts'
import type { RedisOptions, RedisSecrets, RedisTls } from '../../src-shared/redis-options.ts'
import { until } from '../support/until.ts'
import { DjangoClient, pythonJson } from './support/django-client.ts'
import { FakeServices } from './support/fake-services.ts'
import {
  documentedRights,
  makeCertificates,
  startCluster,
  startPlain,
  startSentinel,
  type Server,
} from './support/redis-variants.ts'
import { makeBridge, untilState } from './support/running.ts'

const noSecrets: RedisSecrets = { password: null, sentinelPassword: null }
const host = '127.0.0.1'

const single = (
  port: number,
  more: Partial<Extract<RedisOptions, { mode: 'single' }>> & Partial<RedisSecrets> = {},
): RedisConnection => {
  const { password = null, sentinelPassword = null, ...options } = more
  const usual = plainConnection({ host, port })
  return {
    options: { ...usual.options, ...options } as RedisOptions,
    secrets: { password, sentinelPassword },
  }
}

/** A bridge over a connection, and what it serves. */
async function serving(connection: RedisConnection, django: DjangoClient) {
  const services = new FakeServices()
  const bridge = makeBridge(0, services, { connection })
  bridge.start()
  await untilState(bridge, 'connected')
  return {
    bridge,
    services,
    [Symbol.asyncDispose]: async () => {
      await bridge.close()
      django.close()
    },
  }
}

async function expectServed(bridge: RedisBridge, django: DjangoClient): Promise<void> {
  const answer = await django.ask('get_balance', { broker_id: 1 })
  expect(answer).toMatchObject({ success: true, error: null })
  expect(bridge.state().state).toBe('connected')
}

/** What the person is told when this connection is tried. */
async function problemOf(connection: RedisConnection): Promise<string> {
  const trial = await tryConnection(connection)
  return trial.ok ? 'fine' : `${trial.problem.key}: ${sentence(trial.problem, 'en')}`
}

describe('a server with a password', () => {
  let server: Server
  beforeAll(async () => {
    server = await startPlain('--requirepass', 'right', '--databases', '4')
  })
  afterAll(() => server[Symbol.asyncDispose]())

  it('is served with it, in the database that was chosen', async () => {
    const django = new DjangoClient(new Redis({ port: server.port, host, password: 'right', db: 3 }))
    const connection = single(server.port, { password: 'right', db: 3 })
    await using run = await serving(connection, django)
    await expectServed(run.bridge, django)
    expect(await tryConnection(connection)).toEqual({
      ok: true,
      server: `127.0.0.1:${server.port}`,
      version: expect.stringMatching(/^\d+\.\d+/) as unknown,
      queued: 0,
    })
  })

  it.each([
    ['without it', { password: null }, /^redis_link.password_missing: /],
    ['with a wrong one', { password: 'wrong' }, /^redis_link.password_wrong: /],
    ['with a database that is not there', { password: 'right', db: 4 }, /^redis_link.no_database: /],
    ['with TLS', { password: 'right', tls: plainTls() }, /^redis_link.tls_silent: .*TLS/],
  ])('%s is told why it does not serve, and nothing of the password', async (_how, more, expected) => {
    const problem = await problemOf(single(server.port, more))
    expect(problem).toMatch(expected)
    expect(problem).not.toMatch(/wrong$|right/)
  })

  it('is not served in another database because the chosen one is not there', async () => {
    const services = new FakeServices()
    const bridge = makeBridge(0, services, { connection: single(server.port, { password: 'right', db: 4 }) })
    bridge.start()
    await untilState(bridge, 'lost')
    expect(bridge.state()).toMatchObject({ reason: expect.stringContaining('out of range') as unknown })
    await bridge.close()
  })

  it('the wrong password is in no error, whoever asked', async () => {
    const bridge = makeBridge(0, new FakeServices(), {
      connection: single(server.port, { password: 'WRONGone' }),
    })
    bridge.start()
    await untilState(bridge, 'lost')
    expect(JSON.stringify(bridge.state())).not.toContain('WRONGone')
    await bridge.close()
    const commands = openCommands(single(server.port, { password: 'WRONGone' }))
    const error: unknown = await commands.call('PING').catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(Error)
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error)) + String((error as Error).cause)).not.toContain(
      'WRONGone',
    )
    commands.disconnect()
  })

  it('taken for open where it is not, or the other way round, is told apart', async () => {
    await using open = await startPlain()
    expect(await problemOf(single(open.port, { password: 'any' }))).toMatch(/^redis_link.password_unasked/)
    expect(await problemOf(single(open.port))).toBe('fine')
    expect(await problemOf(single(await freePort()))).toMatch(/^redis_link.refused: .*127\.0\.0\.1:/)
    expect(await problemOf(single(1, { server: { host: 'no-such-host.invalid', port: 1 } }))).toMatch(
      /^redis_link.unknown_host/,
    )
  })
})

describe('an ACL user', () => {
  it('with no more rights than the documents ask for is enough; with fewer, that is said', async () => {
    await using server = await startPlain()
    const admin = new Redis({ port: server.port, host })
    await admin.call('ACL', 'SETUSER', 'gateway', 'on', '>right', 'resetkeys', '-@all', ...documentedRights)
    await admin.call('ACL', 'SETUSER', 'reader', 'on', '>right', '~*', '-@all', '+@read', '+@connection')
    const connection = single(server.port, { username: 'gateway', password: 'right' })
    const django = new DjangoClient(admin)
    await using run = await serving(connection, django)
    await expectServed(run.bridge, django)
    expect(await problemOf(connection)).toBe('fine')
    expect(await problemOf(single(server.port, { username: 'gateway', password: 'x' }))).toMatch(
      /^redis_link.password_wrong/,
    )
    expect(await problemOf(single(server.port, { username: 'reader', password: 'right' }))).toMatch(
      /^redis_link.not_permitted: .*lmove/,
    )
  })
})

function plainTls(more: Partial<NonNullable<RedisTls>> = {}): NonNullable<RedisTls> {
  return { caFile: null, certFile: null, keyFile: null, serverName: null, verify: true, ...more }
}

describe('TLS', () => {
  let certificates: Awaited<ReturnType<typeof makeCertificates>>
  beforeAll(async () => {
    certificates = await makeCertificates()
  })
  afterAll(() => certificates[Symbol.asyncDispose]())

  async function startTls(certificate: 'server' | 'elsewhere', clients: 'no' | 'yes'): Promise<Server> {
    const port = await freePort()
    const { file } = certificates
    const server = await startPlain(
      ...['--port', '0', '--tls-port', String(port), '--tls-auth-clients', clients],
      ...['--tls-cert-file', file(certificate, 'crt'), '--tls-key-file', file(certificate, 'key')],
      ...['--tls-ca-cert-file', file('ca', 'crt')],
    )
    return { ...server, port, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
  }

  it('is spoken and verified by the CA that was named, and by nothing less', async () => {
    await using server = await startTls('server', 'no')
    const ca = certificates.file('ca', 'crt')
    const connection = single(server.port, { tls: plainTls({ caFile: ca }) })
    const django = new DjangoClient(new Redis({ port: server.port, host, tls: { rejectUnauthorized: false } }))
    await using run = await serving(connection, django)
    await expectServed(run.bridge, django)
    const tried = (tls: RedisTls): Promise<string> => problemOf(single(server.port, { tls }))
    expect(await tried(plainTls({ caFile: ca }))).toBe('fine')
    expect(await tried(plainTls())).toMatch(/^redis_link.untrusted/)
    expect(await tried(plainTls({ verify: false }))).toBe('fine')
    expect(await tried(null)).toMatch(/^redis_link.closed: .*TLS/)
    expect(await tried(plainTls({ caFile: '/no/such/file' }))).toMatch(/^redis_link.file: .*ENOENT/)
    expect(await tried(plainTls({ caFile: import.meta.filename }))).toMatch(/^redis_link.not_pem/)
  })

  it('a certificate for another host is refused, unless that name is asked for', async () => {
    await using server = await startTls('elsewhere', 'no')
    const tls = plainTls({ caFile: certificates.file('ca', 'crt') })
    expect(await problemOf(single(server.port, { tls }))).toMatch(/^redis_link.wrong_name/)
    const named = { ...tls, serverName: 'elsewhere.example' }
    expect(await problemOf(single(server.port, { tls: named }))).toBe('fine')
  })

  it('a server that asks for a client certificate gets one', async () => {
    await using server = await startTls('server', 'yes')
    const tls = plainTls({ caFile: certificates.file('ca', 'crt') })
    expect(await problemOf(single(server.port, { tls }))).toMatch(/^redis_link.certificate_wanted/)
    const { file } = certificates
    const mutual = { ...tls, certFile: file('client', 'crt'), keyFile: file('client', 'key') }
    expect(await problemOf(single(server.port, { tls: mutual }))).toBe('fine')
  })
})

describe('Sentinel', () => {
  it('leads to the master, and to the new one after a failover', async () => {
    await using set = await startSentinel()
    const options: Extract<RedisOptions, { mode: 'sentinel' }> = {
      mode: 'sentinel',
      // The first does not exist: the next is asked.
      sentinels: [
        { host, port: await freePort() },
        { host, port: set.sentinel.port },
      ],
      master: set.name,
      sentinelUsername: null,
      sentinelTls: false,
      db: 0,
      username: null,
      tls: null,
    }
    const { password, sentinelPassword } = set
    const connection: RedisConnection = { options, secrets: { password, sentinelPassword } }
    const tried = (part: Partial<typeof options>, secrets: Partial<RedisSecrets> = {}): Promise<string> =>
      problemOf({
        options: { ...options, ...part },
        secrets: { ...connection.secrets, ...secrets },
      })
    expect(await tried({})).toBe('fine')
    expect(await tried({ master: 'other' })).toMatch(/^redis_link.unknown_master: .*other/)
    expect(await tried({}, { sentinelPassword: null })).toMatch(/^redis_link.password_missing/)
    expect(await tried({}, { password: 'wrong' })).toMatch(/^redis_link.password_wrong/)
    expect(await problemOf(single(set.replica.port, { password }))).toMatch(/^redis_link.not_master/)
    expect(await problemOf(single(set.sentinel.port, { password: sentinelPassword }))).toMatch(
      /^redis_link.is_sentinel/,
    )
    const before = new DjangoClient(new Redis({ port: set.master.port, host, password }))
    await using run = await serving(connection, before)
    await expectServed(run.bridge, before)

    before.close()
    await set.master.kill()
    await untilState(run.bridge, 'lost')
    const after = new DjangoClient(new Redis({ port: set.replica.port, host, password }))
    await until(async () => (await after.redis.role())[0] === 'master', 15_000)
    run.bridge.reconnectNow()
    await untilState(run.bridge, 'connected')
    await expectServed(run.bridge, after)
    after.close()
  })
})

describe('Cluster', () => {
  it('is served: one node has the list, answers lie wherever their names put them, what a dead gateway left is taken up', async () => {
    await using set = await startCluster()
    const nodes = set.nodes.map(({ port }) => ({ host, port }))
    const connection: RedisConnection = {
      options: { mode: 'cluster', nodes: nodes.slice(0, 1), username: null, tls: null },
      secrets: noSecrets,
    }
    expect(await problemOf(connection)).toBe('fine')
    expect(await problemOf(single(nodes[0]?.port ?? 0))).toMatch(/^redis_link.is_cluster/)
    const cluster = new Cluster(nodes)
    const django = new DjangoClient(cluster as unknown as Redis)
    const left = django.envelope('get_balance', { broker_id: 1 })
    await cluster.rpush('{exchange_requests}:processing:dead-one', pythonJson(left))
    await using run = await serving(connection, django)
    expect((await django.collect(left.request_id)).success).toBe(true)
    const envelopes = Array.from({ length: 60 }, () =>
      django.envelope('get_ticker', { broker_id: 1, symbol: 'BTC/USDT' }),
    )
    for (const envelope of envelopes) await django.push(pythonJson(envelope))
    for (const { request_id } of envelopes) expect((await django.collect(request_id)).success).toBe(true)
    const order = { broker_id: 1, symbol: 'BTC/USDT', side: 'buy', amount: 60, type: 'market' }
    expect((await django.ask('place_order', order)).success).toBe(true)
    expect(run.services.desk.placed).toHaveLength(1)
    await until(async () => {
      const keys = await Promise.all(cluster.nodes('master').map((node) => node.keys('*processing*')))
      return keys.flat().length === 0
    })
    cluster.disconnect()
  })

  it('a plain server is not taken for one', async () => {
    await using server = await startPlain()
    const options: RedisOptions = {
      mode: 'cluster',
      nodes: [{ host, port: server.port }],
      username: null,
      tls: null,
    }
    expect(await problemOf({ options, secrets: noSecrets })).toMatch(/^redis_link.no_cluster/)
  })
})
