import { describe, expect, it } from 'vitest'
import type {
  BookMessage,
  BookSnapshot,
  RestBookRule,
  StreamBookRule,
} from '../../../../src-main/exchange/streams/books/book-rule.ts'
import type { LevelChange } from '../../../../src-main/exchange/streams/books/book-side.ts'
import { LiveBook } from '../../../../src-main/exchange/streams/books/live-book.ts'
import { liveText } from './model-server.ts'

interface Numbered extends BookMessage {
  readonly number: bigint
  readonly isWhole: boolean
  readonly bids: readonly LevelChange[]
  readonly asks: readonly LevelChange[]
}

/** The simplest rules there can be: each message has the number after the one before. */
const step: RestBookRule<bigint, Numbered>['step'] = (at, { number, isWhole, bids, asks }) => {
  if (isWhole) return { kind: 'reset', state: number, bids, asks }
  if (at === null || number <= at) return { kind: 'skip' }
  if (number > at + 1n) return { kind: 'gap', why: `${at}, then ${number}` }
  return { kind: 'change', state: number, bids, asks }
}
const rest: RestBookRule<bigint, Numbered> = {
  begins: 'rest',
  read: () => null,
  readSnapshot: () => null,
  begin: ({ sequence }, first, floor) =>
    (first !== null && first.number > sequence + 1n) || (floor !== null && sequence < floor) ? 'too-old' : sequence,
  step,
}
const stream: StreamBookRule<bigint, Numbered> = { begins: 'stream', read: () => null, step }

function change(number: number, bids: readonly LevelChange[] = [], asks: readonly LevelChange[] = []): Numbered {
  return { nativeId: 'AB', number: BigInt(number), isWhole: false, bids, asks }
}

function whole(number: number, bids: readonly LevelChange[], asks: readonly LevelChange[] = []): Numbered {
  return { ...change(number, bids, asks), isWhole: true }
}

function snapshot(sequence: number, bids: readonly LevelChange[], limit: number | null = null): BookSnapshot {
  return { sequence: BigInt(sequence), bids, asks: [['100', '1']], limit }
}

const bid = (price: string, quantity = '1'): LevelChange => [price, quantity]

