import { spawnSync } from 'node:child_process'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Cost, Priority } from '../../src-main/exchange/http/admission.ts'
import type { PoolLimit } from '../../src-main/exchange/http/limit-pool.ts'
import { plainConnection, type RedisConnection } from '../../src-main/redis/connection.ts'
import { type OwnRedisServer, startOwnRedis } from '../../src-main/redis/service/own-server.ts'
import { until } from '../support/until.ts'
import { documentedRights, startCluster } from './support/redis-variants.ts'
import { type Booked, mostOf, pause, quickTimes, SharingGateway, type SharingOptions } from './support/sharing.ts'

let server: OwnRedisServer
let redis: Redis

beforeAll(async () => {
  server = await startOwnRedis()
  redis = new Redis({ host: '127.0.0.1', port: server.port })
})
afterAll(async () => {
  redis.disconnect()
  await server.close()
})
beforeEach(async () => {
  await redis.flushall()
})

/** Kinds of limits as exchanges have them, with windows short enough to see many. */
const pools = {
  weight: { kind: 'aligned', limit: 240, windowMs: 600, reports: 'most' },
  endpoint: { kind: 'rolling', limit: 10, windowMs: 400, reports: 'most' },
  tiny: { kind: 'rolling', limit: 2, windowMs: 200, reports: 'most' },
  quota: { kind: 'first_use', limit: 40, windowMs: 500, reports: 'most' },
  counter: { kind: 'decay', limit: 15, perSecond: 20, reports: 'most' },
} as const satisfies Record<string, PoolLimit>

/** `everyMs`: what its sender waits in between; without it two send one after the other, as fast as they may. */
interface Sent {
  readonly cost: Cost
  readonly priority: Priority
  readonly everyMs?: number
}

const requests: readonly Sent[] = [
  { cost: { weight: 1, endpoint: 1 }, priority: 'order' },
  { cost: { weight: 1, tiny: 1 }, priority: 'poll' },
  { cost: { weight: 10 }, priority: 'read', everyMs: 50 },
  { cost: { weight: 1 }, priority: 'cancel', everyMs: 200 },
  { cost: { quota: 2 }, priority: 'read' },
  { cost: { quota: 1 }, priority: 'cancel', everyMs: 200 },
  { cost: { counter: 1 }, priority: 'read' },
  { cost: { counter: 3 }, priority: 'cancel', everyMs: 900 },
]

interface Work {
  readonly gateway: SharingGateway
  readonly served: Map<string, number>
  stop: boolean
  longestCancelMs: number
}

/** Two of each request at once, again and again, until told to stop. */
function work(gateway: SharingGateway): Work {
  const work: Work = { gateway, served: new Map(), stop: false, longestCancelMs: 0 }
  for (const [index, { cost, priority, everyMs }] of [...requests, ...requests].entries()) {
    if (everyMs !== undefined && index >= requests.length) continue
    const run = async (): Promise<void> => {
      while (!work.stop) {
        const began = performance.now()
        await gateway.send(cost, priority)
        if (priority === 'cancel') work.longestCancelMs = Math.max(work.longestCancelMs, performance.now() - began)
        const name = String(index % requests.length)
        work.served.set(name, (work.served.get(name) ?? 0) + 1)
        if (everyMs !== undefined) await pause(everyMs)
      }
    }
    void run().catch(() => undefined)
  }
  return work
}

function expectLimitsKept(booked: readonly Booked[]): void {
  for (const [name, limit] of Object.entries(pools))
    expect({ name, isKept: mostOf(booked, name, limit) <= limit.limit }).toEqual({ name, isKept: true })
}

/** Until each has been served whatever it sends, from now on. */
async function untilAllServed(working: readonly Work[]): Promise<void> {
  for (const { served } of working) served.clear()
  await until(() => working.every(({ served }) => served.size === requests.length), 20_000)
}

const deadPid = spawnSync('true').pid

