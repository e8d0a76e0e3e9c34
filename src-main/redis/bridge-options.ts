import type { Language } from '../../src-shared/messages/index.ts'
import type { RedisSharing } from '../../src-shared/redis-sharing.ts'
import type { DividedLimits } from '../exchange/accounts/divided-limits.ts'
import type { Logger } from '../infra/clock.ts'
import type { RedisConnection } from './connection.ts'
import type { QueueLimits } from './fair-queue.ts'
import type { SharerTimes } from './limit-sharer.ts'
import type { LeaseTimes } from './queue-lease.ts'
import type { WatchTimes } from './queue-watch.ts'
import type { RequestLog } from './request-log.ts'
import type { RedisServices } from './services.ts'

export interface RedisBridgeOptions {
  readonly connection: RedisConnection
  readonly services: RedisServices
  /** The language of the sentences that Django shows. */
  readonly language: () => Language
  readonly logger?: Logger
  /** Where what came is noted; missing: a log of its own. */
  readonly log?: RequestLog
  /** Epoch ms. */
  readonly now?: () => number
  /** Ms since boot. */
  readonly monotonicMs?: () => number
  /** Names the processing list; unique among the gateways on one Redis. */
  readonly instanceId?: string
  /** How much is worked on, and waits here, at once; missing: {@link usualQueueLimits}. */
  readonly queueLimits?: QueueLimits
  /** Whether other gateways may take from the same queue; missing: none. */
  readonly sharing?: () => RedisSharing
  /** The exchanges' limits, which gateways on one Redis share; missing: nothing is shared. */
  readonly limits?: DividedLimits
  /** How often limits are divided; missing: {@link usualSharerTimes}. */
  readonly sharerTimes?: SharerTimes
  /** How often the lease is renewed; missing: every 3 s for 10 s. */
  readonly leaseTimes?: LeaseTimes
  /** How often an old Terminal 5 is looked for while requests are taken, in ms; missing: every 10 s. */
  readonly lookForOldEveryMs?: number
  /** How often the processing lists are looked through; missing: every 5 s and 15 s. */
  readonly watchTimes?: WatchTimes
  /** How long the sender of an order is left without any answer, in ms; missing: 10 s. */
  readonly answerWithinMs?: number
  /** How long closing waits for requests in work, in ms. */
  readonly drainMs?: number
}
