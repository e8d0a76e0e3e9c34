import type { DatabaseSync, SQLInputValue, SQLOutputValue } from 'node:sqlite'
import { z } from 'zod'
import { GatewayError } from '../../../src-shared/errors.ts'
import type { FillFilter, FillLine, FillsPage } from '../../../src-shared/fills.ts'
import { sides } from '../../../src-shared/order.ts'

/** Which page of them: the newest first, or the oldest. */
export interface FillsAsked {
  readonly filter: FillFilter
  readonly order: 'newest' | 'oldest'
  readonly cursor: string | null
  readonly limit: number
}

/** Ids count upwards: of one moment the longer one is the later. */
const place = ['f.at', 'length(f.fill_id)', 'f.fill_id', 'f.account_id', 'f.symbol', 'f.order_id'] as const

/** An order's own client id, where it was placed here and its exchange does not tell it with a fill. */
const clientId = `COALESCE(f.client_order_id, CASE WHEN op.exchange_order_id = f.order_id THEN op.client_order_id END)`

const cursorSchema = z.tuple([z.int(), z.int(), z.string(), z.string(), z.string(), z.string()])

/** Fills that are kept, page by page. */
export function readFills(database: DatabaseSync, { filter, order, cursor, limit }: FillsAsked): FillsPage {
  const conditions: { readonly sql: string; readonly values: readonly SQLInputValue[] }[] = []
  const { accountId, symbol, from, until } = filter
  if (accountId !== null) conditions.push({ sql: 'f.account_id = ?', values: [accountId] })
  if (symbol !== null) conditions.push({ sql: 'f.symbol = ?', values: [symbol] })
  // Always there: without it SQLite would sort all there is instead of going through the index of times.
  conditions.push({ sql: 'f.at >= ?', values: [from ?? 0] })
  if (until !== null) conditions.push({ sql: 'f.at < ?', values: [until] })
  const [word, sign] = order === 'newest' ? ['DESC', '<'] : ['ASC', '>']
  if (cursor !== null) {
    const after = cursorFrom(cursor)
    // The first condition leads into the index, the second is exact.
    conditions.push({ sql: `f.at ${sign}= ?`, values: [after[0]] })
    conditions.push({ sql: `(${place.join(', ')}) ${sign} (?, ?, ?, ?, ?, ?)`, values: after })
  }
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.map(({ sql }) => sql).join(' AND ')}`
  const sql = `SELECT f.*, ${clientId} AS client
    FROM fills f
    LEFT JOIN orders o ON o.account_id = f.account_id AND o.order_id = f.order_id AND o.symbol = f.symbol
    LEFT JOIN operations op ON op.id = o.operation_id
    ${where} ORDER BY ${place.map((each) => `${each} ${word}`).join(', ')} LIMIT ?`
  const rows = database.prepare(sql).all(...conditions.flatMap(({ values }) => values), limit + 1)
  const fills = rows.slice(0, limit).map(lineFrom)
  const last = fills.at(-1)
  return { fills, cursor: rows.length > limit && last !== undefined ? cursorOf(last) : null }
}

function lineFrom(row: Record<string, SQLOutputValue>): FillLine {
  const { fee_asset: asset, fee_amount: amount } = row
  return {
    accountId: String(row.account_id),
    id: String(row.fill_id),
    orderId: String(row.order_id),
    clientOrderId: row.client === null ? null : String(row.client),
    symbol: String(row.symbol),
    side: row.side === 'buy' ? sides[0] : sides[1],
    price: String(row.price),
    quantity: String(row.quantity),
    fee: asset === null || amount === null ? null : { asset: String(asset), amount: String(amount) },
    maker: row.maker === null ? null : row.maker === 1,
    time: Number(row.at),
  }
}

function cursorOf({ time, id, accountId, symbol, orderId }: FillLine): string {
  return JSON.stringify([time, id.length, id, accountId, symbol, orderId])
}

/** @throws GatewayError `refused` for a cursor that is none of ours. */
function cursorFrom(cursor: string): z.infer<typeof cursorSchema> {
  try {
    return cursorSchema.parse(JSON.parse(cursor))
  } catch (error) {
    throw new GatewayError('refused', 'error.input', { field: 'cursor', reason: 'invalid' }, { cause: error })
  }
}
