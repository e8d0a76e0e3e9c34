import { join } from 'node:path'
import type { SQLInputValue } from 'node:sqlite'
import type { ErrorView } from '../../src-shared/errors.ts'
import { Listeners } from '../../src-shared/listeners.ts'
import { message, type MessageRef } from '../../src-shared/messages/index.ts'
import { Money } from '../../src-shared/money.ts'
import type { Order, Origin, PlacedOrder } from '../../src-shared/order.ts'
import type { ExchangeAccount } from '../exchange/accounts/exchange-account.ts'
import type { Permit } from '../exchange/http/permit.ts'
import { AuditTrail } from './audit-trail.ts'
import { BracketStore } from './brackets/bracket-store.ts'
import type { Bracket } from './brackets/bracket.ts'
import { isCallersName } from './caller-names.ts'
import type { JournalEntry, JournalState } from './desk-types.ts'
import { DjangoTrades } from './django-trades.ts'
import type { Learned } from './events/learned.ts'
import { UntoldEvents } from './events/untold-events.ts'
import { EvidenceStore } from './evidence-store.ts'
import { FillStore } from './fills/fill-store.ts'
import { KillSwitchStore } from './guard/kill-switch-store.ts'
import { JournalDatabase, textOf } from './journal-database.ts'
import type { Loss } from './journal-file.ts'
import { columnsOf, type NewOperation, type Operation, toEntry, toOperation } from './operation.ts'
import { parseOrigin, placedTexts } from './order-codec.ts'
import { OrderLedger } from './order-ledger.ts'
import type { Result } from './outcome.ts'
import { ValueStore } from './portfolio/value-store.ts'
import { UnreadableRows } from './unreadable-rows.ts'

interface Options {
  /** The data folder; the journal is its `journal.sqlite`. */
  readonly folder: string
  readonly now?: () => number
  /** How long a statement waits for another process, and everything else with it. */
  readonly patienceMs?: number
}

/** What goes with an operation: the bracket that begins with it, and whether it may be carried out. */
export interface Beginning {
  readonly bracket?: Bracket | undefined
  readonly permit?: Permit
}

/** How an operation stands when it is written down first. `account`: under which it leaves at the exchange. */
type Standing =
  | { readonly state: 'sent'; readonly account: ExchangeAccount | null }
  | { readonly state: 'rejected'; readonly error: ErrorView }

/** In the words of the index of such rows: SQLite takes it for no others, and would read all that there ever was. */
const unfinished = `state IN ('intent', 'sent', 'unknown', 'needs_attention')`

/** Short: SQLite is synchronous here, so the window and every account wait with a statement. */
const shortPatienceMs = 20

/**
 * Everything that was to move an order: written before sending, on disk when a method returns, but for outcomes (see
 * {@link outcome}). A row goes sent → accepted | rejected | unknown, unknown → accepted | rejected | needs_attention,
 * needs_attention → accepted | rejected, and never leaves accepted or rejected; earlier versions began with `intent`.
 * Synchronous, each call a row or two. A damaged journal can only be read.
 */
export class Journal {
  /** What became of the orders, as far as anybody saw. */
  readonly orders: OrderLedger
  readonly brackets: BracketStore
  readonly audit: AuditTrail
  readonly evidence: EvidenceStore
  readonly killSwitch: KillSwitchStore
  /** Rows that were met and that this version cannot understand. */
  readonly unreadable = new UnreadableRows()
  readonly untold: UntoldEvents
  readonly djangoTrades: DjangoTrades
  readonly fills: FillStore
  /** What accounts were worth over time. */
  readonly values: ValueStore
  /** Told of all that exchanges show of orders. */
  readonly observed = new Listeners<[accountId: string, orders: readonly Order[], learned: Learned]>()
  /** Told of what could not be written, where nobody waits for it. */
  readonly unwritten = new Listeners<[error: unknown]>()
  readonly #database: JournalDatabase
  readonly #now: () => number
  /** Ids of the operations that have begun in this run and not ended. */
  readonly #underWay = new Set<number>()

