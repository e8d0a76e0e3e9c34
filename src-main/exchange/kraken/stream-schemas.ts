import { z } from 'zod'
import { Money } from '../../../src-shared/money.ts'
import { id, money } from '../http/json.ts'

/**
 * What Kraken's public channels (WebSocket v2) tell. A snapshot and an update have one shape. Source:
 * docs/exchanges/streams.md §4.1, §6.
 */

const rfc3339 = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?Z$/

/** `2023-09-25T07:49:37.708706Z` as epoch ms, cut: its digits after the third pass through no number. */
export const instant = z.string().transform((text, context) => {
  const [, seconds, fraction = ''] = rfc3339.exec(text) ?? []
  const time = seconds === undefined ? NaN : Date.parse(`${seconds}.${fraction.padEnd(3, '0').slice(0, 3)}Z`)
  if (Number.isSafeInteger(time)) return time
  context.addIssue({ code: 'custom', message: 'not a time' })
  return z.NEVER
})

/** Rows of one pair, by its modern name; those of two in one message have not been seen, and are not told apart. */
function messageOf<D extends z.ZodRawShape>(channel: string, shape: D) {
  const row = z.looseObject({ symbol: id, ...shape })
  const ofOne = z
    .tuple([row])
    .rest(row)
    .refine((rows) => rows.every(({ symbol }) => symbol === rows[0].symbol), 'of several pairs')
  return z.looseObject({ channel: z.literal(channel), data: ofOne })
}

/** Missing or null: none. */
const optional = money.nullish().transform((value) => value ?? Money.zero)

/** `change_pct` is per cent, `volume` base units of 24 hours. Older messages have no timestamp. */
export const tickerMessageSchema = messageOf('ticker', {
  bid: optional,
  bid_qty: optional,
  ask: optional,
  ask_qty: optional,
  last: optional,
  high: optional,
  low: optional,
  volume: optional,
  vwap: optional,
  change_pct: money.nullish(),
  timestamp: instant.nullish(),
})

/** `side`: of who crossed the spread. */
export const tradesMessageSchema = messageOf('trade', {
  side: z.enum(['buy', 'sell']),
  price: money,
  qty: money,
  trade_id: id,
  timestamp: instant,
})

export const candlesMessageSchema = messageOf('ohlc', {
  open: money,
  high: money,
  low: money,
  close: money,
  volume: money,
  interval_begin: instant,
})
