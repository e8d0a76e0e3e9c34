import type { CrossReference } from '../exchange/core/base-exchange-client.ts'
import { type Logger, silentLogger } from '../infra/clock.ts'
import { sendToGroup } from './channels-layer.ts'
import { type MarketsEvent, userAccountGroup } from './channels-message.ts'
import type { RedisCommands } from './redis-commands.ts'

/**
 * What Django reads in Redis besides its answers. Courtesies: neither ever throws, and an order waits for neither
 * longer than a moment.
 */
export interface DjangoSide {
  /** Tells Django's account page that markets were loaded, or why not. */
  tell(event: MarketsEvent): Promise<void>
  /** Keeps names of an order for Django to look up, for 30 days. */
  keep(references: readonly CrossReference[]): Promise<void>
}

const referenceTtlSeconds = 2_592_000

interface Options {
  /** Called once, when there is something to write. */
  readonly open: () => RedisCommands
  readonly logger?: Logger
  /** Epoch ms. */
  readonly now?: () => number
}

/**
 * {@link DjangoSide} on Django's own Redis, with a connection of its own: the bridge's carries requests and answers
 * only.
 */
export class DjangoRedis implements DjangoSide {
  readonly #open: () => RedisCommands
  readonly #logger: Logger
  readonly #now: () => number
  #redis: RedisCommands | null = null
  #closed = false

  constructor(options: Options) {
    this.#open = options.open
    this.#logger = options.logger ?? silentLogger
    this.#now = options.now ?? Date.now
  }

  tell(event: MarketsEvent): Promise<void> {
    return this.#courtesy(`event ${event.type}`, async (redis) => {
      await sendToGroup(redis, userAccountGroup, event, this.#now() / 1_000)
    })
  }

  keep(references: readonly CrossReference[]): Promise<void> {
    if (references.length === 0) return Promise.resolve()
    return this.#courtesy('cross-references', async (redis) => {
      await Promise.all(references.map(({ key, value }) => redis.call('SETEX', key, referenceTtlSeconds, value)))
    })
  }

  /** Anything else that is kept there. Unlike the others it rejects when Redis does not take it. */
  async write(work: (redis: RedisCommands) => Promise<void>): Promise<void> {
    if (this.#closed) return
    this.#redis ??= this.#open()
    await work(this.#redis)
  }

  /** The next write opens another connection. */
  reopen(): void {
    this.#redis?.disconnect()
    this.#redis = null
  }

  close(): void {
    this.#closed = true
    this.#redis?.disconnect()
  }

  async #courtesy(what: string, work: (redis: RedisCommands) => Promise<void>): Promise<void> {
    try {
      await this.write(work)
    } catch (error) {
      this.#logger.warn({ err: error, what }, 'Redis did not take what Django reads besides its answers')
    }
  }
}
