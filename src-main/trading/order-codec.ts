import { parse as parseLossless, stringify as stringifyLossless } from 'lossless-json'
import { z } from 'zod'
import { exchangeNames } from '../../src-shared/account.ts'
import { endKinds, type EndReason } from '../../src-shared/end-reason.ts'
import type { ErrorView } from '../../src-shared/errors.ts'
import { allMessages, type MessageKey, type MessageRef } from '../../src-shared/messages/index.ts'
import { Money } from '../../src-shared/money.ts'
import {
  type Order,
  type OrderChange,
  type OrderRequest,
  type Origin,
  type PlacedOrder,
  timesInForce,
} from '../../src-shared/order.ts'

/** The journal's texts, and back: Money as plain decimal text, the exchange's raw answer kept apart with every digit. */

export const moneySchema = z.string().transform((text) => Money.parse(text))
const side = z.enum(['buy', 'sell'])
const timeInForce = z.enum(timesInForce)
export const exitLegSchema = z.object({ triggerPrice: moneySchema, limitPrice: moneySchema.nullable() })
export const exitsSchema = z
  .union([
    z.object({ takeProfit: exitLegSchema, stopLoss: exitLegSchema }),
    z.object({ takeProfit: exitLegSchema, stopLoss: z.null() }),
    z.object({ takeProfit: z.null(), stopLoss: exitLegSchema }),
  ])
  .nullable()
const common = { symbol: z.string(), side }

export const requestSchema: z.ZodType<OrderRequest> = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('market'),
    ...common,
    amount: z.object({ unit: z.enum(['base', 'quote']), value: moneySchema }),
    exits: exitsSchema,
  }),
  z.object({
    kind: z.literal('limit'),
    ...common,
    quantity: moneySchema,
    price: moneySchema,
    timeInForce,
    postOnly: z.boolean(),
    exits: exitsSchema,
  }),
  z.object({
    kind: z.enum(['stop_loss', 'take_profit']),
    ...common,
    quantity: moneySchema,
    triggerPrice: moneySchema,
  }),
  z.object({
    kind: z.enum(['stop_limit', 'take_profit_limit']),
    ...common,
    quantity: moneySchema,
    triggerPrice: moneySchema,
    price: moneySchema,
    timeInForce,
  }),
  z.object({
    kind: z.literal('trailing_stop'),
    ...common,
    quantity: moneySchema,
    trailingBips: z.int(),
    activationPrice: moneySchema.nullable(),
    limitPrice: moneySchema.nullable(),
  }),
  z.object({
    kind: z.literal('oco'),
    ...common,
    quantity: moneySchema,
    takeProfit: exitLegSchema,
    stopLoss: exitLegSchema,
  }),
])

const terms = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('market') }),
  z.object({ kind: z.literal('limit'), price: moneySchema, timeInForce, postOnly: z.boolean() }),
  z.object({ kind: z.enum(['stop_loss', 'take_profit']), triggerPrice: moneySchema }),
  z.object({
    kind: z.enum(['stop_limit', 'take_profit_limit']),
    triggerPrice: moneySchema,
    price: moneySchema,
    timeInForce,
  }),
  z.object({
    kind: z.literal('trailing_stop'),
    trailingBips: z.int(),
    activationPrice: moneySchema.nullable(),
    price: moneySchema.nullable(),
  }),
])

/** The end of an order, as the journal keeps it; a kind that a later version gave up is told by the exchange's word. */
const endReasonSchema = z
  .object({ kind: z.string(), word: z.string().nullable() })
  .transform(({ kind, word }): EndReason => ({
    kind: endKinds.find((each) => each === kind) ?? 'unknown',
    word,
  }))

/** A reason as its column holds it; null: none, or one that cannot be read. */
export function parseEndReason(text: unknown): EndReason | null {
  if (typeof text !== 'string') return null
  try {
    return endReasonSchema.parse(JSON.parse(text))
  } catch {
    return null
  }
}