  private constructor(file: string, now: () => number, patienceMs: number) {
    this.#now = now
    this.#database = new JournalDatabase(file, now, patienceMs)
    this.orders = new OrderLedger(this.#database)
    this.brackets = new BracketStore(this.#database, now, this.unreadable)
    this.audit = new AuditTrail(this.#database, now)
    this.evidence = new EvidenceStore(this.#database, now)
    this.killSwitch = new KillSwitchStore(this.#database, now)
    this.untold = new UntoldEvents(this.#database, (error) => this.unwritten.tell(error))
    this.djangoTrades = new DjangoTrades(this.#database, (error) => this.unwritten.tell(error))
    this.fills = new FillStore(this.#database)
    this.values = new ValueStore(this.#database)
    if (this.#database.loss !== null) this.#haltAfter(this.#database.loss)
  }

  /**
   * @throws when the file cannot be opened, or was written by a later version; a damaged one is set aside, see
   * {@link damaged}.
   */
  static open({ folder, now = Date.now, patienceMs = shortPatienceMs }: Options): Journal {
    return new Journal(join(folder, 'journal.sqlite'), now, patienceMs)
  }

  get file(): string {
    return this.#database.file
  }

  /** What to tell the person while the journal can only be read, or null. */
  get damaged(): MessageRef | null {
    const { trouble, file } = this.#database
    if (trouble === null) return null
    if (trouble.kind === 'damaged') return message('order.journal_damaged', { file: trouble.backup })
    const { copy } = trouble
    return copy === null
      ? message('order.journal_gone_unsaved', { file })
      : message('order.journal_gone', { file, copy })
  }

  /** What to tell the person while the kill switch is halted because an earlier journal was lost, or null. */
  get lost(): MessageRef | null {
    return this.killSwitch.get().why === 'journal_lost' ? message('order.journal_lost') : null
  }

  /** Whether nothing in it tells of any account. */
  get isUnused(): boolean {
    if (this.damaged !== null || this.lost !== null) return false
    const sql = `SELECT EXISTS (SELECT 1 FROM operations) OR EXISTS (SELECT 1 FROM audit WHERE account_id IS NOT NULL) AS used`
    return this.#database.first(sql)?.used === 0
  }

  /** What to tell the person of rows that this version cannot understand, or null. */
  get rowsNotice(): MessageRef | null {
    const rows = this.unreadable.list().map(({ what, id }) => `${what} ${id}`)
    return rows.length === 0 ? null : message('order.journal_rows_unreadable', { rows: rows.join(', ') })
  }

  get isOpen(): boolean {
    return this.#database.isOpen
  }

  /**
   * Puts a new, empty journal in the place of a damaged one, whose copy stays. The kill switch stays as it was, or
   * halted where that cannot be read any more. @returns whether there was one.
   */
  renew(): boolean {
    const { state } = this.killSwitch.get()
    if (!this.#database.renew()) return false
    this.unreadable.clear()
    if (state !== 'active') this.killSwitch.set(state, { kind: 'system' })
    return true
  }

  close(): void {
    this.#database.close()
  }

  /** @throws GatewayError `refused` `order.journal_read_only`. */
  requireWritable(): void {
    this.#database.requireWritable()
  }

  /** Several entries, all or none. */
  inOneStep<T>(write: () => T): T {
    return this.#database.transaction(write)
  }

  /**
   * Writes an operation down as sent under this account at the exchange, with the bracket that it begins: in one step
   * with all that begin in this turn, so that an order waits for the disk once and orders together. Call it before
   * sending. @returns its journal id. @throws when the request id was already used, and what `permit` throws,
   * which is asked within the step: what another process writes (the kill switch) comes before or after.
   */
  async begin(operation: NewOperation, account: ExchangeAccount | null, beginning: Beginning = {}): Promise<number> {
    const id = await this.#database.together(() => this.beginNow(operation, account, beginning))
    this.#underWay.add(id)
    return id
  }

  /** As {@link begin}, in a step of its own. @throws as {@link begin} */
  beginNow(operation: NewOperation, account: ExchangeAccount | null = null, beginning: Beginning = {}): number {
    return this.#database.transaction(() => {
      beginning.permit?.()
      const id = this.#insert(operation, { state: 'sent', account })
      if (beginning.bracket !== undefined) this.brackets.save(beginning.bracket)
      if (operation.operation === 'place' && operation.symbol !== null)
        this.orders.noteSymbol(operation.accountId, operation.symbol)
      return id
    })
  }

  /** What nothing is sent for, written down as {@link begin} does and done, in one step. @throws as {@link begin} */
  doHere(
    operation: NewOperation,
    call: () => PlacedOrder,
    beginning: Beginning = {},
  ): Extract<Result, { state: 'accepted' }> {
    return this.#database.transaction(() => {
      const journalId = this.beginNow(operation, null, beginning)
      const placed = call()
      this.accepted(journalId, placed)
      return { state: 'accepted', journalId, placed }
    })
  }

  /**
   * Writes what became of an operation within a few ms, without waiting for the disk. Should the process end or the
   * machine lose its power before, the row is `sent` again, and the exchange is asked once more: nothing is lost but
   * the time (docs/decisions/0017-one-durable-commit-an-order.md). `failed`: it could not be written, and why.
   *
   * Of the last operation under way at once, when its answer is on its way: the next one comes to a journal that has
   * nothing left to write. While others are under way the next of their commits takes it along.
   */
  outcome(id: number, write: () => void, failed: (error: unknown) => void): void {
    this.#underWay.delete(id)
    this.#database.later(write, failed)
    if (this.#underWay.size === 0) this.#database.flushAfterTurn()
  }

  /** Has everything written that waits, for readers of the file who are not this process. */
  flush(): void {
    this.#database.flush()
  }

  /** Writes down what was refused before anything was sent. @returns its journal id. */
  refused(operation: NewOperation, error: ErrorView): number {
    return this.#database.soon(() => this.#insert(operation, { state: 'rejected', error }))
  }

  accepted(id: number, placed: PlacedOrder): void {
    const { outcome, raw } = placedTexts(placed)
    this.#database.transaction(() => {
      this.#move(
        id,
        `state = 'accepted', exchange_order_id = ?, symbol = ?, outcome_json = ?, raw_json = ?, error_json = NULL`,
        [placed.order.id, placed.order.symbol, outcome, raw],
        ['sent', 'unknown', 'needs_attention'],
      )
      this.orders.record(id, [placed.order, ...placed.legs])
    })
  }

  rejected(id: number, error: ErrorView): void {
    this.#move(
      id,
      `state = 'rejected', error_json = ?`,
      [JSON.stringify(error)],
      ['intent', 'sent', 'unknown', 'needs_attention'],
    )
  }

  /** `since`: the latest moment at which it can have been sent, epoch ms. */
  unknown(id: number, error: ErrorView, since: number = this.#now()): void {
    this.#move(id, `state = 'unknown', error_json = ?, unknown_at = ?`, [JSON.stringify(error), since], ['sent'])
  }

  /** Asking led nowhere: a person has to look. */
  needsAttention(id: number, error: ErrorView): void {
    this.#move(id, `state = 'needs_attention', error_json = ?`, [JSON.stringify(error)], ['unknown'])
  }

  /** The row of a place or an edit by its request; of an order that its caller named, among those of the account. */
  byRequest(operation: 'place' | 'edit', origin: Origin, accountId: string): Operation | null {
    const ofAccount = isCallersName(origin.requestId)
    // The condition on the operation is that of the index, which SQLite would not use without it.
    const sql = `SELECT * FROM operations WHERE operation = ? AND origin_kind = ? AND request_id = ? AND operation <> 'cancel'${
      ofAccount ? ' AND account_id = ?' : ''
    }`
    const values = [operation, origin.kind, origin.requestId, ...(ofAccount ? [accountId] : [])]
    // Most requests are new, and no outcome that waits makes a row: it goes with the new one's commit.
    if (this.#database.firstWritten(sql, ...values) === undefined) return null
    return toOperation(this.#database.first(sql, ...values))
  }

  /** Lets the name that a caller gave an order be used again, where nothing of that order was ever sent. */
  freeName(operation: 'place' | 'edit', origin: Origin, accountId: string): void {
    if (!isCallersName(origin.requestId)) return
    this.#database.run(
      `UPDATE operations SET request_id = request_id || ' #' || id, client_order_id = NULL
         WHERE operation = ? AND origin_kind = ? AND request_id = ? AND account_id = ? AND operation <> 'cancel'
           AND state = 'rejected' AND sent_at IS NULL`,
      operation,
      origin.kind,
      origin.requestId,
      accountId,
    )
  }

  /** The row of an order by the id that we gave it; null: nothing was ever sent under it, nor refused. */
  byClientOrderId(clientOrderId: string): Operation | null {
    const row = this.#database.first('SELECT * FROM operations WHERE client_order_id = ?', clientOrderId)
    return row === undefined ? null : toOperation(row)
  }

  /** @throws when there is no such row. */
  byId(id: number): Operation {
    return toOperation(this.#database.first('SELECT * FROM operations WHERE id = ?', id))
  }

  /** Whether it is known what came of an operation; of one that is not in this journal nothing more will be. */
  isSettled(id: number): boolean {
    const row = this.#database.first('SELECT state FROM operations WHERE id = ?', id)
    return row === undefined || row.state === 'accepted' || row.state === 'rejected'
  }

  /** Rows that are neither accepted nor rejected, oldest first; one that cannot be read is left to a person. */
  unfinished(): readonly Operation[] {
    return this.#database.all(`SELECT * FROM operations WHERE ${unfinished} ORDER BY id`).flatMap((row) => {
      const about = { what: 'operation', id: String(row.id), accountId: String(row.account_id) } as const
      return this.unreadable.attempt(about, () => toOperation(row)) ?? []
    })
  }

  /** How many rows are being asked about, and how many wait for a person; of one account, or of all (null). */
  doubtful(accountId: string | null = null): { readonly unknown: number; readonly needsAttention: number } {
    const rows = this.#database.all(
      `SELECT state, count(*) AS n FROM operations
         WHERE ${unfinished} AND (? IS NULL OR account_id = ?) GROUP BY state`,
      accountId,
      accountId,
    )
    const count = (state: string): number => Number(rows.find((row) => row.state === state)?.n ?? 0)
    return { unknown: count('unknown'), needsAttention: count('needs_attention') }
  }

  /** Whether an order of this client id was sent, and it is not known what became of it. */
  isInDoubt(accountId: string, clientOrderId: string): boolean {
    const sql = `SELECT 1 FROM operations WHERE account_id = ? AND client_order_id = ? AND ${unfinished}`
    return this.#database.first(sql, accountId, clientOrderId) !== undefined
  }

  /** Newest first. */
  entries(limit: number): readonly JournalEntry[] {
    const rows = this.#database.all('SELECT * FROM operations ORDER BY id DESC LIMIT ?', limit)
    return rows.map((row) => toEntry(row))
  }

  /**
   * Orders of an account sent since a moment (epoch ms) and not refused, those of brackets left out: how many, and
   * their worth in US dollars.
   */
  sentSince(accountId: string, since: number): { readonly orders: number; readonly notionalUsd: Money } {
    const rows = this.#database.all(
      `SELECT notional FROM operations
       WHERE account_id = ? AND sent_at >= ? AND operation <> 'cancel' AND state <> 'rejected' AND origin_kind <> 'bracket'`,
      accountId,
      since,
    )
    const worths = rows.flatMap((row) => (row.notional === null ? [] : [Money.parse(textOf(row, 'notional'))]))
    return { orders: rows.length, notionalUsd: Money.sum(worths) }
  }

  /**
   * Who placed an order, exits included; of a bracket's own orders, who asked for the bracket. null: nobody that we
   * know.
   */
  originOf(accountId: string, orderId: string): Origin | null {
    const row = this.#database.first(
      `SELECT origin_json FROM operations WHERE id = (SELECT operation_id FROM orders WHERE account_id = ? AND order_id = ?)`,
      accountId,
      orderId,
    )
    if (row === undefined) return null
    const about = { what: 'operation', id: orderId, accountId } as const
    const origin = this.unreadable.attempt(about, () => parseOrigin(textOf(row, 'origin_json')))
    if (origin === null) return null
    return origin.kind === 'bracket' ? (this.brackets.byId(origin.bracketId)?.origin ?? origin) : origin
  }

  /** The symbol (BASE/QUOTE) of an order placed through this journal, exits included. */
  symbolOf(accountId: string, orderId: string): string | null {
    return this.orders.symbolOf(accountId, orderId)
  }

  /** Every symbol (BASE/QUOTE) this account ever had an order on, as far as the journal saw. */
  tradedSymbols(accountId: string): readonly string[] {
    return this.orders.tradedSymbols(accountId)
  }

  /**
   * Takes over what the exchange shows of orders, as {@link outcome} does: symbols that are new, and what became of
   * those that are ours.
   */
  observe(
    accountId: string,
    orders: readonly Order[],
    failed: (error: unknown) => void,
    learned: Learned = 'asked',
  ): void {
    // Before it is written: who compares it with what is known finds what was known.
    this.observed.tell(accountId, orders, learned)
    this.#database.later(() => this.orders.observe(accountId, orders), failed)
  }

  /** A kill switch may have been lost with the journal: no order goes through until a person has looked. */
  #haltAfter(loss: Loss): void {
    const origin = { kind: 'system' } as const
    this.inOneStep(() => {
      this.killSwitch.set('halted', { ...origin, why: 'journal_lost' })
      this.audit.add({ kind: 'journal', accountId: null, origin, detail: { lost: loss } })
    })
  }

