import { z } from 'zod'
import type { ErrorView } from '../../src-shared/errors.ts'
import type { Money } from '../../src-shared/money.ts'
import type { OrderRequest, Origin, PlacedOrder, Side } from '../../src-shared/order.ts'
import { type ExchangeAccount, parseExchangeAccount } from '../exchange/accounts/exchange-account.ts'
import type { JournalEntry, JournalState } from './desk-types.ts'
import {
  type CancelTarget,
  type EditTarget,
  parseCancelTarget,
  parseEditTarget,
  parseError,
  parseOrigin,
  parsePlaced,
  parseRequest,
  requestText,
} from './order-codec.ts'

interface NewRow {
  readonly accountId: string
  readonly origin: Origin
  /** Digest of all that must be equal for a repeated request to be the same one. */
  readonly payload: string
  readonly symbol: string | null
}

export interface NewPlace extends NewRow {
  readonly operation: 'place'
  readonly clientOrderId: string
  /** What it is worth in US dollars, for the account's limits; null: not measured. */
  readonly notionalUsd: Money | null
  /** As asked. */
  readonly request: OrderRequest
  /** As it will be sent; null where nothing is sent. */
  readonly normalised: OrderRequest | null
}

export interface NewCancel extends NewRow {
  readonly operation: 'cancel'
  readonly target: CancelTarget
}

export interface NewEdit extends NewRow {
  readonly operation: 'edit'
  /** Of the replacement, where the exchange makes one. */
  readonly clientOrderId: string
  /** As of a place. */
  readonly notionalUsd: Money | null
  readonly target: EditTarget
}

/** What somebody wants done, as it is written down before anything is sent. */
export type NewOperation = NewPlace | NewCancel | NewEdit

/**
 * Which order an operation is about: ours by the id that we gave it (null: nothing was sent, and its caller may use the
 * name again), or one of the exchange's by the exchange's id.
 */
export type Subject =
  | { readonly operation: 'place'; readonly clientOrderId: string | null }
  | { readonly operation: 'cancel'; readonly target: CancelTarget }
  | { readonly operation: 'edit'; readonly clientOrderId: string | null; readonly target: EditTarget }

interface Row extends NewRow {
  readonly journalId: number
  readonly state: JournalState
  readonly exchangeOrderId: string | null
  readonly placed: PlacedOrder | null
  readonly error: ErrorView | null
  /** Whose account at the exchange it was sent under; null: it was not sent, or nobody noted it. */
  readonly exchangeAccount: ExchangeAccount | null
  /** Epoch ms. */
  readonly createdAt: number
  readonly sentAt: number | null
  readonly unknownAt: number | null
  readonly updatedAt: number
}

/** A row of the journal with everything the desk and the reconciler need. */
export type Operation = Row &
  (
    | (Extract<Subject, { operation: 'place' }> & {
        /** As asked: JSON. */
        readonly request: unknown
        /** As sent; null: nothing was. */
        readonly sentRequest: OrderRequest | null
      })
    | Exclude<Subject, { operation: 'place' }>
  )

/** Of an order that is to be placed: which way; null where no request can be read, or another order is meant. */
export function sideOf(operation: NewOperation | Operation): Side | null {
  if (operation.operation !== 'place') return null
  return ('sentRequest' in operation ? operation.sentRequest : operation.request)?.side ?? null
}

/** By which id a person knows the order of an operation. */
export function idOf(subject: Subject): string {
  if (subject.operation === 'place') return subject.clientOrderId ?? ''
  return (subject.operation === 'edit' ? subject.clientOrderId : null) ?? subject.target.orderId
}

/** What an operation writes into the columns that all kinds share, as texts. */
export function columnsOf(operation: NewOperation): {
  readonly clientOrderId: string | null
  readonly notional: string | null
  readonly request: string
  readonly sent: string | null
} {
  if (operation.operation === 'cancel') {
    // Earlier versions, which may open this file again, require a `change` in every target.
    const request = JSON.stringify({ ...operation.target, change: null })
    return { clientOrderId: null, notional: null, request, sent: null }
  }
  const { clientOrderId } = operation
  const notional = operation.notionalUsd?.toString() ?? null
  if (operation.operation === 'edit')
    return { clientOrderId, notional, request: JSON.stringify(operation.target), sent: null }
  const { request, normalised } = operation
  const sent = normalised === null ? null : requestText(normalised)
  return { clientOrderId, notional, request: JSON.stringify(request), sent }
}

const rowSchema = z.object({
  id: z.int(),
  account_id: z.string(),
  operation: z.enum(['place', 'cancel', 'edit']),
  origin_json: z.string(),
  payload: z.string(),
  state: z.enum(['intent', 'sent', 'accepted', 'rejected', 'unknown', 'needs_attention']),
  client_order_id: z.string().nullable(),
  exchange_order_id: z.string().nullable(),
  symbol: z.string().nullable(),
  request_json: z.string(),
  sent_json: z.string().nullable(),
  outcome_json: z.string().nullable(),
  raw_json: z.string().nullable(),
  error_json: z.string().nullable(),
  created_at: z.int(),
  sent_at: z.int().nullable(),
  unknown_at: z.int().nullable(),
  updated_at: z.int(),
  exchange_account: z.string().nullable(),
})

export function toEntry(value: unknown): JournalEntry {
  const row = rowSchema.parse(value)
  return {
    ...entryOf(row),
    operation: row.operation,
    clientOrderId: row.client_order_id,
    request: JSON.parse(row.request_json),
  }
}

/** @throws for a row that this version cannot understand, and for none. */
export function toOperation(value: unknown): Operation {
  const row = rowSchema.parse(value)
  const common: Row = {
    ...entryOf(row),
    payload: row.payload,
    sentAt: row.sent_at,
    unknownAt: row.unknown_at,
    exchangeAccount: row.exchange_account === null ? null : parseExchangeAccount(row.exchange_account),
    placed: row.outcome_json === null ? null : parsePlaced(row.outcome_json, row.raw_json),
  }
  const { operation, client_order_id: clientOrderId, request_json: request, sent_json: sent } = row
  switch (operation) {
    case 'place':
      return {
        ...common,
        operation,
        clientOrderId,
        request: JSON.parse(request),
        sentRequest: sent === null ? null : parseRequest(sent),
      }
    case 'cancel':
      return { ...common, operation, target: parseCancelTarget(request) }
    case 'edit':
      return { ...common, operation, clientOrderId, target: parseEditTarget(request) }
  }
}

function entryOf(row: z.infer<typeof rowSchema>): Omit<JournalEntry, 'operation' | 'clientOrderId' | 'request'> {
  return {
    journalId: row.id,
    accountId: row.account_id,
    origin: parseOrigin(row.origin_json),
    state: row.state,
    exchangeOrderId: row.exchange_order_id,
    symbol: row.symbol,
    error: row.error_json === null ? null : parseError(row.error_json),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}
