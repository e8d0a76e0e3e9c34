import { databaseLabel, type DatabaseTrial } from '../../src-shared/database-options.ts'
import { databaseProblem } from './database-problem.ts'
import { lookAt, run } from './look-at.ts'
import { type DatabaseConnection, openPool } from './open-pool.ts'

/**
 * Tries a connection as the gateway would use it: logs in, and looks whether the tables, columns and rights are there
 * that its statements need. Nothing is written. Never throws.
 */
export async function tryDatabase(connection: DatabaseConnection): Promise<DatabaseTrial> {
  const { options } = connection
  try {
    const pool = await openPool(connection)
    // A connection that breaks while it is idle is told by the next statement.
    pool.on('error', () => undefined)
    try {
      return { ok: true, ...(await lookAt((sql, values) => run(pool, sql, values))) }
    } finally {
      await pool.end()
    }
  } catch (error) {
    return { ok: false, problem: databaseProblem(error, databaseLabel(options)) }
  }
}