describe('limits that several gateways share', () => {
  const start = (name: string, options: Partial<SharingOptions> = {}): Promise<SharingGateway> =>
    SharingGateway.start(name, server.port, { pools, ...options })

  it('are kept, and everybody is served, while gateways come, go, die and lose Redis', async () => {
    const booked: Booked[] = []
    const first = work(await start('first', { booked }))
    await pause(500)
    const staying = [first, work(await start('b', { booked })), work(await start('c', { booked }))]
    const leaving = work(await start('leaving', { booked }))
    const dying = work(await start('dying', { booked, pid: deadPid }))
    for (let round = 0; round < 12; round += 1) {
      await pause(250)
      if (round % 3 === 0) staying[(round / 3) % staying.length]?.gateway.cut(Math.random() * 900)
      if (round === 4) await leaving.gateway.leave()
      if (round === 6) dying.gateway.die()
      if (round === 7) staying.push(work(await start('late', { booked })))
    }
    expectLimitsKept(booked)
    for (const each of staying) each.longestCancelMs = 0
    await untilAllServed(staying)
    for (const each of staying) each.stop = true
    expectLimitsKept(booked)
    for (const { longestCancelMs } of staying) expect(longestCancelMs).toBeLessThan(5_000)
  }, 40_000)

  it('are kept when Redis loses all that it held', async () => {
    const booked: Booked[] = []
    const working = [work(await start('a', { booked })), work(await start('b', { booked }))]
    await untilAllServed(working)
    for (let round = 0; round < 3; round += 1) {
      await redis.flushall()
      await pause(300)
    }
    await untilAllServed(working)
    for (const each of working) each.stop = true
    expectLimitsKept(booked)
  }, 60_000)

  it('are asked of Redis for none of the requests of one that is alone', async () => {
    const gateway = await start('alone', { times: { ...quickTimes, aloneEveryMs: 60_000, ttlMs: 120_000 } })
    const before = gateway.roundTrips
    await Promise.all(Array.from({ length: 60 }, () => gateway.send({ weight: 1 }, 'order')))
    expect(gateway.roundTrips).toBe(before)
    expect(gateway.limits.state).toBe('whole')
  })

  it('are whole again for the last one, once what the others used counts no more', async () => {
    const gateway = await start('stays')
    const other = await start('leaves')
    await other.send({ weight: 40 }, 'order')
    await until(() => gateway.limits.state === 'divided')
    await other.leave()
    const seen = gateway.roundTrips + 2
    await until(() => gateway.roundTrips >= seen)
    expect(gateway.limits.state).toBe('divided')
    // As after the minute for which any exchange may count what it used.
    await redis.hset('exchange_requests:limits', 'leaves', `${Date.now() - 61_000} S {}`)
    await until(() => gateway.limits.state === 'whole')
  })

  it('let one that leaves say its last words', async () => {
    await start('stays')
    const leaving = await start('leaves')
    await until(() => leaving.limits.state === 'divided')
    await leaving.stopSharing()
    await leaving.send({ endpoint: 1, tiny: 1 }, 'cancel', 300)
  })

  it('are halved for one that was alone and cannot ask any more, in case another comes', async () => {
    const gateway = await start('cut off', { pools: { weight: { ...pools.weight, windowMs: 60_000 } } })
    gateway.cut(60_000)
    await until(() => gateway.limits.state === 'divided')
    await Promise.all(Array.from({ length: 114 }, () => gateway.send({ weight: 1 }, 'cancel')))
    await expect(gateway.send({ weight: 1 }, 'cancel', 300)).rejects.toThrow('too-late')
  })

  it('rest for all when an exchange tells one to wait', async () => {
    const [told, other] = [await start('told'), await start('hears')]
    told.limiter.block(60_000)
    await until(() => other.limiter.blockedUntil !== null)
    expect((other.limiter.blockedUntil ?? 0) - performance.now()).toBeGreaterThan(50_000)
    const later = await start('comes later')
    await until(() => later.limiter.blockedUntil !== null)
  })

  it('rest for all when one pool is used up, and only that one', async () => {
    const [told, other] = [await start('told'), await start('hears')]
    told.limiter.exhaust('quota', 60_000)
    await until(() =>
      other.send({ quota: 1 }, 'cancel', 10).then(
        () => false,
        () => true,
      ),
    )
    await other.send({ weight: 1 }, 'cancel')
  })

  it('are used by nobody before Redis has told who shares them', async () => {
    const first = await start('first', { times: { ...quickTimes, aloneEveryMs: 60_000, ttlMs: 120_000 } })
    const second = await start('second', { pools: { ...pools, weight: { ...pools.weight, limit: 20 } } })
    // The first does not know of the second: what nobody uses is all that there is for it.
    await expect(second.send({ weight: 2 }, 'cancel', 300)).rejects.toThrow('too-late')
    await second.send({ weight: 1 }, 'cancel')
    first.die()
  })

  it('are divided in a cluster, too', async () => {
    await using set = await startCluster()
    const connection: RedisConnection = {
      options: {
        mode: 'cluster',
        nodes: set.nodes.slice(0, 1).map(({ port }) => ({ host: '127.0.0.1', port })),
        username: null,
        tls: null,
      },
      secrets: { password: null, sentinelPassword: null },
    }
    const booked: Booked[] = []
    const first = work(await start('first', { booked, connection }))
    const working = [first, work(await start('second', { booked, connection }))]
    await untilAllServed(working)
    for (const each of working) each.stop = true
    expect(working.map(({ gateway }) => gateway.limits.state)).toEqual(['divided', 'divided'])
    expectLimitsKept(booked)
  }, 40_000)

  it('are divided with no more rights at Redis than the documents ask for', async () => {
    await redis.call('ACL', 'SETUSER', 'gateway', 'on', '>right', 'resetkeys', '-@all', ...documentedRights)
    const plain = plainConnection({ host: '127.0.0.1', port: server.port })
    const connection: RedisConnection = {
      options: { ...plain.options, username: 'gateway' },
      secrets: { ...plain.secrets, password: 'right' },
    }
    const both = [await start('first', { connection }), await start('second', { connection })]
    await until(() => both.every(({ limits }) => limits.state === 'divided'))
  })
})
