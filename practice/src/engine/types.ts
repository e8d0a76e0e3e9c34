import type { Money } from '../../../src-shared/money.ts'
import type { Side, TimeInForce } from '../../../src-shared/order.ts'

/**
 * The vocabulary of the practice matching engine. It knows no exchange: servers translate their own words into these.
 * Quantities are base units unless the name says quote; times are epoch ms of the injected clock.
 */

/**
 * `stop` waits for an unfavourable price, `take_profit` for a favourable one; the side decides whether that is above or
 * below.
 */
export type TriggerKind = 'stop' | 'take_profit'

export interface Trigger {
  readonly kind: TriggerKind
  /** Last traded price that triggers, or (with `trailingBips`) that starts the trailing. */
  readonly price: Money | null
  /** Distance kept from the best price since tracking began, in basis points (100 = 1 %). */
  readonly trailingBips: number | null
}

/** What happens when an order would trade with another of the same account. */
export type SelfTradeMode = 'allow' | 'expire_maker' | 'expire_taker' | 'expire_both'

/** What somebody wants placed. `limitPrice: null` means at market; exactly one of the quantities is there. */
export interface OrderSpec {
  readonly clientOrderId: string
  readonly side: Side
  readonly quantity: Money | null
  /** Market orders only: quote units to spend or to receive. */
  readonly quoteQuantity: Money | null
  readonly limitPrice: Money | null
  readonly timeInForce: TimeInForce
  readonly postOnly: boolean
  readonly trigger: Trigger | null
  /** Part shown in the book (iceberg); null: all. */
  readonly visibleQuantity: Money | null
  readonly selfTrade: SelfTradeMode
  /**
   * When an order with a trigger locks its funds; without them at the trigger it ends. Orders without a trigger:
   * `placed`.
   */
  readonly funding: 'placed' | 'triggered'
  /** What becomes of a trigger whose price is reached already when the order is placed. */
  readonly whenReached: 'refuse' | 'fire'
  /** Kept with the order for its server; the engine does not read them. */
  readonly labels: Readonly<Record<string, string | number>>
}

/** `pending`: waits for the entry of its list. Everything after `partially_filled` is final. */
export type OrderState =
  'pending' | 'open' | 'partially_filled' | 'filled' | 'cancelled' | 'expired' | 'expired_in_match'

export type ExpiryReason =
  | 'rejected'
  | 'sibling_took_over'
  | 'entry_ended'
  | 'ioc_remainder'
  | 'fok_not_filled'
  | 'no_liquidity'
  | 'ended_by_exchange'
  | 'insufficient_funds'

/** One execution as its owner sees it. */
export interface Fill {
  readonly tradeId: number
  readonly orderId: number
  readonly symbol: string
  readonly side: Side
  readonly price: Money
  readonly quantity: Money
  readonly quoteQuantity: Money
  readonly fee: Money
  readonly feeAsset: string
  readonly maker: boolean
  readonly time: number
}

/** Funds of one account locked for one order, or for the legs of an either-or pair together. */
export interface Hold {
  readonly accountId: string
  readonly asset: string
  amount: Money
}

/** An order in the engine. Only the engine changes it. */
export interface EngineOrder {
  readonly id: number
  readonly accountId: string
  readonly symbol: string
  readonly listId: number | null
  readonly side: Side
  limitPrice: Money | null
  readonly timeInForce: TimeInForce
  readonly postOnly: boolean
  trigger: Trigger | null
  readonly visibleQuantity: Money | null
  readonly selfTrade: SelfTradeMode
  readonly funding: OrderSpec['funding']
  readonly whenReached: OrderSpec['whenReached']
  readonly labels: Readonly<Record<string, string | number>>
  readonly quoteQuantity: Money | null
  readonly createdAt: number
  clientOrderId: string
  /** null until it is known (quantity of what the entry will buy). */
  quantity: Money | null
  filled: Money
  quoteFilled: Money
  state: OrderState
  expiryReason: ExpiryReason | null
  /** When it first could trade; null: has not (untriggered, or pending). */
  workingSince: number | null
  triggered: boolean
  /** Best price since a trailing order began to follow; null: not following. */
  trailingExtreme: Money | null
  trailingSince: number | null
  updatedAt: number
  /** When it became final; null while it lives. */
  endedAt: number | null
  amendments: Amendment[]
  readonly fills: Fill[]
  hold: Hold | null
  /** Price at which a buy's funds are reckoned: limit, else trigger, else the last price when the funds were locked. */
  fundingPrice: Money
}

export interface Amendment {
  readonly executionId: number
  readonly time: number
  readonly previousClientOrderId: string
  readonly clientOrderId: string
  readonly previousQuantity: Money
  readonly quantity: Money
}

/**
 * `either`: two legs, one works. `then`: an entry, and one leg after it. `then_either`: an entry, and two legs after
 * it.
 */
type ListKind = 'either' | 'then' | 'then_either'

export type ListSpec =
  | { readonly kind: 'either'; readonly clientListId: string; readonly legs: readonly [OrderSpec, OrderSpec] }
  | {
      readonly kind: 'then' | 'then_either'
      readonly clientListId: string
      readonly entry: OrderSpec
      /** Without quantities when the entry pays for them. */
      readonly legs: readonly OrderSpec[]
      /** The legs sell exactly what the entry brought, net of fees, in whole steps; it stays locked for them. */
      readonly entryPays: boolean
    }

export interface OrderList {
  readonly id: number
  readonly accountId: string
  readonly symbol: string
  readonly kind: ListKind
  readonly entryPays: boolean
  readonly clientListId: string
  readonly createdAt: number
  /** In the order they were given: entry first. */
  readonly orderIds: readonly number[]
  readonly entryId: number | null
  readonly legIds: readonly number[]
  /** Units that the entry brought and that wait, locked, for the legs. */
  proceeds: Hold | null
  state: 'executing' | 'done'
  updatedAt: number
}

/** A trade as everybody sees it. */
export interface PublicTrade {
  readonly id: number
  readonly price: Money
  readonly quantity: Money
  readonly quoteQuantity: Money
  readonly time: number
  /** The side of the taker. */
  readonly takerSide: Side
}

/** Whether an order waits for a trigger that has not fired. */
export function isWaiting(order: Pick<EngineOrder, 'trigger' | 'triggered'>): boolean {
  return order.trigger !== null && !order.triggered
}

/** True when nothing more can happen to the order. */
export function isOver(order: EngineOrder): boolean {
  return (
    order.state === 'filled' ||
    order.state === 'cancelled' ||
    order.state === 'expired' ||
    order.state === 'expired_in_match'
  )
}

/** What is still to be executed; zero while the quantity is unknown. */
export function remainingOf(order: EngineOrder): Money | null {
  return order.quantity === null ? null : order.quantity.minus(order.filled)
}
