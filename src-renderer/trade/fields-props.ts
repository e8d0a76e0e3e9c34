import type { MarketView } from '../views.ts'
import type { DraftField } from './build-request.ts'
import type { TicketModel } from './use-ticket.ts'

/** What every part of the form stands on. */
export interface FieldsProps {
  readonly model: TicketModel
  readonly market: MarketView
  /** The sentence to show beside an input; null: none. */
  readonly errorOf: (field: DraftField) => string | null
  /** Values that would do instead. */
  readonly offersOf: (field: DraftField) => readonly string[]
}
