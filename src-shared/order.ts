import { z } from 'zod'
import { endReasonCodec } from './end-reason.ts'
import type { MessageRef } from './messages/index.ts'
import { type Kept, money } from './money-codec.ts'
import type { Money } from './money.ts'

/**
 * Orders, requests and who made them, each shape written once: as a codec between the JSON of window and journal (Money
 * as decimal text) and what the main process works with, from which the type follows.
 */

export const sides = ['buy', 'sell'] as const
export type Side = (typeof sides)[number]

export function opposite(side: Side): Side {
  return side === 'buy' ? 'sell' : 'buy'
}

export const timesInForce = ['gtc', 'ioc', 'fok'] as const
export type TimeInForce = (typeof timesInForce)[number]

export const orderStatuses = [
  'open',
  'partially_filled',
  'filled',
  'cancelled',
  'rejected',
  'expired',
  'unknown',
] as const
export type OrderStatus = (typeof orderStatuses)[number]

/** The exits of a position; the one that protects first. */
export const exitRoles = ['stop_loss', 'take_profit'] as const
export type ExitRole = (typeof exitRoles)[number]

/** Why an order exists inside a list of orders (OCO, entry with attached exits). */
export const orderRoles = ['single', 'entry', ...exitRoles] as const
export type OrderRole = (typeof orderRoles)[number]

/**
 * The shapes of a request. `object` says what becomes of a field that nobody knows: `z.strictObject` refuses it (what a
 * person asks for is not guessed at), `z.object` leaves it out (rows).
 */
function requestCodecs(object: <Shape extends z.ZodRawShape>(shape: Shape) => z.ZodObject<Shape>) {
  const exitLeg = object({ triggerPrice: money, limitPrice: money.nullable() })
  const exits = object({ takeProfit: exitLeg.nullable(), stopLoss: exitLeg.nullable() }).refine(
    ({ takeProfit, stopLoss }) => takeProfit !== null || stopLoss !== null,
    { error: 'needs a take-profit or a stop-loss' },
  ) as z.ZodType<Exits, ExitsText>
  const common = { symbol: z.string().min(1).max(64), side: z.enum(sides) }
  const request = z.discriminatedUnion('kind', [
    object({
      kind: z.literal('market'),
      ...common,
      /** Base units, or quote units where the market allows it. */
      amount: object({ unit: z.enum(['base', 'quote']), value: money }),
      exits: exits.nullable(),
    }),
    object({
      kind: z.literal('limit'),
      ...common,
      quantity: money,
      price: money,
      timeInForce: z.enum(timesInForce),
      postOnly: z.boolean(),
      exits: exits.nullable(),
    }),
    // Becomes a market order when the last price reaches the trigger.
    object({
      kind: z.enum(['stop_loss', 'take_profit']),
      ...common,
      quantity: money,
      triggerPrice: money,
    }),
    // Becomes a limit order when the last price reaches the trigger.
    object({
      kind: z.enum(['stop_limit', 'take_profit_limit']),
      ...common,
      quantity: money,
      triggerPrice: money,
      price: money,
      timeInForce: z.enum(timesInForce),
    }),
    // A stop that follows the best price at a distance in basis points (100 = 1 %).
    object({
      kind: z.literal('trailing_stop'),
      ...common,
      quantity: money,
      trailingBips: z.int(),
      /** Starts to follow only once this price is reached; null: at once. */
      activationPrice: money.nullable(),
      /** Rests at this price once triggered; null: market. */
      limitPrice: money.nullable(),
    }),
    // Two exits for a position already held; the first to execute cancels the other.
    object({ kind: z.literal('oco'), ...common, quantity: money, takeProfit: exitLeg, stopLoss: exitLeg }),
  ])
  return { exitLeg, exits, request }
}

/** What somebody asks for. */
export const askedCodecs = requestCodecs(z.strictObject)
/** What was kept. */
export const keptCodecs = requestCodecs(z.object)

/** One exit of a position: at market when triggered, or resting at `limitPrice` once triggered. */
export type ExitLeg = Kept<z.output<typeof keptCodecs.exitLeg>>
type ExitLegText = z.input<typeof keptCodecs.exitLeg>

/** Take-profit and/or stop-loss that the exchange arms once the entry has filled. At least one is there. */
export type Exits =
  | { readonly takeProfit: ExitLeg; readonly stopLoss: ExitLeg }
  | { readonly takeProfit: ExitLeg; readonly stopLoss: null }
  | { readonly takeProfit: null; readonly stopLoss: ExitLeg }

interface ExitsText {
  takeProfit: ExitLegText | null
  stopLoss: ExitLegText | null
}

/** What somebody wants placed, before it is rounded to the market's steps. */
export type OrderRequest = Kept<z.output<typeof keptCodecs.request>>
/** The same as it travels: decimal texts. */
export type OrderRequestInput = z.input<typeof askedCodecs.request>

export type OrderKind = OrderRequest['kind']

