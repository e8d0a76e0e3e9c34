import type { EndReason } from '../../src-shared/end-reason.ts'
import { lifecycleStates } from '../../src-shared/journal.ts'
import { Money } from '../../src-shared/money.ts'
import type { Order } from '../../src-shared/order.ts'
import type { JournalDatabase, Row } from './journal-database.ts'
import { textOf } from './journal-database.ts'
import { isOpenEnding, KnownEndings } from './known-endings.ts'
import { advance, type Lifecycle, type LifecycleEvent, newLifecycle } from './lifecycle.ts'
import { parseEndReason } from './order-codec.ts'

/** A file grows for years, and what is open is mostly new. */
const lastSent = 1_000

/** Orders that we placed and what became of them, and the symbols that each account traded, in the journal's file. */
export class OrderLedger {
  readonly #database: JournalDatabase
  readonly #endings: KnownEndings

  constructor(database: JournalDatabase) {
    this.#database = database
    this.#endings = new KnownEndings(database)
  }

  /** The orders that an operation brought about; what is known of them already stays. */
  record(operationId: number, orders: readonly Order[]): void {
    const row = this.#database.first('SELECT account_id FROM operations WHERE id = ?', operationId)
    if (row === undefined) return
    const accountId = textOf(row, 'account_id')
    for (const symbol of new Set(orders.map((order) => order.symbol))) this.noteSymbol(accountId, symbol)
    const told = this.withEndings(accountId, orders)
    const before = told.filter((order) => !this.#addNew(accountId, operationId, order))
    this.#seeAll(accountId, before, this.#knownOf(accountId, before))
  }

  /** Takes over what the exchange shows of orders; of foreign ones only the symbol. */
  observe(accountId: string, orders: readonly Order[]): void {
    const known = new Set(this.tradedSymbols(accountId))
    const fresh = new Set(orders.map(({ symbol }) => symbol).filter((symbol) => !known.has(symbol)))
    for (const symbol of fresh) this.noteSymbol(accountId, symbol)
    const ours = this.#knownOf(accountId, orders)
    const told = this.withEndings(
      accountId,
      orders.filter(({ id }) => ours.has(id)),
    )
    this.#seeAll(accountId, told, ours)
  }

  /** The same orders; of those that were cancelled it is told whether that was from here. */
  withEndings(accountId: string, orders: readonly Order[]): readonly Order[] {
    return this.#endings.of(accountId, orders)
  }

  /** Where an order of ours stands; null: it is not one. */
  lifecycleOf(accountId: string, orderId: string): Lifecycle | null {
    const row = this.#database.first(
      'SELECT state, filled, quantity, seen_at FROM orders WHERE account_id = ? AND order_id = ?',
      accountId,
      orderId,
    )
    return row === undefined ? null : lifecycleFrom(row)
  }

  /** Where those of these orders stand that are ours, by id. */
  lifecyclesOf(accountId: string, orders: readonly Pick<Order, 'id'>[]): ReadonlyMap<string, Lifecycle> {
    return new Map([...this.#knownOf(accountId, orders)].map(([id, { lifecycle }]) => [id, lifecycle]))
  }

  /** Of the orders that were sent last, those that nobody has seen end, the newest first. */
  open(accountId: string): readonly { readonly orderId: string; readonly symbol: string }[] {
    const rows = this.#database.all(
      `SELECT order_id, orders.symbol FROM
         (SELECT id FROM operations WHERE account_id = ? AND sent_at IS NOT NULL ORDER BY sent_at DESC LIMIT ${lastSent}) AS recent
         CROSS JOIN orders ON operation_id = recent.id
       WHERE account_id = ? AND state IN ('accepted', 'partially_filled', 'unknown')`,
      accountId,
      accountId,
    )
    return rows.map((row) => ({ orderId: textOf(row, 'order_id'), symbol: textOf(row, 'symbol') }))
  }

  /** Why an order of ours ended, as far as anybody said. */
  endOf(accountId: string, orderId: string): EndReason | null {
    const row = this.#database.first(
      'SELECT end_json FROM orders WHERE account_id = ? AND order_id = ?',
      accountId,
      orderId,
    )
    return parseEndReason(row?.end_json)
  }

