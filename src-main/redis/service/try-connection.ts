import { randomUUID } from 'node:crypto'
import type { Redis } from 'ioredis'
import { serverLabel } from '../../../src-shared/link-fields.ts'
import { redisLabel } from '../../../src-shared/redis-label.ts'
import type { RedisServer, RedisTrial } from '../../../src-shared/redis-options.ts'
import { loginOf, type RedisConnection } from '../connection.ts'
import { findQueueServer } from '../find-server.ts'
import { linkProblem } from '../link-problem.ts'
import { LinkRefusal } from '../link-refusal.ts'
import { openSocket } from '../open-socket.ts'
import { answerKey, gatewayKeys, requestKey } from '../protocol.ts'
import { openCommands } from '../redis-commands.ts'

const patienceMs = 4_000
const socketName = 'aristobot-gateway-trial'
const oldestVersion = [6, 2] as const

/**
 * Tries a connection as the gateway would use it: finds the server, logs in, and does what taking and answering needs,
 * on keys of its own that nobody else looks at. No request is taken. Never throws.
 */
export async function tryConnection(connection: RedisConnection): Promise<RedisTrial> {
  let address = redisLabel(connection.options)
  try {
    if (connection.options.mode === 'single') address = serverLabel(connection.options.server)
    const server = await findQueueServer(connection)
    address = serverLabel(server)
    return await tryServer(connection, server)
  } catch (error) {
    return { ok: false, problem: linkProblem(error, address) }
  }
}

async function tryServer(connection: RedisConnection, server: RedisServer): Promise<RedisTrial> {
  const how = { name: socketName, patienceMs, commandTimeoutMs: patienceMs, role: 'master' } as const
  const redis = await openSocket(server, loginOf(connection), how)
  try {
    const version = await versionOf(redis)
    if (version !== null && isOlder(version)) throw new LinkRefusal('redis_link.too_old', { version })
    const inCluster = connection.options.mode === 'cluster'
    const spare = `${gatewayKeys(inCluster).processing}trial-${randomUUID()}`
    await redis.lmove(spare, spare, 'LEFT', 'RIGHT')
    await redis.lrem(spare, 1, '')
    // Two keys of different slots: a cluster that was not said to be one refuses here.
    await redis.exists(requestKey, spare)
    await redis.eval('return 1', 0)
    const queued = await redis.llen(requestKey)
    await answer(connection)
    return { ok: true, server: serverLabel(server), version, queued }
  } finally {
    redis.disconnect()
  }
}

/** An answer goes to a key of any name: in a cluster to any node. */
async function answer(connection: RedisConnection): Promise<void> {
  const commands = openCommands(connection)
  try {
    await commands.call('SETEX', answerKey(`trial-${randomUUID()}`), 1, '')
  } finally {
    commands.disconnect()
  }
}

/** null where the login may not ask. */
async function versionOf(redis: Redis): Promise<string | null> {
  const info = await redis.info('server').catch(() => '')
  return /^redis_version:(\S+)/m.exec(info)?.[1] ?? null
}

function isOlder(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major < oldestVersion[0] || (major === oldestVersion[0] && minor < oldestVersion[1])
}
