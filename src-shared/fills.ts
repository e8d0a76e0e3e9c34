import type { ErrorView } from './errors.ts'
import type { DecimalText } from './money.ts'
import type { Side } from './order.ts'

/** A fill as the window has it, amounts as decimal text; see Fill in order.ts. */
export interface FillLine {
  readonly accountId: string
  readonly id: string
  readonly orderId: string
  /** Ours where the order was placed here. */
  readonly clientOrderId: string | null
  readonly symbol: string
  readonly side: Side
  readonly price: DecimalText
  /** Base units. */
  readonly quantity: DecimalText
  readonly fee: { readonly asset: string; readonly amount: DecimalText } | null
  readonly maker: boolean | null
  /** Epoch ms of the exchange. */
  readonly time: number
}

/** Which fills are meant: of one account or of all (null), `from` inclusive, `until` exclusive, epoch ms. */
export interface FillFilter {
  readonly accountId: string | null
  readonly symbol: string | null
  readonly from: number | null
  readonly until: number | null
}

/** `cursor`: leads to the next page; null: there is none. */
export interface FillsPage {
  readonly fills: readonly FillLine[]
  readonly cursor: string | null
}

/**
 * `idle`: nothing older is wanted; `waiting`: for its turn; `failed`: it is tried again by itself.
 */
export type FillImportState = 'idle' | 'waiting' | 'running' | 'failed'

/** How the import of an account's past fills stands. */
export interface FillImport {
  readonly accountId: string
  readonly state: FillImportState
  /** What is asked for now; null: all symbols together, or nothing. */
  readonly symbol: string | null
  /** Fills that were new since it began in this run of the application. */
  readonly count: number
  readonly error: ErrorView | null
  /** Of how many symbols everything is known that the exchange tells, and of how many it is wanted or known. */
  readonly done: number
  readonly total: number
  /** From when to when fills are known without gaps, epoch ms; `since` null: from the first; null: nothing is known. */
  readonly known: { readonly since: number | null; readonly until: number | null; readonly complete: boolean } | null
}
