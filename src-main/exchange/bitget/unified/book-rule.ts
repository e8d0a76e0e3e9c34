import { z } from 'zod'
import type { BookChanges } from '../../streams/books/book-levels.ts'
import { levels, sequence } from '../../streams/books/book-payload.ts'
import type { BookMessage, BookStep, StreamBookRule } from '../../streams/books/book-rule.ts'
import { symbol } from '../schemas.ts'

const pushSchema = z.object({
  action: z.enum(['snapshot', 'update']),
  arg: z.object({ topic: z.string().startsWith('books'), symbol }),
  data: z.array(z.object({ a: levels, b: levels, seq: sequence, pseq: sequence })),
})

/** A push in the chain of pushes: it comes right after that of `previous`. */
export interface ChainedBookMessage extends BookMessage, BookChanges {
  readonly isWhole: boolean
  readonly sequence: bigint
  readonly previous: bigint
}

/** Where a book stands in the chain. `isFresh`: nothing has come since the whole book did. */
export interface ChainPosition {
  readonly sequence: bigint
  readonly isFresh: boolean
}

/**
 * The book of unified accounts' `books` topics: `pseq` names the push before. Those that are complete with every push
 * say so in `action`, which alone is gone by, for books50 is said to change its manner. Source:
 * docs/exchanges/streams.md §2.4.
 */
export const bitgetUnifiedBookRule: StreamBookRule<ChainPosition, ChainedBookMessage> = {
  begins: 'stream',
  read: (payload) => {
    const push = pushSchema.safeParse(payload).data
    if (push === undefined) return null
    return push.data.map(({ a, b, seq, pseq }) => ({
      nativeId: push.arg.symbol,
      isWhole: push.action === 'snapshot',
      sequence: seq,
      previous: pseq,
      bids: b,
      asks: a,
    }))
  },
  step: chainStep,
}

/**
 * A push that follows the last one is applied; one whose counter began anew is the whole book. Sent again, the newest
 * state says nothing new.
 *
 * A whole book is not always taken at the end of a push: once, right after it, a push may begin before it and end after
 * it. Its quantities are absolute, so nothing is lost. One that begins after it is a gap there, too: other clients let
 * it pass, but what lies between is in no message. Source: docs/exchanges/streams.md §2.4.
 */
export function chainStep(at: ChainPosition | null, message: ChainedBookMessage): BookStep<ChainPosition> {
  const { isWhole, sequence: now, previous, bids, asks } = message
  if (isWhole || previous === 0n) return { kind: 'reset', state: { sequence: now, isFresh: true }, bids, asks }
  if (at === null || now === at.sequence || (at.isFresh && now < at.sequence)) return { kind: 'skip' }
  const follows = previous === at.sequence || (at.isFresh && previous < at.sequence)
  if (!follows) return { kind: 'gap', why: `the book is at ${at.sequence}, the push follows ${previous}` }
  return { kind: 'change', state: { sequence: now, isFresh: false }, bids, asks }
}
