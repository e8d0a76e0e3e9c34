import { z } from 'zod'
import { Money } from '../../../src-shared/money.ts'
import { uidSchema } from '../accounts/exchange-account.ts'
import { rowsOf } from '../core/readable-rows.ts'
import { id, integer, money } from '../http/json.ts'

/**
 * KuCoin's shapes, as far as we act on them; everything else passes through untouched. Numbers arrive as text
 * (json.ts). Source: docs/exchanges/kucoin.md.
 */

/** What every answer is wrapped in. Its code is a number mostly, and has been seen to be a word (`order_not_exist`). */
export const envelopeSchema = z.object({
  code: z.string().min(1),
  msg: z
    .string()
    .nullish()
    .transform((msg) => msg ?? ''),
  data: z.unknown().optional(),
})

/** A decimal that may be missing, null or empty, which all mean: not said. */
export const optionalMoney = z
  .union([money, z.literal(''), z.null()])
  .optional()
  .transform((value) => (value instanceof Money ? value : null))

const optionalText = z
  .string()
  .nullish()
  .transform((text) => (text === undefined || text === null || text === '' ? null : text))

const optionalFlag = z
  .boolean()
  .nullish()
  .transform((flag) => flag ?? false)

/**
 * A moment in whatever unit KuCoin chose for it (s, ms, µs, ns; the same field has been seen in two of them), told by
 * its magnitude, as epoch ms. Nanoseconds have more digits than a JavaScript number.
 */
export const moment = z
  .union([z.string(), z.int().transform(String)])
  .pipe(z.string().regex(/^\d{1,20}$/))
  .transform((text) => {
    if (text.length <= 11) return Number(text) * 1_000
    if (text.length <= 14) return Number(text)
    return Number(BigInt(text) / (text.length <= 17 ? 1_000n : 1_000_000n))
  })
const optionalMoment = moment.nullish().transform((time) => (time === undefined || time === 0 ? null : time))

export const timestampSchema = integer

export const symbolSchema = z.looseObject({
  symbol: id,
  baseCurrency: id,
  quoteCurrency: id,
  baseMinSize: money,
  baseMaxSize: money,
  baseIncrement: money,
  quoteMinSize: money,
  quoteMaxSize: money,
  quoteIncrement: money,
  priceIncrement: money,
  minFunds: optionalMoney,
  enableTrading: z.boolean(),
  callauctionIsEnabled: optionalFlag,
  tradingStartTime: optionalMoment,
})
export type SymbolRecord = z.infer<typeof symbolSchema>

export const level1Schema = z.looseObject({ price: optionalMoney }).nullable()

/** One pair's last 24 hours; `buy` is the best bid. Idle pairs have nulls. */
export const tickerSchema = z.looseObject({
  symbol: id,
  buy: optionalMoney,
  sell: optionalMoney,
  last: optionalMoney,
  high: optionalMoney,
  low: optionalMoney,
  vol: optionalMoney,
  volValue: optionalMoney,
  changeRate: optionalMoney,
})
export type TickerRecord = z.infer<typeof tickerSchema>
export const statsSchema = tickerSchema.extend({ time: moment })
export const allTickersSchema = z.looseObject({ time: moment, ticker: z.array(z.unknown()) })

/** What a socket is opened with; it is good for one. Times in ms. */
export const socketTokenSchema = z.looseObject({
  token: id,
  instanceServers: z.tuple([z.looseObject({ endpoint: id })]).rest(z.unknown()),
})
export type SocketToken = z.infer<typeof socketTokenSchema>

const level = z.tuple([money, money]).rest(z.unknown())
export const bookSchema = z.looseObject({ bids: z.array(level), asks: z.array(level) })

/** time (s), open, close, high, low, volume, turnover: close comes before high and low. */
export const candlesSchema = z.array(z.tuple([moment, money, money, money, money, money]).rest(z.unknown()))
export type CandleRecord = z.infer<typeof candlesSchema>[number]

export const accountModeSchema = z.looseObject({ selfAccountMode: z.string() })

const accountSchema = z.looseObject({
  currency: id,
  type: z.string(),
  balance: money,
  available: money,
  holds: money,
})
export type AccountRecord = z.infer<typeof accountSchema>
export const accountsSchema = rowsOf(accountSchema)

export const apiKeySchema = z.looseObject({
  apiVersion: integer.nullish(),
  uid: uidSchema,
  permission: z.string(),
  ipWhitelist: optionalText,
})
export type ApiKeyRecord = z.infer<typeof apiKeySchema>

export const tradeFeesSchema = z.array(z.looseObject({ symbol: id, takerFeeRate: money, makerFeeRate: money }))

/** What POST /hf/orders/sync tells of an order that it has placed. */
export const placedSchema = z.looseObject({
  orderId: id,
  orderTime: optionalMoment,
  originSize: optionalMoney,
  dealSize: optionalMoney,
  remainSize: optionalMoney,
  canceledSize: optionalMoney,
  status: z.string().nullish(),
})
export type PlacedRecord = z.infer<typeof placedSchema>

