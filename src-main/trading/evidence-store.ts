import { type JournalDatabase, textOf } from './journal-database.ts'

/**
 * One thing that was asked or answered about an operation in doubt. `at` is epoch ms; `detail` holds nothing secret.
 */
export interface Evidence {
  readonly at: number
  readonly what: 'no_answer' | 'asked' | 'could_not_ask' | 'given_up' | 'settled_by_hand'
  readonly detail: unknown
}

/**
 * More than a row in doubt for a whole day makes. Beyond it the newest takes the place of the one before: the first
 * ones matter most, and the last.
 */
const keptPerOperation = 500

/** How the outcome of operations in doubt was looked for. */
export class EvidenceStore {
  readonly #database: JournalDatabase
  readonly #now: () => number

  constructor(database: JournalDatabase, now: () => number) {
    this.#database = database
    this.#now = now
  }

  add(operationId: number, what: Evidence['what'], detail: unknown): void {
    this.#database.soon(() => this.#add(operationId, what, detail))
  }

  #add(operationId: number, what: Evidence['what'], detail: unknown): void {
    const count = this.#database.first('SELECT count(*) AS n FROM evidence WHERE operation_id = ?', operationId)
    if (Number(count?.n ?? 0) >= keptPerOperation)
      this.#database.run(
        'DELETE FROM evidence WHERE id = (SELECT max(id) FROM evidence WHERE operation_id = ?)',
        operationId,
      )
    this.#database.run(
      'INSERT INTO evidence (operation_id, at, what, detail_json) VALUES (?, ?, ?, ?)',
      operationId,
      this.#now(),
      what,
      JSON.stringify(detail),
    )
  }

  /** Oldest first. */
  of(operationId: number): readonly Evidence[] {
    const rows = this.#database.all('SELECT * FROM evidence WHERE operation_id = ? ORDER BY id', operationId)
    return rows.map((row) => ({
      at: Number(row.at),
      what: textOf(row, 'what') as Evidence['what'],
      detail: JSON.parse(textOf(row, 'detail_json')) as unknown,
    }))
  }
}
