import { Money } from '../../../src-shared/money.ts'
import type { Fill } from '../../../src-shared/order.ts'
import { type ExchangeAccount, isSameAccount, parseExchangeAccount } from '../../exchange/accounts/exchange-account.ts'
import { type JournalDatabase, type Row, textOf } from '../journal-database.ts'
import { type FillSpan, unknownSpan } from './fill-span.ts'

/** Of all symbols together. */
const allSymbols = ''

/**
 * The fills of all accounts in the journal's file, each once, and of which time they are known. What is written here can
 * be asked for again, so nobody waits for the disk. Large reads are the worker's (reading/fill-reading.ts).
 */
export class FillStore {
  readonly #database: JournalDatabase

  constructor(database: JournalDatabase) {
    this.#database = database
  }

  /**
   * Keeps fills; of one that is known only what was not told then is added (its fee, its order's client id). A few
   * hundred at a time, since it holds up everything else. @returns how many are new or know more now.
   */
  keep(accountId: string, account: ExchangeAccount | null, fills: readonly Fill[]): number {
    if (fills.length === 0) return 0
    const owner = account?.uid ?? account?.key ?? null
    return this.#database.soon(() => fills.reduce((count, fill) => count + this.#keepOne(accountId, owner, fill), 0))
  }

  /** Whether all that was executed of an order is here, with its fees. */
  hasAllOf(accountId: string, { id, symbol, filled }: { id: string; symbol: string; filled: Money }): boolean {
    const rows = this.#database.all(
      'SELECT quantity, fee_amount FROM fills WHERE account_id = ? AND order_id = ? AND symbol = ?',
      accountId,
      id,
      symbol,
    )
    const known = rows.filter((row) => row.fee_amount !== null).map((row) => Money.parse(textOf(row, 'quantity')))
    return Money.sum(known).atLeast(filled)
  }

  /** What is known of an account's fills, under the account at the exchange that it stands for now. */
  spans(accountId: string, account: ExchangeAccount | null): readonly FillSpan[] {
    const rows = this.#database.all('SELECT * FROM fill_spans WHERE account_id = ? ORDER BY symbol', accountId)
    return rows.filter((row) => isSameAccount(accountIn(row), account)).map(spanIn)
  }

  /** One of them; of one that is not known an empty one. */
  span(accountId: string, account: ExchangeAccount | null, symbol: string | null): FillSpan {
    const sql = 'SELECT * FROM fill_spans WHERE account_id = ? AND symbol = ?'
    const row = this.#database.first(sql, accountId, symbol ?? allSymbols)
    return row === undefined || !isSameAccount(accountIn(row), account) ? unknownSpan(symbol) : spanIn(row)
  }

  saveSpan(accountId: string, account: ExchangeAccount | null, span: FillSpan): void {
    this.#database.soon(() =>
      this.#database.run(
        `INSERT OR REPLACE INTO fill_spans
           (account_id, symbol, exchange_account, known_from, known_until, cursor, complete, wanted)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        accountId,
        span.symbol ?? allSymbols,
        account === null ? null : JSON.stringify(account),
        span.from,
        span.until,
        span.cursor,
        span.complete ? 1 : 0,
        span.wanted ? 1 : 0,
      ),
    )
  }

  /** The accounts of which somebody wants older fills. */
  wanted(): ReadonlySet<string> {
    const rows = this.#database.all('SELECT DISTINCT account_id FROM fill_spans WHERE wanted = 1')
    return new Set(rows.map((row) => textOf(row, 'account_id')))
  }

  #keepOne(accountId: string, owner: string | null, fill: Fill): number {
    const { changes } = this.#database.run(
      `INSERT INTO fills (account_id, symbol, fill_id, order_id, client_order_id, owner, side, price, quantity,
           fee_asset, fee_amount, maker, at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET
           client_order_id = COALESCE(client_order_id, excluded.client_order_id),
           fee_asset = COALESCE(fee_asset, excluded.fee_asset),
           fee_amount = COALESCE(fee_amount, excluded.fee_amount),
           maker = COALESCE(maker, excluded.maker)
         WHERE (fee_amount IS NULL AND excluded.fee_amount IS NOT NULL)
           OR (maker IS NULL AND excluded.maker IS NOT NULL)
           OR (client_order_id IS NULL AND excluded.client_order_id IS NOT NULL)`,
      accountId,
      fill.symbol,
      fill.id,
      fill.orderId,
      fill.clientOrderId,
      owner,
      fill.side,
      fill.price.toString(),
      fill.quantity.toString(),
      fill.fee?.asset ?? null,
      fill.fee?.amount.toString() ?? null,
      fill.maker === null ? null : fill.maker ? 1 : 0,
      fill.time,
    )
    return Number(changes)
  }
}

function accountIn(row: Row): ExchangeAccount | null {
  return row.exchange_account === null ? null : parseExchangeAccount(textOf(row, 'exchange_account'))
}

function spanIn(row: Row): FillSpan {
  const symbol = textOf(row, 'symbol')
  return {
    symbol: symbol === allSymbols ? null : symbol,
    from: row.known_from === null ? null : Number(row.known_from),
    until: row.known_until === null ? null : Number(row.known_until),
    cursor: row.cursor === null ? null : textOf(row, 'cursor'),
    complete: row.complete === 1,
    wanted: row.wanted === 1,
  }
}
