import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { GatewayError } from '../../src-shared/errors.ts'
import { claimTtlSeconds } from './protocol.ts'
import type { RedisLine } from './redis-line.ts'

const lookAgainMs = 100
/** Nobody waits longer for an answer. */
const patienceMs = 120_000

const claimScript = `
local held = redis.call('GET', KEYS[1])
if not held then redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2]) end
return held
`

/** Takes a claim over, unless it changed meanwhile. */
const inheritScript = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3])
return 1
`

const inherited = 'inherited'

const recordSchema = z.object({
  fingerprint: z.string(),
  instance: z.string(),
  /** One attempt to claim. */
  token: z.string(),
  /** null: in work, or never ended. */
  answer: z.string().nullable(),
  /** Whether that answer came before the end: whoever has the request tells what became of it since. */
  pending: z.boolean().default(false),
})
type ClaimRecord = z.infer<typeof recordSchema>

/** What became of a claim. `same`: whether the one that has the id asked the same thing. */
export type Claimed =
  /** It is ours to execute. */
  | { readonly kind: 'ours' }
  /** It was executed, and its answer is known. */
  | { readonly kind: 'answered'; readonly answer: string }
  /** Another gateway was at it and has answered it meanwhile; null: nobody waits for it any more. */
  | { readonly kind: 'told'; readonly answer: string | null }
  /** Whoever had it died over it; it is ours to answer now. */
  | { readonly kind: 'abandoned' }
  /** The id belongs to another request. */
  | { readonly kind: 'taken' }

/** The line to Redis was lost before it was known whose the request is: it must not be executed, nor be answered. */
export class ClaimLost extends Error {}

interface Options {
  readonly instanceId: string
  readonly line: () => RedisLine | null
  /** Whether a gateway showed itself lately. */
  readonly isLiving: (instance: string) => boolean
}

/**
 * Which gateway may execute a request id, noted in Redis before it does, and with what answer it ended: two gateways on
 * one Redis, or one that was started again, execute an id once.
 */
export class RequestClaims {
  readonly #options: Options
  /** Attempts of ours whose reply was lost: what they claimed was never executed. */
  readonly #unsure = new Set<string>()

  constructor(options: Options) {
    this.#options = options
  }

  /**
   * Claims an id. While a living gateway has it, this waits for its answer.
   * @throws ClaimLost, or GatewayError where Redis does not take the claim
   */
  async claim(requestId: string, fingerprint: string): Promise<Claimed> {
    const until = Date.now() + patienceMs
    const record: ClaimRecord = {
      fingerprint,
      instance: this.#options.instanceId,
      token: randomUUID(),
      answer: null,
      pending: false,
    }
    let waited = false
    for (;;) {
      const text = await this.#run(claimScript, requestId, [], record)
      if (text === null) return { kind: 'ours' }
      const held = recordSchema.parse(JSON.parse(z.string().parse(text)))
      if (this.#unsure.delete(held.token)) return { kind: 'ours' }
      if (held.fingerprint !== fingerprint) return { kind: 'taken' }
      const isElsewhere = held.answer !== null && !held.pending ? false : await this.#isAtWork(held.instance)
      if (held.answer !== null && (!held.pending || isElsewhere))
        return { kind: waited ? 'told' : 'answered', answer: held.answer }
      if (!isElsewhere) {
        const inherits = { ...record, token: inherited }
        if ((await this.#run(inheritScript, requestId, [z.string().parse(text)], inherits)) === 1)
          return { kind: 'abandoned' }
        continue
      }
      if (Date.now() > until) return { kind: 'told', answer: null }
      waited = true
      await new Promise((resolve) => setTimeout(resolve, lookAgainMs))
    }
  }

  /**
   * What is kept with an answer, to be written in one step with it, unless what is there does not hold the mark any
   * more.
   */
  record(fingerprint: string, answer: string, pending: boolean): { readonly record: string; readonly mark: string } {
    const { instanceId: instance } = this.#options
    const record = JSON.stringify({ fingerprint, instance, token: '', answer, pending } satisfies ClaimRecord)
    return { record, mark: `"instance":${JSON.stringify(instance)}` }
  }

  async #run(script: string, requestId: string, words: readonly string[], record: ClaimRecord): Promise<unknown> {
    const line = this.#options.line()
    if (line?.isAlive() !== true) throw new ClaimLost('no line')
    try {
      const key = line.keys.claim + requestId
      return await line.run(script, [key], [...words, JSON.stringify(record), String(claimTtlSeconds)])
    } catch (error) {
      // A line that breaks may still count as alive when a command already fails of it: only Redis's own word is a
      // refusal.
      if (line.isAlive() && isRedisWord(error)) {
        const params = { reason: error instanceof Error ? error.message : String(error) }
        throw new GatewayError('refused', 'redis.not_claimed', params, { cause: error })
      }
      // What was inherited may have been executed by whoever had it: it never becomes ours to execute.
      if (record.token !== inherited) this.#unsure.add(record.token)
      throw new ClaimLost('the line was lost', { cause: error })
    }
  }

  /**
   * Whether another gateway still works on it. This process is none: what it works on is known before Redis is asked.
   */
  async #isAtWork(instance: string): Promise<boolean> {
    const { instanceId, isLiving, line } = this.#options
    if (instance === instanceId) return false
    if (isLiving(instance)) return true
    const connected = await line()
      ?.connectedInstances()
      .catch(() => null)
    return connected?.has(instance) ?? false
  }
}

/** What Redis itself answered, rather than what became of the line to it. */
const isRedisWord = (error: unknown): boolean => error instanceof Error && error.name === 'ReplyError'
