import { readFileSync } from 'node:fs'
import type { Pool, PoolConfig } from 'pg'
import type { DatabaseOptions } from '../../src-shared/database-options.ts'

/** How Django's database is reached and logged in to. */
export interface DatabaseConnection {
  readonly options: DatabaseOptions
  readonly password: string | null
}

/** An order waits for its row: what takes longer is given up, and says so. */
const times = {
  connectionTimeoutMillis: 3_000,
  lock_timeout: 3_000,
  statement_timeout: 5_000,
  /** For a server that has gone without a word. */
  query_timeout: 7_000,
  idle_in_transaction_session_timeout: 10_000,
} as const

/** Few: rows are short, and Django needs the server's connections. */
const mostConnections = 3

/**
 * A small pool of connections, none of which is open yet. Numbers and ids come as text, exact; times as they are.
 * @throws an error of the file system when the authority's certificate cannot be read
 */
export async function openPool({ options, password }: DatabaseConnection): Promise<Pool> {
  const { host, port, database, user, tls } = options
  // Most installations have no database: nothing of it is loaded there.
  const { default: pg } = await import('pg')
  const ssl: PoolConfig['ssl'] =
    tls === null
      ? false
      : {
          rejectUnauthorized: tls.verify,
          ...(tls.caFile !== null && { ca: readFileSync(tls.caFile, 'utf8') }),
        }
  const pool = new pg.Pool({
    ...times,
    host,
    port,
    database,
    user,
    // Never from the environment or a file of passwords.
    password: password ?? '',
    ssl,
    application_name: 'aristobot-gateway',
    keepAlive: true,
    max: mostConnections,
    // The first order after a quiet hour does not wait for a new connection.
    min: 1,
    idleTimeoutMillis: 60_000,
    allowExitOnIdle: true,
  })
  // Of one that breaks between two statements of a transaction the next statement tells; unheard, it would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}
