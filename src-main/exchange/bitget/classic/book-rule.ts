import { crc32 } from 'node:zlib'
import { z } from 'zod'
import type { LevelsView } from '../../streams/books/book-levels.ts'
import { levels, sequence } from '../../streams/books/book-payload.ts'
import type { StreamBookRule } from '../../streams/books/book-rule.ts'
import { symbol } from '../schemas.ts'
import { type ChainedBookMessage, type ChainPosition, chainStep } from '../unified/book-rule.ts'

const pushSchema = z.object({
  action: z.enum(['snapshot', 'update']),
  arg: z.object({ channel: z.string().startsWith('books'), instId: symbol }),
  data: z.array(
    z.object({
      asks: levels,
      bids: levels,
      seq: sequence.nullish(),
      pseq: sequence.nullish(),
      checksum: z
        .string()
        .regex(/^-?\d{1,10}$/)
        .nullish(),
    }),
  ),
})

/** Missing or null: the push has none. A checksum of zero is none. */
export interface ClassicBookMessage extends Omit<ChainedBookMessage, 'sequence' | 'previous'> {
  readonly sequence: bigint | null
  readonly previous: bigint | null
  readonly checksum: string | null
}

/** Levels of each side that a checksum is made of. */
const checkedLevels = 25

/**
 * The book of classic accounts' `books` channels. Since May 2026 spot pushes carry neither checksum nor the sequence
 * before them, so that nothing shows that one was lost: whoever keeps such a book fetches it anew every few minutes.
 * Where a push does carry them, they are gone by. Source: docs/exchanges/streams.md §2.2 (the rule is our own),
 * docs/exchanges/bitget.md §8.2 (the checksum).
 */
export const bitgetClassicBookRule: StreamBookRule<ChainPosition, ClassicBookMessage> = {
  begins: 'stream',
  renewMs: 3 * 60_000,
  read: (payload) => {
    const push = pushSchema.safeParse(payload).data
    if (push === undefined) return null
    return push.data.map(({ asks, bids, seq, pseq, checksum }) => ({
      nativeId: push.arg.instId,
      isWhole: push.action === 'snapshot',
      sequence: seq ?? null,
      previous: pseq ?? null,
      checksum: checksum === '0' ? null : (checksum ?? null),
      bids,
      asks,
    }))
  },
  step: (at, message) => {
    const { isWhole, sequence: now, previous, bids, asks } = message
    if (now !== null && previous !== null) return chainStep(at, { ...message, sequence: now, previous })
    if (isWhole) return { kind: 'reset', state: { sequence: now ?? 0n, isFresh: true }, bids, asks }
    if (at === null || (now !== null && now <= at.sequence)) return { kind: 'skip' }
    return { kind: 'change', state: { sequence: now ?? at.sequence, isFresh: false }, bids, asks }
  },
  verify: (book, { checksum }) => checksum === null || checksum === String(checksumOf(book)),
}

/** CRC32, signed, of the best levels in turns: `bid:quantity:ask:quantity:…`, in the exchange's own texts. */
function checksumOf({ bids, asks }: LevelsView): number {
  const [highest, lowest] = [bids.top(checkedLevels), asks.top(checkedLevels)]
  const parts: string[] = []
  for (let at = 0; at < Math.max(highest.length, lowest.length); at += 1) {
    for (const level of [highest[at], lowest[at]])
      if (level !== undefined) parts.push(`${level.price}:${level.quantity}`)
  }
  return crc32(parts.join(':')) | 0
}
