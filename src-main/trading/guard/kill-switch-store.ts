import { z } from 'zod'
import { type KillSwitchState, killSwitchStates } from '../../../src-shared/guard.ts'
import type { JournalDatabase } from '../journal-database.ts'

/**
 * The kill switch in the journal's file, so that another process (the `guard` command) may set it under a running
 * gateway.
 */
export class KillSwitchStore {
  readonly #database: JournalDatabase
  readonly #now: () => number

  constructor(database: JournalDatabase, now: () => number) {
    this.#database = database
    this.#now = now
  }

  /**
   * As the file holds it at this moment; `active` where nobody ever set it, `halted` where a damaged file does not
   * tell. `why`: the application set it by itself.
   */
  get(): {
    readonly state: KillSwitchState
    readonly since: number | null
    readonly why: 'journal_lost' | null
  } {
    const row = this.#database.firstIfReadable('SELECT state, at, origin_json FROM kill_switch WHERE id = 1')
    if (row === undefined) return { state: 'active', since: null, why: null }
    // What cannot be read or understood must not let orders through.
    if (row === 'unreadable') return { state: 'halted', since: null, why: null }
    const state = killSwitchStates.find((each) => each === row.state)
    return { state: state ?? 'halted', since: Number(row.at), why: whyOf(row.origin_json) }
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

const whySchema = z.object({ kind: z.literal('system'), why: z.literal('journal_lost') })

function whyOf(origin: unknown): 'journal_lost' | null {
  if (typeof origin !== 'string') return null
  try {
    return whySchema.safeParse(JSON.parse(origin)).data?.why ?? null
  } catch {
    return null
  }
}
