import { type JournalDatabase, type Row, textOf } from '../journal-database.ts'
import type { UnreadableRows } from '../unreadable-rows.ts'
import { bracketText, parseBracket } from './bracket-codec.ts'
import type { Bracket } from './bracket.ts'
import { isLive } from './bracket.ts'

/** The brackets in the journal: the whole of each at every change, on disk when a method returns. */
export class BracketStore {
  readonly #database: JournalDatabase
  readonly #now: () => number
  readonly #unreadable: UnreadableRows

  constructor(database: JournalDatabase, now: () => number, unreadable: UnreadableRows) {
    this.#database = database
    this.#now = now
    this.#unreadable = unreadable
  }

  /** Keeps a bracket as it is now. */
  save(bracket: Bracket): void {
    this.#database.run(
      `INSERT INTO brackets (id, account_id, live, data_json, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET live = excluded.live, data_json = excluded.data_json, updated_at = excluded.updated_at`,
      bracket.id,
      bracket.accountId,
      isLive(bracket) ? 1 : 0,
      bracketText(bracket),
      bracket.createdAt,
      this.#now(),
    )
  }

  /** Those that are not over, the oldest first; one whose row cannot be read is left to a person. */
  live(): readonly Bracket[] {
    return this.#read('SELECT * FROM brackets WHERE live = 1 ORDER BY created_at, id')
  }

  /** Those of an account that are over, the newest first. */
  over(accountId: string, limit: number): readonly Bracket[] {
    return this.#read(
      'SELECT * FROM brackets WHERE live = 0 AND account_id = ? ORDER BY updated_at DESC, id LIMIT ?',
      accountId,
      limit,
    )
  }

  byId(id: string): Bracket | null {
    return this.#read('SELECT * FROM brackets WHERE id = ?', id)[0] ?? null
  }

  #read(sql: string, ...values: readonly (string | number)[]): readonly Bracket[] {
    return this.#database.all(sql, ...values).flatMap((row) => {
      const bracket = this.#unreadable.attempt(aboutRow(row), () => parseBracket(textOf(row, 'data_json')))
      return bracket ?? []
    })
  }
}

const aboutRow = (row: Row): { readonly what: 'bracket'; readonly id: string; readonly accountId: string } => ({
  what: 'bracket',
  id: textOf(row, 'id'),
  accountId: textOf(row, 'account_id'),
})
