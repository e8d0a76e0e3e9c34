import type { DatabaseLack, DatabaseUse } from '../../src-shared/database-options.ts'

type Right = 'SELECT' | 'INSERT' | 'UPDATE'

/** What the statements of one use need of one table, and no more. */
interface TableNeeds {
  readonly use: DatabaseUse
  readonly table: string
  readonly columns: Readonly<Partial<Record<Right, readonly string[]>>>
}

/** The columns of a trade's row that is begun; its id comes from the table. */
export const tradeColumns = [
  'user_id',
  'broker_id',
  'trade_type',
  'source',
  'ordre_existant',
  'symbol',
  'side',
  'order_type',
  'quantity',
  'total_value',
  'price',
  'stop_loss_price',
  'take_profit_price',
  'trigger_price',
  'status',
  'exchange_client_order_id',
  'error_message',
  'pnl_calculation_method',
  'created_at',
] as const

/** Those that are written once more is known. */
export const tradeUpdates = [
  'status',
  'exchange_order_id',
  'exchange_client_order_id',
  'exchange_order_status',
  'quantity',
  'price',
  'filled_quantity',
  'filled_price',
  'fees',
  'error_message',
  'executed_at',
] as const

export const symbolColumns = [
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

export const brokerColumns = [
  'id',
  'user_id',
  'exchange',
  'name',
  'api_key',
  'api_secret',
  'api_password',
  'is_testnet',
  'is_active',
] as const

/** Source: docs/wire-contract.md §8.3 and §8.4, where they were tried one by one. */
export const tableNeeds: readonly TableNeeds[] = [
  {
    use: 'trades',
    table: 'trading_manual_trade',
    columns: {
      INSERT: tradeColumns,
      SELECT: ['id', 'user_id', 'broker_id', 'exchange_order_id', 'exchange_client_order_id', 'status'],
      UPDATE: tradeUpdates,
    },
  },
  {
    use: 'symbols',
    table: 'exchange_symbols',
    columns: { SELECT: ['id', ...symbolColumns], INSERT: symbolColumns, UPDATE: symbolColumns },
  },
  { use: 'accounts', table: 'brokers', columns: { SELECT: brokerColumns } },
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

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

/**
 * What the owner of the tables has to run so that this user has what is lacking, one statement a table: the least that
 * suffices. Tables and columns that are not there cannot be granted.
 */
export function grantsFor(user: string, lacks: readonly DatabaseLack[]): readonly string[] {
  const to = quoted(user)
  const sequences = lacks
    .filter(({ lacks: what }) => what === 'USAGE')
    .map(({ table }) => `GRANT USAGE ON SEQUENCE ${quoted(`${table}_id_seq`)} TO ${to};`)
  const tables = [...new Set(lacks.map(({ table }) => table))].flatMap((table) => {
    const missing = lacks.filter((each) => each.table === table)
    const rights = (['SELECT', 'INSERT', 'UPDATE'] as const).flatMap((right) => {
      const columns = missing.flatMap(({ lacks: what, column }) => (what === right && column !== null ? [column] : []))
      return columns.length === 0 ? [] : [`${right} (${columns.map(quoted).join(', ')})`]
    })
    return rights.length === 0 ? [] : [`GRANT ${rights.join(', ')} ON ${quoted(table)} TO ${to};`]
  })
  return [...tables, ...sequences]
}
