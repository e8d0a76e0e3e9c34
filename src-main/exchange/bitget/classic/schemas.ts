import { z } from 'zod'
import { uidSchema } from '../../accounts/exchange-account.ts'
import { optionalRowsOf, rowsOf } from '../../core/readable-rows.ts'
import { id, integer, money } from '../../http/json.ts'
import { fillFeeSchema } from '../own/fees.ts'
import { acknowledgementSchema, optionalMoney, optionalText, side, symbol, word } from '../schemas.ts'

/** A classic account's shapes, as far as we act on them. Source: docs/exchanges/bitget.md §5, §6. */

/** `ips`: the addresses that the key is bound to, empty for none. */
export const accountInfoSchema = z.looseObject({
  userId: uidSchema,
  ips: optionalText,
  authorities: z
    .array(z.string())
    .nullish()
    .transform((list) => list ?? []),
})

export const assetSchema = z.looseObject({
  coin: id,
  available: money,
  frozen: optionalMoney,
  locked: optionalMoney,
})
export type AssetRecord = z.infer<typeof assetSchema>
export const assetsSchema = rowsOf(assetSchema)

export const tradeRateSchema = z.looseObject({ makerFeeRate: money, takerFeeRate: money })

/**
 * A normal or TP/SL order. Beware: among the unfilled orders `priceAvg` is the order's price and `basePrice` the
 * average fill, and there is no `price`; everywhere else `price` is the order's and `priceAvg` the average fill. `size`
 * is quote for purchases at market, base otherwise. `orderType` is `limit` or `market`, as far as is documented.
 */
export const orderSchema = z.looseObject({
  symbol,
  orderId: id,
  clientOid: optionalText,
  price: optionalMoney,
  priceAvg: optionalMoney,
  basePrice: optionalMoney,
  size: money,
  orderType: word,
  side,
  status: word,
  force: word,
  baseVolume: optionalMoney,
  quoteVolume: optionalMoney,
  feeDetail: optionalText,
  cancelReason: optionalText,
  tpslType: word,
  triggerPrice: optionalMoney,
  presetTakeProfitPrice: optionalMoney,
  executeTakeProfitPrice: optionalMoney,
  presetStopLossPrice: optionalMoney,
  executeStopLossPrice: optionalMoney,
  cTime: integer,
  uTime: integer.nullish(),
})
export type OrderRow = z.infer<typeof orderSchema>

export const ordersSchema = rowsOf(orderSchema)

/** A plan order: `size` is base when `planType` is `amount`, quote when it is `total`. */
export const planSchema = z.looseObject({
  orderId: id,
  clientOid: optionalText,
  symbol,
  size: money,
  executePrice: optionalMoney,
  triggerPrice: money,
  status: word,
  orderType: word,
  side,
  planType: word,
  force: word,
  cTime: integer,
  uTime: integer.nullish(),
})
export type PlanRow = z.infer<typeof planSchema>

export const planPageSchema = z.looseObject({
  nextFlag: z.union([z.boolean(), z.string()]).nullish(),
  idLessThan: optionalText,
  orderList: optionalRowsOf(planSchema),
})

export const planSubOrdersSchema = z.array(z.looseObject({ orderId: id, status: word }))

export const fillSchema = z.looseObject({ orderId: id, tradeId: id, feeDetail: fillFeeSchema })

/** A fill whole, as the list tells it. */
const fillRowSchema = fillSchema.extend({
  symbol,
  side,
  priceAvg: money,
  size: money,
  tradeScope: word,
  cTime: integer,
})
export type FillRow = z.infer<typeof fillRowSchema>
export const fillRowsSchema = rowsOf(fillRowSchema)

/** A replacement that failed says so here, under a code of success. */
export const replacedSchema = z.looseObject({
  orderId: optionalText,
  clientOid: optionalText,
  success: z.string(),
  msg: optionalText,
})

export const planCancelledSchema = z.looseObject({ result: optionalText })
export { acknowledgementSchema }
