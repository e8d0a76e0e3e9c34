import type { Logger } from '../../infra/log.ts'
import { SerialQueue } from '../../infra/serial-queue.ts'
import { findRedisServer, type OwnRedisServer, probeRedis, startOwnRedis } from './own-server.ts'

const probeTimeoutMs = 1000

/** The plain address of a Redis, where no other way to it was saved. */
export interface RedisTarget {
  readonly host: string
  readonly port: number
  /** The person named this address: then it is theirs, and nothing of ours is started there. */
  readonly given: boolean
  /** It was named for this run, and comes before what was saved. */
  readonly forThisRun?: boolean
}

const shortestPauseMs = 500
const longestPauseMs = 30_000
/** A server that lived this long is started again without making anybody wait for it. */
const longLifeMs = 60_000

/**
 * Starts the machine's own redis-server where nobody answers at the default address, for the application's lifetime;
 * one that dies is started again, after growing pauses where it dies at once.
 */
export class RedisHost {
  readonly #address: RedisTarget
  readonly #log: Logger
  #own: OwnRedisServer | null = null
  #wanted = false
  /** Starting and stopping run one after the other. */
  readonly #turns = new SerialQueue()
  #again: NodeJS.Timeout | null = null
  #pauseMs = shortestPauseMs

  constructor(address: RedisTarget, log: Logger) {
    this.#address = address
    this.#log = log
  }

  /** Whether the Redis in use is one that we started. */
  get own(): boolean {
    return this.#own !== null
  }

  /** Never throws: without a Redis the rest of the application works, and the panel says so. */
  ensure(): Promise<void> {
    this.#wanted = true
    return this.#turns.run(() => this.#start())
  }

  stop(): Promise<void> {
    this.#wanted = false
    if (this.#again !== null) clearTimeout(this.#again)
    this.#again = null
    return this.#turns.run(async () => {
      const own = this.#own
      this.#own = null
      await own?.close()
    })
  }

  async #start(): Promise<void> {
    const { host, port, given } = this.#address
    if (given || !this.#wanted || this.#own !== null) return
    if (await probeRedis(host, port, probeTimeoutMs)) return
    const executable = findRedisServer()
    if (executable === null) return
    try {
      const own = await startOwnRedis({ port, executable })
      this.#own = own
      this.#log.info({ port }, 'started our own redis-server')
      void this.#watch(own, performance.now())
    } catch (error) {
      this.#log.warn({ err: error, port }, 'could not start our own redis-server')
    }
  }

  async #watch(own: OwnRedisServer, startedAt: number): Promise<void> {
    await own.ended
    if (this.#own !== own) return
    this.#own = null
    const lived = performance.now() - startedAt
    this.#pauseMs = lived > longLifeMs ? shortestPauseMs : Math.min(this.#pauseMs * 2, longestPauseMs)
    this.#log.warn({ port: own.port, againInMs: this.#pauseMs }, 'our own redis-server ended')
    this.#again = setTimeout(() => void this.ensure(), this.#pauseMs)
  }
}
