import { z } from 'zod'
import { Money } from '../../../src-shared/money.ts'
import { uidSchema } from '../accounts/exchange-account.ts'
import { optionalRowsOf, rowsOf } from '../core/readable-rows.ts'
import { id, integer, money } from '../http/json.ts'

/**
 * Binance's shapes, as far as we act on them; everything else passes through untouched. Numbers arrive as text
 * (json.ts). Source: binance-spot-api-docs, rest-api.md and filters.md.
 */
export const serverTimeSchema = z.object({ serverTime: integer })

/** A business error: `code` is negative, `msg` the exchange's words. */
export const errorSchema = z.object({ code: z.string().regex(/^-\d{1,6}$/), msg: z.string() })
export type BinanceError = z.infer<typeof errorSchema>

const filterSchema = z.looseObject({ filterType: z.string() })
export type FilterRecord = z.infer<typeof filterSchema>

export const symbolSchema = z.looseObject({
  symbol: id,
  status: z.string(),
  baseAsset: id,
  quoteAsset: id,
  quoteAssetPrecision: integer,
  orderTypes: z.array(z.string()),
  ocoAllowed: z.boolean().default(false),
  otoAllowed: z.boolean().default(false),
  opoAllowed: z.boolean().default(false),
  quoteOrderQtyMarketAllowed: z.boolean().default(false),
  allowTrailingStop: z.boolean().default(false),
  cancelReplaceAllowed: z.boolean().default(false),
  amendAllowed: z.boolean().default(false),
  isSpotTradingAllowed: z.boolean().default(true),
  filters: z.array(filterSchema),
})
export type SymbolRecord = z.infer<typeof symbolSchema>

export const exchangeInfoSchema = z.object({
  rateLimits: optionalRowsOf(
    z.object({ rateLimitType: z.string(), interval: z.string(), intervalNum: integer, limit: integer }),
  ),
  symbols: z.array(z.unknown()),
})

const balanceSchema = z.object({ asset: id, free: money, locked: money })
export const accountSchema = z.looseObject({
  canTrade: z.boolean(),
  accountType: z.string().default('SPOT'),
  uid: uidSchema,
  updateTime: integer.optional(),
  balances: rowsOf(balanceSchema),
})

/** An account as its reader hands it out: the balances that could be read. */
export type AccountRecord = Pick<z.infer<typeof accountSchema>, 'canTrade' | 'accountType' | 'updateTime' | 'uid'> & {
  readonly balances: readonly z.infer<typeof balanceSchema>[]
}

export const apiRestrictionsSchema = z.looseObject({
  ipRestrict: z.boolean().optional(),
  enableReading: z.boolean().optional(),
  enableWithdrawals: z.boolean().optional(),
  enableSpotAndMarginTrading: z.boolean().optional(),
  tradingAuthorityExpirationTime: integer.optional(),
})

const rates = z.object({ maker: money, taker: money, buyer: money.optional(), seller: money.optional() })
export const commissionSchema = z.looseObject({
  standardCommission: rates,
  specialCommission: rates.optional(),
  taxCommission: rates.optional(),
})
export type CommissionRecord = z.infer<typeof commissionSchema>

export const ticker24hrSchema = z.looseObject({
  symbol: id,
  lastPrice: money,
  bidPrice: money,
  askPrice: money,
  highPrice: money,
  lowPrice: money,
  volume: money,
  quoteVolume: money,
  priceChangePercent: money,
  closeTime: integer,
})
export type TickerRecord = z.infer<typeof ticker24hrSchema>

export const bookTickerSchema = z.looseObject({
  symbol: id,
  bidPrice: money,
  askPrice: money,
  bidQty: money.default(Money.zero),
  askQty: money.default(Money.zero),
})
export const avgPriceSchema = z.looseObject({ price: money })
/** null: the symbol has none at the moment. */
export const referencePriceSchema = z.looseObject({ referencePrice: money.nullable() })

const level = z.tuple([money, money]).rest(z.unknown())
export const depthSchema = z.looseObject({ bids: z.array(level), asks: z.array(level) })

/** openTime, open, high, low, close, volume, closeTime, … */
export const klinesSchema = z.array(z.tuple([integer, money, money, money, money, money]).rest(z.unknown()))

