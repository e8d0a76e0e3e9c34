import type { DatabaseSync, SQLInputValue, SQLOutputValue } from 'node:sqlite'
import { type ErrorView, errorView, GatewayError } from '../../../src-shared/errors.ts'
import {
  auditKinds,
  type JournalDetail,
  type JournalFilter,
  type JournalLine,
  type JournalPage,
} from '../../../src-shared/journal.ts'
import { type AuditOrigin, parseAuditOrigin } from '../audit-trail.ts'
import { parseEndReason, parseError } from '../order-codec.ts'

type Row = Record<string, SQLOutputValue>

/** Where a page ended: lines are ordered by time, then kind, then id, the newest first. */
interface Position {
  readonly at: number
  readonly line: 'operation' | 'change'
  readonly id: number
}

/** Of a place that came about, where its order stands as far as anybody saw; else where the operation stands. */
const stateSql = `CASE WHEN op.operation = 'place' AND op.state = 'accepted' THEN COALESCE(o.state, op.state) ELSE op.state END`

const operationColumns = `'operation' AS line, op.id AS id, op.created_at AS at, op.updated_at, op.account_id, op.operation, op.origin_json,
  ${stateSql} AS state, op.symbol, op.client_order_id, op.exchange_order_id, op.request_json AS text, op.error_json, o.end_json`
const operationTables = `operations op LEFT JOIN orders o ON o.account_id = op.account_id AND o.order_id = op.exchange_order_id`
const changeColumns = `'change' AS line, id, at, at AS updated_at, account_id, kind AS operation, origin_json,
  NULL AS state, NULL AS symbol, NULL AS client_order_id, NULL AS exchange_order_id, detail_json AS text, NULL AS error_json, NULL AS end_json`

const operations = ['place', 'cancel', 'edit'] as const

function isOneOf(kinds: readonly string[], kind: JournalFilter['kind']): boolean {
  return kind !== null && kinds.includes(kind)
}

interface Condition {
  readonly sql: string
  readonly values: readonly SQLInputValue[]
}

/** Lines of the journal that a filter lets through, the newest first, after `cursor`. */
export function searchJournal(
  database: DatabaseSync,
  filter: JournalFilter,
  cursor: string | null,
  limit: number,
): JournalPage {
  const parts: Condition[] = []
  if (filter.lines !== 'changes' && !isOneOf(auditKinds, filter.kind)) parts.push(operationsOf(filter))
  if (filter.lines !== 'orders' && filter.state === null && !isOneOf(operations, filter.kind))
    parts.push(changesOf(filter))
  if (parts.length === 0) return { lines: [], cursor: null }
  const after = afterCursor(cursor)
  const sql = `SELECT * FROM (${parts.map((part) => part.sql).join(' UNION ALL ')}) ${after.sql}
    ORDER BY at DESC, line DESC, id DESC LIMIT ?`
  const values = [...parts.flatMap((part) => part.values), ...after.values, limit + 1]
  const rows = readable(database, sql, values)
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    lines: shown.map(lineFrom),
    cursor:
      rows.length > limit && last !== undefined
        ? [String(last.at), String(last.line), String(last.id)].join(' ')
        : null,
  }
}

/** @throws GatewayError `not-found` when there is no such operation. */
export function journalDetail(database: DatabaseSync, journalId: number): JournalDetail {
  const sql = `SELECT ${operationColumns}, op.sent_json, op.outcome_json, op.raw_json FROM ${operationTables} WHERE op.id = ?`
  const [row] = readable(database, sql, [journalId])
  const line = row && lineFrom(row)
  if (row === undefined || line?.line !== 'operation')
    throw new GatewayError('not-found', 'order.not_in_journal', { journalId: String(journalId) })
  const evidence = readable(database, 'SELECT at, what, detail_json FROM evidence WHERE operation_id = ? ORDER BY id', [
    journalId,
  ])
  const orders = readable(
    database,
    'SELECT order_id, state, filled, quantity, end_json FROM orders WHERE operation_id = ? ORDER BY order_id',
    [journalId],
  )
  return {
    line,
    sent: textOrNull(row.sent_json),
    outcome: textOrNull(row.outcome_json),
    raw: textOrNull(row.raw_json),
    evidence: evidence.map((each) => ({
      at: Number(each.at),
      what: String(each.what),
      detail: String(each.detail_json),
    })),
    orders: orders.map((each) => ({
      orderId: String(each.order_id),
      state: String(each.state),
      filled: String(each.filled),
      quantity: textOrNull(each.quantity),
      endReason: parseEndReason(each.end_json),
    })),
  }
}

function operationsOf(filter: JournalFilter): Condition {
  const conditions: Condition[] = [...common(filter, 'op.', 'op.created_at')]
  if (filter.state !== null) conditions.push({ sql: `${stateSql} = ?`, values: [filter.state] })
  if (filter.origin !== null) conditions.push({ sql: 'op.origin_kind = ?', values: [filter.origin] })
  if (filter.kind !== null) conditions.push({ sql: 'op.operation = ?', values: [filter.kind] })
  if (filter.symbol !== null) conditions.push({ sql: 'op.symbol = ?', values: [filter.symbol] })
  const text = likeOf(filter.text)
  if (text !== null) {
    const columns = [
      'op.request_id',
      'op.symbol',
      'op.client_order_id',
      'op.exchange_order_id',
      'op.request_json',
      'op.error_json',
    ]
    conditions.push(anyLike(columns, text))
  }
  return joined(`SELECT ${operationColumns} FROM ${operationTables}`, conditions)
}