  #insert(operation: NewOperation, standing: Standing): number {
    const now = this.#now()
    const { origin } = operation
    const columns = columnsOf(operation)
    const { lastInsertRowid } = this.#database.run(
      `INSERT INTO operations (account_id, operation, origin_kind, request_id, origin_json, bracket_id, payload, state,
         client_order_id, symbol, notional, request_json, sent_json, error_json, created_at, updated_at, sent_at, exchange_account)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      operation.accountId,
      operation.operation,
      origin.kind,
      origin.requestId,
      JSON.stringify(origin),
      origin.kind === 'bracket' ? origin.bracketId : null,
      operation.payload,
      standing.state,
      columns.clientOrderId,
      operation.symbol,
      columns.notional,
      columns.request,
      columns.sent,
      standing.state === 'rejected' ? JSON.stringify(standing.error) : null,
      now,
      now,
      standing.state === 'sent' ? now : null,
      standing.state === 'sent' && standing.account !== null ? JSON.stringify(standing.account) : null,
    )
    return Number(lastInsertRowid)
  }

  /** @throws when the row is in none of the states it may leave. */
  #move(id: number, set: string, values: readonly SQLInputValue[], from: readonly JournalState[]): void {
    const states = from.map((state) => `'${state}'`).join(', ')
    const sql = `UPDATE operations SET ${set}, updated_at = ? WHERE id = ? AND state IN (${states})`
    const { changes } = this.#database.run(sql, ...values, this.#now(), id)
    if (Number(changes) !== 1) throw new Error(`journal row ${id} is in none of the states ${from.join(', ')}`)
  }
}