const orderSchema = z.object({
  id: z.string(),
  clientOrderId: z.string().nullable(),
  listId: z.string().nullable(),
  role: z.enum(['single', 'entry', 'take_profit', 'stop_loss']),
  symbol: z.string(),
  nativeSymbol: z.string(),
  side,
  terms,
  status: z.enum(['open', 'partially_filled', 'filled', 'cancelled', 'rejected', 'expired', 'unknown']),
  nativeStatus: z.string(),
  // Rows written before 2026-11-29 have none.
  endReason: endReasonSchema.nullish().transform((reason) => reason ?? null),
  waiting: z.boolean(),
  quantity: moneySchema.nullable(),
  quoteQuantity: moneySchema.nullable(),
  filled: moneySchema,
  quoteFilled: moneySchema.nullable(),
  averagePrice: moneySchema.nullable(),
  fees: z.array(z.object({ asset: z.string(), amount: moneySchema })).nullable(),
  createdAt: z.number(),
  updatedAt: z.number(),
})

const isMessageKey = (key: string): key is MessageKey => Object.hasOwn(allMessages, key)

/** A sentence that a later version dropped becomes the general one. */
export const messageSchema = z
  .object({ key: z.string(), params: z.record(z.string(), z.string()) })
  .transform(({ key, params }): MessageRef => ({ key: isMessageKey(key) ? key : 'error.internal', params }))

const placedSchema = z.object({
  order: orderSchema,
  legs: z.array(orderSchema),
  notes: z.array(messageSchema),
})

const errorSchema: z.ZodType<ErrorView> = z.object({
  class: z.enum([
    'refused',
    'not-found',
    'retryable',
    'rate-limit',
    'auth',
    'clock',
    'unknown-outcome',
    'bug',
  ]),
  text: messageSchema,
  field: z.string().nullable(),
  exchange: z
    .object({
      exchange: z.enum(exchangeNames),
      httpStatus: z.number().nullable(),
      code: z.string().nullable(),
      message: z.string(),
    })
    .nullable(),
})

export const originSchema: z.ZodType<Origin> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('panel'), requestId: z.string() }),
  z.object({
    kind: z.literal('redis'),
    requestId: z.string(),
    userId: z.number(),
    action: z.string(),
    traceId: z.string().nullable(),
  }),
  z.object({ kind: z.literal('cli'), requestId: z.string() }),
  z.object({ kind: z.literal('bracket'), requestId: z.string(), bracketId: z.string() }),
])

export const changeSchema: z.ZodType<OrderChange> = z.object({
  quantity: moneySchema.nullable(),
  price: moneySchema.nullable(),
  triggerPrice: moneySchema.nullable(),
})

/** Which order a cancel or an edit is about, and the change asked. */
export interface OrderTarget {
  readonly orderId: string
  /** BASE/QUOTE; null: it was never found out. */
  readonly symbol: string | null
  readonly change: OrderChange | null
}

export const targetSchema: z.ZodType<OrderTarget> = z.object({
  orderId: z.string(),
  symbol: z.string().nullable(),
  change: changeSchema.nullable(),
})

const fromText =
  <T>(schema: z.ZodType<T>) =>
  (text: string): T =>
    schema.parse(JSON.parse(text))

export const parseRequest = fromText(requestSchema)
export const parseError = fromText(errorSchema)
export const parseOrigin = fromText(originSchema)
export const parseTarget = fromText(targetSchema)

/** What the exchange placed, as two texts: in our words, and in its own. */
export function placedTexts(placed: PlacedOrder): { readonly outcome: string; readonly raw: string } {
  const { order, legs, notes } = placed
  const outcome = JSON.stringify({ order: withoutRaw(order), legs: legs.map(withoutRaw), notes })
  const raws = [order, ...legs].map((each) => each.raw ?? null)
  return { outcome, raw: stringifyLossless(raws) ?? '[]' }
}

export function parsePlaced(outcome: string, raw: string | null): PlacedOrder {
  const placed = fromText(placedSchema)(outcome)
  const raws: unknown = raw === null ? [] : parseLossless(raw)
  const rawOf = (index: number): unknown => (Array.isArray(raws) ? (raws[index] ?? null) : null)
  return {
    order: { ...placed.order, raw: rawOf(0) },
    legs: placed.legs.map((order, index) => ({ ...order, raw: rawOf(index + 1) })),
    notes: placed.notes,
  }
}

function withoutRaw(order: Order): Omit<Order, 'raw'> {
  const { raw: _raw, ...rest } = order
  return rest
}

/** JSON with the keys in order, so that equal requests have equal texts. */
export function canonicalText(value: unknown): string {
  const plain: unknown = JSON.parse(JSON.stringify(value))
  return JSON.stringify(plain, (_key, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  )
}
