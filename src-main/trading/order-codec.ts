import { parse as parseLossless, stringify as stringifyLossless } from 'lossless-json'
import { z } from 'zod'
import { exchangeNames } from '../../src-shared/account.ts'
import { type EndReason, endReasonCodec } from '../../src-shared/end-reason.ts'
import { errorClasses, type ErrorView } from '../../src-shared/errors.ts'
import { allMessages, type MessageKey, type MessageRef } from '../../src-shared/messages/index.ts'
import type { Kept } from '../../src-shared/money-codec.ts'
import {
  keptCodecs,
  type Order,
  orderChangeCodec,
  orderCodec,
  originCodec,
  type PlacedOrder,
} from '../../src-shared/order.ts'
import { versionedRows } from './versioned-rows.ts'

/**
 * Orders as texts of the journal, and back: the shapes of src-shared/order.ts, with the exchange's raw answer in a text
 * of its own, every digit kept.
 */

/** A reason as its column holds it; null: none, or one that cannot be read. */
export function parseEndReason(text: unknown): EndReason | null {
  if (typeof text !== 'string') return null
  try {
    return endReasonCodec.parse(JSON.parse(text))
  } catch {
    return null
  }
}

const isMessageKey = (key: string): key is MessageKey => Object.hasOwn(allMessages, key)

/** A row may name a sentence that this version no longer has: then it reads as `error.internal`. */
export const messageSchema = z
  .object({ key: z.string(), params: z.record(z.string(), z.string()) })
  .transform(({ key, params }): MessageRef => ({ key: isMessageKey(key) ? key : 'error.internal', params }))

const placedRows = versionedRows(
  z.object({ order: orderCodec, legs: z.array(orderCodec), notes: z.array(messageSchema) }),
  [
    // Nobody noted why an order ended.
    ({ order, legs, ...rest }) => ({
      ...rest,
      order: withEndReason(order),
      legs: z.array(z.unknown()).parse(legs).map(withEndReason),
    }),
  ],
)

const withEndReason = (order: unknown): object => ({ endReason: null, ...z.looseObject({}).parse(order) })

const requestRows = versionedRows(keptCodecs.request, [])

const errorSchema: z.ZodType<ErrorView> = z.object({
  class: z.enum(errorClasses),
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

/** Which order a cancel is about. */
const cancelTargetCodec = z.object({
  orderId: z.string(),
  /** BASE/QUOTE; null: it was never found out. */
  symbol: z.string().nullable(),
})
export type CancelTarget = Kept<z.output<typeof cancelTargetCodec>>

/** Which order an edit is about, and the change asked. */
const editTargetCodec = cancelTargetCodec.extend({ change: orderChangeCodec })
export type EditTarget = Kept<z.output<typeof editTargetCodec>>

const fromText =
  <T>(schema: z.ZodType<T>) =>
  (text: string): T =>
    schema.parse(JSON.parse(text))

export const requestText = requestRows.text
export const parseRequest = requestRows.parse
export const parseError = fromText(errorSchema)
export const parseOrigin = fromText(originCodec)
export const parseCancelTarget = fromText(cancelTargetCodec)
export const parseEditTarget = fromText(editTargetCodec)

/** What the exchange placed, as two texts: in our words, and in its own. */
export function placedTexts(placed: PlacedOrder): { readonly outcome: string; readonly raw: string } {
  const { order, legs, notes } = placed
  const outcome = placedRows.text({ order: withoutRaw(order), legs: legs.map(withoutRaw), notes })
  const raws = [order, ...legs].map((each) => each.raw ?? null)
  return { outcome, raw: stringifyLossless(raws) ?? '[]' }
}

export function parsePlaced(outcome: string, raw: string | null): PlacedOrder {
  const placed = placedRows.parse(outcome)
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
