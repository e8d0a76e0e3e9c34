import { randomUUID } from 'node:crypto'
import { RedisConnection, utf8 } from './resp.ts'

/** Any JSON, to look into as Django does. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }
export type JsonObject = Readonly<Record<string, Json>>

/** A value as text: a text itself, anything else as JSON. */
export function said(value: unknown): string {
  if (typeof value === 'string') return value
  return value === undefined ? 'undefined' : JSON.stringify(value)
}

/** The five fields of an answer and what else was seen of it. */
export interface Answer {
  readonly envelope: JsonObject
  readonly success: boolean
  readonly data: Json
  readonly error: Json
  /** The kind of Redis key that it lay under, and for how many seconds. */
  readonly keyType: string
  readonly ttl: number
  readonly text: string
}

export interface Envelope {
  readonly user_id?: Json
  readonly trace_id?: Json
  readonly timestamp?: Json
}

/** Python's float, whose JSON text always has a point: 60.0. */
export class Float {
  readonly value: number

  constructor(value: number) {
    this.value = value
  }
}
export const float = (value: number): Float => new Float(value)

/** What json.dumps prints: a space after commas and colons, everything beyond ASCII escaped. */
function pythonJson(value: unknown): string {
  if (value instanceof Float) return Number.isInteger(value.value) ? `${value.value}.0` : String(value.value)
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined)
    return `{${members.map(([key, member]) => `${pythonJson(key)}: ${pythonJson(member)}`).join(', ')}}`
  }
  const escape = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  return JSON.stringify(value).replaceAll(/[\u007f-\uffff]/g, escape)
}

const pollMs = 100
const polls: Readonly<Record<string, number>> = {
  get_balance: 900,
  get_markets: 900,
  place_order: 1_200,
  cancel_order: 1_200,
  edit_order: 1_200,
}

/** asyncio's loop time on this machine: seconds of the monotonic clock. */
export const loopTime = (): number => Number(process.hrtime.bigint() / 1_000n) / 1_000_000

/**
 * Django's ExchangeClient as the contract describes it (docs/wire-contract.md §1.2, §1.3): PING, RPUSH, GET every 0.1
 * s, DEL. Written from the contract alone; it shares no code with the gateway.
 */
export class DjangoClient {
  readonly redis: RedisConnection
  readonly #userId: number

  private constructor(redis: RedisConnection, userId: number) {
    this.redis = redis
    this.#userId = userId
  }

  static async connect(port: number, userId: number): Promise<DjangoClient> {
    return new DjangoClient(await RedisConnection.open(port), userId)
  }

  async ask(action: string, params: object, more: Envelope = {}): Promise<Answer> {
    const requestId = randomUUID()
    const request = {
      request_id: requestId,
      action,
      params,
      user_id: this.#userId,
      trace_id: null,
      timestamp: loopTime(),
      ...more,
    }
    return this.push(requestId, pythonJson(request), action)
  }

  /** The data of an answer that must be a success. */
  async data(action: string, params: object, more: Envelope = {}): Promise<Json> {
    const answer = await this.ask(action, params, more)
    if (answer.success) return answer.data
    throw new Error(`${action} was refused: ${said(answer.error)}`)
  }

  /** Pushes a text as it is and waits for the answer to this id, as long as Django does. */
  async push(requestId: string, text: string, action: string): Promise<Answer> {
    await this.redis.command('PING')
    await this.redis.command('RPUSH', 'exchange_requests', text)
    const key = `exchange_response_${requestId}`
    for (let poll = 0; poll < (polls[action] ?? 600); poll += 1) {
      const reply = await this.redis.command('GET', key)
      if (reply !== null) return this.#take(key, utf8(reply))
      await new Promise((resolve) => setTimeout(resolve, pollMs))
    }
    throw new Error(`no answer to ${action} in the time that Django waits`)
  }

  async #take(key: string, text: string): Promise<Answer> {
    const [keyType, ttl] = await Promise.all([this.redis.command('TYPE', key), this.redis.command('TTL', key)])
    await this.redis.command('DEL', key)
    const envelope = JSON.parse(text) as JsonObject
    return {
      envelope,
      success: envelope.success === true,
      data: envelope.data ?? null,
      error: envelope.error ?? null,
      keyType: String(keyType),
      ttl: Number(ttl),
      text,
    }
  }

  close(): void {
    this.redis.close()
  }
}
