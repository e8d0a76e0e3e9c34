import { Redis, type RedisOptions } from 'ioredis'

interface Ways {
  /** The list it waits for. */
  readonly key?: string
  readonly command?: 'blpop' | 'brpop'
  readonly seconds?: number
  readonly login?: RedisOptions
  /** What it answers; missing: nothing but that it did. */
  readonly answer?: (request: { readonly request_id: string; readonly action: string }) => unknown
}

/**
 * The Terminal 5 of the reference as Redis sees it (docs/wire-contract.md §1.2): BLPOP of a second, again and again,
 * SETEX of 30 s for each answer, on one connection without a name. Shares no code with the gateway.
 */
export class OldTerminalStandIn implements AsyncDisposable {
  /** The ids of what it took. */
  readonly taken: string[] = []
  readonly #redis: Redis
  readonly #ways: Ways
  readonly #running: Promise<void>
  #stopped = false

  constructor(port: number, ways: Ways = {}) {
    this.#ways = ways
    this.#redis = new Redis({ port, host: '127.0.0.1', retryStrategy: () => null, ...ways.login })
    this.#redis.on('error', () => undefined)
    this.#running = this.#run()
  }

  /** Resolves once it waits. */
  async waits(): Promise<this> {
    await this.#redis.ping().catch(() => undefined)
    return this
  }

  async #run(): Promise<void> {
    const { key = 'exchange_requests', command = 'blpop', seconds = 1, answer = () => ({}) } = this.#ways
    while (!this.#stopped) {
      const popped = await this.#redis[command](key, seconds).catch(() => null)
      if (popped === null) continue
      const request = requestOf(popped[1])
      // It says nothing to what it cannot read.
      if (request === null) continue
      this.taken.push(request.request_id)
      const { request_id } = request
      const envelope = { request_id, success: true, data: answer(request), error: null, processing_time_ms: 1 }
      await this.#redis.setex(`exchange_response_${request_id}`, 30, JSON.stringify(envelope))
    }
  }

  /** As Ctrl+C does. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopped = true
    this.#redis.disconnect()
    await this.#running
  }
}

function requestOf(text: string): { readonly request_id: string; readonly action: string } | null {
  try {
    return JSON.parse(text) as { readonly request_id: string; readonly action: string }
  } catch {
    return null
  }
}
