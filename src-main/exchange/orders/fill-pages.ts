import { GatewayError } from '../../../src-shared/errors.ts'
import type { Fill } from '../../../src-shared/order.ts'

/** Which fills are meant; times are epoch ms, inclusive. */
export interface FillQuery {
  /** BASE/QUOTE; null: of every symbol, which an exchange that tells fills by symbol does not take. */
  readonly symbol: string | null
  readonly since: number | null
  readonly until: number | null
  /** `next` of the page before; null: from the newest on. */
  readonly cursor: string | null
  /** At most so many; an exchange's own page may be shorter. */
  readonly limit: number
}

/** A page of an account's fills. */
export interface FillPage {
  /**
   * The newest first. One may be told again by the next page where two questions meet, and a page may be empty although
   * older ones follow.
   */
  readonly fills: readonly Fill[]
  /** Leads to the older ones; null: within the bounds there are none. Good after a restart, too. */
  readonly next: string | null
  /** Before this moment the exchange tells nothing, epoch ms; null: it tells all that there ever was. */
  readonly reach: number | null
}

/** Where a page ended, as the text that callers keep: a number, and what the exchange calls the place. */
export function cursorText(at: number, place: string): string {
  return `${at}:${place}`
}

/** @throws GatewayError `refused` for a text that is not {@link cursorText}'s. */
export function cursorParts(text: string): { readonly at: number; readonly place: string } {
  const [, at, place] = /^(\d{1,16}):([A-Za-z0-9_-]{0,64})$/.exec(text) ?? []
  if (at !== undefined && place !== undefined) return { at: Number(at), place }
  throw new GatewayError('refused', 'error.input', { field: 'cursor', reason: 'invalid' })
}

/** @throws GatewayError `refused`: the exchange tells fills of one symbol at a time. */
export function requiredSymbol({ symbol }: FillQuery): string {
  if (symbol !== null) return symbol
  throw new GatewayError('refused', 'error.input', { field: 'symbol', reason: 'missing' })
}
