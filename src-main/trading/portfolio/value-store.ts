import type { Money } from '../../../src-shared/money.ts'
import type { JournalDatabase } from '../journal-database.ts'

/** What everything is valued in when it is kept: each exchange trades it. */
export const keptIn = 'USDT'

/** One asset of an account at a time; `price` and `value` in {@link keptIn}, null where nothing told them. */
export interface KeptValue {
  readonly asset: string
  readonly total: Money
  readonly price: Money | null
  readonly value: Money | null
}

const dayMs = 86_400_000
/** Every value is kept so long, then the last one of each UTC day. */
const hourlyForMs = 30 * dayMs

/** What accounts were worth over time, in the journal's file. */
export class ValueStore {
  readonly #database: JournalDatabase
  /** All before this is thinned, as far as this run knows, epoch ms: what is old is not looked through every hour. */
  #thinnedUntil = 0

  constructor(database: JournalDatabase) {
    this.#database = database
  }

  /**
   * Keeps what an account was worth at a time, epoch ms. It can be found out again only while it is so, but no order
   * waits for it. @throws where the journal cannot be written
   */
  add(at: number, accountId: string, values: readonly KeptValue[]): void {
    this.#database.soon(() => {
      for (const { asset, total, price, value } of values)
        this.#database.run(
          'INSERT OR REPLACE INTO portfolio_values (at, account_id, asset, total, price, value) VALUES (?, ?, ?, ?, ?, ?)',
          at,
          accountId,
          asset,
          total.toString(),
          price?.toString() ?? null,
          value?.toString() ?? null,
        )
    })
  }

  /** When anything was kept last, epoch ms; null: never. */
  lastAt(): number | null {
    const at = this.#database.first('SELECT max(at) AS at FROM portfolio_values')?.at
    return typeof at === 'number' ? at : null
  }

  /**
   * Of a day that has grown too old for every hour, only each account's last values stay. A day at a time, so that it
   * is short. @returns whether there may be more to do
   */
  thin(now: number): boolean {
    const until = Math.floor((now - hourlyForMs) / dayMs) * dayMs
    const oldest = this.#database.first(
      'SELECT min(at) AS at FROM portfolio_values WHERE at >= ? AND at < ?',
      this.#thinnedUntil,
      until,
    )?.at
    if (typeof oldest !== 'number') return false
    const from = Math.floor(oldest / dayMs) * dayMs
    this.#thinDay(from, from + dayMs)
    this.#thinnedUntil = from + dayMs
    return true
  }

  #thinDay(from: number, to: number): void {
    const times = this.#database.first(
      'SELECT count(DISTINCT at) AS n FROM portfolio_values WHERE at >= ? AND at < ?',
      from,
      to,
    )?.n
    if (Number(times) < 2) return
    this.#database.soon(() =>
      this.#database.run(
        `DELETE FROM portfolio_values WHERE at >= ? AND at < ? AND at <> (
          SELECT max(last.at) FROM portfolio_values AS last
          WHERE last.at >= ? AND last.at < ? AND last.account_id = portfolio_values.account_id)`,
        from,
        to,
        from,
        to,
      ),
    )
  }
}
