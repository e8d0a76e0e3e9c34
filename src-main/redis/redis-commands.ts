import { Redis } from 'ioredis'
import { backoffMs } from './backoff.ts'
import type { RedisAddress } from './redis-line.ts'

/** Single commands to a Redis, or to whatever speaks its commands. ioredis's clients fit. */
export interface RedisCommands {
  call(command: string, ...words: (string | number | Buffer)[]): Promise<unknown>
  disconnect(): void
}

/** Nobody waits longer for a key or an event that is a courtesy. */
const patienceMs = 2_000

/** A connection of its own, which reconnects by itself: what is sent over it may be sent twice. */
export function openCommands(address: RedisAddress): RedisCommands {
  const redis = new Redis({
    ...address,
    maxRetriesPerRequest: 1,
    connectTimeout: patienceMs,
    commandTimeout: patienceMs,
    retryStrategy: (attempt) => backoffMs(attempt, Math.random()),
    disableClientInfo: true,
    connectionName: 'aristobot-gateway-courtesies',
  })
  redis.on('error', () => undefined)
  return redis
}
