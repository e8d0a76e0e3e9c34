import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { plainConnection } from '../../../src-main/redis/connection.ts'
import { DjangoRedis } from '../../../src-main/redis/django-side.ts'
import { heartbeatKey, ownHeartbeatKey } from '../../../src-main/redis/protocol.ts'
import { openCommands } from '../../../src-main/redis/redis-commands.ts'
import { Heartbeat } from '../../../src-main/redis/service/heartbeat.ts'
import { type OwnRedisServer, startOwnRedis } from '../../../src-main/redis/service/own-server.ts'
import { until } from '../../support/until.ts'

let server: OwnRedisServer
let redis: Redis
let side: DjangoRedis
let serves: boolean
let now: number
let heart: Heartbeat

beforeAll(async () => {
  server = await startOwnRedis()
  redis = new Redis({ port: server.port, host: server.host })
})
beforeEach(async () => {
  await redis.flushall()
  side = new DjangoRedis({ open: () => openCommands(plainConnection(server)) })
  serves = true
  now = 1_790_000_000_999
  heart = new Heartbeat({
    write: (work) => side.write(work),
    serves: () => serves,
    now: () => now,
    everyMs: 20,
  })
})
afterEach(async () => {
  await heart.stop()
  side.close()
})
afterAll(async () => {
  redis.disconnect()
  await server.close()
})

const beat = (): Promise<string | null> => redis.get(heartbeatKey)
const untilBeat = (value: string | null): Promise<void> => until(async () => (await beat()) === value)

it('while the gateway serves, epoch seconds lie there for 30 s and are renewed', async () => {
  heart.look()
  await untilBeat('1790000000')
  expect(await redis.type(heartbeatKey)).toBe('string')
  const ttl = await redis.ttl(heartbeatKey)
  expect(ttl).toBeGreaterThan(25)
  expect(ttl).toBeLessThanOrEqual(30)
  // What says that it is ours lives longer, so that no gateway ever takes it for an old Terminal 5's.
  expect(await redis.ttl(ownHeartbeatKey('1790000000'))).toBeGreaterThan(ttl)
  now += 10_000
  await untilBeat('1790000010')
})

it('it is gone as soon as serving ends, told or not, and comes back with it', async () => {
  heart.look()
  await untilBeat('1790000000')
  serves = false
  heart.look()
  await untilBeat(null)
  serves = true
  heart.look()
  await untilBeat('1790000000')
  serves = false
  await untilBeat(null)
})

it('without serving nothing is written', async () => {
  serves = false
  heart.look()
  await heart.stop()
  expect(await beat()).toBeNull()
})

it('the heartbeat of another gateway on the same Redis is left alone', async () => {
  heart.look()
  await untilBeat('1790000000')
  serves = false
  await redis.set(heartbeatKey, '1790000003')
  await heart.stop()
  expect(await beat()).toBe('1790000003')
})
