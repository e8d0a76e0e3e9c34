import { z } from 'zod'
import { id } from '../http/json.ts'
import type { BookChanges } from '../streams/books/book-levels.ts'
import { levels, sequence } from '../streams/books/book-payload.ts'
import type { BookMessage, BookSnapshot, RestBookRule } from '../streams/books/book-rule.ts'
import type { LevelChange } from '../streams/books/book-side.ts'
import { isZero } from '../streams/books/decimal-text.ts'
import { moment } from './schemas.ts'

const changesSchema = z.object({
  subject: z.literal('trade.l2update'),
  data: z.object({
    symbol: id,
    sequenceStart: sequence,
    sequenceEnd: sequence,
    changes: z.object({ bids: levels, asks: levels }),
  }),
})

const unifiedSchema = z.object({
  T: z.literal('obu.SPOT'),
  t: z.string(),
  d: z.object({ s: id, O: sequence, C: sequence, b: levels, a: levels }),
})

const snapshotSchema = z.object({ sequence, bids: levels, asks: levels })

/** What the sequences `first` to `last` changed, or the whole book at `last`. */
export interface KuCoinBookMessage extends BookMessage, BookChanges {
  readonly isWhole: boolean
  readonly first: bigint
  readonly last: bigint
}

type Rule = RestBookRule<bigint, KuCoinBookMessage>

/** What both kinds of account have in common. A book stands at the sequence that it is complete to. */
const shared: Pick<Rule, 'begins' | 'readSnapshot' | 'begin' | 'step'> = {
  begins: 'rest',
  readSnapshot: (answer, limit): BookSnapshot | null => {
    const record = snapshotSchema.safeParse(answer).data
    return record === undefined ? null : { ...record, limit }
  },
  begin: ({ sequence }, first, floor) => {
    const isLost = first !== null && !first.isWhole && first.first > sequence + 1n
    return isLost || (floor !== null && sequence < floor) ? 'too-old' : sequence
  },
  step: (at, { isWhole, first, last, bids, asks }) => {
    if (isWhole) return { kind: 'reset', state: last, bids, asks }
    if (at === null || last <= at) return { kind: 'skip' }
    if (first > at + 1n) return { kind: 'gap', why: `the book is at ${at}, the message begins at ${first}` }
    return { kind: 'change', state: last, bids: since(bids, at), asks: since(asks, at) }
  },
}

/**
 * KuCoin's book of `/market/level2:`, on GET /api/v3/market/orderbook/level2, which wants a key; without one there are a
 * hundred levels a side of /api/v1/market/orderbook/level2_100. The payload is the whole message; the answer is what its
 * envelope holds. Source: docs/exchanges/streams.md §3.2.
 */
export const kucoinBookRule: Rule = {
  ...shared,
  read: (payload) => {
    const data = changesSchema.safeParse(payload).data?.data
    if (data === undefined) return null
    const { sequenceStart, sequenceEnd, changes } = data
    return [{ nativeId: data.symbol, isWhole: false, first: sequenceStart, last: sequenceEnd, ...changes }]
  },
}

const depthTopic = /^\/spotMarket\/level2Depth(?:5|50):(.+)$/

const depthSchema = z.object({
  topic: z.string().regex(depthTopic),
  data: z.object({ timestamp: moment, bids: levels, asks: levels }),
})

const wholeSchema = z.object({ time: moment, bids: levels, asks: levels })

/** The best levels of a book at a time, epoch ms. */
export interface KuCoinDepthMessage extends BookMessage, BookChanges {
  readonly time: number
}

/**
 * The best levels only, of `/spotMarket/level2Depth50:` or `Depth5`: complete with every message, so that nothing is
 * missed for long and no key is wanted. They carry no sequence; what is older than the last is passed over. A market
 * that is still says nothing, so the book begins with what /api/v1/market/orderbook/level2_100 tells, which has a time,
 * too. Source: docs/exchanges/streams.md §3.1.
 */
export const kucoinDepthBookRule: RestBookRule<number, KuCoinDepthMessage> = {
  begins: 'rest',
  readSnapshot: (answer, limit) => {
    const record = wholeSchema.safeParse(answer).data
    return record === undefined ? null : { sequence: BigInt(record.time), bids: record.bids, asks: record.asks, limit }
  },
  begin: ({ sequence }, _first, floor) => (floor !== null && Number(sequence) < floor ? 'too-old' : Number(sequence)),
  read: (payload) => {
    const message = depthSchema.safeParse(payload).data
    if (message === undefined) return null
    const nativeId = depthTopic.exec(message.topic)?.[1] ?? ''
    const { timestamp, bids, asks } = message.data
    return [{ nativeId, time: timestamp, bids, asks }]
  },
  step: (at, { time, bids, asks }) =>
    at !== null && time < at ? { kind: 'skip' } : { kind: 'reset', state: time, bids, asks },
}

/**
 * The book of unified accounts' `obu`, of any depth. Whether it begins with a whole book of its own is not sure, so both
 * are taken: that one, or one of REST. Source: docs/exchanges/streams.md §3.4.
 */
export const kucoinUnifiedBookRule: Rule = {
  ...shared,
  read: (payload) => {
    const message = unifiedSchema.safeParse(payload).data
    if (message === undefined) return null
    const { s, O, C, b, a } = message.d
    return [{ nativeId: s, isWhole: message.t === 'snapshot', first: O, last: C, bids: b, asks: a }]
  },
}

/**
 * Changes that came after `at`, in the order in which they came. The third element of a row is the sequence at which it
 * changed: what is no younger than the book is in it. A price of zero is no level. Unified accounts' rows have no third
 * element.
 */
function since(changes: readonly LevelChange[], at: bigint): readonly LevelChange[] {
  const younger: { readonly change: LevelChange; readonly sequence: bigint | null }[] = []
  for (const change of changes) {
    if (isZero(change[0])) continue
    const sequence = sequenceOf(change)
    if (sequence === null || sequence > at) younger.push({ change, sequence })
  }
  if (younger.length > 1) younger.sort((a, b) => compare(a.sequence ?? 0n, b.sequence ?? 0n))
  return younger.map(({ change }) => change)
}

const digits = /^\d{1,30}$/

function sequenceOf([, , third]: LevelChange): bigint | null {
  return typeof third === 'string' && digits.test(third) ? BigInt(third) : null
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0
}
