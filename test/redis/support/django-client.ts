import { randomUUID } from 'node:crypto'
import { Redis } from 'ioredis'

/** A number exactly as Python prints it: `1e-05`, `60.0`. */
export class PythonNumber {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

export const py = (text: string): PythonNumber => new PythonNumber(text)

/** Text exactly as Python's json.dumps prints it: a space after commas and colons, everything beyond ASCII escaped. */
export function pythonJson(value: unknown): string {
  if (value instanceof PythonNumber) return value.text
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value)
      .map(([key, member]) => `${pythonJson(key)}: ${pythonJson(member)}`)
      .join(', ')}}`
  }
  return JSON.stringify(value).replaceAll(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** Python's asyncio loop time on this machine, as json.dumps prints it. */
export function loopTime(secondsAgo = 0): PythonNumber {
  const microseconds = process.hrtime.bigint() / 1_000n - BigInt(secondsAgo) * 1_000_000n
  return py(`${microseconds / 1_000_000n}.${(microseconds % 1_000_000n).toString().padStart(6, '0')}`)
}

export interface Envelope {
  readonly request_id: string
  readonly action: string
  readonly params: unknown
  readonly user_id: unknown
  readonly trace_id: unknown
  readonly timestamp: unknown
}

/** The data of an answer, to look into as Django does. */
interface Tree {
  readonly [key: string]: Tree
}

/** The five fields of an answer, with the text they came in (numbers there have all their digits). */
export interface Answer {
  readonly request_id: string
  readonly success: boolean
  readonly data: Tree
  readonly error: string | null
  readonly processing_time_ms: number
  readonly text: string
}

/**
 * What Django's ExchangeClient does (docs/wire-contract.md §1.2): RPUSH, GET every so often, DEL. Shares no code with
 * the gateway.
 */
export class DjangoClient {
  readonly redis: Redis

  /** `at`: a port without login on this machine, or a client of Redis made otherwise. */
  constructor(at: number | Redis) {
    this.redis = typeof at === 'number' ? new Redis({ port: at, host: '127.0.0.1', retryStrategy: () => 50 }) : at
    this.redis.on('error', () => undefined)
  }

  envelope(action: string, params: unknown, more: Partial<Envelope> = {}): Envelope {
    return {
      request_id: randomUUID(),
      action,
      params,
      user_id: 1,
      trace_id: null,
      timestamp: loopTime(),
      ...more,
    }
  }

  async push(text: string): Promise<void> {
    await this.redis.rpush('exchange_requests', text)
  }

  /**
   * Waits for an answer and removes it. Looks often at first, and every 100 ms as Django does in the end, so that a
   * thousand waiting at once leave the machine to the gateway. @throws Error when there was none in `timeoutMs`
   */
  async collect(requestId: string, timeoutMs = 30_000): Promise<Answer> {
    const deadline = Date.now() + timeoutMs
    for (let pauseMs = 5; ; pauseMs = Math.min(100, pauseMs * 1.3)) {
      const text = await this.redis.get(`exchange_response_${requestId}`)
      if (text !== null) {
        await this.redis.del(`exchange_response_${requestId}`)
        return { ...(JSON.parse(text) as Omit<Answer, 'text'>), text }
      }
      if (Date.now() > deadline) throw new Error(`no answer to ${requestId}`)
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
  }

  async send(envelope: Envelope): Promise<Answer> {
    await this.push(pythonJson(envelope))
    return this.collect(envelope.request_id)
  }

  ask(action: string, params: unknown, more: Partial<Envelope> = {}): Promise<Answer> {
    return this.send(this.envelope(action, params, more))
  }

  /** What lies in processing lists: nothing, once everything is answered. */
  async processing(): Promise<number> {
    const keys = await this.redis.keys('exchange_requests:processing:*')
    const lengths = await Promise.all(keys.map((key) => this.redis.llen(key)))
    return lengths.reduce((sum, length) => sum + length, 0)
  }

  close(): void {
    this.redis.disconnect()
  }
}