function changesOf(filter: JournalFilter): Condition {
  const conditions: Condition[] = [...common(filter, '', 'at')]
  if (filter.origin !== null)
    conditions.push({ sql: `json_extract(origin_json, '$.kind') = ?`, values: [filter.origin] })
  if (filter.kind !== null) conditions.push({ sql: 'kind = ?', values: [filter.kind] })
  if (filter.symbol !== null)
    conditions.push({
      sql: `? IN (json_extract(detail_json, '$.symbol'), json_extract(detail_json, '$.request.symbol'))`,
      values: [filter.symbol],
    })
  const text = likeOf(filter.text)
  if (text !== null) conditions.push(anyLike(['kind', 'detail_json', 'origin_json'], text))
  return joined(`SELECT ${changeColumns} FROM audit`, conditions)
}

function common(filter: JournalFilter, prefix: string, time: string): readonly Condition[] {
  return [
    ...(filter.accountId === null ? [] : [{ sql: `${prefix}account_id = ?`, values: [filter.accountId] }]),
    ...(filter.from === null ? [] : [{ sql: `${time} >= ?`, values: [filter.from] }]),
    ...(filter.to === null ? [] : [{ sql: `${time} <= ?`, values: [filter.to] }]),
  ]
}

function joined(select: string, conditions: readonly Condition[]): Condition {
  const where = conditions.length === 0 ? '' : ` WHERE ${conditions.map(({ sql }) => sql).join(' AND ')}`
  return { sql: select + where, values: conditions.flatMap(({ values }) => values) }
}

function likeOf(text: string | null): string | null {
  const wanted = text?.trim() ?? ''
  return wanted === '' ? null : `%${wanted.replaceAll(/[\\%_]/g, (each) => `\\${each}`)}%`
}

function anyLike(columns: readonly string[], pattern: string): Condition {
  const sql = columns.map((column) => `${column} LIKE ? ESCAPE '\\'`).join(' OR ')
  return { sql: `(${sql})`, values: columns.map(() => pattern) }
}

function afterCursor(cursor: string | null): Condition {
  const position = cursor === null ? null : positionFrom(cursor)
  if (position === null) return { sql: '', values: [] }
  const { at, line, id } = position
  return { sql: 'WHERE (at, line, id) < (?, ?, ?)', values: [at, line, id] }
}

/** @throws GatewayError `refused` for a cursor that is none of ours. */
function positionFrom(cursor: string): Position {
  const match = /^(\d{1,16}) (operation|change) (\d{1,16})$/.exec(cursor)
  if (match === null) throw new GatewayError('refused', 'error.input', { field: 'cursor', reason: 'invalid' })
  const [, at, line, id] = match
  return { at: Number(at), line: line === 'change' ? 'change' : 'operation', id: Number(id) }
}

function lineFrom(row: Row): JournalLine {
  const at = Number(row.at)
  const text = String(row.text)
  if (row.line === 'change')
    return {
      line: 'change',
      id: Number(row.id),
      at,
      kind: String(row.operation),
      accountId: textOrNull(row.account_id),
      origin: originFrom(row),
      detail: text,
    }
  const error = textOrNull(row.error_json)
  return {
    line: 'operation',
    journalId: Number(row.id),
    at,
    updatedAt: Number(row.updated_at),
    accountId: String(row.account_id),
    operation: String(row.operation) as 'place' | 'cancel' | 'edit',
    origin: originFrom(row),
    state: String(row.state) as NonNullable<JournalFilter['state']>,
    symbol: textOrNull(row.symbol),
    clientOrderId: textOrNull(row.client_order_id),
    exchangeOrderId: textOrNull(row.exchange_order_id),
    request: text,
    error: error === null ? null : errorFrom(error),
    endReason: parseEndReason(row.end_json),
  }
}

/** One word that this version does not know must not hide a page of lines. */
function originFrom(row: Row): AuditOrigin {
  try {
    return parseAuditOrigin(String(row.origin_json))
  } catch {
    return { kind: 'system' }
  }
}

function errorFrom(text: string): ErrorView {
  try {
    return parseError(text)
  } catch {
    return errorView(new GatewayError('bug', 'error.internal'))
  }
}

/** Of a damaged journal: the rows before the first that cannot be read. */
function readable(database: DatabaseSync, sql: string, values: readonly SQLInputValue[]): readonly Row[] {
  const rows: Row[] = []
  try {
    for (const row of database.prepare(sql).iterate(...values)) rows.push(row)
  } catch (error) {
    if (!isDamage(error)) throw error
  }
  return rows
}

function isDamage(error: unknown): boolean {
  const code = (error as { readonly errcode?: unknown }).errcode
  return typeof code === 'number' && ((code & 0xff) === 11 || (code & 0xff) === 26)
}

function textOrNull(value: SQLOutputValue | undefined): string | null {
  return typeof value === 'string' ? value : null
}
