import type { Money } from './money.ts'
import type { OrderRequest } from './order.ts'

/** An order that is about to be placed, as Django's table of trades asks for it. */
export interface NewTrade {
  /** The id that we give the order. */
  readonly clientOrderId: string
  readonly accountId: string
  readonly userId: number
  readonly brokerId: number
  readonly request: OrderRequest
  /** In Django's words; a pair of exits is `sl_tp_combo`. */
  readonly orderType: string
  readonly tradeType: string
  /** Tells who placed it: Django's page, Terminal 3, this application's window. */
  readonly source: string
  readonly existingOrder: string | null
  /** Base units as its sender wrote them; null: those of the request, which a purchase by value has not. */
  readonly quantity: Money | null
  /** Quote units as its sender wrote them; null: reckoned from the order. */
  readonly totalValue: Money | null
}
