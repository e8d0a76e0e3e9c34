import { SerialQueue } from '../../infra/serial-queue.ts'
import { heartbeatKey, ownHeartbeatKey } from '../protocol.ts'
import type { RedisCommands } from '../redis-commands.ts'

const heartbeatTtlSeconds = 30
/** Outlives the heartbeat, so that none of ours is ever taken for an old Terminal 5's. */
const ownTtlSeconds = heartbeatTtlSeconds + 10
const everyMs = 10_000

interface Options {
  /** Runs a write on Django's Redis; rejects when that does not take it. */
  readonly write: (work: (redis: RedisCommands) => Promise<void>) => Promise<void>
  /** Whether this gateway answers requests now. */
  readonly serves: () => boolean
  /** Epoch ms. */
  readonly now?: () => number
  readonly everyMs?: number
}

/**
 * Writes the heartbeat while the gateway serves: epoch seconds, kept for 30 s, every 10 s. It is removed when serving
 * ends, and expires where that cannot be told to Redis any more. A write that fails is not repeated: the next one is
 * due soon.
 */
export class Heartbeat {
  readonly #options: Options
  readonly #now: () => number
  #timer: NodeJS.Timeout | null = null
  #written: string | null = null
  /** Writes run one after the other, so that a late one does not follow the removal. */
  readonly #turns = new SerialQueue()

  constructor(options: Options) {
    this.#options = options
    this.#now = options.now ?? Date.now
  }

  /**
   * Begins or ends as serving has; to be called whenever that may have changed. It also looks by itself at each beat.
   */
  look(): void {
    const serves = this.#options.serves()
    if (serves && this.#timer === null) {
      this.#timer = setInterval(() => this.#beat(), this.#options.everyMs ?? everyMs)
      this.#timer.unref()
      this.#write()
    } else if (!serves && this.#timer !== null) void this.stop()
  }

  /** Resolves once the key is gone, or Redis did not take its removal. */
  stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer)
    this.#timer = null
    return this.#inTurn(async (redis) => {
      const written = this.#written
      this.#written = null
      // Another gateway on this Redis may have written it since.
      if (written !== null && (await redis.call('GET', heartbeatKey)) === written) await redis.call('DEL', heartbeatKey)
    })
  }

  #beat(): void {
    if (this.#options.serves()) this.#write()
    else this.look()
  }

  #write(): void {
    void this.#inTurn(async (redis) => {
      if (this.#timer === null) return
      const value = String(Math.floor(this.#now() / 1_000))
      await redis.call('SETEX', ownHeartbeatKey(value), ownTtlSeconds, '')
      await redis.call('SETEX', heartbeatKey, heartbeatTtlSeconds, value)
      this.#written = value
    })
  }

  #inTurn(work: (redis: RedisCommands) => Promise<void>): Promise<void> {
    return this.#turns.run(() => this.#options.write(work)).catch(() => undefined)
  }
}
