import type { ExpiryReason, OrderState } from '../engine/types.ts'

/** Binance's words for how an order stands. */
export const stateNames: Readonly<Record<OrderState, string>> = {
  pending: 'PENDING_NEW',
  open: 'NEW',
  partially_filled: 'PARTIALLY_FILLED',
  filled: 'FILLED',
  cancelled: 'CANCELED',
  expired: 'EXPIRED',
  expired_in_match: 'EXPIRED_IN_MATCH',
}

/** Binance's words for why an order expired. */
export const expiryNames: Readonly<Record<ExpiryReason, string>> = {
  rejected: 'REJECTED',
  sibling_took_over: 'OCO_TRIGGER',
  entry_ended: 'OTO_PHASE_ONE_EXPIRED',
  ioc_remainder: 'UNFILLED_IOC_QUANTITY_EXPIRED',
  fok_not_filled: 'UNFILLED_FOK_ORDER_EXPIRED',
  no_liquidity: 'INSUFFICIENT_LIQUIDITY',
  ended_by_exchange: 'EXCHANGE_CANCELED',
  insufficient_funds: 'REJECTED',
}
