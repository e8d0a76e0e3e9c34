import type { DatabaseSync } from 'node:sqlite'

/**
 * One script a version; `PRAGMA user_version` counts those that ran. Never change one that was released, add another.
 * Texts ending in `_json` hold Money as decimal text; times are epoch ms.
 */
export const journalMigrations: readonly string[] = [
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
  `CREATE TABLE operations_new (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id TEXT NOT NULL,
    operation TEXT NOT NULL CHECK (operation IN ('place', 'cancel', 'edit')),
    origin_kind TEXT NOT NULL,
    request_id TEXT NOT NULL,
    origin_json TEXT NOT NULL,
    bracket_id TEXT,
    payload TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('intent', 'sent', 'accepted', 'rejected', 'unknown', 'needs_attention')),
    client_order_id TEXT,
    exchange_order_id TEXT,
    symbol TEXT,
    notional TEXT,
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
  INSERT INTO operations_new (id, account_id, operation, origin_kind, request_id, origin_json, payload, state, client_order_id,
      exchange_order_id, symbol, request_json, sent_json, outcome_json, raw_json, error_json, created_at, sent_at, unknown_at, updated_at)
    SELECT id, account_id, operation, origin_kind, request_id, origin_json, payload, state, client_order_id,
      exchange_order_id, symbol, request_json, sent_json, outcome_json, raw_json, error_json, created_at, sent_at, unknown_at, updated_at
    FROM operations;
  DELETE FROM sqlite_sequence WHERE name = 'operations_new';
  INSERT INTO sqlite_sequence (name, seq) SELECT 'operations_new', seq FROM sqlite_sequence WHERE name = 'operations';

  CREATE TABLE orders (
    account_id TEXT NOT NULL,
    order_id TEXT NOT NULL,
    symbol TEXT NOT NULL,
    operation_id INTEGER NOT NULL REFERENCES operations_new (id),
    state TEXT NOT NULL,
    filled TEXT NOT NULL,
    quantity TEXT,
    seen_at INTEGER,
    PRIMARY KEY (account_id, order_id)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO orders (account_id, order_id, symbol, operation_id, state, filled)
    SELECT account_id, order_id, symbol, operation_id, 'accepted', '0' FROM placed_orders;
  DROP TABLE placed_orders;
  DROP TABLE operations;
  ALTER TABLE operations_new RENAME TO operations;

  CREATE UNIQUE INDEX operation_request ON operations (operation, origin_kind, request_id) WHERE operation <> 'cancel';
  CREATE UNIQUE INDEX operation_client_order_id ON operations (client_order_id) WHERE client_order_id IS NOT NULL;
  CREATE INDEX operation_unfinished ON operations (state) WHERE state IN ('intent', 'sent', 'unknown', 'needs_attention');
  CREATE INDEX operation_sent ON operations (account_id, sent_at) WHERE sent_at IS NOT NULL;
  CREATE INDEX operation_created ON operations (created_at);
  CREATE INDEX order_operation ON orders (operation_id);

  CREATE TABLE evidence (
    id INTEGER PRIMARY KEY,
    operation_id INTEGER NOT NULL REFERENCES operations (id),
    at INTEGER NOT NULL,
    what TEXT NOT NULL,
    detail_json TEXT NOT NULL
  ) STRICT;
  CREATE INDEX evidence_operation ON evidence (operation_id);

  CREATE TABLE brackets (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL,
    live INTEGER NOT NULL CHECK (live IN (0, 1)),
    data_json TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX bracket_live ON brackets (live) WHERE live = 1;

  CREATE TABLE kill_switch (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    state TEXT NOT NULL CHECK (state IN ('active', 'reducing', 'halted')),
    origin_json TEXT NOT NULL,
    at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    account_id TEXT,
    origin_json TEXT NOT NULL,
    detail_json TEXT NOT NULL
  ) STRICT;
  CREATE INDEX audit_at ON audit (at);`,
  // A caller's own name for an order belongs to its account; a row says under whose account at the exchange it was
  // sent.
  `DROP INDEX operation_request;
  CREATE UNIQUE INDEX operation_request ON operations (operation, origin_kind, request_id, account_id) WHERE operation <> 'cancel';
  ALTER TABLE operations ADD COLUMN exchange_account TEXT;`,
  // Why an order ended is kept with it; which orders were cancelled or replaced from here is asked by their ids.
  `ALTER TABLE orders ADD COLUMN end_json TEXT;
  CREATE INDEX operation_target ON operations (account_id, json_extract(request_json, '$.orderId')) WHERE operation <> 'place';`,
  // What is to be told elsewhere and was not yet.
  `CREATE TABLE untold_events (id INTEGER PRIMARY KEY, event_json TEXT NOT NULL) STRICT;`,
  // What is asked at the start and whenever the window shows brackets, of tables that grow for years.
  `CREATE INDEX bracket_over ON brackets (account_id, updated_at) WHERE live = 0;
  CREATE INDEX audit_kind ON audit (kind) WHERE kind <> 'answer';`,
  // Orders that have a row of their own in Django's database, and what that row has to say.
  `CREATE TABLE django_trades (
    client_order_id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL,
    database TEXT NOT NULL,
    trade_json TEXT NOT NULL,
    over INTEGER NOT NULL CHECK (over IN (0, 1))
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX django_trade_live ON django_trades (database) WHERE over = 0;`,
  // What was executed, fill by fill, for good; and of which time the fills of an account (of one symbol, or of all: '')
  // are known without gaps, where the way further back goes on, and whether somebody wants it gone. `owner`: whose
  // account at the exchange it was.
  `CREATE TABLE fills (
    account_id TEXT NOT NULL,
    symbol TEXT NOT NULL,
    fill_id TEXT NOT NULL,
    order_id TEXT NOT NULL,
    client_order_id TEXT,
    owner TEXT,
    side TEXT NOT NULL CHECK (side IN ('buy', 'sell')),
    price TEXT NOT NULL,
    quantity TEXT NOT NULL,
    fee_asset TEXT,
    fee_amount TEXT,
    maker INTEGER CHECK (maker IN (0, 1)),
    at INTEGER NOT NULL,
    PRIMARY KEY (account_id, symbol, fill_id, order_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX fill_account_at ON fills (account_id, at);
  CREATE INDEX fill_at ON fills (at);
  CREATE INDEX fill_order ON fills (account_id, order_id);
  CREATE TABLE fill_spans (
    account_id TEXT NOT NULL,
    symbol TEXT NOT NULL,
    exchange_account TEXT,
    known_from INTEGER,
    known_until INTEGER,
    cursor TEXT,
    complete INTEGER NOT NULL CHECK (complete IN (0, 1)),
    wanted INTEGER NOT NULL CHECK (wanted IN (0, 1)),
    PRIMARY KEY (account_id, symbol)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX fill_span_wanted ON fill_spans (account_id) WHERE wanted = 1;`,
  // What accounts were worth over time: of each asset how much, one unit of it and all of it in USDT.
  `CREATE TABLE portfolio_values (
    at INTEGER NOT NULL,
    account_id TEXT NOT NULL,
    asset TEXT NOT NULL,
    total TEXT NOT NULL,
    price TEXT,
    value TEXT,
    PRIMARY KEY (at, account_id, asset)
  ) STRICT, WITHOUT ROWID;`,
]

/** Ids start at the time of birth in ms: above 2^40, below 2^53, and never again those of an earlier, lost journal. */
export function startIdsAt(database: DatabaseSync, firstId: number): void {
  database.prepare(`INSERT INTO sqlite_sequence (name, seq) VALUES ('operations', ?)`).run(firstId - 1)
}
