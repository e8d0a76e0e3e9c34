import type { TradesStanding } from '../../src-shared/database-options.ts'
import { GatewayError, toGatewayError } from '../../src-shared/errors.ts'
import type { MessageRef } from '../../src-shared/messages/index.ts'
import type { Clock, Logger } from '../infra/clock.ts'
import type { DjangoTrades } from '../trading/django-trades.ts'
import type { DjangoDatabase } from './django-database.ts'
import { isOver, keptRecord, readRecord, type TradeRecord } from './trade-record.ts'
import { findTrade, insertTrade, updateTrade } from './trade-statements.ts'

export interface TradeRowsOptions {
  /** null: none is chosen. */
  readonly database: () => Pick<DjangoDatabase, 'state' | 'place' | 'query' | 'look'> | null
  readonly kept: DjangoTrades
  /** Told when other rows wait to be written, or for another reason. */
  readonly changed: () => void
  readonly clock: Clock
  readonly logger: Logger
}

interface Entry {
  record: TradeRecord
  /** Its way into the database, while it is on it. */
  writing: Promise<GatewayError | null> | null
}

/** What waits to be written is tried again so often; a database that is found again has it written at once. */
const againMs = 60_000
/** Longer than a server works on a statement whose connection is lost (see open-pool.ts). */
const settledAfterMs = 10_000

/**
 * The rows that this gateway keeps in Django's table of trades: each is written once, however often it has to be tried,
 * and brought to where its order is as soon as the database is there.
 */
export class TradeRows {
  readonly #options: TradeRowsOptions
  /** By client order id, those that are not over. */
  readonly #entries = new Map<string, Entry>()
  /** By account and order. */
  readonly #byOrder = new Map<string, string>()
  #place: string | null = null
  #problem: MessageRef | null = null
  #cancelTimer: () => void = () => undefined
  #closed = false

  constructor(options: TradeRowsOptions) {
    this.#options = options
  }

