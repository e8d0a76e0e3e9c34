import { z } from 'zod'
import { id, integer, money } from '../../http/json.ts'
import { candlesSchema, orderbookSchema, side, symbol, tickerSchema } from '../schemas.ts'

/** What Bitget's v2 channels push. Times are epoch ms. Source: docs/exchanges/streams.md §2.2, §6. */

function pushOf<C extends z.ZodType, D extends z.ZodType>(channel: C, data: D) {
  return z.looseObject({ arg: z.looseObject({ channel, instId: symbol }), data })
}

/** `books1`: complete with every push. */
export const bestPushSchema = pushOf(z.literal('books1'), z.tuple([orderbookSchema.extend({ ts: integer })]))

export const tickerPushSchema = pushOf(z.literal('ticker'), z.tuple([tickerSchema.omit({ symbol: true })]))

/** `side`: of who crossed the spread. */
export const tradesPushSchema = pushOf(
  z.literal('trade'),
  z.array(z.looseObject({ ts: integer, price: money, size: money, side, tradeId: id })),
)

/** `candle1m` and the like: the first push has older ones, too. */
export const candlesPushSchema = pushOf(z.string().startsWith('candle'), candlesSchema)
