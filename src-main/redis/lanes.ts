import type { Account } from '../../src-shared/account.ts'
import { message, type MessageRef } from '../../src-shared/messages/index.ts'
import type { QueueFigures } from '../../src-shared/queue-figures.ts'
import { type AgeEvidence, clientTimeoutMs } from './expiry.ts'
import { FairQueue, type Lane, type QueueLimits } from './fair-queue.ts'
import { integerOf, type RequestEnvelope } from './protocol.ts'
import { readRequest, type RequestContent } from './read-request.ts'
import type { RedisServices } from './services.ts'

/** A request as it came from the queue, with what is known of its age. */
export interface TakenRequest {
  readonly raw: Buffer
  readonly notPushedBefore: AgeEvidence['notPushedBefore']
  readonly leftover: boolean
}

/** A request that was taken and read. `sequence`: its number in the log; `takenAt`: monotonic ms. */
export interface HeldRequest extends TakenRequest {
  readonly content: RequestContent
  readonly sequence: number
  readonly takenAt: number
}

/**
 * Of one account, of one exchange, in all. The exchanges' shares add up to what is worked on in all, so that none takes
 * the place of another, however slowly it answers.
 */
export const usualQueueLimits: QueueLimits = {
  working: { lane: 32, group: 128, total: 640 },
  waiting: { lane: 2_000, total: 10_000 },
  bytes: { lane: 16_000_000, total: 64_000_000 },
}

interface Options {
  readonly limits: QueueLimits
  readonly accounts: RedisServices['accounts']
  readonly monotonicMs: () => number
  /**
   * Performs and answers a request; with a refusal, it is answered with that and not performed. `giveUpPlace` lets the
   * next one begin: while it waits for a person's decision, and once only its answer is on its way. Never rejects.
   */
  readonly work: (request: HeldRequest, refusal: MessageRef | null, giveUpPlace: () => void) => Promise<void>
}

const recentMs = 60_000

/** Requests that name no account of ours. */
const nobody: Lane = { id: '', group: '' }

/**
 * Requests between being taken and being worked on: each account has a lane, lanes take turns, and no account or
 * exchange takes what others need ({@link FairQueue}). What finds no room is answered at once that it was not carried
 * out, so that it never stands in the way of others.
 */
export class Lanes {
  readonly #options: Options
  readonly #queue: FairQueue<HeldRequest>
  readonly #work = new Set<Promise<void>>()
  #turnedAway: readonly number[] = []
  #closed = false

  constructor(options: Options) {
    this.#options = options
    this.#queue = new FairQueue(options.limits)
  }

  /** Takes a request on: it is worked on when it is its turn. */
  add(taken: TakenRequest, sequence: number): HeldRequest {
    const takenAt = this.#options.monotonicMs()
    const request = { ...taken, content: readRequest(taken.raw), sequence, takenAt }
    const lane = this.#laneOf(request.content)
    if (this.#closed) this.#begin(request, message('redis.closing'), null)
    else if (!this.#queue.offer(lane, request, taken.raw.length, takenAt)) {
      this.#turnedAway = [...this.#recentlyTurnedAway(), takenAt]
      this.#begin(request, this.#busy(lane), null)
    }
    this.#startThoseWhoseTurnItIs()
    return request
  }

  /** What waits is answered as not carried out. @returns what is under way */
  close(): readonly Promise<void>[] {
    this.#closed = true
    for (const request of this.#queue.drain()) this.#begin(request, message('redis.closing'), null)
    return [...this.#work]
  }

  /** How many wait and are worked on, by account. */
  figures(): Omit<QueueFigures, 'depth'> {
    const now = this.#options.monotonicMs()
    const { working, waiting } = this.#options.limits
    const lanes = this.#queue.figures().map(({ lane, oldestAt, ...counts }) => ({
      accountId: lane.id === nobody.id ? null : lane.id,
      ...counts,
      oldestMs: oldestAt === null ? null : now - oldestAt,
    }))
    const oldest = lanes.flatMap(({ oldestMs }) => oldestMs ?? [])
    return {
      waiting: this.#queue.waiting,
      working: this.#queue.working,
      oldestMs: oldest.length === 0 ? null : Math.max(...oldest),
      turnedAway: this.#recentlyTurnedAway().length,
      limits: { working: working.lane, waiting: waiting.lane, workingOnExchange: working.group },
      lanes,
    }
  }

  #recentlyTurnedAway(): readonly number[] {
    const since = this.#options.monotonicMs() - recentMs
    return this.#turnedAway.filter((at) => at >= since)
  }

  #busy(lane: Lane): MessageRef {
    const { waiting } = this.#options.limits
    const account = this.#options.accounts.list().find(({ id }) => id === lane.id)
    return account === undefined
      ? message('redis.queue_full')
      : message('redis.account_busy', { account: account.name, count: String(waiting.lane) })
  }

  #startThoseWhoseTurnItIs(): void {
    for (let next = this.#queue.next(); next !== null; next = this.#queue.next())
      this.#begin(next.item, this.#waitedTooLong(next.item), next.lane)
  }

  /** `lane` null: it takes no place at work. */
  #begin(request: HeldRequest, refusal: MessageRef | null, lane: Lane | null): void {
    let place = lane
    const giveUpPlace = (): void => {
      if (place === null) return
      this.#queue.done(place)
      place = null
      this.#startThoseWhoseTurnItIs()
    }
    // A person may take minutes: a bot's cancellations must not wait behind orders that wait for one.
    const work = this.#options.work(request, refusal, giveUpPlace).finally(() => {
      this.#work.delete(work)
      giveUpPlace()
    })
    this.#work.add(work)
  }

  /** Nobody waits for it any more: the exchange need not be asked. */
  #waitedTooLong({ content: { asked }, takenAt }: HeldRequest): MessageRef | null {
    if ('unreadable' in asked) return null
    const age = this.#options.monotonicMs() - takenAt
    const limit = clientTimeoutMs(asked.action)
    if (age <= limit) return null
    const seconds = (ms: number): string => String(Math.round(ms / 1_000))
    return message('redis.expired', { age: seconds(age), limit: seconds(limit) })
  }

  #laneOf({ asked }: RequestContent): Lane {
    if ('unreadable' in asked) return nobody
    const account = accountOf(asked, this.#options.accounts)
    if (account === null) return nobody
    const { environment, exchange, id } = account
    return { id, group: `${exchange} ${environment.kind}` }
  }
}

/** The account that a request names, whether or not it may; null: none of ours. */
export function accountOf({ params }: RequestEnvelope, accounts: RedisServices['accounts']): Account | null {
  const brokerId = integerOf(params.broker_id ?? params.brokerId)
  return brokerId === null ? null : accounts.byBroker(brokerId)
}