/** What the synchronous cancels tell. */
export const cancelledSchema = z.looseObject({
  dealSize: optionalMoney,
  canceledSize: optionalMoney,
  status: z.string().nullish(),
})
export type CancelledRecord = z.infer<typeof cancelledSchema>

/** Without a new id nothing was placed anew: the old order had already filled more than the new size. */
export const alteredSchema = z.looseObject({ newOrderId: optionalText, clientOid: optionalText })

/** An order of the high-frequency engine, from any of its queries. */
export const orderSchema = z.looseObject({
  id,
  clientOid: optionalText,
  symbol: id,
  type: z.string(),
  side: z.enum(['buy', 'sell']),
  price: optionalMoney,
  size: optionalMoney,
  funds: optionalMoney,
  dealSize: money,
  dealFunds: optionalMoney,
  cancelledSize: optionalMoney,
  cancelledFunds: optionalMoney,
  fee: optionalMoney,
  feeCurrency: optionalText,
  timeInForce: optionalText,
  postOnly: optionalFlag,
  cancelExist: z.boolean(),
  /** Of unified accounts only; a number. */
  cancelReason: optionalText,
  active: z.boolean(),
  inOrderBook: z.boolean().nullish(),
  createdAt: moment,
  lastUpdatedAt: optionalMoment,
})
export type OrderRecord = z.infer<typeof orderSchema>

/** A list that KuCoin may also write as null. */
function listOf<S extends z.ZodType>(schema: S) {
  return z
    .array(schema)
    .nullable()
    .transform((list) => list ?? [])
}

export const maybeOrderSchema = orderSchema.nullable()
export const ordersSchema = rowsOf(orderSchema)
export const activeSymbolsSchema = z
  .looseObject({ symbols: listOf(id) })
  .nullable()
  .transform((answer) => answer?.symbols ?? [])
export const donePageSchema = z.looseObject({
  lastId: optionalText,
  items: rowsOf(orderSchema),
})

export const fillSchema = z.looseObject({
  id,
  orderId: id,
  size: money,
  funds: money,
  fee: money,
  feeCurrency: id,
})
export type FillRecord = z.infer<typeof fillSchema>
/** A fill whole, as the list of a symbol tells it. `tradeId` is what the private stream calls it. */
const fillRowSchema = fillSchema.extend({
  tradeId: id,
  side: z.enum(['buy', 'sell']),
  liquidity: optionalText,
  price: money,
  createdAt: moment,
})
export type FillRow = z.infer<typeof fillRowSchema>
export const fillPageSchema = z.looseObject({ lastId: optionalText, items: rowsOf(fillRowSchema) })
export const fillsSchema = z.looseObject({ items: rowsOf(fillSchema) })

/** A stop order that waits, or one that has triggered while it is still known. Decimals are padded to 20 places. */
export const stopSchema = z.looseObject({
  id,
  symbol: id,
  status: optionalText,
  type: z.string(),
  side: z.enum(['buy', 'sell']),
  price: optionalMoney,
  size: optionalMoney,
  funds: optionalMoney,
  timeInForce: optionalText,
  clientOid: optionalText,
  orderTime: optionalMoment,
  createdAt: optionalMoment,
  stop: optionalText,
  stopPrice: money,
})
export type StopRecord = z.infer<typeof stopSchema>
export const maybeStopSchema = stopSchema.nullable()
export const stopListSchema = rowsOf(stopSchema)
export const stopPageSchema = z.looseObject({ totalPage: integer, items: rowsOf(stopSchema) })

export const orderIdSchema = z.looseObject({ orderId: id })
export const cancelledIdsSchema = z.looseObject({ cancelledOrderIds: listOf(id) })

const ocoSchema = z.looseObject({
  orderId: id,
  symbol: id,
  clientOid: optionalText,
  orderTime: optionalMoment,
  status: z.string(),
})
export const maybeOcoSchema = ocoSchema.nullable()
export const ocoPageSchema = z.looseObject({ totalPage: integer, items: rowsOf(ocoSchema) })

const ocoLegSchema = z.looseObject({
  id,
  symbol: id,
  side: z.enum(['buy', 'sell']),
  price: money,
  stopPrice: money,
  size: money,
  status: z.string(),
})
export type OcoLegRecord = z.infer<typeof ocoLegSchema>
export const ocoDetailsSchema = ocoSchema.extend({ orders: z.array(ocoLegSchema) })
export type OcoDetails = z.infer<typeof ocoDetailsSchema>
export const maybeOcoDetailsSchema = ocoDetailsSchema.nullable()
export const ocoDetailsListSchema = rowsOf(ocoDetailsSchema)
/** To be read later. */
export const somethingSchema = z.unknown()

/** Whether an answer was an acknowledgement is all that matters. */
export const anythingSchema = z.unknown().refine((data) => data !== undefined && data !== null)

export const deadCancelAllSchema = z.looseObject({ currentTime: integer })
