import { z } from 'zod'
import { uidSchema } from '../../accounts/exchange-account.ts'
import { optionalRowsOf, rowsOf } from '../../core/readable-rows.ts'
import { id, integer, money } from '../../http/json.ts'
import { unifiedFeeSchema } from '../own/fees.ts'
import { optionalMoney, optionalText, side, symbol, word } from '../schemas.ts'

/** A unified account's shapes, as far as we act on them. Source: docs/exchanges/bitget.md §7. */

export const settingsSchema = z.looseObject({})

export const accountInfoSchema = z.looseObject({
  userId: uidSchema,
  ips: optionalText,
  /** Of the whole key; spelled read-only or read_only, read-and-write or read_and_write. */
  permType: optionalText,
  permissions: z
    .array(z.string())
    .nullish()
    .transform((list) => list ?? []),
})

const assetSchema = z.looseObject({ coin: id, available: money, locked: optionalMoney })
export type AssetRecord = z.infer<typeof assetSchema>
export const assetsSchema = z.looseObject({ assets: rowsOf(assetSchema) })

/** The wallet for deposits and withdrawals, which orders cannot use. */
const fundingAssetSchema = z.looseObject({ coin: id, balance: optionalMoney, available: optionalMoney })
export type FundingRecord = z.infer<typeof fundingAssetSchema>
export const fundingAssetsSchema = rowsOf(fundingAssetSchema)

export const feeRateSchema = z.looseObject({ makerFeeRate: money, takerFeeRate: money })

/** What an order carries of exits; empty texts where it carries none. */
const exits = {
  takeProfit: optionalMoney,
  stopLoss: optionalMoney,
  tpOrderType: word,
  slOrderType: word,
  tpLimitPrice: optionalMoney,
  slLimitPrice: optionalMoney,
}

/** `qty` is base, and 0 for purchases at market, which have `amount` in quote instead. */
export const orderSchema = z.looseObject({
  orderId: id,
  clientOid: optionalText,
  symbol,
  orderType: word,
  side,
  price: optionalMoney,
  qty: optionalMoney,
  amount: optionalMoney,
  cumExecQty: optionalMoney,
  cumExecValue: optionalMoney,
  avgPrice: optionalMoney,
  timeInForce: word,
  orderStatus: word,
  cancelReason: optionalText,
  ...exits,
  feeDetail: z
    .array(unifiedFeeSchema)
    .nullish()
    .transform((list) => list ?? []),
  createdTime: integer,
  updatedTime: integer.nullish(),
})
export type OrderRow = z.infer<typeof orderSchema>

/** A page and where the next one begins; no cursor on the last. */
export const orderPageSchema = z.looseObject({
  list: optionalRowsOf(orderSchema),
  cursor: optionalText,
})

/** A page as its reader hands it out: the rows that could be read. */
export interface Page<R> {
  readonly list: readonly R[]
  readonly cursor: string
}

const fillSchema = z.looseObject({
  orderId: id,
  execQty: money,
  execValue: money,
  feeDetail: z
    .array(unifiedFeeSchema)
    .nullish()
    .transform((list) => list ?? []),
  createdTime: integer,
})
export type FillRow = z.infer<typeof fillSchema>

export const fillPageSchema = z.looseObject({
  list: optionalRowsOf(fillSchema),
})

/** A fill whole, as the list tells it. */
const fillRowSchema = fillSchema.extend({
  execId: id,
  clientOid: optionalText,
  symbol,
  side,
  execPrice: money,
  tradeScope: word,
})
export type WholeFillRow = z.infer<typeof fillRowSchema>

export const wholeFillPageSchema = z.looseObject({
  list: optionalRowsOf(fillRowSchema),
  cursor: optionalText,
})

/** What of a strategy order says how many exits it holds. */
export const carriedSchema = z.looseObject({ orderId: id, ...exits })

/**
 * A strategy order: exits (`tpsl`, one or both in one order), or a trigger. The sources contradict each other on
 * whether they exist for spot, so that nothing but the ids is counted on.
 */
const strategySchema = z.looseObject({
  orderId: id,
  clientOid: optionalText,
  symbol,
  side: side.nullish(),
  qty: optionalMoney,
  status: word,
  ...exits,
  triggerPrice: optionalMoney,
  triggerOrderType: word,
  triggerOrderPrice: optionalMoney,
  createdTime: integer.nullish(),
  updatedTime: integer.nullish(),
})
export type StrategyRow = z.infer<typeof strategySchema>

/** The sources disagree on whether it is a list or a page with one. */
export const strategyPageSchema = z.union([
  rowsOf(strategySchema).transform((list) => ({ list, cursor: '' })),
  z.looseObject({ list: optionalRowsOf(strategySchema), cursor: optionalText }),
])

export const strategyCancelledSchema = z.looseObject({}).nullable()
/** Answered with the word `success`, as far as the documents show. */
export const countdownSchema = z.unknown()