  /** Takes over the rows of the database in use. @returns those that an earlier run, or another choice, left behind */
  follow(): readonly TradeRecord[] {
    const { database, kept, logger } = this.#options
    const place = database()?.place ?? null
    if (place === this.#place) return []
    this.#place = place
    this.#entries.clear()
    this.#byOrder.clear()
    const left = place === null ? [] : kept.live(place)
    return left.flatMap((each) => {
      try {
        const record = readRecord(each)
        // Whether it was added is not known before somebody has looked.
        const careful = record.tradeId === null ? { ...record, triedAt: record.triedAt ?? 0 } : record
        this.#take(careful)
        return [careful]
      } catch (error) {
        logger.error(
          { order: each.clientOrderId, err: error },
          'what Django’s database has to say of an order cannot be read',
        )
        return []
      }
    })
  }

  /** Those that are not over. */
  list(): readonly TradeRecord[] {
    return [...this.#entries.values()].map(({ record }) => record)
  }

  /** The row of an order by the id that we gave it, also one that is over; null: it has none in this database. */
  get(clientOrderId: string): TradeRecord | null {
    const entry = this.#entries.get(clientOrderId)
    if (entry !== undefined) return entry.record
    const kept = this.#place === null ? null : this.#options.kept.get(clientOrderId)
    return kept?.database === this.#place ? readRecord(kept) : null
  }

  /** As {@link get}, of those that are not over. */
  live(clientOrderId: string): TradeRecord | null {
    return this.#entries.get(clientOrderId)?.record ?? null
  }

  /** The row, not over, of an order as its exchange names it. */
  ofOrder(accountId: string, orderId: string): TradeRecord | null {
    const record = this.live(this.#byOrder.get(keyOf(accountId, orderId)) ?? '')
    return record?.order?.id === orderId ? record : null
  }

  /** As {@link put}, in the journal for good before anything is written in the database. @throws as the journal does */
  async begin(record: TradeRecord): Promise<void> {
    if (this.#place === null) return
    await this.#options.kept.begin(keptRecord(record, this.#place))
    this.#take(record)
  }

  /** What a row has to say now; it is written when it can be. */
  put(record: TradeRecord): void {
    if (this.#place === null) return
    this.#take(record)
    this.#options.kept.put(keptRecord(record, this.#place))
    void this.write(record.clientOrderId)
  }

  /** There is no such row, nor will there be. */
  remove(clientOrderId: string): void {
    this.#drop(clientOrderId)
    this.#options.kept.remove(clientOrderId)
  }

  /** Has a row written as it has to stand. @returns why that cannot be done now; null: it stands so */
  write(clientOrderId: string): Promise<GatewayError | null> {
    const entry = this.#entries.get(clientOrderId)
    if (entry === undefined) return Promise.resolve(null)
    entry.writing ??= this.#write(entry).finally(() => (entry.writing = null))
    return entry.writing
  }

  /** The database or the time may be another: writes what is due. */
  look(): void {
    this.#cancelTimer()
    if (this.#closed) return
    const due = this.list().filter(({ isDue }) => isDue)
    if (due.length === 0) this.#hasProblem(null)
    else this.#cancelTimer = this.#options.clock.after(againMs, () => this.look())
    for (const { clientOrderId } of due) void this.write(clientOrderId)
  }

  /** How many rows wait to be written, and why. */
  standing(): TradesStanding {
    return { waiting: this.list().filter(({ isDue }) => isDue).length, problem: this.#problem }
  }

  close(): void {
    this.#closed = true
    this.#cancelTimer()
  }

  /** @throws GatewayError why nothing can be written now */
  async requireReady(): Promise<void> {
    const database = this.#options.database()
    // Not reached yet, or something was lacking, which may have been granted since.
    const state = database?.state.state
    if (state === 'connecting' || (state === 'connected' && this.#problemNow() !== null)) await database?.look()
    const problem = this.#problemNow()
    if (problem !== null) throw problem
  }

  #problemNow(): GatewayError | null {
    const state = this.#options.database()?.state
    if (state === undefined || state.state === 'off') return new GatewayError('retryable', 'database.off')
    if (state.state === 'connecting') return new GatewayError('retryable', 'database.connecting')
    if (state.state === 'lost') return new GatewayError('retryable', state.problem.key, state.problem.params)
    const lacks = state.lacks.some(({ use }) => use === 'trades')
    return lacks ? new GatewayError('refused', 'database.lacks_rights') : null
  }

  async #write(entry: Entry): Promise<GatewayError | null> {
    try {
      while (entry.record.isDue) {
        const problem = this.#closed ? new GatewayError('retryable', 'error.shutting_down') : this.#problemNow()
        if (problem !== null) throw problem
        await (entry.record.tradeId === null ? this.#add(entry) : this.#update(entry, entry.record.tradeId))
      }
      return null
    } catch (error) {
      const problem = toGatewayError(error)
      const { clientOrderId } = entry.record
      if (problem.class !== 'retryable')
        this.#options.logger.warn(
          { order: clientOrderId, err: error },
          'a row of Django’s table of trades is not written',
        )
      this.#hasProblem(problem.text)
      this.#cancelTimer()
      if (!this.#closed) this.#cancelTimer = this.#options.clock.after(againMs, () => this.look())
      return problem
    }
  }

  /** Adds a row, unless an earlier try has done so. */
  async #add(entry: Entry): Promise<void> {
    const { clock } = this.#options
    const wanted = entry.record
    const { first, following, clientOrderId, triedAt, mayAdd } = wanted
    if (triedAt !== null) {
      // A server may still be at work on a statement whose answer was lost.
      if (clock.now() - triedAt < settledAfterMs)
        throw new GatewayError('retryable', 'database.closed', { address: this.#place ?? '' })
      const found = await findTrade(this.#query, first.broker_id ?? '', clientOrderId)
      this.#become(entry, { triedAt: null, tradeId: found })
      return
    }
    if (!mayAdd) {
      this.remove(clientOrderId)
      entry.record = { ...entry.record, isDue: false }
      return
    }
    try {
      const tradeId = await insertTrade(this.#query, first, following)
      this.#stands(entry, wanted, { tradeId })
    } catch (error) {
      if (leavesDoubt(error)) this.#become(entry, { triedAt: clock.now() })
      throw error
    }
  }

  async #update(entry: Entry, tradeId: string): Promise<void> {
    const wanted = entry.record
    await updateTrade(this.#query, tradeId, wanted.following)
    this.#stands(entry, wanted, {})
  }

  /** What was wanted is written; meanwhile something else may be. */
  #stands(entry: Entry, wanted: TradeRecord, change: Partial<TradeRecord>): void {
    const isDue = entry.record.following !== wanted.following
    this.#become(entry, { ...change, named: wanted.following.exchange_order_id, isDue })
  }

  #become(entry: Entry, change: Partial<TradeRecord>): void {
    entry.record = { ...entry.record, ...change }
    if (this.#place === null || this.#entries.get(entry.record.clientOrderId) !== entry) return
    this.#options.kept.put(keptRecord(entry.record, this.#place))
    if (isOver(entry.record)) this.#drop(entry.record.clientOrderId)
    if (!entry.record.isDue) this.#hasProblem(null)
  }

  readonly #query = (sql: string, values?: readonly unknown[]): ReturnType<DjangoDatabase['query']> => {
    const database = this.#options.database()
    if (database?.place !== this.#place) throw new GatewayError('retryable', 'database.off')
    return database.query(sql, values)
  }

  #take(record: TradeRecord): void {
    const { clientOrderId, accountId, order } = record
    const entry = this.#entries.get(clientOrderId)
    if (entry === undefined) this.#entries.set(clientOrderId, { record, writing: null })
    else entry.record = record
    if (order !== null) this.#byOrder.set(keyOf(accountId, order.id), clientOrderId)
    if (record.isDue) this.#options.changed()
  }

  #drop(clientOrderId: string): void {
    const entry = this.#entries.get(clientOrderId)
    this.#entries.delete(clientOrderId)
    for (const [key, value] of this.#byOrder) if (value === clientOrderId) this.#byOrder.delete(key)
    if (entry !== undefined) this.#options.changed()
  }

  #hasProblem(problem: MessageRef | null): void {
    const isNew = JSON.stringify(problem) !== JSON.stringify(this.#problem)
    this.#problem = problem
    if (isNew) this.#options.changed()
  }
}

const keyOf = (accountId: string, orderId: string): string => `${accountId} ${orderId}`

/** Whether a statement that failed may have been carried out all the same. What the server itself says of it is clear. */
function leavesDoubt(error: unknown): boolean {
  return (
    !(error instanceof GatewayError) || error.text.key === 'database.closed' || error.text.key === 'database.silent'
  )
}
