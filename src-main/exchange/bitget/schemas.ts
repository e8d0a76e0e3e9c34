import { z } from 'zod'
import { Money } from '../../../src-shared/money.ts'
import { id, integer, money } from '../http/json.ts'

/**
 * Bitget's shapes that both kinds of account share, as far as we act on them; everything else passes through untouched.
 * Source: docs/exchanges/bitget.md §2, §4, §7.
 */

/** Every answer's frame; some say `message` instead of `msg`. */
export const envelopeSchema = z
  .looseObject({ code: z.string().min(1), msg: z.string().nullish(), message: z.string().nullish() })
  .transform(({ code, msg, message }) => ({ code, msg: msg ?? message ?? '' }))

/** A decimal that may be missing, null or empty: null then. */
export const optionalMoney = z
  .string()
  .nullish()
  .transform((text, context) => {
    if (text === null || text === undefined || text === '') return null
    const value = Money.tryParse(text)
    if (value !== null) return value
    context.addIssue({ code: 'custom', message: 'not a decimal number' })
    return z.NEVER
  })

/** A text that may be missing or null: empty then. */
export const optionalText = z
  .string()
  .nullish()
  .transform((text) => text ?? '')

/** A word of a vocabulary, in lower case: some rows write theirs in capitals. Missing or null: empty. */
export const word = optionalText.transform((text) => text.toLowerCase())

export const side = z
  .string()
  .transform((text) => text.toLowerCase())
  .pipe(z.enum(['buy', 'sell']))

/** Bitget's symbol, which some private answers write in lower case. */
export const symbol = z
  .string()
  .min(1)
  .transform((text) => text.toUpperCase())

export const serverTimeSchema = z.looseObject({ serverTime: integer })

export const symbolSchema = z.looseObject({
  symbol,
  baseCoin: id,
  quoteCoin: id,
  /** Numbers of decimals, not steps. */
  pricePrecision: integer,
  quantityPrecision: integer,
  quotePrecision: integer,
  minTradeUSDT: optionalMoney,
  makerFeeRate: optionalMoney,
  takerFeeRate: optionalMoney,
  status: z.string(),
  buyLimitPriceRatio: optionalMoney,
  sellLimitPriceRatio: optionalMoney,
  orderQuantity: integer.nullish(),
  maxLimitOrderValue: optionalMoney,
  maxMarketOrderValue: optionalMoney,
})
export type SymbolRecord = z.infer<typeof symbolSchema>

/** What v3 says of a symbol, for unified accounts. The multipliers are the steps themselves. */
export const instrumentSchema = z.looseObject({
  symbol,
  status: z.string(),
  priceMultiplier: optionalMoney,
  quantityMultiplier: optionalMoney,
  minOrderQty: optionalMoney,
  maxOrderQty: optionalMoney,
  maxMarketOrderQty: optionalMoney,
  minOrderAmount: optionalMoney,
  maxSymbolOrderNum: integer.nullish(),
})
export type InstrumentRecord = z.infer<typeof instrumentSchema>

export const tickerSchema = z.looseObject({
  symbol,
  lastPr: optionalMoney,
  bidPr: optionalMoney,
  askPr: optionalMoney,
  high24h: optionalMoney,
  low24h: optionalMoney,
  baseVolume: optionalMoney,
  quoteVolume: optionalMoney,
  /** A fraction: 0.01 is 1 %. */
  change24h: optionalMoney,
  ts: integer,
})
export type TickerRecord = z.infer<typeof tickerSchema>

/** Opening time, open, high, low, close, base volume; what the sixth and seventh are is in dispute. */
export const candlesSchema = z.array(z.tuple([integer, money, money, money, money, money]).rest(z.unknown()))
export type CandleRecord = z.infer<typeof candlesSchema>[number]

const level = z.tuple([money, money]).rest(z.unknown())
export const orderbookSchema = z.looseObject({ asks: z.array(level), bids: z.array(level) })
export type OrderbookRecord = z.infer<typeof orderbookSchema>

/** What a placement, and most changes, are acknowledged with. */
export const acknowledgementSchema = z.looseObject({ orderId: id, clientOid: optionalText })
export type Acknowledgement = z.infer<typeof acknowledgementSchema>
