import { z } from 'zod'
import { exitRoles, orderStatuses, sides } from '../../../src-shared/order.ts'
import { endFields, orderSchema, orderTypes } from './order.ts'
import { decimal, epochMs, isoTime, nullableDecimal } from './wire.ts'

const success = z.literal(true)

export const balanceSchema = z.strictObject({
  available: decimal,
  frozen: decimal.describe('held by orders'),
  total: decimal.describe('available + frozen'),
  free: decimal.describe('the same as available'),
  used: decimal.describe('the same as frozen'),
})

const bounds = z.strictObject({ min: nullableDecimal, max: nullableDecimal })

export const marketSchema = z.strictObject({
  id: z.string().describe('the exchange’s own name'),
  symbol: z.string().describe('BASE/QUOTE'),
  base: z.string(),
  quote: z.string(),
  min_amount: decimal,
  max_amount: decimal.describe('999999999 where there is none'),
  price_precision: z.int().min(0),
  quantity_precision: z.int().min(0),
  quote_precision: z.int().min(0),
  min_trade_usdt: decimal.describe('smallest value of an order, in quote units'),
  active: z.boolean(),
  taker_fee: decimal.describe('fraction; 0.001 where it is known only per account'),
  maker_fee: decimal.describe('fraction'),
  type: z.literal('spot'),
  spot: z.literal(true),
  precision: z.strictObject({ price: z.int(), amount: z.int() }),
  limits: z.strictObject({
    amount: bounds,
    price: bounds,
    cost: z.strictObject({ min: nullableDecimal }),
  }),
})

export const tickerSchema = z.strictObject({
  success,
  symbol: z.string().describe('BASE/QUOTE'),
  native_symbol: z.string(),
  last: nullableDecimal,
  bid: nullableDecimal,
  ask: nullableDecimal,
  volume_24h: decimal.describe('base units'),
  quote_volume_24h: decimal,
  change_24h: nullableDecimal.describe('per cent'),
  high_24h: nullableDecimal,
  low_24h: nullableDecimal,
  timestamp: epochMs.describe('the exchange’s time, epoch milliseconds'),
})

export const candleSchema = z
  .tuple([epochMs, decimal, decimal, decimal, decimal, decimal])
  .describe('opening time, open, high, low, close, volume in base units')

/** A price that was put on the market’s step, in the sender’s favour (a trigger: to the nearest). */
export const adjustedSchema = z.strictObject({
  field: z.string().describe('as the caller names it'),
  asked: decimal,
  used: decimal,
})

const adjusted = z.array(adjustedSchema).describe('prices off the market’s step, and what was used; empty: none')

export const placedSchema = z.strictObject({
  success,
  id: z.string().max(128),
  order_id: z.string().max(128),
  client_order_id: z.string().max(100),
  trade_id: z.string().max(100).describe('number of the journal row, as text'),
  symbol: z.string(),
  side: z.enum(sides),
  type: z.enum(orderTypes),
  status: z.enum(orderStatuses),
  ...endFields,
  filled_amount: decimal,
  remaining_amount: decimal,
  filled: decimal,
  amount_total: decimal,
  price: nullableDecimal.describe('average once something was executed, else the limit price'),
  average: nullableDecimal,
  quote_volume: decimal,
  fee: orderSchema.shape.fee,
  update_time: isoTime,
  executed_at: isoTime.nullable(),
  list_id: z.string().nullable(),
  legs: z.array(orderSchema).describe('exits that are orders of their own'),
  notes: z.array(z.string()).describe('what a person should know of how it was placed'),
  adjusted,
  specialized_fields: z.record(z.string(), z.unknown()),
  exchange_raw_data: z.record(z.string(), z.unknown()),
})

export const tradeSchema = z.strictObject({
  trade_id: z.int().positive(),
  status: z.enum(['pending', 'executed']),
  exchange_order_id: z.string().max(100),
  message: z.string(),
  symbol: z.string(),
  side: z.enum(sides),
  order_type: z.string().max(15),
  client_order_id: z.string().max(100),
  exchange_order_status: z.enum(orderStatuses),
  ...endFields,
  filled_quantity: decimal,
  filled_price: nullableDecimal,
  quote_volume: decimal,
  fees: decimal.describe('quote units'),
  adjusted,
})

export const cancelledSchema = z.strictObject({
  success,
  id: z.string(),
  order_id: z.string(),
  symbol: z.string(),
  status: z.literal('cancelled'),
  ...endFields,
  message: z.string(),
  also_ended: z
    .array(z.enum(exitRoles))
    .describe('the other exits of its pair, which end with it, wherever they were held'),
})

export const editedSchema = z.strictObject({
  success,
  id: z.string().describe('the order’s id now'),
  order_id: z.string().describe('the order’s id now'),
  original_order_id: z.string(),
  symbol: z.string(),
  status: z.literal('modified'),
  message: z.string(),
  order: orderSchema,
  adjusted,
})

export const connectionSchema = z.union([
  z.strictObject({
    success,
    connected: z.literal(true),
    balance_sample: z
      .record(z.string(), z.strictObject({ free: decimal, total: decimal }))
      .describe('the first three assets that are held'),
    markets_loading: z.literal(true),
  }),
  z.strictObject({ success, connected: z.literal(false), error: z.string() }),
])

export const loadingSchema = z.strictObject({ success, loading: z.literal(true), message: z.string() })

export const preloadedSchema = z.strictObject({
  loaded_brokers: z.int().min(0),
  failed_brokers: z.int().min(0),
})
