import { z } from 'zod'
import { endKinds } from '../../../src-shared/end-reason.ts'
import { orderRoles, orderStatuses, sides } from '../../../src-shared/order.ts'
import { decimal, epochMs, isoTime, nullableDecimal } from './wire.ts'

/** Django's column for an order's type has 15 characters (docs/wire-contract.md §5.3). */
export const orderTypes = [
  'market',
  'limit',
  'stop_loss',
  'take_profit',
  'stop_limit',
  'tp_limit',
  'trailing_stop',
  'sl_tp_combo',
] as const

/** Why an order ended otherwise than filled; null: it has not, or it filled. Not in the reference. */
export const endFields = {
  end_reason: z.enum(endKinds).nullable().describe('why it ended otherwise than filled; null: it did not'),
  end_reason_text: z.string().nullable().describe('the same as a sentence, in the language of the answers'),
}

/** An order in an answer: one shape for open and closed orders of every exchange (docs/wire-contract.md §4.10). */
export const orderSchema = z
  .strictObject({
    id: z.string().describe('the exchange’s id, always text; the id that placing answered'),
    order_id: z.string().describe('the same as id'),
    client_order_id: z.string().max(100).nullable(),
    symbol: z.string().describe('BASE/QUOTE'),
    native_symbol: z.string().describe('the exchange’s own name of the pair'),
    side: z.enum(sides),
    type: z.enum(orderTypes).describe('sl_tp_combo: an open entry that carries both exits'),
    amount: decimal.describe('what was asked in base units; of an order sized in quote, what was executed so far'),
    filled: decimal.describe('base units executed'),
    remaining: decimal.describe('base units left'),
    price: nullableDecimal.describe('limit price; null where there is none'),
    average: nullableDecimal.describe('average price; null while nothing was executed'),
    price_avg: nullableDecimal.describe('the same as average'),
    priceAvg: decimal.optional().describe('the same as average; left out while nothing was executed'),
    cost: decimal.describe('quote units executed'),
    base_volume: decimal.describe('the same as filled'),
    quote_volume: decimal.describe('the same as cost'),
    quoteVolume: decimal.describe('the same as cost'),
    status: z.enum(orderStatuses),
    native_status: z.string(),
    ...endFields,
    trigger_price: nullableDecimal,
    preset_take_profit_price: nullableDecimal.describe('trigger of the take-profit that an open entry carries'),
    preset_stop_loss_price: nullableDecimal.describe('trigger of the stop-loss that an open entry carries'),
    tpsl_type: z.enum(['normal', 'tpsl']).describe('tpsl: a conditional order'),
    is_tpsl_order: z.boolean(),
    created_at: isoTime,
    updated_at: isoTime,
    updated: isoTime.describe('the same as updated_at; text, so that Terminal 7 neither drops nor misdates a fill'),
    timestamp: epochMs.describe('created_at'),
    updated_ms: epochMs.describe('updated_at'),
    fee: z
      .strictObject({ cost: decimal.min(0), currency: z.string() })
      .describe('fees in quote units: those in base at the average price; those in a third coin only in fee_detail'),
    fee_detail: z.record(z.string(), decimal).describe('fees by coin'),
    cancel_reason: z
      .string()
      .max(50)
      .nullable()
      .describe('the exchange’s own word for why it ended; null: it has none'),
    order_source: z.string().max(50).nullable(),
    enter_point_source: z.string().max(20).nullable(),
    force: z.enum(['gtc', 'ioc', 'fok']).nullable(),
    post_only: z.boolean(),
    list_id: z.string().nullable().describe('links the orders of one bracket or pair'),
    role: z.enum(orderRoles),
    waiting: z.boolean().describe('a conditional order not yet triggered, or an exit whose entry has not filled'),
    info: z.record(z.string(), z.unknown()).describe('the exchange’s own object'),
  })
  .meta({ title: 'Order' })
