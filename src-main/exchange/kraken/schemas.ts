import { z } from 'zod'
import { Money } from '../../../src-shared/money.ts'
import type { Rows } from '../core/readable-rows.ts'
import { id, integer, money } from '../http/json.ts'

/**
 * Kraken's shapes, as far as we act on them; everything else passes through untouched. Each is what the envelope holds
 * as `result`. Numbers arrive as text (json.ts) but where a comment says otherwise. Source:
 * docs/exchanges/kraken.md §6–8.
 */

/**
 * Seconds with a fraction, as text (`1616666559.8974`), into whole epoch ms, cut without a detour over floating point.
 */
export const seconds = z.string().transform((text, context) => {
  const ms = Number(Money.tryParse(text)?.times(thousand).truncated(0).toString() ?? NaN)
  if (Number.isSafeInteger(ms)) return ms
  context.addIssue({ code: 'custom', message: 'not a time in seconds' })
  return z.NEVER
})
const thousand = Money.parse('1000')

export const timeSchema = z.object({ unixtime: integer })
export const systemStatusSchema = z.looseObject({ status: z.string() })

/** What stands under one id or name each, read one by one, so that one of a new shape takes no other along. */
function recordsOf<T>(schema: z.ZodType<T>) {
  return z.record(z.string(), z.unknown()).transform((records): Rows<readonly [string, T]> => {
    const rows: (readonly [string, T])[] = []
    const unread: unknown[] = []
    for (const [key, raw] of Object.entries(records)) {
      const read = schema.safeParse(raw)
      if (read.success) rows.push([key, read.data])
      else unread.push([key, raw])
    }
    return { rows, unread }
  })
}

/** A text that may be missing or null, which both mean: none. */
const looseText = z
  .string()
  .nullish()
  .transform((text) => text ?? '')

const assetSchema = z.looseObject({ altname: id })
/** By id. */
export const assetsSchema = recordsOf(assetSchema)
export type AssetRecords = Readonly<Record<string, z.infer<typeof assetSchema>>>

/** By id; each is to be read with {@link pairSchema}, so that one new shape does not take the others down. */
export const pairsSchema = z.record(z.string(), z.unknown())
/** Decimals are texts in Kraken's answer, counts are numbers; read with parseLargeJson. */
export const pairSchema = z.looseObject({
  altname: id,
  wsname: id.optional(),
  aclass_base: z.string().default('currency'),
  execution_venue: z.string().optional(),
  base: id,
  quote: id,
  pair_decimals: integer,
  cost_decimals: integer.optional(),
  lot_decimals: integer,
  ordermin: money.optional(),
  costmin: money.optional(),
  tick_size: money.optional(),
  status: z.string().default('online'),
})
export type PairRecord = z.infer<typeof pairSchema>

export const webSocketsTokenSchema = z.object({ token: id })

/** By pair id; each is to be read with {@link tickerSchema}, which takes too long for hundreds at once. */
export const tickersSchema = z.record(z.string(), z.unknown())
/** [price, …]; and [today, last 24 hours] for volumes, averages and extremes. */
const best = z.tuple([money]).rest(z.unknown())
const daily = z.tuple([money, money]).rest(z.unknown())
export const tickerSchema = z.looseObject({
  a: best,
  b: best,
  c: best,
  v: daily,
  p: daily,
  l: daily,
  h: daily,
})
export type TickerRecord = z.infer<typeof tickerSchema>

/** By pair id, and `last`. Time in seconds, open, high, low, close, average, volume, count. */
const candle = z.tuple([integer, money, money, money, money, money, money]).rest(z.unknown())
export const candlesSchema = z.array(candle)
export type CandleRecord = z.infer<typeof candle>

const level = z.tuple([money, money]).rest(z.unknown())
export const depthSchema = z.looseObject({ bids: z.array(level), asks: z.array(level) })
export type DepthRecord = z.infer<typeof depthSchema>

/** What belongs to a pair, by pair id: to be read once the pair's entry is found. */
export const byPairSchema = z.record(z.string(), z.unknown())

