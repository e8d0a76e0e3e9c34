import { z } from 'zod'
import { Money } from '../../../src-shared/money.ts'
import { id, money } from '../http/json.ts'
import { candlesSchema, moment, optionalMoney, tickerSchema } from './schemas.ts'

/**
 * What KuCoin's classic topics tell. Times come in ms and in ns, and are read by their magnitude. Source:
 * docs/exchanges/streams.md §3.1, §6.
 */

function messageOf<D extends z.ZodType>(topic: string, data: D) {
  return z.looseObject({ topic: z.string().startsWith(topic), data })
}

/** `[price, quantity]`, empty or null where the side is empty. */
const best = z
  .union([z.tuple([money, money]).rest(z.unknown()), z.tuple([]), z.null()])
  .optional()
  .transform((row) => ({ price: row?.[0] ?? Money.zero, quantity: row?.[1] ?? Money.zero }))

/** Its sides are one row each, not lists of rows. */
export const level1Schema = messageOf(
  '/spotMarket/level1:',
  z.looseObject({ asks: best, bids: best, timestamp: moment }),
)

export const bestPricesSchema = messageOf(
  '/market/ticker:',
  z.looseObject({
    bestBid: optionalMoney,
    bestBidSize: optionalMoney,
    bestAsk: optionalMoney,
    bestAskSize: optionalMoney,
    time: moment,
  }),
)

/** The last 24 hours, within a `data` of their own. */
export const snapshotSchema = messageOf(
  '/market/snapshot:',
  z.looseObject({
    data: tickerSchema.omit({ last: true }).extend({ lastTradedPrice: optionalMoney, datetime: moment }),
  }),
)

/** `side`: of who crossed the spread. */
export const matchSchema = messageOf(
  '/market/match:',
  z.looseObject({ side: z.enum(['buy', 'sell']), price: money, size: money, tradeId: id, time: moment }),
)

export const candleSchema = messageOf('/market/candles:', z.looseObject({ candles: candlesSchema.element }))
