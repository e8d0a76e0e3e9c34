import { join } from 'node:path'
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import { z } from 'zod'
import type { ErrorView } from '../../src-shared/errors.ts'
import { message, type MessageRef } from '../../src-shared/messages/index.ts'
import type { OrderRequest, Origin, PlacedOrder } from '../../src-shared/order.ts'
import type { JournalEntry, JournalState } from './desk-types.ts'
import { openDatabase } from './open-database.ts'
import {
  type OrderTarget,
  parseError,
  parseOrigin,
  parsePlaced,
  parseRequest,
  parseTarget,
  placedTexts,
} from './order-codec.ts'

/** What somebody wants done, as it is written down before anything is sent. */
export interface NewOperation {
  readonly accountId: string
  readonly operation: 'place' | 'cancel' | 'edit'
  readonly origin: Origin
  /** Digest of all that must be equal for a repeated request to be the same one. */
  readonly payload: string
  readonly clientOrderId: string | null
  readonly symbol: string | null
  /** The request as asked: an OrderRequest, or the {@link OrderTarget} of a cancel or edit. */
  readonly request: OrderRequest | OrderTarget
  /** The request as it will be sent; null where nothing is sent. */
  readonly normalised: OrderRequest | null
}

/** A row of the journal with everything the desk and the reconciler need. */
export interface Operation extends JournalEntry {
  readonly payload: string
  readonly sentAt: number | null
  readonly unknownAt: number | null
  /** For places: the request as sent. */
  readonly sentRequest: OrderRequest | null
  /** For cancels and edits. */
  readonly target: OrderTarget | null
  readonly placed: PlacedOrder | null
}

const rowSchema = z.object({
  id: z.int(),
  account_id: z.string(),
  operation: z.enum(['place', 'cancel', 'edit']),
  origin_json: z.string(),
  payload: z.string(),
  state: z.enum(['intent', 'sent', 'accepted', 'rejected', 'unknown']),
  client_order_id: z.string().nullable(),
  exchange_order_id: z.string().nullable(),
  symbol: z.string().nullable(),
  request_json: z.string(),
  sent_json: z.string().nullable(),
  outcome_json: z.string().nullable(),
  raw_json: z.string().nullable(),
  error_json: z.string().nullable(),
  created_at: z.int(),
  sent_at: z.int().nullable(),
  unknown_at: z.int().nullable(),
  updated_at: z.int(),
})

interface Options {
  /** The data folder; the journal is its `journal.sqlite`. */
  readonly folder: string
  readonly now?: () => number
}

/**
 * The book of everything that was to move an order: written before sending, on disk when a method returns. A row goes
 * intent → sent → accepted | rejected | unknown, unknown → accepted | rejected, and never leaves accepted or rejected. Synchronous,
 * each call a row or two.
 */
export class Journal {
  readonly file: string
  /** What to tell the person when the journal was damaged, or null. */
  readonly damaged: MessageRef | null
  readonly #database: DatabaseSync
  readonly #now: () => number
  readonly #statements = new Map<string, StatementSync>()

  private constructor(file: string, options: Options) {
    this.file = file
    this.#now = options.now ?? Date.now
    const { database, backup } = openDatabase(file, this.#now)
    this.#database = database
    this.damaged = backup === null ? null : message('order.journal_damaged', { file: backup })
  }

  /** @throws when the file cannot be opened, or was written by a later version; a damaged one is set aside, see {@link damaged}. */
  static open(options: Options): Journal {
    return new Journal(join(options.folder, 'journal.sqlite'), options)
  }

  get isOpen(): boolean {
    return this.#database.isOpen
  }

  close(): void {
    this.#statements.clear()
    if (this.#database.isOpen) this.#database.close()
  }

  /** Writes an intent down. @returns its journal id. @throws when the request id was already used. */
  intent(operation: NewOperation): number {
    return this.#inTransaction(() => {
      const id = this.#insert(operation, 'intent', null)
      if (operation.operation === 'place' && operation.symbol !== null)
        this.#noteSymbol(operation.accountId, operation.symbol)
      return id
    })
  }

  /** Writes down what was refused before anything was sent. @returns its journal id. */
  refused(operation: NewOperation, error: ErrorView): number {
    return this.#insert(operation, 'rejected', error)
  }

  /** From now on the exchange may have it. Call it before sending. */
  sent(id: number): void {
    this.#move(id, `state = 'sent', sent_at = ?`, [this.#now()], ['intent'])
  }

