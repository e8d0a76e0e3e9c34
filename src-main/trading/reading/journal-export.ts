import type { DatabaseSync } from 'node:sqlite'
import type { EndReason } from '../../../src-shared/end-reason.ts'
import type { JournalExport, JournalFilter, JournalLine } from '../../../src-shared/journal.ts'
import { sentence } from '../../../src-shared/messages/index.ts'
import { csvText } from './csv.ts'
import { journalDetail, searchJournal } from './journal-search.ts'

export const exportFormats = ['csv', 'jsonl'] as const
export type ExportFormat = (typeof exportFormats)[number]

/** Lines in one part of an export. */
const linesPerPart = 500

const columns = [
  'time',
  'updated',
  'line',
  'kind',
  'origin',
  'request_id',
  'account_id',
  'state',
  'symbol',
  'client_order_id',
  'exchange_order_id',
  'request',
  'error',
  'end_reason',
] as const

/**
 * A part of an export, the newest lines first: `csv` with a head in its first part, or `jsonl` with everything that the
 * journal has of each operation, the exchange's own answer and the evidence included. No secrets are in the journal,
 * and so none are here.
 */
export function exportJournal(
  database: DatabaseSync,
  filter: JournalFilter,
  format: ExportFormat,
  cursor: string | null,
): JournalExport {
  const page = searchJournal(database, filter, cursor, linesPerPart)
  const lines = page.lines.map((line) => (format === 'csv' ? csvLine(line) : jsonLine(database, line)))
  const head = format === 'csv' && cursor === null ? `${columns.join(',')}\r\n` : ''
  const end = format === 'csv' ? '\r\n' : '\n'
  return {
    text: head + lines.map((line) => line + end).join(''),
    lines: lines.length,
    cursor: page.cursor,
  }
}

function csvLine(line: JournalLine): string {
  const isOperation = line.line === 'operation'
  const values: Readonly<Record<(typeof columns)[number], string | null>> = {
    time: new Date(line.at).toISOString(),
    updated: isOperation ? new Date(line.updatedAt).toISOString() : null,
    line: line.line,
    kind: isOperation ? line.operation : line.kind,
    origin: line.origin.kind,
    request_id: 'requestId' in line.origin ? line.origin.requestId : null,
    account_id: line.accountId,
    state: isOperation ? line.state : null,
    symbol: isOperation ? line.symbol : null,
    client_order_id: isOperation ? line.clientOrderId : null,
    exchange_order_id: isOperation ? line.exchangeOrderId : null,
    request: isOperation ? line.request : line.detail,
    error: isOperation && line.error !== null ? sentence(line.error.text, 'en') : null,
    end_reason: isOperation ? endText(line.endReason) : null,
  }
  return csvText(columns.map((column) => values[column] ?? ''))
}

/** The kind, and behind a colon the exchange's own word. */
function endText(reason: EndReason | null): string | null {
  if (reason === null) return null
  return reason.word === null ? reason.kind : `${reason.kind}: ${reason.word}`
}

function jsonLine(database: DatabaseSync, line: JournalLine): string {
  const common = { time: new Date(line.at).toISOString() }
  if (line.line === 'change') {
    const { kind, accountId, origin, detail } = line
    return JSON.stringify({
      ...common,
      line: 'change',
      kind,
      accountId,
      origin,
      detail: JSON.parse(detail) as unknown,
    })
  }
  const { sent, outcome, raw, evidence, orders } = journalDetail(database, line.journalId)
  const { request, at: _at, ...rest } = line
  const told = JSON.stringify({
    ...common,
    ...rest,
    request: JSON.parse(request) as unknown,
    evidence: evidence.map(({ at, what, detail }) => ({
      time: new Date(at).toISOString(),
      what,
      detail: JSON.parse(detail) as unknown,
    })),
    orders,
  })
  // The texts keep every digit of the exchange's numbers: they go in as they are.
  const texts = { sent, outcome, raw }
  const added = Object.entries(texts).map(([key, text]) => `,"${key}":${text ?? 'null'}`)
  return `${told.slice(0, -1)}${added.join('')}}`
}
