import type { Pool, PoolClient } from 'pg'
import { backoffMs, withJitter } from '../../src-shared/backoff.ts'
import { databaseLabel, type DatabaseState } from '../../src-shared/database-options.ts'
import { GatewayError } from '../../src-shared/errors.ts'
import { serverLabel } from '../../src-shared/link-fields.ts'
import { Listeners } from '../../src-shared/listeners.ts'
import type { Clock, Logger } from '../infra/clock.ts'
import { databaseProblem, isOfConnection } from './database-problem.ts'
import { lookAt, type Query, run } from './look-at.ts'
import { type DatabaseConnection, openPool } from './open-pool.ts'

interface Options {
  readonly connection: DatabaseConnection
  readonly clock: Clock
  readonly logger: Logger
}

const reach = { firstMs: 500, longestMs: 30_000 } as const
/** That it is there while nobody asks is seen so often; what was granted meanwhile, too. */
const lookEveryMs = 60_000

/**
 * Django's PostgreSQL, as far as this application writes and reads there. It may be absent or go away at any time:
 * statements fail then, and it is looked for until it is back.
 */
export class DjangoDatabase {
  readonly #options: Options
  readonly #address: string
  readonly #listeners: Listeners<[]>
  #pool: Promise<Pool> | null = null
  #state: DatabaseState
  #attempts = 0
  #cancelTimer: () => void = () => undefined
  #looking: Promise<void> | null = null
  #closed = false

  constructor(options: Options) {
    this.#options = options
    this.#address = databaseLabel(options.connection.options)
    this.#state = { state: 'connecting', address: this.#address }
    this.#listeners = new Listeners((error) =>
      options.logger.error({ err: error }, 'a listener of the database failed'),
    )
  }

  /** Which database it is, whoever logs in. */
  get place(): string {
    const { host, port, database } = this.#options.connection.options
    return `${serverLabel({ host, port })}/${database}`
  }

  get state(): DatabaseState {
    return this.#state
  }

  /** Told when it is reached or lost, and when other rights are found. @returns how to stop listening */
  subscribe(listener: () => void): () => void {
    return this.#listeners.add(listener)
  }

  /** Begins to look for it; returns at once. */
  start(): void {
    this.#lookIn(0)
  }

  /** Looks for it now instead of later. */
  async look(): Promise<void> {
    this.#cancelTimer()
    this.#looking ??= this.#look().finally(() => (this.#looking = null))
    await this.#looking
  }

  /** One statement. @throws GatewayError `retryable` or `refused` `database.…` */
  async query(sql: string, values: readonly unknown[] = []): ReturnType<Query> {
    try {
      return await run(await this.#opened(), sql, values)
    } catch (error) {
      throw this.#told(error)
    }
  }

  /** All or nothing. @throws as {@link query}, and what `work` throws */
  async transaction<T>(work: (query: Query) => Promise<T>): Promise<T> {
    let client: PoolClient | null = null
    try {
      const one = await (await this.#opened()).connect()
      client = one
      await run(one, 'BEGIN')
      const result = await work((sql, values) => run(one, sql, values))
      await run(one, 'COMMIT')
      one.release()
      return result
    } catch (error) {
      // The server undoes what was open on a connection that ends.
      client?.release(true)
      throw error instanceof GatewayError ? error : this.#told(error)
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#cancelTimer()
    await this.#looking
    const pool = await this.#pool?.catch(() => null)
    this.#pool = null
    await pool?.end()
  }

  #opened(): Promise<Pool> {
    if (this.#closed) return Promise.reject(new GatewayError('retryable', 'database.off'))
    this.#pool ??= this.#open().catch((error: unknown) => {
      this.#pool = null
      throw error
    })
    return this.#pool
  }

  async #open(): Promise<Pool> {
    const pool = await openPool(this.#options.connection)
    // A connection that breaks while it is idle: the next statement gets another.
    pool.on('error', (error) => this.#told(error))
    return pool
  }

  async #look(): Promise<void> {
    const { clock, logger } = this.#options
    try {
      const look = await lookAt((sql, values) => this.query(sql, values))
      this.#attempts = 0
      this.#become({ state: 'connected', address: this.#address, ...look })
      this.#lookIn(lookEveryMs)
    } catch (error) {
      this.#attempts += 1
      const delay = withJitter(backoffMs(this.#attempts, reach), 0.2)
      const problem = error instanceof GatewayError ? error.text : databaseProblem(error, this.#address)
      if (this.#state.state !== 'lost') logger.warn({ err: error, address: this.#address }, 'Django’s database is lost')
      this.#become({ state: 'lost', address: this.#address, problem, nextAttemptAt: clock.now() + delay })
      this.#lookIn(delay)
    }
  }

  #lookIn(ms: number): void {
    this.#cancelTimer()
    if (this.#closed) return
    this.#cancelTimer = this.#options.clock.after(ms, () => void this.look())
  }

  /** An error as whoever asked gets it. One of the connection has it looked for at once. */
  #told(error: unknown): GatewayError {
    const problem = databaseProblem(error, this.#address)
    const isLost = isOfConnection(problem)
    if (isLost && this.#state.state === 'connected') {
      this.#become({ state: 'lost', address: this.#address, problem, nextAttemptAt: this.#options.clock.now() })
      this.#lookIn(0)
    }
    const passes = isLost || passing.has(problem.key)
    return new GatewayError(passes ? 'retryable' : 'refused', problem.key, problem.params, { cause: error })
  }

  #become(state: DatabaseState): void {
    const isNew =
      JSON.stringify({ ...state, nextAttemptAt: null }) !== JSON.stringify({ ...this.#state, nextAttemptAt: null })
    this.#state = state
    if (isNew) this.#listeners.tell()
  }
}

/** What the server says of a statement that may do another time. */
const passing: ReadonlySet<string> = new Set(['database.locked', 'database.too_slow', 'database.full'])
