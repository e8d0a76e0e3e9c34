import { z } from 'zod'
import * as answers from './answers.ts'
import { orderSchema } from './order.ts'
import * as params from './params.ts'

/** What an action takes and what it answers. */
export interface ActionSchema {
  readonly params: z.ZodType
  readonly data: z.ZodType
}

const orders = z.array(orderSchema)

/** Every action's parameters and data, by its name on the wire. */
export const actionSchemas = {
  get_balance: {
    params: params.brokerParams,
    data: z.record(z.string(), answers.balanceSchema).describe('by asset'),
  },
  get_markets: {
    params: params.brokerParams,
    data: z.record(z.string(), answers.marketSchema).describe('by BASE/QUOTE'),
  },
  get_ticker: { params: params.tickerParams, data: answers.tickerSchema },
  fetch_tickers: {
    params: params.tickersParams,
    data: z
      .record(z.string(), answers.tickerSchema)
      .describe('by symbol as the request wrote it; unlisted ones are left out'),
  },
  get_candles: {
    params: params.candlesParams,
    data: z.array(answers.candleSchema).describe('oldest first; the last may be unfinished'),
  },
  place_order: { params: params.placeParams, data: answers.placedSchema },
  cancel_order: { params: params.cancelParams, data: answers.cancelledSchema },
  edit_order: { params: params.editParams, data: answers.editedSchema },
  fetch_open_orders: { params: params.ordersParams, data: orders },
  fetch_closed_orders: { params: params.closedParams, data: orders },
  get_order_info: { params: params.orderInfoParams, data: orderSchema },
  preload_brokers: { params: params.noParams, data: answers.preloadedSchema },
  test_connection: { params: params.brokerParams, data: answers.connectionSchema },
  load_markets: { params: params.brokerParams, data: answers.loadingSchema },
  create_and_execute_trade: { params: params.tradeParams, data: answers.tradeSchema },
} as const satisfies Readonly<Record<string, ActionSchema>>

export type ActionName = keyof typeof actionSchemas
