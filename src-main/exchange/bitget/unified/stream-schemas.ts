import { z } from 'zod'
import { id, integer, money } from '../../http/json.ts'
import { optionalMoney, orderbookSchema, side, symbol } from '../schemas.ts'

/**
 * What Bitget's v3 topics push; the symbol stands in `arg` alone. Times are epoch ms. Source: docs/exchanges/streams.md
 * §2.3, §6.
 */

function pushOf<D extends z.ZodType>(topic: string, data: D) {
  return z.looseObject({ arg: z.looseObject({ topic: z.literal(topic), symbol }), data, ts: integer })
}

const rows = orderbookSchema.shape.bids

/** `books1`: complete with every push. */
export const bestPushSchema = pushOf('books1', z.tuple([z.looseObject({ a: rows, b: rows, ts: integer })]))

/** The last 24 hours; the change is a fraction. Its time is the push's. */
export const tickerPushSchema = pushOf(
  'ticker',
  z.tuple([
    z.looseObject({
      lastPrice: optionalMoney,
      bid1Price: optionalMoney,
      ask1Price: optionalMoney,
      highPrice24h: optionalMoney,
      lowPrice24h: optionalMoney,
      volume24h: optionalMoney,
      turnover24h: optionalMoney,
      price24hPcnt: optionalMoney,
    }),
  ]),
)

/** `S`: the side of who crossed the spread; `v` base units. */
export const tradesPushSchema = pushOf(
  'publicTrade',
  z.array(z.looseObject({ p: money, v: money, S: side, T: integer, i: id })),
)

/** The first push has older ones, too. */
export const candlesPushSchema = pushOf(
  'kline',
  z.array(z.looseObject({ start: integer, open: money, high: money, low: money, close: money, volume: money })),
)
