import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { asFileError } from '../../infra/file-errors.ts'
import { openSqliteFile } from '../../infra/sqlite-file.ts'
import type { BanStore } from './ban-store.ts'
import type { ClientIdStore } from './client-id-store.ts'
import type { NonceStore } from './nonce-store.ts'

const migrations: readonly string[] = [
  `CREATE TABLE nonces (
    key TEXT PRIMARY KEY,
    highest INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE client_ids (
    space TEXT NOT NULL,
    name TEXT NOT NULL,
    client_order_id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (space, name),
    UNIQUE (space, client_order_id)
  ) STRICT, WITHOUT ROWID;`,
  `CREATE TABLE bans (
    place TEXT PRIMARY KEY,
    until INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;`,
]

interface Options {
  /** The data folder; the store is its `exchange.sqlite`. */
  readonly folder: string
  readonly now?: () => number
}

/** How long a statement waits for another process: the window and every account wait with it. */
const patienceMs = 50

/**
 * What clients have to remember over restarts: the nonces that each API key may have used, under which names our client
 * order ids went to an exchange, and until when one bans us. On disk when a method returns. Several processes may have
 * it open at once.
 */
export class ExchangeStore implements NonceStore, ClientIdStore, BanStore {
  readonly file: string
  /**
   * Where a damaged store was put aside, or null. Nonces then go on from the clock; names of older orders are no longer
   * known.
   */
  readonly backup: string | null
  readonly #database: DatabaseSync
  readonly #now: () => number
  readonly #statements: ReturnType<typeof prepare>

  private constructor(file: string, now: () => number) {
    this.file = file
    this.#now = now
    const { database, backup } = openSqliteFile({ file, now, migrations })
    this.#database = database
    this.backup = backup
    database.exec(`PRAGMA busy_timeout = ${patienceMs}`)
    this.#statements = prepare(database)
  }

  /**
   * @throws when the file cannot be opened, or was written by a later version; a damaged one is set aside, see
   * {@link backup}.
   */
  static open({ folder, now = Date.now }: Options): ExchangeStore {
    return new ExchangeStore(join(folder, 'exchange.sqlite'), now)
  }

  close(): void {
    if (this.#database.isOpen) this.#database.close()
  }

  highest(key: string): bigint | null {
    const row = this.#statements.highest.get(key)
    return typeof row?.highest === 'bigint' ? row.highest : null
  }

  /** Never lowers what another process has written meanwhile. */
  raise(key: string, highest: bigint): void {
    this.#write(() => this.#statements.raise.run(key, highest))
  }

  claim(space: string, name: string, clientOrderId: string): boolean {
    this.#write(() => this.#statements.claim.run(space, name, clientOrderId, this.#now()))
    return this.clientOrderIdOf(space, name) === clientOrderId
  }

  clientOrderIdOf(space: string, name: string): string | null {
    const row = this.#statements.idOf.get(space, name)
    return typeof row?.client_order_id === 'string' ? row.client_order_id : null
  }

  /** @throws GatewayError `retryable` `file.…` when the file cannot be written; nothing was sent then. */
  #write(work: () => unknown): void {
    try {
      work()
    } catch (error) {
      throw asFileError(error, this.file)
    }
  }

  nameOf(space: string, clientOrderId: string): string | null {
    const row = this.#statements.nameOf.get(space, clientOrderId)
    return typeof row?.name === 'string' ? row.name : null
  }

  bannedUntil(place: string): number | null {
    const row = this.#statements.bannedUntil.get(place)
    return typeof row?.until === 'number' ? row.until : null
  }

  keepBan(place: string, until: number): void {
    this.#statements.keepBan.run(place, until)
  }
}

function prepare(database: DatabaseSync) {
  const highest = database.prepare('SELECT highest FROM nonces WHERE key = ?')
  highest.setReadBigInts(true)
  return {
    highest,
    raise: database.prepare(
      `INSERT INTO nonces (key, highest) VALUES (?, ?)
       ON CONFLICT (key) DO UPDATE SET highest = excluded.highest WHERE excluded.highest > highest`,
    ),
    claim: database.prepare(
      `INSERT INTO client_ids (space, name, client_order_id, created_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    ),
    idOf: database.prepare('SELECT client_order_id FROM client_ids WHERE space = ? AND name = ?'),
    bannedUntil: database.prepare('SELECT until FROM bans WHERE place = ?'),
    keepBan: database.prepare(
      'INSERT INTO bans (place, until) VALUES (?, ?) ON CONFLICT (place) DO UPDATE SET until = excluded.until',
    ),
    nameOf: database.prepare('SELECT name FROM client_ids WHERE space = ? AND client_order_id = ?'),
  }
}
