import type { DatabaseLack, DatabaseUse } from '../../src-shared/database-options.ts'
import { firstColumns, followingColumns } from './trade-row.ts'

type Right = 'SELECT' | 'INSERT' | 'UPDATE'

/** What the statements of one use need of one table, and no more. */
interface TableNeeds {
  readonly use: DatabaseUse
  readonly table: string
  readonly columns: Readonly<Partial<Record<Right, readonly string[]>>>
  /** All of the table is written: rights are granted on it, not on each of its columns. */
  readonly whole: boolean
}

const symbolColumns = [
  'exchange',
  'symbol',
  'base',
  'quote',
  'active',
  'type',
  'min_amount',
  'max_amount',
  'min_price',
  'max_price',
  'min_cost',
  'amount_precision',
  'price_precision',
  'raw_info',
  'last_updated',
] as const

/** Of a row of Django's table of trades, what is read to find it again. */
const tradeFound = ['id', 'broker_id', 'exchange_client_order_id', 'status'] as const

/** Source: docs/wire-contract.md §8.3 and §8.4, where they were tried one by one. */
const tableNeeds: readonly TableNeeds[] = [
  {
    use: 'symbols',
    table: 'exchange_symbols',
    whole: true,
    columns: { SELECT: ['id', ...symbolColumns], INSERT: symbolColumns, UPDATE: symbolColumns },
  },
  {
    use: 'trades',
    table: 'trading_manual_trade',
    whole: false,
    columns: { SELECT: tradeFound, INSERT: [...firstColumns, ...followingColumns], UPDATE: followingColumns },
  },
  {
    use: 'accounts',
    table: 'brokers',
    whole: false,
    columns: {
      SELECT: ['id', 'user_id', 'exchange', 'name', 'api_key', 'api_secret', 'api_password', 'is_testnet', 'is_active'],
    },
  },
]

/** One right on one column, as it is asked for. */
export interface WantedRight {
  readonly use: DatabaseUse
  readonly table: string
  readonly column: string
  readonly right: Right
}

export const wantedRights: readonly WantedRight[] = tableNeeds.flatMap(({ use, table, columns }) =>
  Object.entries(columns).flatMap(([right, names]) =>
    names.map((column) => ({ use, table, column, right: right as Right })),
  ),
)

/** Tables whose new rows take their ids from a sequence. */
export const numberedTables: readonly Pick<TableNeeds, 'use' | 'table'>[] = tableNeeds.filter(
  ({ columns }) => columns.INSERT !== undefined,
)

/** A sequence, as PostgreSQL itself writes its name, from which this login may take no ids. */
export interface DeniedSequence {
  readonly table: string
  readonly sequence: string
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

/**
 * What the owner of the tables has to run so that this user has what is lacking, one statement a table and sequence: the
 * least that suffices. Tables and columns that are not there cannot be granted.
 */
export function grantsFor(
  user: string,
  lacks: readonly DatabaseLack[],
  sequences: readonly DeniedSequence[],
): readonly string[] {
  const to = quoted(user)
  const tables = tableNeeds.flatMap(({ table, whole }) => {
    const rights = (['SELECT', 'INSERT', 'UPDATE'] as const).flatMap((right) => {
      const columns = lacks.flatMap((each) =>
        each.table === table && each.lacks === right && each.column !== null ? [each.column] : [],
      )
      if (columns.length === 0) return []
      return [whole ? right : `${right} (${columns.map(quoted).join(', ')})`]
    })
    return rights.length === 0 ? [] : [`GRANT ${rights.join(', ')} ON ${quoted(table)} TO ${to};`]
  })
  return [...tables, ...sequences.map(({ sequence }) => `GRANT USAGE ON SEQUENCE ${sequence} TO ${to};`)]
}
