import { type JournalDatabase, textOf } from '../journal-database.ts'

/** What is to be told elsewhere and was not yet, in the journal's file, so that a restart does not lose it. */
export class UntoldEvents {
  readonly #database: JournalDatabase
  readonly #failed: (error: unknown) => void

  /** `failed`: told when something could not be written; nobody is kept from anything by it. */
  constructor(database: JournalDatabase, failed: (error: unknown) => void) {
    this.#database = database
    this.#failed = failed
  }

  /** Written within a few ms, with what the journal itself writes of the same happening. Ids have to grow. */
  add(id: number, text: string): void {
    this.#later(() => this.#database.run('INSERT INTO untold_events (id, event_json) VALUES (?, ?)', id, text))
  }

  /** They are told, up to this one, or given up. */
  remove(upTo: number): void {
    this.#later(() => this.#database.run('DELETE FROM untold_events WHERE id <= ?', upTo))
  }

  /** Oldest first. */
  all(): readonly { readonly id: number; readonly text: string }[] {
    const rows = this.#database.all('SELECT id, event_json FROM untold_events ORDER BY id')
    return rows.map((row) => ({ id: Number(row.id), text: textOf(row, 'event_json') }))
  }

  #later(work: () => void): void {
    this.#database.later(work, this.#failed)
  }
}
