import { randomUUID } from 'node:crypto'
import { Redis } from 'ioredis'

/** The answer to one request, and how long its caller waited, in ms. */
export interface Timed {
  readonly ms: number
  readonly success: boolean
  readonly error: string | null
  readonly data: Readonly<Record<string, unknown>> | null
}

const answerKey = 'exchange_response_'
const patienceMs = 30_000

/**
 * A client of one gateway's Redis that is told when an answer is written, so that what is measured is the gateway and
 * not Django's tenth of a second between two looks. The same for every contender.
 */
export class Caller {
  readonly #redis: Redis
  readonly #told: Redis
  readonly #waiting = new Map<string, () => void>()

  private constructor(port: number) {
    this.#redis = new Redis({ host: '127.0.0.1', port })
    // Its question whether Redis is ready may come after it has subscribed, which Redis refuses.
    this.#told = new Redis({ host: '127.0.0.1', port, enableReadyCheck: false })
  }

  static async open(port: number): Promise<Caller> {
    const caller = new Caller(port)
    await caller.#redis.config('SET', 'notify-keyspace-events', 'K$')
    caller.#told.on('pmessage', (_pattern: string, channel: string) => {
      const id = channel.slice(channel.indexOf(answerKey) + answerKey.length)
      caller.#waiting.get(id)?.()
    })
    await caller.#told.psubscribe(`__keyspace@0__:${answerKey}*`)
    return caller
  }

  /** @throws Error when there is no answer within half a minute. */
  async ask(action: string, params: object): Promise<Timed> {
    const id = randomUUID()
    const { promise, resolve, reject } = Promise.withResolvers<undefined>()
    const timer = setTimeout(() => reject(new Error(`no answer to ${action}`)), patienceMs)
    this.#waiting.set(id, () => resolve(undefined))
    const timestamp = Number(process.hrtime.bigint() / 1_000n) / 1e6
    const envelope = { request_id: id, action, params, user_id: 1, trace_id: null, timestamp }
    const text = JSON.stringify(envelope)
    const began = performance.now()
    try {
      await this.#redis.rpush('exchange_requests', text)
      await promise
      const answer = await this.#redis.getdel(`${answerKey}${id}`)
      const ms = performance.now() - began
      const { success, error, data } = JSON.parse(answer ?? '{}') as Omit<Timed, 'ms'>
      return { ms, success, error, data }
    } finally {
      clearTimeout(timer)
      this.#waiting.delete(id)
    }
  }

  close(): void {
    this.#redis.disconnect()
    this.#told.disconnect()
  }
}
