import { backoffMs, withJitter } from '../../src-shared/backoff.ts'
import type { RedisOptions, RedisSecrets, RedisServer, RedisTls } from '../../src-shared/redis-options.ts'

/** How a Redis is reached and logged in to. */
export interface RedisConnection {
  readonly options: RedisOptions
  readonly secrets: RedisSecrets
}

/**
 * How long to wait before the nth attempt (from 1) to reach Redis, in ms: 100, 200, … 5,000, each a little longer or
 * shorter.
 */
export const reachAgainMs = (attempt: number, random?: number): number =>
  withJitter(backoffMs(attempt, { firstMs: 100, longestMs: 5_000 }), 0.2, random)

/** As Django's client connects: one server, database 0, no login, no TLS. */
export function plainConnection({ host, port }: RedisServer): RedisConnection {
  return {
    options: { mode: 'single', server: { host, port }, db: 0, username: null, tls: null },
    secrets: { password: null, sentinelPassword: null },
  }
}

/** What one socket says first. */
export interface Login {
  readonly username: string | null
  readonly password: string | null
  readonly tls: RedisTls
  readonly db: number
}

/** The login at the servers that hold the data. */
export function loginOf({ options, secrets }: RedisConnection): Login {
  const { username, tls } = options
  return { username, password: secrets.password, tls, db: options.mode === 'cluster' ? 0 : options.db }
}
