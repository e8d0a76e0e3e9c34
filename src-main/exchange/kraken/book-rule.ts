import { crc32 } from 'node:zlib'
import { z } from 'zod'
import { id } from '../http/json.ts'
import type { BookChanges, LevelsView } from '../streams/books/book-levels.ts'
import { decimal } from '../streams/books/book-payload.ts'
import type { BookMessage, StreamBookRule } from '../streams/books/book-rule.ts'
import type { BookLevel } from '../streams/books/book-side.ts'

const rows = z.array(z.object({ price: decimal, qty: decimal }))

const messageSchema = z.object({
  channel: z.literal('book'),
  type: z.enum(['snapshot', 'update']),
  data: z.array(z.object({ symbol: id, bids: rows, asks: rows, checksum: z.string().regex(/^\d{1,10}$/) })),
})

/** `nativeId` is the pair in modern names (`BTC/USD`), which are our own. */
export interface KrakenBookMessage extends BookMessage, BookChanges {
  readonly isWhole: boolean
  readonly checksum: string
}

interface Decimals {
  readonly price: number
  readonly quantity: number
}

/** Levels of each side that a checksum is made of. */
const checkedLevels = 10

/**
 * Kraken's book, version 2: nothing numbers the messages, but each carries a checksum of the ten best levels of a side.
 * What was lost further down shows once it comes among them.
 *
 * @param depth the levels subscribed to (10, 25, 100, 500, 1000): what falls out of them is not told.
 * @param decimals how many the pair's prices and quantities have, for JSON's numbers come without their last zeros.
 *   Source: docs/exchanges/streams.md §4.2.
 */
export function krakenBookRule(depth: number, decimals: Decimals): StreamBookRule<'whole', KrakenBookMessage> {
  const digits = digitsOfLevels(decimals)
  return {
    begins: 'stream',
    depth,
    read: (payload) => {
      const message = messageSchema.safeParse(payload).data
      if (message === undefined) return null
      return message.data.map(({ symbol, bids, asks, checksum }) => ({
        nativeId: symbol,
        isWhole: message.type === 'snapshot',
        checksum,
        bids: bids.map(changeOf),
        asks: asks.map(changeOf),
      }))
    },
    step: (at, { isWhole, bids, asks }) => {
      if (isWhole) return { kind: 'reset', state: 'whole', bids, asks }
      return at === null ? { kind: 'skip' } : { kind: 'change', state: 'whole', bids, asks }
    },
    verify: (levels, { checksum }) => checksum === String(checksumOf(levels, digits)),
  }
}

function changeOf({ price, qty }: z.infer<typeof rows>[number]): readonly [string, string] {
  return [price, qty]
}

/** CRC32, unsigned, of the ten best asks and then the ten best bids. */
function checksumOf({ bids, asks }: LevelsView, digits: (level: BookLevel) => string): number {
  return crc32([...asks.top(checkedLevels), ...bids.top(checkedLevels)].map(digits).join(''))
}

/** What a level adds to a checksum; most levels stand through many messages, so it is reckoned once for each. */
function digitsOfLevels(decimals: Decimals): (level: BookLevel) => string {
  const known = new WeakMap<BookLevel, string>()
  return (level) => {
    const found = known.get(level)
    if (found !== undefined) return found
    const digits = digitsOf(level.price, decimals.price) + digitsOf(level.quantity, decimals.quantity)
    known.set(level, digits)
    return digits
  }
}

const digitZero = 48

/** `0.567` with four decimals as `5670`: padded, without the point, without the zeros before the first digit. */
function digitsOf(text: string, decimals: number): string {
  const point = text.indexOf('.')
  const whole = point < 0 ? text : text.slice(0, point)
  const fraction = point < 0 ? '' : text.slice(point + 1)
  const digits = whole + fraction.padEnd(decimals, '0')
  let start = 0
  while (digits.charCodeAt(start) === digitZero) start += 1
  return digits.slice(start)
}
