import type { Cluster, Redis } from 'ioredis'
import { loginOf, type RedisConnection } from './connection.ts'
import { findQueueServer } from './find-server.ts'
import { openCluster, openSocket } from './open-socket.ts'

/** Single commands to a Redis, or to whatever speaks its commands. ioredis's clients fit. */
export interface RedisCommands {
  call(command: string, ...words: (string | number | Buffer)[]): Promise<unknown>
  disconnect(): void
}

/** Nobody waits longer for a key or an event that is a courtesy. */
const patienceMs = 2_000
/** A connection on which a command went unanswered for this long is given up. */
const silenceMs = 10_000
const socketName = 'aristobot-gateway-courtesies'

/** Commands over a connection of their own, which is opened by the first and, when it was lost, by the next one. */
export function openCommands(connection: RedisConnection): RedisCommands {
  let opening: Promise<Redis | Cluster> | null = null
  let closed = false
  const client = (): Promise<Redis | Cluster> => {
    if (opening !== null) return opening
    const mine = open(connection)
    const forget = (): void => {
      if (opening === mine) opening = null
    }
    opening = mine
    mine.then((redis) => {
      redis.on('end', forget)
      if (closed) redis.disconnect()
    }, forget)
    return mine
  }
  return {
    async call(command, ...words) {
      if (closed) throw new Error('closed')
      return (await client()).call(command, ...words)
    },
    disconnect() {
      closed = true
      opening?.then(
        (redis) => redis.disconnect(),
        () => undefined,
      )
    },
  }
}

async function open(connection: RedisConnection): Promise<Redis | Cluster> {
  if (connection.options.mode === 'cluster') return openCluster(connection, socketName)
  const server = await findQueueServer(connection)
  const how = {
    name: socketName,
    patienceMs,
    commandTimeoutMs: patienceMs,
    silenceMs,
    role: 'master',
  } as const
  return openSocket(server, loginOf(connection), how)
}
