import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** A row of the journal, read past the product's own reader. */
export interface JournalRow {
  readonly id: number
  /** The broker id of the account. */
  readonly brokerId: number
  readonly operation: string
  readonly originKind: string
  readonly requestId: string
  readonly state: string
  readonly clientOrderId: string | null
  readonly symbol: string | null
  readonly error: string | null
  /** How many pieces of evidence were kept. */
  readonly evidence: number
}

export interface JournalBracket {
  readonly id: string
  readonly brokerId: number
  readonly symbol: string
  readonly pending: boolean
  readonly alarm: string | null
  /** Whether anything of its entry has filled, as far as it knows. */
  readonly entered: boolean
  /** Orders that it knows besides its entry. */
  readonly exits: number
  readonly ended: string | null
}

export interface JournalRows {
  readonly rows: readonly JournalRow[]
  readonly brackets: readonly JournalBracket[]
}

interface BracketText {
  readonly symbol: string
  readonly pending: unknown
  readonly alarm: { readonly key: string; readonly params?: object } | null
  readonly members: readonly { readonly role: string; readonly filled: string }[]
  readonly ended: string | null
}

/** The journal of a data folder, while a gateway writes it or after it died. */
export function readJournal(folder: string): JournalRows {
  const file = join(folder, 'journal.sqlite')
  if (!existsSync(file)) return { rows: [], brackets: [] }
  const accounts = JSON.parse(readFileSync(join(folder, 'accounts.json'), 'utf8')) as {
    readonly accounts: readonly { readonly id: string; readonly brokerId: number }[]
  }
  const brokers = new Map(accounts.accounts.map(({ id, brokerId }) => [id, brokerId]))
  const database = new DatabaseSync(file, { readOnly: true, timeout: 2_000 })
  try {
    const rows = database
      .prepare(
        `SELECT o.*, (SELECT count(*) FROM evidence e WHERE e.operation_id = o.id) AS evidence FROM operations o ORDER BY id`,
      )
      .all()
    const brackets = database.prepare('SELECT id, account_id, data_json FROM brackets').all()
    return {
      rows: rows.map((row) => ({
        id: Number(row.id),
        brokerId: brokers.get(String(row.account_id)) ?? 0,
        operation: String(row.operation),
        originKind: String(row.origin_kind),
        requestId: String(row.request_id),
        state: String(row.state),
        clientOrderId: textOrNull(row.client_order_id),
        symbol: textOrNull(row.symbol),
        error: textOrNull(row.error_json),
        evidence: Number(row.evidence),
      })),
      brackets: brackets.map((row) => {
        const data = JSON.parse(String(row.data_json)) as BracketText
        return {
          id: String(row.id),
          brokerId: brokers.get(String(row.account_id)) ?? 0,
          symbol: data.symbol,
          pending: data.pending !== null,
          alarm: data.alarm && `${data.alarm.key} ${JSON.stringify(data.alarm.params ?? {})}`,
          entered: data.members.some(({ role, filled }) => role === 'entry' && filled !== '0'),
          exits: data.members.filter(({ role }) => role !== 'entry').length,
          ended: data.ended,
        }
      }),
    }
  } finally {
    database.close()
  }
}

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null)
