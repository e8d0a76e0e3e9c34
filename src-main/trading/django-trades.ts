import { type JournalDatabase, type Row, textOf } from './journal-database.ts'

/** An order that has a row of its own in Django's database. */
export interface KeptTrade {
  /** The id that we gave the order. */
  readonly clientOrderId: string
  readonly accountId: string
  /** Which database its row is in, without a password. */
  readonly database: string
  /** What the row has to say, and what of it is written: JSON of whoever writes there. */
  readonly trade: string
  /** Whether the row says all that there will ever be. */
  readonly isOver: boolean
}

/** What is kept in Django's database about orders, in the journal's file, so that a row is never written twice. */
export class DjangoTrades {
  readonly #database: JournalDatabase
  readonly #failed: (error: unknown) => void

  /** `failed`: told when something could not be written that nobody waits for. */
  constructor(database: JournalDatabase, failed: (error: unknown) => void) {
    this.#database = database
    this.#failed = failed
  }

  /** On disk when it resolves. @throws as every write of the journal */
  async begin(trade: KeptTrade): Promise<void> {
    await this.#database.together(() => this.#put(trade))
  }

  /** Written within a few ms, and with the next order at the latest. */
  put(trade: KeptTrade): void {
    this.#database.later(() => this.#put(trade), this.#failed)
  }

  /** As {@link put}: there is no such row, nor will there be. */
  remove(clientOrderId: string): void {
    this.#database.later(
      () => this.#database.run('DELETE FROM django_trades WHERE client_order_id = ?', clientOrderId),
      this.#failed,
    )
  }

  get(clientOrderId: string): KeptTrade | null {
    const row = this.#database.first('SELECT * FROM django_trades WHERE client_order_id = ?', clientOrderId)
    return row === undefined ? null : keptTrade(row)
  }

  /** Those of a database whose rows are not over. */
  live(database: string): readonly KeptTrade[] {
    const rows = this.#database.all('SELECT * FROM django_trades WHERE database = ? AND over = 0', database)
    return rows.map(keptTrade)
  }

  #put({ clientOrderId, accountId, database, trade, isOver }: KeptTrade): void {
    this.#database.run(
      `INSERT INTO django_trades (client_order_id, account_id, database, trade_json, over) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (client_order_id) DO UPDATE SET database = excluded.database, trade_json = excluded.trade_json, over = excluded.over`,
      clientOrderId,
      accountId,
      database,
      trade,
      isOver ? 1 : 0,
    )
  }
}

function keptTrade(row: Row): KeptTrade {
  return {
    clientOrderId: textOf(row, 'client_order_id'),
    accountId: textOf(row, 'account_id'),
    database: textOf(row, 'database'),
    trade: textOf(row, 'trade_json'),
    isOver: row.over === 1,
  }
}
