import type { Redis } from 'ioredis'
import type { RedisServer } from '../../src-shared/redis-options.ts'
import { type Login, loginOf, type RedisConnection } from './connection.ts'
import { LinkRefusal } from './link-refusal.ts'
import { openSocket } from './open-socket.ts'
import { requestKey } from './protocol.ts'

const patienceMs = 2_000
const socketName = 'aristobot-gateway-finder'

/**
 * The server that holds the list of requests now: the one that was named, the master that the sentinels name, or the
 * cluster's node with the list's slot. After a failover another answer is due; whoever holds a socket to the old one
 * loses it.
 * @throws LinkRefusal, or Error with the words of the server or the system
 */
export function findQueueServer(connection: RedisConnection): Promise<RedisServer> {
  const { options, secrets } = connection
  switch (options.mode) {
    case 'single':
      return Promise.resolve(options.server)
    case 'sentinel': {
      const login: Login = {
        username: options.sentinelUsername,
        password: secrets.sentinelPassword,
        tls: options.sentinelTls ? options.tls : null,
        db: 0,
      }
      return firstAnswer(options.sentinels, 'redis_link.no_sentinel_answers', (sentinel) =>
        asked(sentinel, login, 'sentinel', (redis) => masterOf(redis, options.master)),
      )
    }
    case 'cluster':
      return firstAnswer(options.nodes, 'redis_link.no_node_answers', (node) =>
        asked(node, loginOf(connection), 'any', (redis) => ownerOf(redis, node)),
      )
  }
}

async function masterOf(sentinel: Redis, name: string): Promise<RedisServer> {
  const reply = await sentinel.call('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', name)
  if (!Array.isArray(reply)) throw new LinkRefusal('redis_link.unknown_master', { name })
  const [host, port] = reply as readonly unknown[]
  return { host: String(host), port: Number(port) }
}

/**
 * CLUSTER SLOTS: [[first slot, last slot, [host, port, …] of the master, …replicas], …]. An empty host is the one that
 * was asked.
 */
async function ownerOf(node: Redis, asked: RedisServer): Promise<RedisServer> {
  const [slot, ranges] = await Promise.all([node.cluster('KEYSLOT', requestKey), node.cluster('SLOTS')])
  for (const range of ranges as readonly (readonly unknown[])[]) {
    const [first, last, master] = range
    if (Number(first) > slot || slot > Number(last) || !Array.isArray(master)) continue
    const [host, port] = master as readonly unknown[]
    return { host: typeof host === 'string' && host !== '' ? host : asked.host, port: Number(port) }
  }
  throw new LinkRefusal('redis_link.slot_unserved')
}

async function asked<T>(
  server: RedisServer,
  login: Login,
  role: 'sentinel' | 'any',
  question: (redis: Redis) => Promise<T>,
): Promise<T> {
  const how = { name: socketName, patienceMs, commandTimeoutMs: patienceMs }
  const redis = await openSocket(server, login, { ...how, role })
  try {
    return await question(redis)
  } finally {
    redis.disconnect()
  }
}

/** Asks one after the other, as clients of Sentinel do. @throws what the most telling of them said */
async function firstAnswer(
  servers: readonly RedisServer[],
  noneAnswers: 'redis_link.no_sentinel_answers' | 'redis_link.no_node_answers',
  ask: (server: RedisServer) => Promise<RedisServer>,
): Promise<RedisServer> {
  const errors: Error[] = []
  for (const server of servers) {
    try {
      return await ask(server)
    } catch (error) {
      errors.push(error instanceof Error ? error : new Error(String(error)))
    }
  }
  const spoke = errors.find((error) => !isAbsence(error))
  if (spoke !== undefined) throw spoke
  if (errors[0] !== undefined && errors.length === 1) throw errors[0]
  throw new LinkRefusal(noneAnswers, { count: String(servers.length) })
}

/** Whether nobody was there, which says least about what is wrong. */
function isAbsence(error: Error): boolean {
  if (error instanceof LinkRefusal) return error.text.key.endsWith('silent')
  const code = 'code' in error ? error.code : null
  return ['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT', 'ENOTFOUND'].includes(String(code))
}
