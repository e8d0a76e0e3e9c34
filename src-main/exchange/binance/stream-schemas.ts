import { z } from 'zod'
import { id, integer, money } from '../http/json.ts'

/**
 * What Binance's market streams tell, without the frame of a combined stream. Times are epoch ms. Source:
 * docs/exchanges/streams.md §1.3, §6.
 */

/** `<symbol>@bookTicker`: best bid `b` with its quantity `B`, best ask `a` with `A`. It tells no time. */
export const bookTickerSchema = z.looseObject({ s: id, b: money, B: money, a: money, A: money })

/** `<symbol>@ticker`: the last 24 hours. */
export const tickerSchema = z
  .looseObject({
    e: z.literal('24hrTicker'),
    E: integer,
    s: id,
    c: money,
    b: money,
    a: money,
    h: money,
    l: money,
    v: money,
    q: money,
    P: money,
  })
  .transform(({ E, s, c, b, a, h, l, v, q, P }) => ({
    symbol: s,
    lastPrice: c,
    bidPrice: b,
    askPrice: a,
    highPrice: h,
    lowPrice: l,
    volume: v,
    quoteVolume: q,
    priceChangePercent: P,
    closeTime: E,
  }))

/** `<symbol>@trade`: `m` whether the buyer rested in the book; `T` when it was traded. */
export const tradeSchema = z.looseObject({
  e: z.literal('trade'),
  s: id,
  t: id,
  p: money,
  q: money,
  T: integer,
  m: z.boolean(),
})

/** `<symbol>@kline_<interval>`: `t` opening time, `x` whether it is closed. */
export const klineSchema = z.looseObject({
  e: z.literal('kline'),
  k: z.looseObject({ t: integer, o: money, h: money, l: money, c: money, v: money, x: z.boolean() }),
})
