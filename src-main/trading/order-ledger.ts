import type { EndReason } from '../../src-shared/end-reason.ts'
import { lifecycleStates } from '../../src-shared/journal.ts'
import { Money } from '../../src-shared/money.ts'
import type { Order } from '../../src-shared/order.ts'
import type { JournalDatabase, Row } from './journal-database.ts'
import { textOf } from './journal-database.ts'
import { isOpenEnding, KnownEndings } from './known-endings.ts'
import { advance, type Lifecycle } from './lifecycle.ts'
import { parseEndReason } from './order-codec.ts'

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
    for (const order of orders)
      this.#database.run(
        `INSERT INTO orders (account_id, order_id, symbol, operation_id, state, filled)
         SELECT account_id, ?, ?, id, 'sent', '0' FROM operations WHERE id = ? ON CONFLICT DO NOTHING`,
        order.id,
        order.symbol,
        operationId,
      )
    const row = this.#database.first('SELECT account_id FROM operations WHERE id = ?', operationId)
    if (row !== undefined) this.#seeAll(textOf(row, 'account_id'), orders)
  }

  /** Takes over what the exchange shows of orders; of foreign ones only the symbol. */
  observe(accountId: string, orders: readonly Order[]): void {
    const known = new Set(this.tradedSymbols(accountId))
    const fresh = new Set(orders.map(({ symbol }) => symbol).filter((symbol) => !known.has(symbol)))
    for (const symbol of fresh) this.noteSymbol(accountId, symbol)
    this.#seeAll(accountId, orders)
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

  #seeAll(accountId: string, orders: readonly Order[]): void {
    const known = this.#lifecyclesOf(accountId, orders)
    const ours = orders.filter(({ id }) => known.has(id))
    for (const order of this.withEndings(accountId, ours)) {
      this.#see(accountId, order, known.get(order.id) ?? null)
      this.#noteEnd(accountId, order)
    }
  }

  /** Of many orders in one question, those that are ours. */
  #lifecyclesOf(accountId: string, orders: readonly Order[]): ReadonlyMap<string, Lifecycle> {
    const rows = this.#database.all(
      `SELECT order_id, state, filled, quantity, seen_at FROM orders
       WHERE account_id = ? AND order_id IN (SELECT value FROM json_each(?))`,
      accountId,
      JSON.stringify(orders.map(({ id }) => id)),
    )
    return new Map(rows.map((row) => [textOf(row, 'order_id'), lifecycleFrom(row)]))
  }

  /** The first reason told for an end is kept, unless a more precise one becomes known. */
  #noteEnd(accountId: string, { id, endReason }: Order): void {
    if (endReason === null) return
    const row = this.#database.first('SELECT end_json FROM orders WHERE account_id = ? AND order_id = ?', accountId, id)
    const text = JSON.stringify(endReason)
    if (row === undefined || row.end_json === text || !isOpenEnding(parseEndReason(row.end_json))) return
    this.#database.run('UPDATE orders SET end_json = ? WHERE account_id = ? AND order_id = ?', text, accountId, id)
  }

  #see(accountId: string, order: Order, before: Lifecycle | null): void {
    if (before === null) return
    const { status, filled, quantity, updatedAt: at } = order
    const after = advance(before, { type: 'seen', status, filled, quantity, at })
    if (after === before) return
    this.#database.run(
      'UPDATE orders SET state = ?, filled = ?, quantity = ?, seen_at = ? WHERE account_id = ? AND order_id = ?',
      after.state,
      after.filled.toString(),
      after.quantity?.toString() ?? null,
      after.seenAt,
      accountId,
      order.id,
    )
  }
}

function lifecycleFrom(row: Row): Lifecycle {
  return {
    state: lifecycleStates.find((state) => state === row.state) ?? 'unknown',
    filled: Money.parse(textOf(row, 'filled')),
    quantity: row.quantity === null ? null : Money.parse(textOf(row, 'quantity')),
    seenAt: row.seen_at === null ? null : Number(row.seen_at),
  }
}
