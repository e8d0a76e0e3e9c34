import { Redis, type RedisOptions } from 'ioredis'
import { processingPrefix, requestKey } from './protocol.ts'

/** Where Redis is, and how to log in where it asks for it. */
export interface RedisAddress {
  readonly host: string
  readonly port: number
  readonly db?: number
  readonly username?: string
  readonly password?: string
}

const clientNamePrefix = 'aristobot-gateway:'
const takeWaitSeconds = 1
const connectTimeoutMs = 5_000
/** Without any answer for this long the line is taken for dead; the blocking take answers every second. */
const silenceMs = 10_000

/**
 * One life of the connection to Redis: a socket for taking (it blocks) and one for everything else. It never reconnects and never sends
 * anything twice: when either socket is lost the whole line is, and its owner opens another.
 */
export class RedisLine {
  readonly lost: Promise<string>
  readonly #take: Redis
  readonly #talk: Redis
  readonly #processingKey: string
  #alive = true
  #takeClientId: number | null = null
  #reason: string | null = null
  readonly #lose: (reason: string) => void

  private constructor(address: RedisAddress, instanceId: string) {
    this.#processingKey = processingPrefix + instanceId
    const { promise, resolve } = Promise.withResolvers<string>()
    this.lost = promise
    this.#lose = resolve
    this.#take = this.#socket(address, instanceId)
    this.#talk = this.#socket(address, instanceId)
  }

  /** @throws Error with the reason when Redis cannot be reached */
  static async open(address: RedisAddress, instanceId: string): Promise<RedisLine> {
    const line = new RedisLine(address, instanceId)
    try {
      await Promise.all([line.#take.connect(), line.#talk.connect()])
      line.#takeClientId = await line.#take.client('ID')
      return line
    } catch (error) {
      line.close()
      throw new Error(line.#reason ?? (error instanceof Error ? reasonOf(error) : 'unreachable'), {
        cause: error,
      })
    }
  }

  isAlive(): boolean {
    return this.#alive
  }

  /** The first request of the queue, moved to the processing list; null when there is none now. */
  takeNow(): Promise<Buffer | null> {
    return this.#take.lmoveBuffer(requestKey, this.#processingKey, 'LEFT', 'RIGHT')
  }

  /** As {@link takeNow}, waiting up to a second for one. */
  takeNext(): Promise<Buffer | null> {
    return this.#take.blmoveBuffer(requestKey, this.#processingKey, 'LEFT', 'RIGHT', takeWaitSeconds)
  }

  /** Ends a {@link takeNext} under way without losing what it may have taken. */
  async interruptTake(): Promise<void> {
    if (this.#takeClientId !== null) await this.#talk.client('UNBLOCK', this.#takeClientId)
  }

  /** How many requests wait; asked in order with the takes. */
  queueLength(): Promise<number> {
    return this.#take.llen(requestKey)
  }

  /** Everything taken and not yet answered by this instance, oldest first. */
  processing(): Promise<Buffer[]> {
    return this.#talk.lrangeBuffer(this.#processingKey, 0, -1)
  }

  /** Moves one element of a dead instance's list to ours; null when nothing is left there. */
  adopt(deadInstance: string): Promise<Buffer | null> {
    return this.#talk.lmoveBuffer(processingPrefix + deadInstance, this.#processingKey, 'LEFT', 'RIGHT')
  }

  /** Instances that left a processing list and have no connection any more. */
  async deadInstances(): Promise<readonly string[]> {
    const instances: string[] = []
    let cursor = '0'
    do {
      const [next, keys] = await this.#talk.scan(cursor, 'MATCH', `${processingPrefix}*`, 'COUNT', 1_000)
      instances.push(...keys.map((key) => key.slice(processingPrefix.length)))
      cursor = next
    } while (cursor !== '0')
    if (instances.length === 0) return []
    const clients = String(await this.#talk.client('LIST'))
    const alive = new Set([...clients.matchAll(/ name=(\S*)/g)].map((match) => match[1]))
    return [...new Set(instances)].filter((instance) => !alive.has(clientNamePrefix + instance))
  }

  /** Writes an answer and removes its request from the processing list, both or neither. */
  async answer(key: string, text: string, ttlSeconds: number, raw: Buffer): Promise<void> {
    const replies = await this.#talk
      .multi()
      .setex(key, ttlSeconds, text)
      .lrem(this.#processingKey, 1, raw)
      .exec()
    for (const [error] of replies ?? []) if (error) throw error
  }

  /** Writes an answer only where none waits. @returns whether it was written */
  async answerIfNone(key: string, text: string, ttlSeconds: number): Promise<boolean> {
    return (await this.#talk.set(key, text, 'EX', ttlSeconds, 'NX')) === 'OK'
  }

  /** Removes a request that gets no answer of its own. */
  async forget(raw: Buffer): Promise<void> {
    await this.#talk.lrem(this.#processingKey, 1, raw)
  }

  /** Closes both sockets; commands under way fail. */
  close(): void {
    this.#drop('closed')
  }

  #drop(reason: string): void {
    this.#alive = false
    this.#lose(reason)
    this.#take.disconnect()
    this.#talk.disconnect()
  }

  #socket(address: RedisAddress, instanceId: string): Redis {
    const options: RedisOptions = {
      ...address,
      lazyConnect: true,
      retryStrategy: () => null,
      autoResendUnfulfilledCommands: false,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      connectTimeout: connectTimeoutMs,
      socketTimeout: silenceMs,
      disableClientInfo: true,
      connectionName: clientNamePrefix + instanceId,
    }
    const socket = new Redis(options)
    socket.on('error', (error: Error) => {
      this.#reason = reasonOf(error)
    })
    socket.on('end', () => {
      if (this.#alive) this.#drop(this.#reason ?? 'connection closed')
    })
    return socket
  }
}

function reasonOf(error: Error): string {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null
  return error.message === '' ? (code ?? error.name) : error.message
}
