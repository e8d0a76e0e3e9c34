import type { DatabaseSync } from 'node:sqlite'

/**
 * One script a version; `PRAGMA user_version` counts those that ran. Never change one that was released, add another.
 * Texts ending in `_json` hold Money as decimal text; times are epoch ms.
 */
const migrations: readonly string[] = [
  `CREATE TABLE operations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id TEXT NOT NULL,
    operation TEXT NOT NULL CHECK (operation IN ('place', 'cancel', 'edit')),
    origin_kind TEXT NOT NULL,
    request_id TEXT NOT NULL,
    origin_json TEXT NOT NULL,
    payload TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('intent', 'sent', 'accepted', 'rejected', 'unknown')),
    client_order_id TEXT,
    exchange_order_id TEXT,
    symbol TEXT,
    request_json TEXT NOT NULL,
    sent_json TEXT,
    outcome_json TEXT,
    raw_json TEXT,
    error_json TEXT,
    created_at INTEGER NOT NULL,
    sent_at INTEGER,
    unknown_at INTEGER,
    updated_at INTEGER NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX operation_request ON operations (operation, origin_kind, request_id) WHERE operation <> 'cancel';
  CREATE UNIQUE INDEX operation_client_order_id ON operations (client_order_id) WHERE client_order_id IS NOT NULL;
  CREATE INDEX operation_unfinished ON operations (state) WHERE state IN ('intent', 'sent', 'unknown');

  CREATE TABLE placed_orders (
    account_id TEXT NOT NULL,
    order_id TEXT NOT NULL,
    symbol TEXT NOT NULL,
    operation_id INTEGER NOT NULL REFERENCES operations (id),
    PRIMARY KEY (account_id, order_id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE traded_symbols (
    account_id TEXT NOT NULL,
    symbol TEXT NOT NULL,
    PRIMARY KEY (account_id, symbol)
  ) STRICT, WITHOUT ROWID;`,
]

/** The journal was written by a later version of the application: not damage, and not ours to touch. */
export class JournalTooNewError extends Error {
  constructor(version: number) {
    super(`the order journal has version ${version}, this application knows up to ${migrations.length}`)
    this.name = 'JournalTooNewError'
  }
}

/**
 * Brings a database to the current schema, all or nothing. `firstId` is the first journal id of a new journal.
 * @throws JournalTooNewError
 */
export function migrate(database: DatabaseSync, firstId: number): void {
  const version = Number(database.prepare('PRAGMA user_version').get()?.user_version ?? 0)
  if (version > migrations.length) throw new JournalTooNewError(version)
  if (version === migrations.length) return
  database.exec('BEGIN IMMEDIATE')
  try {
    for (const script of migrations.slice(version)) database.exec(script)
    if (version === 0)
      database.prepare(`INSERT INTO sqlite_sequence (name, seq) VALUES ('operations', ?)`).run(firstId - 1)
    database.exec(`PRAGMA user_version = ${migrations.length}`)
    database.exec('COMMIT')
  } catch (error) {
    database.exec('ROLLBACK')
    throw error
  }
}
