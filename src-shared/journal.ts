import type { EndReason } from './end-reason.ts'
import type { ErrorView } from './errors.ts'
import type { Origin } from './order.ts'

/**
 * What the audit trail records beside orders. `answer`: what a caller over Redis was told; `guard`: the kill switch;
 * `limits`: what an account allows; `account` and `credentials`: made, changed, removed; `approval`: a bot's order that
 * a person let through or refused; `bracket`: what became of exits; `settled`: a person said what became of an order;
 * `dead_man`; `journal`: lost, renewed, exported; `settings`: how requests over Redis are reached and read.
 */
export const auditKinds = [
  'answer',
  'guard',
  'limits',
  'account',
  'credentials',
  'approval',
  'bracket',
  'settled',
  'dead_man',
  'journal',
  'settings',
] as const
export type AuditKind = (typeof auditKinds)[number]

export const journalOrigins = ['panel', 'redis', 'cli', 'bracket', 'system'] as const

/** Kinds of lines: what was to be done with an order, or what was changed. */
export const journalKinds = ['place', 'cancel', 'edit', ...auditKinds] as const
export type JournalKind = (typeof journalKinds)[number]

/**
 * Where an order stands, from the wish to its end. `intent`: written down; `sent`: the exchange may have it; `unknown`:
 * it may or may not, and is being asked; `needs_attention`: asking led nowhere, a person has to look; the rest is the
 * exchange's word.
 */
export const lifecycleStates = [
  'intent',
  'sent',
  'unknown',
  'needs_attention',
  'accepted',
  'partially_filled',
  'filled',
  'cancelled',
  'rejected',
  'expired',
] as const
export type LifecycleState = (typeof lifecycleStates)[number]

/** Which lines of the journal are wanted; null: all. Times are epoch ms, inclusive. */
export interface JournalFilter {
  /** In ids, symbols, requests and details. */
  readonly text: string | null
  readonly accountId: string | null
  readonly origin: (typeof journalOrigins)[number] | null
  readonly kind: JournalKind | null
  /** BASE/QUOTE, whole. */
  readonly symbol: string | null
  /** `orders`: what moved orders; `changes`: everything else. */
  readonly lines: 'orders' | 'changes' | null
  readonly state: (typeof lifecycleStates)[number] | null
  readonly from: number | null
  readonly to: number | null
}

/** Every line. */
export const wholeJournal: JournalFilter = {
  text: null,
  accountId: null,
  origin: null,
  kind: null,
  symbol: null,
  lines: null,
  state: null,
  from: null,
  to: null,
}

/**
 * One line of the journal: something that was to move an order, or a change of what guards them. Times are epoch ms.
 */
export type JournalLine =
  | {
      readonly line: 'operation'
      readonly journalId: number
      readonly at: number
      readonly updatedAt: number
      readonly accountId: string
      readonly operation: 'place' | 'cancel' | 'edit'
      readonly origin: Origin | { readonly kind: 'system' }
      /** Of the order where one came of it, as far as anybody saw; else of the operation. */
      readonly state: NonNullable<JournalFilter['state']>
      readonly symbol: string | null
      readonly clientOrderId: string | null
      readonly exchangeOrderId: string | null
      /** The request as asked: JSON text. */
      readonly request: string
      readonly error: ErrorView | null
      /** Why the order that it is about ended, if it did and did not fill. */
      readonly endReason: EndReason | null
    }
  | {
      readonly line: 'change'
      readonly id: number
      readonly at: number
      readonly kind: string
      readonly accountId: string | null
      readonly origin: Origin | { readonly kind: 'system' }
      /** JSON text. */
      readonly detail: string
    }

export interface JournalPage {
  readonly lines: readonly JournalLine[]
  /** For the next page; null: this was the last. */
  readonly cursor: string | null
}

/** Everything that the journal has about one operation. JSON texts are as they are kept; times are epoch ms. */
export interface JournalDetail {
  readonly line: Extract<JournalLine, { line: 'operation' }>
  /** The request as sent, and what came of it in our words and in the exchange's. */
  readonly sent: string | null
  readonly outcome: string | null
  readonly raw: string | null
  readonly evidence: readonly { readonly at: number; readonly what: string; readonly detail: string }[]
  readonly orders: readonly {
    readonly orderId: string
    readonly state: string
    readonly filled: string
    readonly quantity: string | null
    readonly endReason: EndReason | null
  }[]
}

/** A part of an export. */
export interface JournalExport {
  readonly text: string
  readonly lines: number
  readonly cursor: string | null
}