describe('a book that begins with REST', () => {
  it('asks for a snapshot, keeps what comes meanwhile, and is read by nobody until then', () => {
    const book = new LiveBook(rest)
    expect([book.state, book.needs]).toEqual([{ kind: 'waiting' }, { kind: 'snapshot', ticket: 1 }])
    expect(book.take(change(11, [bid('9', '2')]))).toBe(false)
    expect([book.orderBook('A/B', 10), book.best()]).toEqual([null, null])
    expect(book.takeSnapshot(snapshot(10, [bid('9')]), 1)).toBe(true)
    expect([book.state, book.needs, liveText(book)?.bids]).toEqual([{ kind: 'live' }, null, '9:2;'])
    expect(JSON.parse(JSON.stringify(book.best()))).toEqual({
      bid: { price: '9', quantity: '2' },
      ask: { price: '100', quantity: '1' },
    })
    expect(book.take(change(11))).toBe(false)
    expect(book.take(change(12, [bid('9', '0')]))).toBe(true)
    expect(book.best()?.bid).toBeNull()
  })

  it('asks again, under another ticket, when the snapshot is too old, and keeps what waits', () => {
    const book = new LiveBook(rest)
    book.take(change(12, [bid('9', '3')]))
    expect(book.takeSnapshot(snapshot(10, [bid('9')]), 1)).toBe(false)
    expect([book.state, book.needs, book.gaps]).toEqual([{ kind: 'waiting' }, { kind: 'snapshot', ticket: 2 }, 0])
    book.takeSnapshot(snapshot(11, [bid('9')]), 2)
    expect(liveText(book)?.bids).toBe('9:3;')
  })

  it('takes no answer to a question that it no longer asks', () => {
    const book = new LiveBook(rest)
    book.restart()
    expect(book.takeSnapshot(snapshot(10, [bid('9')]), 1)).toBe(false)
    expect([book.state, book.needs]).toEqual([{ kind: 'waiting' }, { kind: 'snapshot', ticket: 2 }])
    book.takeSnapshot(snapshot(20, [bid('8')]), 2)
    expect(book.takeSnapshot(snapshot(10, [bid('9')]), 2)).toBe(false)
    expect(liveText(book)?.bids).toBe('8:1;')
  })

  it('takes no snapshot of before what it had already', () => {
    const book = new LiveBook(rest)
    book.takeSnapshot(snapshot(20, [bid('9')]), 1)
    book.lose('of a shape that is not known')
    expect(book.takeSnapshot(snapshot(19, [bid('7')]), 2)).toBe(false)
    expect([book.state.kind, book.needs]).toEqual(['broken', { kind: 'snapshot', ticket: 3 }])
    book.takeSnapshot(snapshot(20, [bid('8')]), 3)
    expect(liveText(book)?.bids).toBe('8:1;')
    // After a new subscription the exchange may count anew.
    book.restart()
    book.takeSnapshot(snapshot(1, [bid('6')]), 4)
    expect(liveText(book)?.bids).toBe('6:1;')
  })

  it('has a gap in what waited: what came after it may continue the next snapshot', () => {
    const book = new LiveBook(rest)
    for (const number of [11, 13, 14]) book.take(change(number, [bid('9', String(number))]))
    book.takeSnapshot(snapshot(10, [bid('9')]), 1)
    expect(book.state).toEqual({ kind: 'broken', fault: 'sequence', why: '11, then 13' })
    expect([liveText(book), book.gaps]).toEqual([null, 1])
    book.takeSnapshot(snapshot(12, [bid('9')]), book.needs?.ticket ?? 0)
    expect(liveText(book)?.bids).toBe('9:14;')
    expect([book.state, book.gaps, [...book.faults]]).toEqual([{ kind: 'live' }, 1, [['sequence', 1]]])
  })

  it('does not keep messages without end', () => {
    const book = new LiveBook(rest, { mostWaiting: 2 })
    for (const number of [11, 12, 13]) book.take(change(number, [bid('9', String(number))]))
    expect(book.state).toEqual({ kind: 'broken', fault: 'overflow', why: 'more than 2 messages waited' })
    expect(book.needs).toEqual({ kind: 'snapshot', ticket: 2 })
    expect(book.takeSnapshot(snapshot(11, []), 1)).toBe(false)
    book.takeSnapshot(snapshot(12, []), 2)
    expect(liveText(book)?.bids).toBe('9:13;')
  })

  it('may be given the whole book by its stream', () => {
    const book = new LiveBook(rest)
    book.take(change(4, [bid('7')]))
    expect(book.take(whole(5, [bid('9')]))).toBe(true)
    expect([book.state, book.needs, liveText(book)?.bids]).toEqual([{ kind: 'live' }, null, '9:1;'])
    expect(book.takeSnapshot(snapshot(3, [bid('8')]), 1)).toBe(false)
  })

  it('is not live on a crossed snapshot', () => {
    const book = new LiveBook(rest)
    expect(book.takeSnapshot(snapshot(10, [bid('100.0')]), 1)).toBe(true)
    expect([book.state, book.needs]).toMatchObject([
      { kind: 'broken', fault: 'crossed' },
      { kind: 'snapshot', ticket: 2 },
    ])
  })
})

describe('a book that a snapshot told the best of', () => {
  const levels = Array.from({ length: 8 }, (_, at) => bid(String(90 - at)))

  it('says nothing beyond it', () => {
    const book = new LiveBook(rest)
    book.takeSnapshot(snapshot(10, levels, 8), 1)
    book.take(change(11, [bid('50', '5'), bid('90.5', '2')]))
    expect(liveText(book)?.bids).toBe('90.5:2;90:1;89:1;88:1;87:1;86:1;85:1;84:1;83:1;')
  })

  it('is fetched anew when it grows thin, and serves meanwhile', () => {
    const book = new LiveBook(rest)
    book.takeSnapshot(snapshot(10, levels, 8), 1)
    for (const at of [0, 1, 2, 3, 4]) book.take(change(11 + at, [bid(String(90 - at), '0')]))
    expect(book.needs).toBeNull()
    book.take(change(16, [bid('85', '0')]))
    expect([book.state, book.needs, liveText(book)?.bids]).toEqual([
      { kind: 'live' },
      { kind: 'snapshot', ticket: 2 },
      '84:1;83:1;',
    ])
    book.take(change(17, [bid('84', '4'), bid('80', '8')]))
    expect(liveText(book)?.bids).toBe('84:4;83:1;')
    book.takeSnapshot(snapshot(16, [bid('84'), bid('83'), bid('81')]), 2)
    expect([liveText(book)?.bids, book.needs, book.gaps]).toEqual(['84:4;83:1;81:1;80:8;', null, 0])
  })

  it('is not set back by an answer that lags behind it', () => {
    const book = new LiveBook(rest)
    book.takeSnapshot(snapshot(10, levels.slice(0, 4), 4), 1)
    for (const at of [0, 1, 2]) book.take(change(11 + at, [bid(String(90 - at), '0')]))
    expect(book.takeSnapshot(snapshot(12, levels.slice(2), 8), 2)).toBe(false)
    expect([book.needs, liveText(book)?.bids]).toEqual([{ kind: 'snapshot', ticket: 3 }, '87:1;'])
    book.takeSnapshot(snapshot(13, levels.slice(3), 8), 3)
    expect([book.needs, liveText(book)?.bids]).toEqual([null, '87:1;86:1;85:1;84:1;83:1;'])
  })

  it('goes on serving when too much waits for that', () => {
    const book = new LiveBook(rest, { mostWaiting: 2 })
    book.takeSnapshot(snapshot(10, levels.slice(0, 4), 4), 1)
    for (const at of [0, 1, 2]) book.take(change(11 + at, [bid(String(90 - at), '0')]))
    for (const number of [14, 15, 16]) book.take(change(number, [bid('87', String(number))]))
    expect([book.state, book.needs, liveText(book)?.bids]).toEqual([
      { kind: 'live' },
      { kind: 'snapshot', ticket: 3 },
      '87:16;',
    ])
  })

  it('is broken when the market has moved beyond all of it', () => {
    const book = new LiveBook(rest)
    book.takeSnapshot(snapshot(10, [bid('90')], 1), 1)
    book.take(change(11, [bid('90', '0'), bid('80', '1')]))
    expect([book.state, book.best(), [...book.faults]]).toMatchObject([
      { kind: 'broken', fault: 'exhausted' },
      null,
      [['exhausted', 1]],
    ])
  })
})