export type MarketOrderRequest = Extract<OrderRequest, { readonly kind: 'market' }>
/** Base units, or quote units where the market allows it on market orders. */
export type Amount = MarketOrderRequest['amount']
export type LimitOrderRequest = Extract<OrderRequest, { readonly kind: 'limit' }>
export type TriggerOrderRequest = Extract<OrderRequest, { readonly kind: 'stop_loss' | 'take_profit' }>
export type TriggerLimitOrderRequest = Extract<OrderRequest, { readonly kind: 'stop_limit' | 'take_profit_limit' }>
export type TrailingStopRequest = Extract<OrderRequest, { readonly kind: 'trailing_stop' }>
export type OcoRequest = Extract<OrderRequest, { readonly kind: 'oco' }>

const termsCodec = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('market') }),
  z.object({
    kind: z.literal('limit'),
    price: money,
    timeInForce: z.enum(timesInForce),
    postOnly: z.boolean(),
  }),
  z.object({ kind: z.enum(['stop_loss', 'take_profit']), triggerPrice: money }),
  z.object({
    kind: z.enum(['stop_limit', 'take_profit_limit']),
    triggerPrice: money,
    price: money,
    timeInForce: z.enum(timesInForce),
  }),
  z.object({
    kind: z.literal('trailing_stop'),
    trailingBips: z.int(),
    activationPrice: money.nullable(),
    price: money.nullable(),
  }),
])
/** The terms of an order that the exchange knows, by kind. */
export type OrderTerms = Kept<z.output<typeof termsCodec>>

const feeCodec = z.object({ asset: z.string(), amount: money })
export type OrderFee = Kept<z.output<typeof feeCodec>>

/** One execution of an order, as its exchange tells it. */
export interface Fill {
  /** The exchange's id of it, unique on its market. */
  readonly id: string
  readonly orderId: string
  readonly clientOrderId: string | null
  readonly symbol: string
  readonly side: Side
  readonly price: Money
  /** Base units. */
  readonly quantity: Money
  /** What it cost; null where the exchange tells it elsewhere or later. */
  readonly fee: OrderFee | null
  /** Whether the order rested in the book; null where the exchange does not say. */
  readonly maker: boolean | null
  /** Epoch ms of the exchange. */
  readonly time: number
}

/**
 * An order as the journal keeps it: all but the exchange's own object, which has every digit and a place of its own.
 */
export const orderCodec = z.object({
  id: z.string(),
  clientOrderId: z.string().nullable(),
  /** Links the members of one list; null for a single order. */
  listId: z.string().nullable(),
  role: z.enum(orderRoles),
  symbol: z.string(),
  nativeSymbol: z.string(),
  side: z.enum(sides),
  terms: termsCodec,
  status: z.enum(orderStatuses),
  nativeStatus: z.string(),
  /** Why it ended, of an order that ended otherwise than filled; else null. */
  endReason: endReasonCodec.nullable(),
  /** A conditional order that has not triggered, or an attached exit whose entry has not filled. */
  waiting: z.boolean(),
  /** Asked quantity in base; null while unknown (market order sized in quote). */
  quantity: money.nullable(),
  /** Asked amount in quote, for market orders sized so. */
  quoteQuantity: money.nullable(),
  filled: money,
  /** Quote value executed; null where the exchange does not say. */
  quoteFilled: money.nullable(),
  averagePrice: money.nullable(),
  /** Known only where the answer lists the fills; null: not asked. */
  fees: z.array(feeCodec).nullable(),
  createdAt: z.number(),
  updatedAt: z.number(),
})

/** An order as the exchange reports it, in our words. Quantities are base units; times are epoch ms. */
export interface Order extends Kept<z.output<typeof orderCodec>> {
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

/**
 * Finished orders, newest first. `notes` say what is missing: an exchange's history may be too long to be looked
 * through.
 */
export interface OrderHistory {
  readonly orders: readonly Order[]
  readonly notes: readonly MessageRef[]
}

/** New quantity and/or price of an open order; null leaves it. */
export const orderChangeCodec = z.object({
  quantity: money.nullable(),
  price: money.nullable(),
  triggerPrice: money.nullable(),
})
export type OrderChange = Kept<z.output<typeof orderChangeCodec>>

/** Who asked: recorded in the journal, and the source of idempotency. */
export const originCodec = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('panel'), requestId: z.string() }),
  z.object({
    kind: z.literal('redis'),
    requestId: z.string(),
    userId: z.number(),
    action: z.string(),
    traceId: z.string().nullable(),
  }),
  z.object({ kind: z.literal('cli'), requestId: z.string() }),
  // The application itself, for the exits of a bracket.
  z.object({ kind: z.literal('bracket'), requestId: z.string(), bracketId: z.string() }),
])
export type Origin = Kept<z.output<typeof originCodec>>

/** An order list member is finished when nothing more can happen to it. */
export function isFinal(status: OrderStatus): boolean {
  return status === 'filled' || status === 'cancelled' || status === 'rejected' || status === 'expired'
}

/**
 * The order without what its status rules out: one that is over waits for nothing, and only one that ended otherwise
 * than filled has a reason.
 */
export function withoutContradiction(order: Order): Order {
  const isOver = isFinal(order.status)
  return {
    ...order,
    waiting: order.waiting && !isOver,
    endReason: isOver && order.status !== 'filled' ? order.endReason : null,
  }
}