  accepted(id: number, placed: PlacedOrder): void {
    const { outcome, raw } = placedTexts(placed)
    this.#inTransaction(() => {
      this.#move(
        id,
        `state = 'accepted', exchange_order_id = ?, symbol = ?, outcome_json = ?, raw_json = ?, error_json = NULL`,
        [placed.order.id, placed.order.symbol, outcome, raw],
        ['sent', 'unknown'],
      )
      for (const order of [placed.order, ...placed.legs]) {
        this.#run(
          `INSERT INTO placed_orders (account_id, order_id, symbol, operation_id)
           SELECT account_id, ?, ?, id FROM operations WHERE id = ? ON CONFLICT DO NOTHING`,
          order.id,
          order.symbol,
          id,
        )
      }
    })
  }

  rejected(id: number, error: ErrorView): void {
    this.#move(
      id,
      `state = 'rejected', error_json = ?`,
      [JSON.stringify(error)],
      ['intent', 'sent', 'unknown'],
    )
  }

  /** `since`: the latest moment at which it can have been sent, epoch ms. */
  unknown(id: number, error: ErrorView, since: number = this.#now()): void {
    this.#move(
      id,
      `state = 'unknown', error_json = ?, unknown_at = ?`,
      [JSON.stringify(error), since],
      ['sent'],
    )
  }

  /** The row of a place or an edit by its request. */
  byRequest(operation: 'place' | 'edit', origin: Origin): Operation | null {
    const row = this.#prepare(
      'SELECT * FROM operations WHERE operation = ? AND origin_kind = ? AND request_id = ?',
    ).get(operation, origin.kind, origin.requestId)
    return row === undefined ? null : toOperation(row)
  }

  /** @throws when there is no such row. */
  byId(id: number): Operation {
    return toOperation(this.#prepare('SELECT * FROM operations WHERE id = ?').get(id))
  }

  /** Rows that are neither accepted nor rejected, oldest first. */
  unfinished(): readonly Operation[] {
    const rows = this.#prepare(
      `SELECT * FROM operations WHERE state IN ('intent', 'sent', 'unknown') ORDER BY id`,
    ).all()
    return rows.map(toOperation)
  }

  unknownCount(): number {
    const row = this.#prepare(`SELECT count(*) AS n FROM operations WHERE state = 'unknown'`).get()
    return Number(row?.n ?? 0)
  }

  /** Newest first. */
  entries(limit: number): readonly JournalEntry[] {
    const rows = this.#prepare('SELECT * FROM operations ORDER BY id DESC LIMIT ?').all(limit)
    return rows.map((row) => toEntry(rowSchema.parse(row)))
  }

  /** The symbol (BASE/QUOTE) of an order placed through this journal, exits included. */
  symbolOf(accountId: string, orderId: string): string | null {
    const row = this.#prepare('SELECT symbol FROM placed_orders WHERE account_id = ? AND order_id = ?').get(
      accountId,
      orderId,
    )
    return typeof row?.symbol === 'string' ? row.symbol : null
  }

  /** Every symbol (BASE/QUOTE) this account ever had an order on, as far as the journal saw. */
  tradedSymbols(accountId: string): readonly string[] {
    const rows = this.#prepare('SELECT symbol FROM traded_symbols WHERE account_id = ? ORDER BY symbol').all(
      accountId,
    )
    return rows.map((row) => String(row.symbol))
  }

  /** Remembers symbols seen at the exchange; writes only what is new. */
  noteSymbols(accountId: string, symbols: Iterable<string>): void {
    const known = new Set(this.tradedSymbols(accountId))
    for (const symbol of new Set(symbols)) if (!known.has(symbol)) this.#noteSymbol(accountId, symbol)
  }

  #noteSymbol(accountId: string, symbol: string): void {
    this.#run('INSERT OR IGNORE INTO traded_symbols (account_id, symbol) VALUES (?, ?)', accountId, symbol)
  }

  #insert(operation: NewOperation, state: JournalState, error: ErrorView | null): number {
    const now = this.#now()
    const { lastInsertRowid } = this.#run(
      `INSERT INTO operations (account_id, operation, origin_kind, request_id, origin_json, payload, state, client_order_id,
         symbol, request_json, sent_json, error_json, created_at, updated_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      operation.accountId,
      operation.operation,
      operation.origin.kind,
      operation.origin.requestId,
      JSON.stringify(operation.origin),
      operation.payload,
      state,
      operation.clientOrderId,
      operation.symbol,
      JSON.stringify(operation.request),
      operation.normalised === null ? null : JSON.stringify(operation.normalised),
      error === null ? null : JSON.stringify(error),
      now,
      now,
    )
    return Number(lastInsertRowid)
  }

  /** @throws when the row is in none of the states it may leave. */
  #move(id: number, set: string, values: readonly SQLInputValue[], from: readonly JournalState[]): void {
    const states = from.map((state) => `'${state}'`).join(', ')
    const sql = `UPDATE operations SET ${set}, updated_at = ? WHERE id = ? AND state IN (${states})`
    const { changes } = this.#run(sql, ...values, this.#now(), id)
    if (Number(changes) !== 1)
      throw new Error(`journal row ${id} is in none of the states ${from.join(', ')}`)
  }

  #inTransaction<T>(work: () => T): T {
    this.#database.exec('BEGIN IMMEDIATE')
    try {
      const result = work()
      this.#database.exec('COMMIT')
      return result
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK')
      throw error
    }
  }

  #run(sql: string, ...values: readonly SQLInputValue[]): ReturnType<StatementSync['run']> {
    return this.#prepare(sql).run(...values)
  }

  #prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql)
    if (known !== undefined) return known
    const statement = this.#database.prepare(sql)
    this.#statements.set(sql, statement)
    return statement
  }
}

function toEntry(row: z.infer<typeof rowSchema>): JournalEntry {
  return {
    journalId: row.id,
    accountId: row.account_id,
    operation: row.operation,
    origin: parseOrigin(row.origin_json),
    state: row.state,
    clientOrderId: row.client_order_id,
    exchangeOrderId: row.exchange_order_id,
    symbol: row.symbol,
    request: JSON.parse(row.request_json),
    error: row.error_json === null ? null : parseError(row.error_json),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

function toOperation(value: unknown): Operation {
  const row = rowSchema.parse(value)
  return {
    ...toEntry(row),
    payload: row.payload,
    sentAt: row.sent_at,
    unknownAt: row.unknown_at,
    sentRequest: row.sent_json === null ? null : parseRequest(row.sent_json),
    target: row.operation === 'place' ? null : parseTarget(row.request_json),
    placed: row.outcome_json === null ? null : parsePlaced(row.outcome_json, row.raw_json),
  }
}
