import type { DecimalText } from '../../src-shared/money.ts'
import type { MarketView } from '../views.ts'
import { shapeOf } from './draft.ts'
import { editDraft, useTicket } from './ticket-store.ts'

/** Whether the order that is being typed has a price: one put into a field that is not shown would come back unseen. */
export function useTakesPrice(market: MarketView): boolean {
  return useTicket(({ draft }) => shapeOf(draft, market).price !== 'none')
}

/** Puts a price from a chart, a book or a ticker into the order that is being typed. */
export function takePrice(price: DecimalText): void {
  editDraft({ price }, 'price')
}
