import type { ChainableCommander, Cluster, Redis } from 'ioredis'
import { answerIfNoneScript, answerScript } from './answer-script.ts'
import { parseClientList } from './client-list.ts'
import { loginOf, type RedisConnection } from './connection.ts'
import { findQueueServer } from './find-server.ts'
import { takeScript } from './lease-scripts.ts'
import { openCluster, openSocket } from './open-socket.ts'
import { claimTtlSeconds, gatewayKeys, requestKey } from './protocol.ts'

const clientNamePrefix = 'aristobot-gateway:'
const waitSeconds = 1
const connectTimeoutMs = 5_000
/** Without any answer for this long the line is taken for dead; the blocking take answers every second. */
const silenceMs = 10_000
/** A receipt outlives every sender's wait, so that a lost line can still be asked about. */
const receiptTtlSeconds = 600

/** What Redis remembers of a request id. */
export interface ClaimNote {
  readonly requestId: string
  readonly record: string
  /** What the record holds as long as the claim is this gateway's. */
  readonly mark: string
}

/** What came of taking several requests at once. */
export interface Taken {
  /** In the order of the queue. */
  readonly requests: readonly Buffer[]
  /** Another gateway takes the requests now. */
  readonly isFenced: boolean
  /** Nothing was left in the queue. */
  readonly isEmpty: boolean
}

/** The clients of a line. `answers`: in a cluster, where answers lie on other nodes than the list. */
interface Clients {
  readonly take: Redis
  readonly talk: Redis
  readonly answers: Cluster | null
}

/**
 * One life of the connection to Redis: a socket for taking (it blocks) and one for everything else, both to the server
 * that holds the list. It never reconnects and never sends anything twice: when either socket is lost the whole line
 * is, and its owner opens another, which finds the server anew. Only a cluster's answers, on whatever node, go through
 * a client that may send them again.
 */
export class RedisLine {
  readonly lost: Promise<string>
  readonly #take: Redis
  readonly #talk: Redis
  readonly #answers: Cluster | null
  readonly keys: ReturnType<typeof gatewayKeys>
  readonly #processingKey: string
  readonly #receiptKey: string
  #isListed = false
  #alive = true
  #takeClientId: number | null = null
  #reason: string | null = null
  readonly #lose: (reason: string) => void

  private constructor({ take, talk, answers }: Clients, instanceId: string) {
    this.keys = gatewayKeys(answers !== null)
    this.#processingKey = this.keys.processing + instanceId
    this.#receiptKey = this.keys.receipt + instanceId
    const { promise, resolve } = Promise.withResolvers<string>()
    this.lost = promise
    this.#lose = resolve
    this.#take = this.#watched(take)
    this.#talk = this.#watched(talk)
    this.#answers = answers
  }

  /** @throws Error with the reason when Redis cannot be reached */
  static async open(connection: RedisConnection, instanceId: string): Promise<RedisLine> {
    const server = await findQueueServer(connection)
    const name = clientNamePrefix + instanceId
    const how = { name, patienceMs: connectTimeoutMs, silenceMs, role: 'master' } as const
    const opened: (Redis | Cluster)[] = []
    const opening = async <T extends Redis | Cluster>(client: Promise<T>): Promise<T> => {
      opened.push(await client)
      return client
    }
    try {
      const [take, talk, answers] = await everyone([
        opening(openSocket(server, loginOf(connection), how)),
        opening(openSocket(server, loginOf(connection), how)),
        connection.options.mode === 'cluster' ? opening(openCluster(connection, `${name}:answers`)) : null,
      ])
      const line = new RedisLine({ take, talk, answers }, instanceId)
      line.#takeClientId = await take.client('ID')
      await line.#endFormer(name)
      return line
    } catch (error) {
      for (const client of opened) client.disconnect()
      throw error
    }
  }

  isAlive(): boolean {
    return this.#alive
  }

  /** Whether other gateways see by Redis's list of clients that this one is there. */
  get isListed(): boolean {
    return this.#isListed
  }

