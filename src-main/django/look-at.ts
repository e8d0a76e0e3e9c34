import type { ClientBase } from 'pg'
import type { DatabaseLack } from '../../src-shared/database-options.ts'
import { numberedTables, wantedRights } from './needs.ts'

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
SELECT wanted.name, attribute.attidentity <> '' OR has_sequence_privilege(pg_get_serial_sequence(wanted.name, 'id'), 'USAGE') AS allowed
FROM unnest($1::text[]) AS wanted (name)
JOIN pg_attribute AS attribute ON attribute.attrelid = to_regclass(wanted.name) AND attribute.attname = 'id'`

/** The server's version, and what this login lacks of what our statements need. @throws what the database throws */
export async function lookAt(
  query: Query,
): Promise<{ readonly version: string; readonly lacks: readonly DatabaseLack[] }> {
  const [versionRow] = await query('SHOW server_version')
  const rows = await query(rightsSql, [
    wantedRights.map(({ table }) => table),
    wantedRights.map(({ column }) => column),
    wantedRights.map(({ right }) => right),
  ])
  const sequences = await query(sequencesSql, [numberedTables.map(({ table }) => table)])
  const lacks = wantedRights.flatMap(({ use, table, column, right }, index): readonly DatabaseLack[] => {
    const row = rows[index]
    if (row?.has_table !== true) return [{ use, table, column: null, lacks: 'table' }]
    if (row.has_column !== true) return [{ use, table, column, lacks: 'column' }]
    return row.allowed === true ? [] : [{ use, table, column, lacks: right }]
  })
  const numbered = numberedTables.flatMap(({ use, table }): readonly DatabaseLack[] => {
    const row = sequences.find(({ name }) => name === table)
    return row?.allowed === false ? [{ use, table, column: null, lacks: 'USAGE' }] : []
  })
  return { version: String(versionRow?.server_version), lacks: unique([...lacks, ...numbered]) }
}

function unique(lacks: readonly DatabaseLack[]): readonly DatabaseLack[] {
  return [...new Map(lacks.map((lack) => [JSON.stringify(lack), lack])).values()]
}
