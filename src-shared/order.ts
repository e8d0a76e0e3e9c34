import type { EndReason } from './end-reason.ts'
import type { MessageRef } from './messages/index.ts'
import type { Money } from './money.ts'

export type Side = 'buy' | 'sell'

export function opposite(side: Side): Side {
  return side === 'buy' ? 'sell' : 'buy'
}

export const timesInForce = ['gtc', 'ioc', 'fok'] as const
export type TimeInForce = (typeof timesInForce)[number]

/** Base units, or quote units where the market allows it on market orders. */
export interface Amount {
  readonly unit: 'base' | 'quote'
  readonly value: Money
}

/** One exit of a position: at market when triggered, or resting at `limitPrice` once triggered. */
export interface ExitLeg {
  readonly triggerPrice: Money
  readonly limitPrice: Money | null
}

/** Take-profit and/or stop-loss that the exchange arms once the entry has filled. At least one is there. */
export type Exits =
  | { readonly takeProfit: ExitLeg; readonly stopLoss: ExitLeg }
  | { readonly takeProfit: ExitLeg; readonly stopLoss: null }
  | { readonly takeProfit: null; readonly stopLoss: ExitLeg }

interface RequestCommon {
  /** BASE/QUOTE. */
  readonly symbol: string
  readonly side: Side
}

export interface MarketOrderRequest extends RequestCommon {
  readonly kind: 'market'
  readonly amount: Amount
  readonly exits: Exits | null
}

export interface LimitOrderRequest extends RequestCommon {
  readonly kind: 'limit'
  readonly quantity: Money
  readonly price: Money
  readonly timeInForce: TimeInForce
  readonly postOnly: boolean
  readonly exits: Exits | null
}

/** Becomes a market order when the last price reaches the trigger. */
export interface TriggerOrderRequest extends RequestCommon {
  readonly kind: 'stop_loss' | 'take_profit'
  readonly quantity: Money
  readonly triggerPrice: Money
}

/** Becomes a limit order when the last price reaches the trigger. */
export interface TriggerLimitOrderRequest extends RequestCommon {
  readonly kind: 'stop_limit' | 'take_profit_limit'
  readonly quantity: Money
  readonly triggerPrice: Money
  readonly price: Money
  readonly timeInForce: TimeInForce
}

/** A stop that follows the best price at a distance in basis points (100 = 1 %). */
export interface TrailingStopRequest extends RequestCommon {
  readonly kind: 'trailing_stop'
  readonly quantity: Money
  readonly trailingBips: number
  /** Starts to follow only once this price is reached; null: at once. */
  readonly activationPrice: Money | null
  /** Rests at this price once triggered; null: market. */
  readonly limitPrice: Money | null
}

/** Two exits for a position already held; the first to execute cancels the other. */
export interface OcoRequest extends RequestCommon {
  readonly kind: 'oco'
  readonly quantity: Money
  readonly takeProfit: ExitLeg
  readonly stopLoss: ExitLeg
}

/** What somebody wants placed, before it is rounded to the market's steps. */
export type OrderRequest =
  | MarketOrderRequest
  | LimitOrderRequest
  | TriggerOrderRequest
  | TriggerLimitOrderRequest
  | TrailingStopRequest
  | OcoRequest

export type OrderKind = OrderRequest['kind']

/** The terms of an order that the exchange knows, by kind. `trigger`: conditional in a way we do not place ourselves. */
export type OrderTerms =
  | { readonly kind: 'market' }
  | {
      readonly kind: 'limit'
      readonly price: Money
      readonly timeInForce: TimeInForce
      readonly postOnly: boolean
    }
  | { readonly kind: 'stop_loss' | 'take_profit'; readonly triggerPrice: Money }
  | {
      readonly kind: 'stop_limit' | 'take_profit_limit'
      readonly triggerPrice: Money
      readonly price: Money
      readonly timeInForce: TimeInForce
    }
  | {
      readonly kind: 'trailing_stop'
      readonly trailingBips: number
      readonly activationPrice: Money | null
      readonly price: Money | null
    }

export type OrderStatus =
  'open' | 'partially_filled' | 'filled' | 'cancelled' | 'rejected' | 'expired' | 'unknown'

/** Why an order exists inside a list of orders (OCO, entry with attached exits). */
export type OrderRole = 'single' | 'entry' | 'take_profit' | 'stop_loss'

export interface OrderFee {
  readonly asset: string
  readonly amount: Money
}

/** An order as the exchange reports it, in our words. Quantities are base units; times are epoch ms. */
export interface Order {
  readonly id: string
  readonly clientOrderId: string | null
  /** Links the members of one list; null for a single order. */
  readonly listId: string | null
  readonly role: OrderRole
  readonly symbol: string
  readonly nativeSymbol: string
  readonly side: Side
  readonly terms: OrderTerms
  readonly status: OrderStatus
  readonly nativeStatus: string
  /** Why it ended, of an order that ended otherwise than filled; else null. */
  readonly endReason: EndReason | null
  /** A conditional order that has not triggered, or an attached exit whose entry has not filled. */
  readonly waiting: boolean
  /** Asked quantity in base; null while unknown (market order sized in quote). */
  readonly quantity: Money | null
  /** Asked amount in quote, for market orders sized so. */
  readonly quoteQuantity: Money | null
  readonly filled: Money
  /** Quote value executed; null where the exchange does not say. */
  readonly quoteFilled: Money | null
  readonly averagePrice: Money | null
  /** Known only where the answer lists the fills; null: not asked. */
  readonly fees: readonly OrderFee[] | null
  readonly createdAt: number
  readonly updatedAt: number
  /** The exchange's own object, for `info` and the journal. */
  readonly raw: unknown
}

/** What came of placing. `notes` say what the person should know (an entry sent as a marketable limit, for one). */
export interface PlacedOrder {
  readonly order: Order
  /** The other members of the list (exits), where there are any. */
  readonly legs: readonly Order[]
  readonly notes: readonly MessageRef[]
}

/** Finished orders, newest first. `notes` say what is missing: an exchange's history may be too long to be looked through. */
export interface OrderHistory {
  readonly orders: readonly Order[]
  readonly notes: readonly MessageRef[]
}

/** New quantity and/or price of an open order; null leaves it. */
export interface OrderChange {
  readonly quantity: Money | null
  readonly price: Money | null
  readonly triggerPrice: Money | null
}

/** Who asked: recorded in the journal, and the source of idempotency. */
export type Origin =
  | { readonly kind: 'panel'; readonly requestId: string }
  | {
      readonly kind: 'redis'
      readonly requestId: string
      readonly userId: number
      readonly action: string
      readonly traceId: string | null
    }
  | { readonly kind: 'cli'; readonly requestId: string }
  /** The application itself, for the exits of a bracket. */
  | { readonly kind: 'bracket'; readonly requestId: string; readonly bracketId: string }

/** An order list member is finished when nothing more can happen to it. */
export function isFinal(status: OrderStatus): boolean {
  return status === 'filled' || status === 'cancelled' || status === 'rejected' || status === 'expired'
}
