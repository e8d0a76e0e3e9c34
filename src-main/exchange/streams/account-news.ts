import type { Balance } from '../../../src-shared/market.ts'
import type { Fill, Order } from '../../../src-shared/order.ts'

/** Something happened to an order (null: to some order, on any symbol) that is to be asked for. */
export interface OrderTouched {
  readonly kind: 'order-touched'
  readonly orderId: string | null
  readonly symbol: string | null
}

/** What an exchange pushes of an account. Order between channels is promised by nobody. */
export type AccountNews =
  /** An order as the exchange has it now, whole. */
  | { readonly kind: 'order'; readonly order: Order }
  | OrderTouched
  | { readonly kind: 'fill'; readonly fill: Fill }
  /** Of each asset named all there is of it; of the others nothing. */
  | { readonly kind: 'balances'; readonly balances: readonly Balance[] }
  /** Balances changed otherwise: they are to be asked for. */
  | { readonly kind: 'balances-touched' }
