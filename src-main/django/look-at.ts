import type { ClientBase } from 'pg'
import { type DatabaseLack, type DatabaseRights, optionalUses } from '../../src-shared/database-options.ts'
import { grantsFor, numberedTables, wantedRights } from './needs.ts'

type Row = Readonly<Record<string, unknown>>

/** Runs one statement; values as `$1`, `$2`, …. */
export type Query = (sql: string, values?: readonly unknown[]) => Promise<readonly Row[]>

/** Runs a statement on a pool, or on one connection of it. */
export async function run(
  on: Pick<ClientBase, 'query'>,
  sql: string,
  values: readonly unknown[] = [],
): Promise<readonly Row[]> {
  return (await on.query<Row>(sql, [...values])).rows
}

const rightsSql = `
SELECT wanted.place, to_regclass(wanted.name) IS NOT NULL AS has_table, attribute.attnum IS NOT NULL AS has_column,
  CASE WHEN attribute.attnum IS NULL THEN false
    ELSE has_column_privilege(to_regclass(wanted.name), attribute.attnum, wanted.priv) END AS allowed
FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS wanted (name, col, priv, place)
LEFT JOIN pg_attribute AS attribute
  ON attribute.attrelid = to_regclass(wanted.name) AND attribute.attname = wanted.col
    AND attribute.attnum > 0 AND NOT attribute.attisdropped
ORDER BY wanted.place`

/** Identity columns need no right on their sequence, serial ones do. */
const sequencesSql = `
SELECT found.name, found.sequence FROM (
  SELECT wanted.name,
    CASE WHEN to_regclass(wanted.name) IS NOT NULL THEN pg_get_serial_sequence(wanted.name, 'id') END AS sequence
  FROM unnest($1::text[]) AS wanted (name)
) AS found
JOIN pg_attribute AS attribute ON attribute.attrelid = to_regclass(found.name) AND attribute.attname = 'id'
WHERE attribute.attidentity = ''
  AND CASE WHEN found.sequence IS NULL THEN false ELSE NOT has_sequence_privilege(found.sequence, 'USAGE') END`

/** What a database is like, for this login. `grants`: what its owner has to run for what is lacking, by SQL. */
export interface DatabaseLook {
  readonly version: string
  readonly lacks: readonly DatabaseLack[]
  readonly grants: readonly string[]
  /** Of uses that may be left out. */
  readonly optional: DatabaseRights
}

/** Looks at the server, and at what this login lacks of what our statements need. @throws what the database throws */
export async function lookAt(query: Query): Promise<DatabaseLook> {
  const [about] = await query(`SELECT current_setting('server_version') AS version, current_user AS name`)
  const rows = await query(rightsSql, [
    wantedRights.map(({ table }) => table),
    wantedRights.map(({ column }) => column),
    wantedRights.map(({ right }) => right),
  ])
  const denied = await query(sequencesSql, [numberedTables.map(({ table }) => table)])
  const sequences = denied.map(({ name, sequence }) => ({ table: String(name), sequence: String(sequence) }))
  const rights = wantedRights.flatMap(({ use, table, column, right }, index): readonly DatabaseLack[] => {
    const row = rows[index]
    if (row?.has_table !== true) return [{ use, table, column: null, lacks: 'table' }]
    if (row.has_column !== true) return [{ use, table, column, lacks: 'column' }]
    return row.allowed === true ? [] : [{ use, table, column, lacks: right }]
  })
  const ids = numberedTables
    .filter(({ table }) => sequences.some((each) => each.table === table))
    .map(({ use, table }): DatabaseLack => ({ use, table, column: null, lacks: 'USAGE' }))
  const all = unique([...rights, ...ids])
  const rightsOf = (isOptional: boolean): DatabaseRights => {
    const lacks = all.filter(({ use }) => optionalUses.includes(use) === isOptional)
    const tables = new Set(lacks.map(({ table }) => table))
    return {
      lacks,
      grants: grantsFor(
        String(about?.name),
        lacks,
        sequences.filter(({ table }) => tables.has(table)),
      ),
    }
  }
  // Debian says more behind a space.
  const [version = ''] = String(about?.version).split(' ')
  return { version, ...rightsOf(false), optional: rightsOf(true) }
}

function unique(lacks: readonly DatabaseLack[]): readonly DatabaseLack[] {
  return [...new Map(lacks.map((lack) => [JSON.stringify(lack), lack])).values()]
}
