import type { DatabaseLack, DatabaseTrial, DatabaseUse } from '../../src-shared/database-options.ts'
import { databaseUses } from '../../src-shared/database-options.ts'

const uses: Readonly<Record<DatabaseUse, string>> = {
  trades: 'writing trades',
  symbols: 'writing the list of symbols',
  accounts: 'taking over accounts',
}

/** What a database that answers is good for, in one line. */
export function databaseTrialText({ version, lacks }: Extract<DatabaseTrial, { ok: true }>): string {
  const able = databaseUses.filter((use) => lacks.every((lack) => lack.use !== use)).map((use) => uses[use])
  const unable = databaseUses.filter((use) => lacks.some((lack) => lack.use === use)).map((use) => uses[use])
  const parts = [able.length > 0 && `ready for ${able.join(', ')}`, unable.length > 0 && `not for ${unable.join(', ')}`]
  return `PostgreSQL ${version}, ${parts.filter((part) => part !== false).join('; ')}`
}

/** One thing that is lacking. */
export function lackText({ use, table, column, lacks }: DatabaseLack): string {
  const where = column === null ? `table ${table}` : `column ${table}.${column}`
  switch (lacks) {
    case 'table':
      return `for ${uses[use]}: there is no table ${table}`
    case 'column':
      return `for ${uses[use]}: there is no column ${table}.${String(column)}`
    case 'USAGE':
      return `for ${uses[use]}: no right to take ids of table ${table}`
    case 'SELECT':
    case 'INSERT':
    case 'UPDATE':
      return `for ${uses[use]}: no right to ${lacks} ${where}`
  }
}