  symbolOf(accountId: string, orderId: string): string | null {
    const row = this.#database.first(
      'SELECT symbol FROM orders WHERE account_id = ? AND order_id = ?',
      accountId,
      orderId,
    )
    return row === undefined ? null : textOf(row, 'symbol')
  }

  tradedSymbols(accountId: string): readonly string[] {
    const rows = this.#database.all('SELECT symbol FROM traded_symbols WHERE account_id = ? ORDER BY symbol', accountId)
    return rows.map((row) => textOf(row, 'symbol'))
  }

  noteSymbol(accountId: string, symbol: string): void {
    this.#database.run('INSERT OR IGNORE INTO traded_symbols (account_id, symbol) VALUES (?, ?)', accountId, symbol)
  }

  /** Writes an order down that was not there yet. @returns whether it was new. */
  #addNew(accountId: string, operationId: number, order: Order): boolean {
    const { state, filled, quantity, seenAt } = advance(unseen, seen(order))
    const { changes } = this.#database.run(
      `INSERT INTO orders (account_id, order_id, symbol, operation_id, state, filled, quantity, seen_at, end_json)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
      accountId,
      order.id,
      order.symbol,
      operationId,
      state,
      filled.toString(),
      quantity?.toString() ?? null,
      seenAt,
      order.endReason === null ? null : JSON.stringify(order.endReason),
    )
    return Number(changes) === 1
  }

  #seeAll(accountId: string, orders: readonly Order[], known: ReadonlyMap<string, Known>): void {
    for (const order of orders) this.#see(accountId, order, known.get(order.id))
  }

  /** Of many orders in one question, those that are ours. */
  #knownOf(accountId: string, orders: readonly Pick<Order, 'id'>[]): ReadonlyMap<string, Known> {
    if (orders.length === 0) return new Map()
    const rows = this.#database.all(
      `SELECT order_id, state, filled, quantity, seen_at, end_json FROM orders
       WHERE account_id = ? AND order_id IN (SELECT value FROM json_each(?))`,
      accountId,
      JSON.stringify(orders.map(({ id }) => id)),
    )
    return new Map(
      rows.map((row) => [
        textOf(row, 'order_id'),
        { lifecycle: lifecycleFrom(row), end: row.end_json === null ? null : textOf(row, 'end_json') },
      ]),
    )
  }

  #see(accountId: string, order: Order, before: Known | undefined): void {
    if (before === undefined) return
    const after = advance(before.lifecycle, seen(order))
    const end = endAfter(before.end, order)
    if (after === before.lifecycle && end === before.end) return
    this.#database.run(
      'UPDATE orders SET state = ?, filled = ?, quantity = ?, seen_at = ?, end_json = ? WHERE account_id = ? AND order_id = ?',
      after.state,
      after.filled.toString(),
      after.quantity?.toString() ?? null,
      after.seenAt,
      end,
      accountId,
      order.id,
    )
  }
}

/** What the journal knows of an order. `end`: its reason as the column holds it. */
interface Known {
  readonly lifecycle: Lifecycle
  readonly end: string | null
}

const unseen = advance(newLifecycle(null), { type: 'sent' })

const seen = ({ status, filled, quantity, updatedAt }: Order): LifecycleEvent => ({
  type: 'seen',
  status,
  filled,
  quantity,
  at: updatedAt,
})

/** The first reason told for an end is kept, unless a more precise one becomes known. */
function endAfter(before: string | null, { endReason }: Order): string | null {
  return endReason !== null && isOpenEnding(parseEndReason(before)) ? JSON.stringify(endReason) : before
}

function lifecycleFrom(row: Row): Lifecycle {
  return {
    state: lifecycleStates.find((state) => state === row.state) ?? 'unknown',
    filled: Money.parse(textOf(row, 'filled')),
    quantity: row.quantity === null ? null : Money.parse(textOf(row, 'quantity')),
    seenAt: row.seen_at === null ? null : Number(row.seen_at),
  }
}
