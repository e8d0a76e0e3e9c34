import type { ErrorView } from '../../src-shared/errors.ts'
import type { Order, OrderChange, OrderRequest, Origin, PlacedOrder, Side } from '../../src-shared/order.ts'
import type { BracketHappening } from './brackets/bracket-happening.ts'

/** Until when a request may still be carried out. */
export interface Deadline {
  /** Epoch ms. */
  readonly at: number
  /** Asked last before sending. @throws GatewayError `refused` when the time is over. */
  readonly check: () => void
  /** Told when nothing more happens until a person has decided. */
  readonly onPerson?: () => void
}

/** Somebody wants an order placed. The desk derives the client order id from the origin's request id. */
export interface PlaceIntent {
  readonly accountId: string
  readonly request: OrderRequest
  /**
   * What a repetition of the request id must equal; left out: the request. Given where the request is not all the
   * caller's own words.
   */
  readonly asked?: unknown
  /** What to do with a price off the market's step; left out: `refuse`. */
  readonly offStep?: OffStep
  /** Left out: there is none. */
  readonly deadline?: Deadline
}

/**
 * `round`: a price off its market's step is put on it, in the sender's favour, and the answer says so (senders that
 * reckon in floating point); `refuse`: a person is asked to say it better.
 */
export type OffStep = 'refuse' | 'round'

export interface CancelIntent {
  readonly accountId: string
  readonly orderId: string
  /** BASE/QUOTE; null: the desk finds it in the journal or among the open orders. */
  readonly symbol: string | null
}

export interface EditIntent {
  readonly accountId: string
  readonly orderId: string
  readonly symbol: string | null
  readonly change: OrderChange
  /** As of a {@link PlaceIntent}. */
  readonly offStep?: OffStep
  /** Left out: there is none. */
  readonly deadline?: Deadline
}

export interface ClosedOrdersQuery {
  /** Any usual spelling; null: every symbol that the account traded. */
  readonly symbol: string | null
  /** Epoch ms, inclusive. */
  readonly since: number | null
  readonly until: number | null
  readonly limit: number
}

/**
 * How placing ended. `accepted`: the exchange acknowledged it. `rejected`: nothing was executed, and why. `unknown`:
 * the exchange may have executed it; the reconciler asks on. `journalId` is a positive integer below 2^53, unique in
 * this journal.
 */
export type PlaceOutcome =
  | {
      readonly outcome: 'accepted'
      readonly journalId: number
      readonly clientOrderId: string
      readonly placed: PlacedOrder
    }
  | { readonly outcome: 'rejected'; readonly journalId: number | null; readonly error: ErrorView }
  | {
      readonly outcome: 'unknown'
      readonly journalId: number
      readonly clientOrderId: string
      readonly error: ErrorView
    }

/**
 * The states of a journal row. Everything from `accepted` on is final for the row (the order itself lives on at the
 * exchange).
 */
export type JournalState = 'intent' | 'sent' | 'accepted' | 'rejected' | 'unknown' | 'needs_attention'

export type OperationKind = 'place' | 'cancel' | 'edit'

/** One row of the journal as people see it. Times are epoch ms. */
export interface JournalEntry {
  readonly journalId: number
  readonly accountId: string
  readonly operation: OperationKind
  readonly origin: Origin
  readonly state: JournalState
  readonly clientOrderId: string | null
  readonly exchangeOrderId: string | null
  readonly symbol: string | null
  readonly request: unknown
  readonly error: ErrorView | null
  readonly createdAt: number
  readonly updatedAt: number
}

/** Of an order that was to be placed, cancelled or changed. null: it is not known any more, or never was. */
export interface AskedOrder {
  readonly origin: Origin
  /** BASE/QUOTE, or as its sender wrote it. */
  readonly symbol: string | null
  readonly side: Side | null
}

/** What the desk tells whoever listens. */
export type DeskEvent =
  | {
      readonly type: 'order'
      readonly accountId: string
      readonly journalId: number
      /** The id that we gave it. */
      readonly clientOrderId: string
      readonly outcome: PlaceOutcome
      readonly asked: AskedOrder
    }
  | { readonly type: 'cancelled'; readonly accountId: string; readonly order: Order }
  /** `previousId`: what was changed; where that is another id, it is over. */
  | { readonly type: 'edited'; readonly accountId: string; readonly order: Order; readonly previousId: string }
  /** Nobody knows whether an order was cancelled or changed. */
  | {
      readonly type: 'in-doubt'
      readonly operation: Exclude<OperationKind, 'place'>
      readonly accountId: string
      readonly journalId: number
      readonly orderId: string
      readonly asked: AskedOrder
      readonly error: ErrorView
    }
  /** A bracket of the account changed. */
  | { readonly type: 'bracket'; readonly accountId: string; readonly happened: readonly BracketHappening[] }
  /** The kill switch or the list of approvals changed. */
  | { readonly type: 'guard' }
