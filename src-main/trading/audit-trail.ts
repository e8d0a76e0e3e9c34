import { z } from 'zod'
import { type AuditKind, auditKinds } from '../../src-shared/journal.ts'
import type { Origin } from '../../src-shared/order.ts'
import { type JournalDatabase, textOf } from './journal-database.ts'
import { parseOrigin } from './order-codec.ts'

/** `system`: the application by itself. */
export type AuditOrigin = Origin | { readonly kind: 'system' }

/** One line of the audit trail; nothing secret is ever in `detail`. `at` is epoch ms. */
export interface AuditEntry {
  readonly id: number
  readonly at: number
  readonly kind: AuditKind
  readonly accountId: string | null
  readonly origin: AuditOrigin
  readonly detail: unknown
}

export type NewAuditEntry = Omit<AuditEntry, 'id' | 'at'>

const kindSchema = z.enum(auditKinds)

/** The audit trail, in the journal's file: only ever added to. */
export class AuditTrail {
  readonly #database: JournalDatabase
  readonly #now: () => number

  constructor(database: JournalDatabase, now: () => number) {
    this.#database = database
    this.#now = now
  }

  /**
   * An answer that is given, within a few ms and without waiting for the disk: what it tells stands in the row of its
   * order, too.
   */
  answered(entry: Omit<NewAuditEntry, 'kind'>, failed: (error: unknown) => void): void {
    const { at, ...line } = { at: this.#now(), kind: 'answer' as const, ...entry }
    this.#database.later(() => this.#add(line, at), failed)
  }

  add(entry: NewAuditEntry): void {
    this.#add(entry, this.#now())
  }

  #add({ kind, accountId, origin, detail }: NewAuditEntry, at: number): void {
    this.#database.run(
      'INSERT INTO audit (at, kind, account_id, origin_json, detail_json) VALUES (?, ?, ?, ?, ?)',
      at,
      kind,
      accountId,
      JSON.stringify(origin),
      JSON.stringify(detail),
    )
  }

  /** Whether there is a line of a kind. */
  has(kind: Exclude<AuditKind, 'answer'>): boolean {
    // The condition is that of the index, which leaves out the many.
    const sql = `SELECT 1 FROM audit WHERE kind = ? AND kind <> 'answer' LIMIT 1`
    return this.#database.first(sql, kind) !== undefined
  }

  /** Newest first. */
  entries(limit: number): readonly AuditEntry[] {
    const rows = this.#database.all('SELECT * FROM audit ORDER BY id DESC LIMIT ?', limit)
    return rows.map((row) => ({
      id: Number(row.id),
      at: Number(row.at),
      kind: kindSchema.parse(row.kind),
      accountId: row.account_id === null ? null : textOf(row, 'account_id'),
      origin: parseAuditOrigin(textOf(row, 'origin_json')),
      detail: JSON.parse(textOf(row, 'detail_json')) as unknown,
    }))
  }
}

/** An origin as the audit trail keeps it. */
export function parseAuditOrigin(text: string): AuditOrigin {
  const value: unknown = JSON.parse(text)
  const isSystem = typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'system'
  return isSystem ? { kind: 'system' } : parseOrigin(text)
}
