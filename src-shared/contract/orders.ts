import { z } from 'zod'
import { cancelScopes } from '../cancel-scope.ts'
import type { ErrorView } from '../errors.ts'
import type { Money } from '../money.ts'
import {
  askedCodecs,
  type Order,
  orderChangeCodec,
  type OrderHistory,
  type OrderRequestInput,
  type PlacedOrder,
} from '../order.ts'
import { gives, read, write } from './call.ts'
import { id, ofAccount, symbol } from './fields.ts'

/** An order request as the window sends it: decimal texts, and nothing that an order does not have. */
export const orderRequestSchema = askedCodecs.request.refine(
  (request) => request.kind !== 'trailing_stop' || (request.trailingBips >= 1 && request.trailingBips <= 10_000),
  { error: 'must be from 1 to 10000', path: ['trailingBips'] },
)

export type { OrderRequestInput }

export type PlaceResult =
  | {
      readonly outcome: 'accepted'
      readonly journalId: number
      readonly clientOrderId: string
      readonly placed: PlacedOrder
    }
  | { readonly outcome: 'rejected'; readonly error: ErrorView }
  | { readonly outcome: 'unknown'; readonly clientOrderId: string; readonly error: ErrorView }

/** What an order would be after rounding to the market's steps, or why it would be refused. */
export type OrderPreview =
  | {
      readonly accepted: true
      /** Base quantity and quote value as they would be sent; null where only the exchange decides it. */
      readonly quantity: Money | null
      readonly quoteValue: Money | null
    }
  | { readonly accepted: false; readonly error: ErrorView }

/** What the exchange says of an order that it checked and did not place. */
export type DryRun = { readonly accepted: true } | { readonly accepted: false; readonly error: ErrorView }

/** Whose orders are meant by cancelling many. */
const cancelMany = z.strictObject({
  /** null: of every account. */
  accountId: id.nullable(),
  scope: z.enum(cancelScopes),
  /** Exits of brackets, too; what they protect is unprotected then. */
  includeExits: z.boolean(),
})

/** One order of many. `account` is its name. */
export interface OneOfMany {
  readonly account: string
  readonly orderId: string
  /** BASE/QUOTE. */
  readonly symbol: string
}

interface NotOneOfMany {
  readonly account: string
  /** null: the account's open orders could not be had. */
  readonly orderId: string | null
  readonly error: ErrorView
}

/** What cancelling many would cancel at this moment. */
export interface MeantToCancel {
  readonly orders: readonly OneOfMany[]
  /** Live brackets that would be released first. */
  readonly brackets: number
  readonly failed: readonly NotOneOfMany[]
}

/** What came of cancelling many. */
export interface CancelledAll {
  readonly cancelled: readonly OneOfMany[]
  readonly failed: readonly NotOneOfMany[]
}

export const orderCalls = {
  'orders.preview': read(z.strictObject({ accountId: id, request: orderRequestSchema }), gives<OrderPreview>()),
  /** The exchange's own check of an order, where the market's capabilities have one; nothing is placed. */
  'orders.dryRun': read(z.strictObject({ accountId: id, request: orderRequestSchema }), gives<DryRun>()),
  /** `formId` is made when the form is opened: the same form places at most one order. */
  'orders.place': write(
    z.strictObject({ accountId: id, formId: z.uuid(), request: orderRequestSchema }),
    gives<PlaceResult>(),
  ),
  /** What became of the order of a form; null: the gateway never took one from it. Nothing is sent but questions. */
  'orders.outcome': read(z.strictObject({ accountId: id, formId: z.uuid() }), gives<PlaceResult | null>()),
  'orders.open': read(ofAccount, gives<readonly Order[]>()),
  /** One order as the exchange tells it now. */
  'orders.get': read(z.strictObject({ accountId: id, orderId: id, symbol }), gives<Order>()),
  'orders.history': read(
    z.strictObject({ accountId: id, symbol: symbol.nullable(), limit: z.int().min(1).max(500) }),
    gives<OrderHistory>(),
  ),
  'orders.cancel': write(z.strictObject({ accountId: id, orderId: id, symbol }), gives<Order>()),
  'orders.edit': write(
    z.strictObject({
      accountId: id,
      orderId: id,
      symbol,
      ...orderChangeCodec.shape,
    }),
    gives<Order>(),
  ),
  /** What `orders.cancelAll` would cancel; nothing is sent but questions. */
  'orders.meantToCancel': read(cancelMany, gives<MeantToCancel>()),
  'orders.cancelAll': write(cancelMany, gives<CancelledAll>()),
  /** Asks the exchange once more about an order that needs attention. */
  'orders.askAgain': write(z.strictObject({ journalId: z.int() }), gives<null>()),
  /**
   * A person says what became of an order that needs attention: the order of that id, or (null) that nothing was
   * placed.
   */
  'orders.settle': write(z.strictObject({ journalId: z.int(), orderId: id.nullable() }), gives<null>()),
} as const
