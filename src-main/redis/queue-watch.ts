import type { Logger } from '../infra/clock.ts'
import type { HeldRequests } from './held-requests.ts'
import type { TakenRequest } from './lanes.ts'
import type { QueueClock } from './queue-clock.ts'
import type { QueueLease } from './queue-lease.ts'
import type { RedisLine } from './redis-line.ts'

/** How often lists are looked through while serving, in ms: our own, and those of gateways that are gone. */
export interface WatchTimes {
  readonly ownMs: number
  readonly othersMs: number
}

export const usualWatchTimes: WatchTimes = { ownMs: 5_000, othersMs: 15_000 }

interface Options {
  readonly times: WatchTimes
  readonly held: HeldRequests
  readonly lease: Pick<QueueLease, 'number' | 'isLiving'>
  readonly queueClock: QueueClock
  readonly logger: Logger
  readonly monotonicMs: () => number
  readonly accept: (taken: TakenRequest) => void
}

/**
 * Takes up what lies in processing lists without being in hand: parked by a lost reply, or left by a gateway that died.
 * It works between two takes: while one is under way, what it moved but has not told yet would look parked, too.
 */
export class QueueWatch {
  readonly #options: Options
  /** What lay in our list before our first line was left by an earlier gateway of our name. */
  #firstLine = true
  #ownAt = 0
  #othersAt = 0

  constructor(options: Options) {
    this.#options = options
  }

  /** Looks through everything, as taking begins. */
  async begin(line: RedisLine): Promise<void> {
    await this.#sweep(line)
    await this.#takeOver(line)
  }

  /**
   * Looks through our own list when that is due: what a gateway took before it stands by is still its own to execute.
   */
  async lookAtOwn(line: RedisLine): Promise<void> {
    const { times, monotonicMs } = this.#options
    if (monotonicMs() - this.#ownAt >= times.ownMs) await this.#sweep(line)
  }

  /** Looks through whatever is due. To be called again and again, never while a take is under way. */
  async look(line: RedisLine): Promise<void> {
    const { times, monotonicMs } = this.#options
    await this.lookAtOwn(line)
    if (monotonicMs() - this.#othersAt >= times.othersMs) await this.#takeOver(line)
  }

  async #sweep(line: RedisLine): Promise<void> {
    const { held, queueClock, monotonicMs, accept } = this.#options
    const leftover = this.#firstLine
    this.#ownAt = monotonicMs()
    for (const raw of held.notAmong(await line.processing())) {
      accept({ raw, notPushedBefore: queueClock.lost(), leftover })
    }
    this.#firstLine = false
  }

  async #takeOver(line: RedisLine): Promise<void> {
    const { logger, lease, monotonicMs, accept } = this.#options
    this.#othersAt = monotonicMs()
    for (const instance of await this.#dead(line)) {
      const next = (): ReturnType<RedisLine['adopt']> => line.adopt(instance, lease.number ?? '')
      for (let raw = await next(); raw !== null && raw !== 'fenced'; raw = await next()) {
        logger.warn({ instance }, 'took over a request of a gateway that is gone')
        accept({ raw, notPushedBefore: null, leftover: true })
      }
    }
  }

  /**
   * Instances that left a list, have no connection and have not shown themselves for longer than a lost line lasts,
   * unless they are known to have ended.
   */
  async #dead(line: RedisLine): Promise<readonly string[]> {
    const { logger, lease } = this.#options
    try {
      const instances = (await line.instancesWithWork()).filter((instance) => !lease.isLiving(instance))
      if (instances.length === 0) return []
      const connected = await line.connectedInstances()
      return instances.filter((instance) => !connected.has(instance))
    } catch (error) {
      if (line.isAlive()) logger.warn({ err: error }, 'processing lists of other gateways could not be read')
      return []
    }
  }
}