const fillSchema = z.looseObject({ price: money, qty: money, commission: money, commissionAsset: z.string() })

/**
 * An order in any of its dresses: placement, query, cancel or list report. Which fields are there depends on the
 * endpoint and the type (`cummulativeQuoteQty` is Binance's spelling; below zero it means "not available").
 */
export const orderSchema = z.looseObject({
  symbol: id,
  orderId: id,
  orderListId: z.string().default('-1'),
  clientOrderId: z.string(),
  origClientOrderId: z.string().optional(),
  price: money.optional(),
  origQty: money.optional(),
  executedQty: money,
  /** What self-trade prevention took off the order (mode DECREMENT): it is no longer to be executed. */
  preventedQuantity: money.optional(),
  selfTradePreventionMode: z.string().optional(),
  cummulativeQuoteQty: money.optional(),
  origQuoteOrderQty: money.optional(),
  status: z.string(),
  timeInForce: z.string().optional(),
  type: z.string(),
  side: z.enum(['BUY', 'SELL']),
  stopPrice: money.optional(),
  trailingDelta: integer.optional(),
  icebergQty: money.optional(),
  pegPriceType: z.string().optional(),
  time: integer.optional(),
  updateTime: integer.optional(),
  transactTime: integer.optional(),
  workingTime: integer.optional(),
  isWorking: z.boolean().optional(),
  expiryReason: z.string().optional(),
  fills: z.array(fillSchema).optional(),
})
export type OrderRecord = z.infer<typeof orderSchema>

export const orderListSchema = z.looseObject({
  orderListId: id,
  listOrderStatus: z.string(),
  listClientOrderId: z.string(),
  symbol: id,
  orders: z.array(z.looseObject({ symbol: id, orderId: id, clientOrderId: z.string() })),
  orderReports: z.array(orderSchema).optional(),
})
export type OrderListRecord = z.infer<typeof orderListSchema>

/**
 * DELETE /order answers with the order, or with the whole list when it belonged to one: either way the orders it
 * cancelled.
 */
export const cancelSchema = z.union([
  orderListSchema.transform(({ orderReports }): readonly OrderRecord[] => orderReports ?? []),
  orderSchema.transform((order): readonly OrderRecord[] => [order]),
])

export const amendSchema = z.looseObject({
  transactTime: integer,
  amendedOrder: z.looseObject({
    symbol: id,
    orderId: id,
    orderListId: z.string().default('-1'),
    clientOrderId: z.string(),
    origClientOrderId: z.string().optional(),
    qty: money,
    executedQty: money,
    status: z.string(),
  }),
})

export const cancelReplaceSchema = z.looseObject({
  cancelResult: z.string(),
  newOrderResult: z.string(),
  newOrderResponse: orderSchema,
})

/** What came of a cancelReplace that did not succeed whole (HTTP 409 or 400 with -2021 or -2022, under `data`). */
export const cancelReplaceFailureSchema = z.object({
  code: z.enum(['-2021', '-2022']),
  msg: z.string(),
  data: z.looseObject({
    cancelResult: z.enum(['SUCCESS', 'FAILURE', 'NOT_ATTEMPTED']),
    newOrderResult: z.enum(['SUCCESS', 'FAILURE', 'NOT_ATTEMPTED']),
    cancelResponse: z.unknown(),
    newOrderResponse: z.unknown(),
  }),
})
export type CancelReplaceFailure = z.infer<typeof cancelReplaceFailureSchema>

const tradeSchema = z.looseObject({
  orderId: id,
  qty: money,
  commission: money,
  commissionAsset: z.string(),
})
export type TradeRecord = z.infer<typeof tradeSchema>

/** A trade whole, as the list of a symbol tells it. */
const fillRowSchema = tradeSchema.extend({
  id,
  price: money,
  time: integer,
  isBuyer: z.boolean(),
  isMaker: z.boolean(),
})
export type FillRecord = z.infer<typeof fillRowSchema>

export const orderRowsSchema = rowsOf(orderSchema)
export const tradeRowsSchema = rowsOf(tradeSchema)
export const fillRowsSchema = rowsOf(fillRowSchema)
