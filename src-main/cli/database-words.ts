import type { DatabaseLack, DatabaseTrial, DatabaseUse } from '../../src-shared/database-options.ts'
import { databaseUses } from '../../src-shared/database-options.ts'

const uses: Readonly<Record<DatabaseUse, string>> = {
  symbols: 'writing the list of symbols',
  trades: 'writing trades',
  accounts: 'taking over accounts',
}

/** What a database that answers is good for, in one line. */
export function databaseTrialText({ version, lacks }: Extract<DatabaseTrial, { ok: true }>): string {
  const able = databaseUses.filter((use) => lacks.every((lack) => lack.use !== use)).map((use) => uses[use])
  const unable = databaseUses.filter((use) => lacks.some((lack) => lack.use === use)).map((use) => uses[use])
  const parts = [able.length > 0 && `ready for ${able.join(', ')}`, unable.length > 0 && `not for ${unable.join(', ')}`]
  return `PostgreSQL ${version}, ${parts.filter((part) => part !== false).join('; ')}`
}

/** What is lacking, a line for each table and kind of thing: the statements name each column. */
export function lackTexts(lacks: readonly DatabaseLack[]): readonly string[] {
  return databaseUses.flatMap((use) => {
    const of = lacks.filter((lack) => lack.use === use)
    const [first] = of
    if (first === undefined) return []
    const { table } = first
    if (first.lacks === 'table') return [`for ${uses[use]}: there is no table ${table}`]
    const columns = of.flatMap(({ lacks: what, column }) => (what === 'column' && column !== null ? [column] : []))
    const rights = new Set(
      of.flatMap(({ lacks: what }) => (what === 'column' || what === 'table' ? [] : [rightNames[what]])),
    )
    return [
      ...(columns.length === 0
        ? []
        : [`for ${uses[use]}: table ${table} has no column ${[...new Set(columns)].join(', ')}`]),
      ...(rights.size === 0 ? [] : [`for ${uses[use]}: no right to ${[...rights].join(', ')} in table ${table}`]),
    ]
  })
}

const rightNames = { SELECT: 'read', INSERT: 'add', UPDATE: 'change', USAGE: 'take ids' } as const