describe('a book that begins with its stream', () => {
  it('needs nothing until it is broken, and then a new subscription', () => {
    const book = new LiveBook(stream)
    expect(book.needs).toBeNull()
    book.take(change(4))
    expect(book.state).toEqual({ kind: 'waiting' })
    book.take(whole(5, [bid('9')]))
    book.take(change(6, [bid('9', '2')]))
    expect(liveText(book)?.bids).toBe('9:2;')
    expect(book.take(change(8))).toBe(true)
    expect([book.state.kind, book.needs]).toEqual(['broken', { kind: 'resubscribe', ticket: 1 }])
    expect(book.takeSnapshot(snapshot(8, []), 1)).toBe(false)
    book.restart()
    expect([book.state, book.needs]).toEqual([{ kind: 'waiting' }, null])
    book.take(whole(9, [bid('8')]))
    expect([liveText(book)?.bids, book.gaps]).toEqual(['8:1;', 1])
  })

  it('is not waited for without end', () => {
    const book = new LiveBook(stream, { mostWaiting: 2 })
    for (const number of [1, 2]) book.take(change(number))
    expect(book.state.kind).toBe('waiting')
    book.take(change(3))
    expect([book.state, book.needs]).toMatchObject([{ kind: 'broken', fault: 'overflow' }, { kind: 'resubscribe' }])
    // Once said, it is not said again with every further message.
    book.take(change(4))
    expect(book.gaps).toBe(1)
  })

  it('is broken by a crossed book and by one that cannot be read, and forgets all of it', () => {
    const book = new LiveBook(stream)
    book.take(whole(1, [bid('9')], [['10', '1']]))
    book.take(change(2, [bid('10', '1')]))
    expect([book.state, book.orderBook('A/B', 5)]).toMatchObject([{ kind: 'broken', fault: 'crossed' }, null])
    book.restart()
    book.take(whole(1, [bid('9')], [['10', '1']]))
    book.lose('no number')
    expect([book.state, book.best()]).toEqual([{ kind: 'broken', fault: 'unreadable', why: 'no number' }, null])
    expect([...book.faults]).toEqual([
      ['crossed', 1],
      ['unreadable', 1],
    ])
  })

  it('holds what its rule verifies after the whole message, cut to the depth', () => {
    const seen: string[] = []
    const book = new LiveBook<bigint, Numbered>({
      ...stream,
      depth: 2,
      verify: ({ bids }) => {
        seen.push(
          bids
            .top(9)
            .map(({ price }) => price)
            .join(),
        )
        return seen.length < 3
      },
    })
    book.take(whole(1, [bid('3'), bid('2'), bid('1')]))
    book.take(change(2, [bid('4'), bid('3', '0')]))
    expect(liveText(book)?.bids).toBe('4:1;2:1;')
    book.take(change(3))
    expect(seen).toEqual(['3,2', '4,2', '4,2'])
    expect(book.state).toMatchObject({ kind: 'broken', fault: 'checksum' })
  })

  it('that was restarted shows nothing of before', () => {
    const book = new LiveBook(stream)
    book.take(whole(1, [bid('9')]))
    book.restart()
    expect([book.state, book.orderBook('A/B', 5), book.needs, book.gaps]).toEqual([{ kind: 'waiting' }, null, null, 0])
  })
})