/** By asset id. */
const balanceSchema = z.looseObject({
  balance: money,
  hold_trade: money.default(Money.zero),
  credit: money.default(Money.zero),
  credit_used: money.default(Money.zero),
})
export const balancesSchema = recordsOf(balanceSchema)
export type BalanceRecords = Readonly<Record<string, z.infer<typeof balanceSchema>>>

/**
 * What Kraken says of a key. Its guide writes the names with underscores, its answers were seen in camel case too.
 * `validUntil`: unix seconds, 0: for ever. Source: GetApiKeyInfo, since March 2026.
 */
export const apiKeyInfoSchema = z
  .looseObject({
    permissions: z.array(z.string()),
    ipAllowlist: z.array(z.unknown()).nullish(),
    ip_allowlist: z.array(z.unknown()).nullish(),
    validUntil: z.string().nullish(),
    valid_until: z.string().nullish(),
  })
  .transform((record) => ({
    permissions: record.permissions,
    addresses: record.ipAllowlist ?? record.ip_allowlist ?? null,
    validUntil: seconds.safeParse(record.validUntil ?? record.valid_until ?? '0').data ?? 0,
  }))
export type ApiKeyInfo = z.infer<typeof apiKeyInfoSchema>

/** By pair id; `fee` in per cent. */
const rates = z.record(z.string(), z.looseObject({ fee: money }))
export const tradeVolumeSchema = z.looseObject({ fees: rates.nullish(), fees_maker: rates.nullish() })
export type TradeVolumeRecord = z.infer<typeof tradeVolumeSchema>

/**
 * An order of OpenOrders, ClosedOrders or QueryOrders, which are keyed by order id. `descr.price` is what was asked,
 * `price` the average.
 */
export const orderSchema = z.looseObject({
  refid: z.string().nullish(),
  userref: z.string().nullish(),
  cl_ord_id: z.string().nullish(),
  status: z.string(),
  opentm: seconds,
  closetm: seconds.nullish(),
  descr: z.looseObject({
    pair: id,
    type: z.enum(['buy', 'sell']),
    ordertype: z.string(),
    price: looseText,
    price2: looseText,
    close: z.string().nullish(),
  }),
  vol: money,
  vol_exec: money,
  cost: money,
  fee: money,
  price: money,
  stopprice: money.nullish(),
  /** Why it was closed; a sentence. */
  reason: looseText,
  misc: looseText,
  oflags: looseText,
  timeinforce: z.string().nullish(),
  time_in_force: z.string().nullish(),
})
export type OrderRecord = z.infer<typeof orderSchema>

/** What an order's record, read before, says of its conditional close. */
export const closeSchema = z.looseObject({ descr: z.looseObject({ close: z.string().nullish() }) })

/** Orders by their ids. */
export const ordersSchema = recordsOf(orderSchema)
export type OrderRecords = Readonly<Record<string, OrderRecord>>
export const openOrdersSchema = z.object({ open: ordersSchema })
export const closedOrdersSchema = z.object({ closed: ordersSchema })

/** An execution of TradesHistory, which is keyed by its id. */
const tradeSchema = z.looseObject({
  ordertxid: id,
  pair: id,
  time: seconds,
  type: z.enum(['buy', 'sell']),
  price: money,
  fee: money,
  vol: money,
  maker: z.boolean().nullish(),
})
export type TradeRecord = z.infer<typeof tradeSchema>
export const tradesHistorySchema = z.looseObject({ trades: recordsOf(tradeSchema) })

/** With `validate` there is no txid. */
export const addOrderSchema = z.looseObject({
  descr: z.looseObject({ order: z.string().optional() }),
  txid: z.array(id).optional(),
})
export const amendOrderSchema = z.looseObject({ amend_id: id })
export const cancelAllOrdersAfterSchema = z.looseObject({ triggerTime: z.string() })
/** `pending`: asked for, and not done yet. */
export const cancelOrderSchema = z.looseObject({ count: integer, pending: z.boolean().nullish() })
