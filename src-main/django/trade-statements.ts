import type { Query } from './look-at.ts'
import { firstColumns, type FirstValues, followingColumns, type FollowingValues } from './trade-row.ts'

const allColumns = [...firstColumns, ...followingColumns]
const places = (count: number, from = 1): readonly string[] => Array.from({ length: count }, (_, at) => `$${from + at}`)

const insertSql = `INSERT INTO trading_manual_trade (${allColumns.join(', ')})
VALUES (${places(allColumns.length).join(', ')}) RETURNING id`

const findSql = `SELECT id FROM trading_manual_trade
WHERE broker_id = $1 AND exchange_client_order_id = $2 ORDER BY id LIMIT 1`

// What Terminal 7 has completed is its own.
const updateSql = `UPDATE trading_manual_trade SET ${followingColumns.map((name, at) => `${name} = $${at + 2}`).join(', ')}
WHERE id = $1 AND status <> 'completed'`

/** Adds a row to Django's table of trades. @returns its id, exact */
export async function insertTrade(query: Query, first: FirstValues, following: FollowingValues): Promise<string> {
  const values = [...firstColumns.map((name) => first[name]), ...followingColumns.map((name) => following[name])]
  const [row] = await query(insertSql, values)
  return String(row?.id)
}

/** The id of a row that was added for an order of ours; null: there is none. */
export async function findTrade(query: Query, brokerId: string, clientOrderId: string): Promise<string | null> {
  const [row] = await query(findSql, [brokerId, clientOrderId])
  return row === undefined ? null : String(row.id)
}

/** Brings a row to where its order is. One that Terminal 7 has completed, or that is gone, stays as it is. */
export async function updateTrade(query: Query, id: string, following: FollowingValues): Promise<void> {
  await query(updateSql, [id, ...followingColumns.map((name) => following[name])])
}
