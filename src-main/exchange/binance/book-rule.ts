import { z } from 'zod'
import { id } from '../http/json.ts'
import type { BookChanges } from '../streams/books/book-levels.ts'
import { levels, sequence } from '../streams/books/book-payload.ts'
import type { BookMessage, RestBookRule } from '../streams/books/book-rule.ts'

const eventSchema = z.object({
  e: z.literal('depthUpdate'),
  s: id,
  U: sequence,
  u: sequence,
  b: levels,
  a: levels,
})

const snapshotSchema = z.object({ lastUpdateId: sequence, bids: levels, asks: levels })

/** The changes of the updates `first` to `last`. */
export interface BinanceBookMessage extends BookMessage, BookChanges {
  readonly first: bigint
  readonly last: bigint
}

/**
 * Binance's book: diffs of `<symbol>@depth@100ms` on a snapshot of GET /depth, which is asked for with limit 5000, the
 * most there is. The payload is the event itself, without the frame of a combined stream. A book stands at the update
 * that it is complete to. Source: docs/exchanges/streams.md §1.4.
 */
export const binanceBookRule: RestBookRule<bigint, BinanceBookMessage> = {
  begins: 'rest',
  read: (payload) => {
    const event = eventSchema.safeParse(payload).data
    if (event === undefined) return null
    return [{ nativeId: event.s, first: event.U, last: event.u, bids: event.b, asks: event.a }]
  },
  readSnapshot: (answer, limit) => {
    const record = snapshotSchema.safeParse(answer).data
    if (record === undefined) return null
    return { sequence: record.lastUpdateId, bids: record.bids, asks: record.asks, limit }
  },
  // Older documents took a snapshot that ends right before the first event; both are safe, and this is today's.
  begin: ({ sequence }, first, floor) => {
    const isTooOld = (floor !== null && sequence < floor) || (first !== null && sequence < first.first)
    return isTooOld ? 'too-old' : sequence
  },
  step: (at, { first, last, bids, asks }) => {
    if (at === null || last <= at) return { kind: 'skip' }
    if (first > at + 1n) return { kind: 'gap', why: `the book is at ${at}, the event begins at ${first}` }
    return { kind: 'change', state: last, bids, asks }
  },
}