  /**
   * The first requests of the queue, at most so many, moved to the processing list. `number`: see {@link takeScript}.
   */
  async take(count: number, number: string): Promise<Taken> {
    return this.#taken(await this.#take.callBuffer('EVAL', ...this.#takeWords(requestKey, count, number)), count)
  }

  /**
   * As {@link take}, waiting up to a second for the first. Both commands go out at once: the second is done as soon as
   * the first no longer waits.
   */
  async takeNext(count: number, number: string): Promise<Taken> {
    const replies = await this.#take
      .pipeline()
      .blmove(requestKey, requestKey, 'LEFT', 'LEFT', waitSeconds)
      .callBuffer('EVAL', ...this.#takeWords(requestKey, count, number))
      .exec()
    for (const [error] of replies ?? []) if (error) throw error
    return this.#taken(replies?.[1]?.[1], count)
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
  async adopt(deadInstance: string, number: string): Promise<Buffer | null | 'fenced'> {
    const words = this.#takeWords(this.keys.processing + deadInstance, 1, number)
    const { requests, isFenced } = this.#taken(await this.#talk.callBuffer('EVAL', ...words), 1)
    return isFenced ? 'fenced' : (requests[0] ?? null)
  }

  /** Instances that left a processing list. */
  async instancesWithWork(): Promise<readonly string[]> {
    const instances = new Set<string>()
    let cursor = '0'
    do {
      const pattern = `${this.keys.processing}*`
      const [next, keys] = await this.#talk.scan(cursor, 'MATCH', pattern, 'COUNT', 1_000)
      for (const key of keys) instances.add(key.slice(this.keys.processing.length))
      cursor = next
    } while (cursor !== '0')
    return [...instances]
  }

  /** Instances that have a connection, of those that Redis lists by name. */
  async connectedInstances(): Promise<ReadonlySet<string>> {
    const names = parseClientList(String(await this.#talk.client('LIST'))).map(({ name }) => name)
    return new Set(
      names.filter((name) => name.startsWith(clientNamePrefix)).map((name) => name.slice(clientNamePrefix.length)),
    )
  }

  /** Redis's list of clients; null: the login may not see it. @throws Error when the line is lost */
  async clientList(): Promise<string | null> {
    try {
      return String(await this.#talk.client('LIST'))
    } catch (error) {
      if (this.#alive && isNotPermitted(error)) return null
      throw error
    }
  }

  /** A text under a key that is not ours, on whatever node. null: there is none, or the login may not read it. */
  async read(key: string): Promise<string | null> {
    try {
      return await (this.#answers ?? this.#talk).get(key)
    } catch (error) {
      if (this.#alive && isNotPermitted(error)) return null
      throw error
    }
  }

  /** Runs a script. */
  run(script: string, keys: readonly string[], words: readonly string[]): Promise<unknown> {
    return this.#talk.eval(script, keys.length, ...keys, ...words)
  }

  /** Removes keys and names that tell of an instance. */
  async strike(instance: string): Promise<void> {
    await this.#talk
      .multi()
      .del(this.keys.gateway + instance)
      .srem(this.keys.gateways, instance)
      .exec()
  }

  /** Whether answers and the list lie on different nodes, so that nothing can be done to both at once. */
  get inCluster(): boolean {
    return this.#answers !== null
  }

  /**
   * Writes an answer, removes its request from the processing list and notes its number as {@link receipt}: all or
   * nothing. Numbers have to grow.
   * @returns whether it was written: an answer to a claimed request is not where another gateway has taken the claim
   * over and answered
   */
  async answer(
    key: string,
    text: string,
    ttlSeconds: number,
    { raw, receipt, claim }: { readonly raw: Buffer; readonly receipt: number; readonly claim: ClaimNote | null },
  ): Promise<boolean> {
    const keys = [key, this.#processingKey, this.#receiptKey]
    const words = [text, ttlSeconds, raw, receipt, receiptTtlSeconds]
    if (claim !== null) {
      keys.push(this.keys.claim + claim.requestId)
      words.push(claim.record, claimTtlSeconds, claim.mark)
    }
    return (await this.#talk.eval(answerScript, keys.length, ...keys, ...words)) === 1
  }

  /**
   * The number of the last {@link answer} of this instance that Redis did, also over earlier lines; 0: none that it
   * knows of.
   */
  async receipt(): Promise<number> {
    return this.inCluster ? 0 : Number(await this.#talk.get(this.#receiptKey))
  }

  /** Writes an answer, its request stays. */
  async write(key: string, text: string, ttlSeconds: number): Promise<void> {
    await (this.#answers ?? this.#talk).setex(key, ttlSeconds, text)
  }

  /**
   * Writes an answer only where none waits, and removes its request from the processing list, both or neither; trying
   * again after a lost reply writes nothing twice. In a cluster they are two steps. @returns whether it is written
   */
  async answerIfNone(key: string, text: string, ttlSeconds: number, raw: Buffer): Promise<boolean> {
    if (this.#answers === null) {
      const keys = [key, this.#processingKey]
      return (await this.#talk.eval(answerIfNoneScript, keys.length, ...keys, text, ttlSeconds, raw)) === 1
    }
    if ((await this.#answers.set(key, text, 'EX', ttlSeconds, 'NX')) !== 'OK') return false
    await this.forget(raw, null)
    return true
  }

  /** Removes a request that gets no answer of its own, or has it already. */
  async forget(raw: Buffer, claim: ClaimNote | null): Promise<void> {
    const work = this.#talk.multi().lrem(this.#processingKey, 1, raw)
    const replies = await this.#noting(work, claim).exec()
    for (const [error] of replies ?? []) if (error) throw error
  }

  #noting(work: ChainableCommander, claim: ClaimNote | null): ChainableCommander {
    return claim === null ? work : work.setex(this.keys.claim + claim.requestId, claimTtlSeconds, claim.record)
  }

  /** Closes both sockets; commands under way fail. */
  close(): void {
    this.#drop('closed')
  }

  /**
   * Ends what Redis still holds of this instance's earlier lines: a command that was sent there and not yet done must
   * not be done from now on. Where the login may not, that stays possible for a moment.
   */
  async #endFormer(name: string): Promise<void> {
    try {
      const mine = [this.#takeClientId, await this.#talk.client('ID')]
      const clients = String(await this.#talk.client('LIST'))
      for (const [, id, named] of clients.matchAll(/^id=(\d+) .* name=(\S*) /gm)) {
        if (named !== name) continue
        this.#isListed = true
        if (!mine.includes(Number(id))) await this.#talk.client('KILL', 'ID', Number(id))
      }
    } catch (error) {
      if (!this.#alive) throw error
    }
  }

  #takeWords(from: string, count: number, number: string): [string, number, ...string[]] {
    const keys = [from, this.#processingKey, this.keys.lease]
    return [takeScript, keys.length, ...keys, number, String(count)]
  }

  #taken(reply: unknown, count: number): Taken {
    const requests = reply === 0 ? [] : (reply as readonly Buffer[])
    return { requests, isFenced: reply === 0, isEmpty: requests.length < count }
  }

  #drop(reason: string): void {
    this.#alive = false
    this.#lose(reason)
    this.#take.disconnect()
    this.#talk.disconnect()
    this.#answers?.disconnect()
  }

  #watched(socket: Redis): Redis {
    socket.on('error', (error: Error) => {
      this.#reason = error.message
    })
    socket.on('end', () => {
      if (this.#alive) this.#drop(this.#reason ?? 'connection closed')
    })
    return socket
  }
}

/** Whether Redis refused a command to this login. */
export function isNotPermitted(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('NOPERM')
}

/** As Promise.all, but settles only when all have: what was opened can be closed. */
async function everyone<T extends readonly unknown[]>(work: T): Promise<{ -readonly [P in keyof T]: Awaited<T[P]> }> {
  await Promise.allSettled(work)
  return Promise.all(work)
}
