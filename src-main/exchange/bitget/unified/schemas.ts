import { z } from 'zod'
import { id, integer, money } from '../../json.ts'
import { unifiedFeeSchema } from '../fees.ts'
import { optionalMoney, optionalText, symbol } from '../schemas.ts'

/** A unified account's shapes, as far as we act on them. Source: venues/bitget.md §7. */

export const settingsSchema = z.looseObject({})

export const accountInfoSchema = z.looseObject({
  ips: optionalText,
  /** Of the whole key; spelled read-only or read_only, read-and-write or read_and_write. */
  permType: optionalText,
  permissions: z
    .array(z.string())
    .nullish()
    .transform((list) => list ?? []),
})

export const assetsSchema = z.looseObject({
  assets: z.array(z.looseObject({ coin: id, available: money, locked: optionalMoney })),
})
export type AssetRecord = z.infer<typeof assetsSchema>['assets'][number]

/** The wallet for deposits and withdrawals, which orders cannot use. */
export const fundingAssetsSchema = z.array(
  z.looseObject({ coin: id, balance: optionalMoney, available: optionalMoney }),
)
export type FundingRecord = z.infer<typeof fundingAssetsSchema>[number]

export const feeRateSchema = z.looseObject({ makerFeeRate: money, takerFeeRate: money })

const side = z.enum(['buy', 'sell'])

/** What an order carries of exits; empty texts where it carries none. */
const exits = {
  takeProfit: optionalMoney,
  stopLoss: optionalMoney,
  tpOrderType: optionalText,
  slOrderType: optionalText,
  tpLimitPrice: optionalMoney,
  slLimitPrice: optionalMoney,
}

/** `qty` is base, and 0 for purchases at market, which have `amount` in quote instead. */
export const orderSchema = z.looseObject({
  orderId: id,
  clientOid: optionalText,
  symbol,
  orderType: z.enum(['limit', 'market']),
  side,
  price: optionalMoney,
  qty: optionalMoney,
  amount: optionalMoney,
  cumExecQty: optionalMoney,
  cumExecValue: optionalMoney,
  avgPrice: optionalMoney,
  timeInForce: optionalText,
  orderStatus: z.string(),
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
  list: z
    .array(orderSchema)
    .nullish()
    .transform((list) => list ?? []),
  cursor: optionalText,
})
export type OrderPage = z.infer<typeof orderPageSchema>

export const fillSchema = z.looseObject({
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
  list: z
    .array(fillSchema)
    .nullish()
    .transform((list) => list ?? []),
})

/**
 * A strategy order: exits (`tpsl`, one or both in one order), or a trigger. The sources contradict each other on whether they exist for spot, so
 * that nothing but the ids is counted on.
 */
export const strategySchema = z.looseObject({
  orderId: id,
  clientOid: optionalText,
  symbol,
  side: side.nullish(),
  qty: optionalMoney,
  status: optionalText,
  ...exits,
  triggerPrice: optionalMoney,
  triggerOrderType: optionalText,
  triggerOrderPrice: optionalMoney,
  createdTime: integer.nullish(),
  updatedTime: integer.nullish(),
})
export type StrategyRow = z.infer<typeof strategySchema>

const strategyList = z.array(strategySchema)
export const strategyPageSchema = z.union([
  strategyList,
  z.looseObject({ list: strategyList.nullish() }).transform(({ list }) => list ?? []),
])

export const strategyCancelledSchema = z.looseObject({}).nullable()
/** Answered with the word `success`, as far as the documents show. */
export const countdownSchema = z.unknown()
