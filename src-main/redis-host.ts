import { findRedisServer, type OwnRedisServer, probeRedis, startOwnRedis } from './redis/own-server.ts'
import type { Logger } from './log.ts'

const probeTimeoutMs = 1000

/** The Redis to serve. */
export interface RedisTarget {
  readonly host: string
  readonly port: number
  /** The person named this address: then it is theirs, and nothing of ours is started there. */
  readonly given: boolean
}

/** Starts the machine's own redis-server where nobody answers at the default address, for the application's lifetime. */
export class RedisHost {
  readonly #address: RedisTarget
  readonly #log: Logger
  #own: OwnRedisServer | null = null

  constructor(address: RedisTarget, log: Logger) {
    this.#address = address
    this.#log = log
  }

  /** Whether the Redis in use is one that we started. */
  get own(): boolean {
    return this.#own !== null
  }

  /** Never throws: without a Redis the rest of the application works, and the panel says so. */
  async ensure(): Promise<void> {
    const { host, port, given } = this.#address
    if (given || this.#own !== null || (await probeRedis(host, port, probeTimeoutMs))) return
    const executable = findRedisServer()
    if (executable === null) return
    try {
      this.#own = await startOwnRedis({ port, executable })
      this.#log.info({ port }, 'started our own redis-server')
    } catch (error) {
      this.#log.warn({ error, port }, 'could not start our own redis-server')
    }
  }

  async stop(): Promise<void> {
    const own = this.#own
    this.#own = null
    await own?.close()
  }
}
