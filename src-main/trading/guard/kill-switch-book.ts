import { type KillSwitchState, killSwitchStates } from '../../../src-shared/guard.ts'
import type { JournalDatabase } from '../journal-database.ts'

/** The kill switch in the journal's file, so that another process (the `guard` command) may set it under a running gateway. */
export class KillSwitchBook {
  readonly #database: JournalDatabase
  readonly #now: () => number

  constructor(database: JournalDatabase, now: () => number) {
    this.#database = database
    this.#now = now
  }

  /** As the file holds it at this moment; `active` where nobody ever set it, `halted` where a damaged file does not tell. */
  get(): { readonly state: KillSwitchState; readonly since: number | null } {
    const row = this.#database.firstIfReadable('SELECT state, at FROM kill_switch WHERE id = 1')
    if (row === undefined) return { state: 'active', since: null }
    // What cannot be read or understood must not let orders through.
    if (row === 'unreadable') return { state: 'halted', since: null }
    const state = killSwitchStates.find((each) => each === row.state)
    return { state: state ?? 'halted', since: Number(row.at) }
  }

  set(state: KillSwitchState, origin: unknown): void {
    this.#database.run(
      `INSERT INTO kill_switch (id, state, origin_json, at) VALUES (1, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET state = excluded.state, origin_json = excluded.origin_json, at = excluded.at`,
      state,
      JSON.stringify(origin),
      this.#now(),
    )
  }
}
