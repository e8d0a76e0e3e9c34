import { describe, expect, it } from 'vitest'
import { bitgetClassicBookRule as classicRule } from '../../../src-main/exchange/bitget/classic/book-rule.ts'
import { bitgetUnifiedBookRule as rule } from '../../../src-main/exchange/bitget/unified/book-rule.ts'
import { parseJson } from '../../../src-main/exchange/http/json.ts'
import { LiveBook } from '../../../src-main/exchange/streams/books/live-book.ts'
import { holdsInAnyOrder } from '../streams/books/any-order.ts'
import { keepThrough100k, liveText, type Row, takeText, type Wire } from '../streams/books/model-server.ts'

type Rows = readonly (readonly [string, string])[]

/** Sequences stand as bare numbers, beyond 2^53, as they were seen. Source of the shape: docs/exchanges/streams.md §6. */
function push(action: string, previous: string | number, sequence: string | number, bids: Rows = [], asks: Rows = []) {
  const book = `{"a":${JSON.stringify(asks)},"b":${JSON.stringify(bids)},"pseq":${previous},"seq":${sequence},"ts":"1746698732562"}`
  return `{"data":[${book}],"arg":{"instType":"spot","symbol":"BTCUSDT","topic":"books"},"action":"${action}","ts":1746698732563}`
}

/** Source: docs/exchanges/streams.md §2.4. */
describe('the rule of unified accounts', () => {
  it('follows the chain of pushes, and after a gap a new subscription', () => {
    const book = new LiveBook(rule)
    expect([book.state, book.needs]).toEqual([{ kind: 'waiting' }, null])
    takeText(book, rule, push('snapshot', 0, 100, [['1', '1']]))
    takeText(book, rule, push('update', 100, 103, [['1', '2']]))
    takeText(book, rule, push('update', 103, 110, [['2', '3']]))
    expect(liveText(book)?.bids).toBe('2:3;1:2;')
    takeText(book, rule, push('update', 115, 120, [['2', '0']]))
    expect(book.state).toEqual({ kind: 'broken', fault: 'sequence', why: 'the book is at 110, the push follows 115' })
    expect([liveText(book), book.needs?.kind, book.gaps]).toEqual([null, 'resubscribe', 1])
    // What is still under way of the old subscription begins nothing.
    takeText(book, rule, push('update', 120, 121, [['2', '1']]))
    expect(book.state.kind).toBe('broken')
    book.restart()
    takeText(book, rule, push('update', 0, 5, [['1', '7']]))
    takeText(book, rule, push('update', 5, 9, [['1', '8']]))
    expect([liveText(book)?.bids, book.needs, book.gaps]).toEqual(['1:8;', null, 1])
  })

  it('sequences beyond 2^53 are exact, as bare numbers and as text', () => {
    const book = new LiveBook(rule)
    takeText(book, rule, push('snapshot', 0, '1304314508780744705', [['1', '1']]))
    takeText(book, rule, push('update', '"1304314508780744705"', '"1304314508780744706"', [['1', '2']]))
    expect(liveText(book)?.bids).toBe('1:2;')
    // A JavaScript number takes this for the one before.
    takeText(book, rule, push('update', '1304314508780744705', '1304314508780744707', [['1', '3']]))
    expect(book.state.kind).toBe('broken')
  })

  it.each<[string, number, number, string | null]>([
    ['begins before the whole book and ends after it', 95, 105, '1:2;'],
    ['is older than the whole book', 90, 95, '1:1;'],
    ['begins after the whole book, so that something is lost', 101, 105, null],
  ])('the first push after a whole book that %s', (_, previous, sequence, expected) => {
    const book = new LiveBook(rule)
    takeText(book, rule, push('snapshot', 98, 100, [['1', '1']]))
    takeText(book, rule, push('update', previous, sequence, [['1', '2']]))
    expect(liveText(book)?.bids ?? null).toBe(expected)
  })

  it('lets the chain begin anew once only', () => {
    const book = new LiveBook(rule)
    takeText(book, rule, push('snapshot', 98, 100, [['1', '1']]))
    takeText(book, rule, push('update', 95, 105, [['1', '2']]))
    takeText(book, rule, push('update', 104, 110, [['1', '3']]))
    expect([book.state.kind, book.gaps]).toEqual(['broken', 1])
  })

  it('the newest state again changes nothing', () => {
    const book = new LiveBook(rule)
    for (const text of [push('snapshot', 0, 100, [['1', '1']]), push('update', 100, 103), push('update', 100, 103)])
      takeText(book, rule, text)
    takeText(book, rule, push('update', 103, 104, [['1', '4']]))
    expect([liveText(book)?.bids, book.gaps]).toEqual(['1:4;', 0])
  })

  it('a topic that is complete with every push is taken whole', () => {
    const sample =
      '{"data":[{"a":[["99756.7","23.9774"]],"b":[["99756.6","0.0128"]],"pseq":0,"seq":1304314508780744705,"maxDepth":"50","ts":"1746698732562"}],"arg":{"instType":"usdt-futures","symbol":"BTCUSDT","topic":"books1"},"action":"snapshot","ts":1746698732563}'
    const book = new LiveBook(rule)
    takeText(book, rule, sample)
    expect(liveText(book)).toEqual({ asks: '99756.7:23.9774;', bids: '99756.6:0.0128;' })
    takeText(book, rule, sample.replace('23.9774', '1').replace('"99756.6"', '"99756.5"'))
    expect(liveText(book)).toEqual({ asks: '99756.7:1;', bids: '99756.5:0.0128;' })
    expect(rule.read(parseJson(sample))?.[0]?.sequence).toBe(1304314508780744705n)
  })
})

interface ClassicExtras {
  readonly seq?: number
  readonly pseq?: number
  readonly checksum?: number
}

/** Source of the shape: docs/exchanges/streams.md §6. */
function classicPush(action: string, extras: ClassicExtras, bids: Rows, asks: Rows = []): string {
  const data = [{ asks, bids, ...extras, ts: '1695710946294' }]
  const arg = { instType: 'SPOT', channel: 'books', instId: 'BTCUSDT' }
  return JSON.stringify({ action, arg, data, ts: 1695710946295 })
}

/** Source: docs/exchanges/streams.md §2.2. */
describe('the rule of classic accounts', () => {
  it('drops what is old, resets on a whole book, and asks to be fetched anew from time to time', () => {
    const book = new LiveBook(classicRule)
    takeText(book, classicRule, classicPush('update', { seq: 9 }, [['1', '9']]))
    expect(book.state.kind).toBe('waiting')
    takeText(book, classicRule, classicPush('snapshot', { seq: 10 }, [['1', '1']]))
    takeText(book, classicRule, classicPush('update', { seq: 12 }, [['1', '2']]))
    takeText(book, classicRule, classicPush('update', { seq: 12 }, [['1', '3']]))
    takeText(book, classicRule, classicPush('update', { seq: 11 }, [['1', '4']]))
    expect(liveText(book)?.bids).toBe('1:2;')
    takeText(book, classicRule, classicPush('snapshot', { seq: 3 }, [['5', '1']]))
    expect(liveText(book)?.bids).toBe('5:1;')
    expect(classicRule.renewMs).toBeLessThanOrEqual(5 * 60_000)
  })

  it('goes by the sequence before, where there is one', () => {
    const book = new LiveBook(classicRule)
    takeText(book, classicRule, classicPush('snapshot', { seq: 10, pseq: 9 }, [['1', '1']]))
    takeText(book, classicRule, classicPush('update', { seq: 12, pseq: 10 }, [['1', '2']]))
    expect(liveText(book)?.bids).toBe('1:2;')
    takeText(book, classicRule, classicPush('update', { seq: 15, pseq: 13 }, [['1', '3']]))
    expect([book.state.kind, book.needs?.kind]).toEqual(['broken', 'resubscribe'])
  })

  it('does without any sequence, and sees only a crossed book', () => {
    const book = new LiveBook(classicRule)
    takeText(book, classicRule, classicPush('snapshot', {}, [['1', '1']], [['2', '1']]))
    takeText(book, classicRule, classicPush('update', {}, [['1.5', '2']]))
    expect(liveText(book)?.bids).toBe('1.5:2;1:1;')
    takeText(book, classicRule, classicPush('update', {}, [['2.0', '2']]))
    expect(book.state).toMatchObject({ kind: 'broken', fault: 'crossed' })
    expect([liveText(book), book.needs?.kind]).toEqual([null, 'resubscribe'])
  })

  /** Source: docs/exchanges/bitget.md §8.2. */
  const [first, second]: readonly { readonly bids: Rows; readonly asks: Rows; readonly checksum: number }[] = [
    {
      bids: [
        ['43231.1', '4'],
        ['43231', '6'],
      ],
      asks: [
        ['43232.8', '9'],
        ['43232.9', '8'],
      ],
      checksum: -1504501796,
    },
    {
      bids: [['3366.1', '7']],
      asks: [
        ['3366.8', '9'],
        ['3368', '8'],
        ['3372', '8'],
      ],
      checksum: 831078360,
    },
  ]
  it.each([first, second])('holds a checksum that is there against the book: %o', (vector) => {
    if (vector === undefined) throw new Error('no vector')
    const { bids, asks, checksum } = vector
    const stateWith = (told: number | undefined) => {
      const book = new LiveBook(classicRule)
      takeText(
        book,
        classicRule,
        classicPush('snapshot', { ...(told !== undefined && { checksum: told }) }, bids, asks),
      )
      return book.state
    }
    expect(stateWith(checksum)).toEqual({ kind: 'live' })
    expect(stateWith(checksum + 1)).toMatchObject({ kind: 'broken', fault: 'checksum' })
    for (const none of [0, undefined]) expect(stateWith(none)).toEqual({ kind: 'live' })
  })

  it('reads null where there is no sequence', () => {
    const text = classicPush('update', {}, []).replace('"ts"', '"seq":null,"ts"')
    expect(classicRule.read(parseJson(text))).toMatchObject([{ nativeId: 'BTCUSDT', sequence: null, previous: null }])
    expect(classicRule.read(parseJson('{"event":"subscribe","arg":{"channel":"books"}}'))).toBeNull()
  })
})

const base = 1_304_314_508_780_744_705n
/** In Bitget's own words; versions are sequences beyond 2^53. Source: docs/exchanges/streams.md §2.4, §6. */
const wire: Wire = {
  price: (tick) => `${Math.floor(tick / 100)}.${String(tick % 100).padStart(2, '0')}`,
  quantity: (quantity) => `${quantity}.5`,
  event: ({ previous, last, bids, asks }) =>
    push('update', sequenceOf(previous), sequenceOf(last), bids.map(row), asks.map(row)),
  whole: (book) => {
    const { version, bids, asks } = book.moment()
    return push('snapshot', 0, sequenceOf(version), bids.map(row), asks.map(row))
  },
}

function sequenceOf(version: number): string {
  return String(base + BigInt(version))
}

function row([tick, quantity]: Row): readonly [string, string] {
  return [wire.price(tick), quantity === 0 ? '0' : wire.quantity(quantity)]
}

const classicWire: Wire = {
  ...wire,
  event: ({ last, bids, asks }) => classicPush('update', { seq: last, checksum: 0 }, bids.map(row), asks.map(row)),
  whole: (book) => {
    const { version, bids, asks } = book.moment()
    return classicPush('snapshot', { seq: version, checksum: 0 }, bids.map(row), asks.map(row))
  },
}

describe('live books', () => {
  it('of unified accounts are the exchange’s in any order of events', () => {
    holdsInAnyOrder({ rule, wire: () => wire })
  })

  it('of classic accounts are the exchange’s as long as nothing is lost or comes late: nothing would show it', () => {
    holdsInAnyOrder({ rule: classicRule, wire: () => classicWire, without: ['drop', 'swap', 'repeat an old one'] })
  })

  it('of unified accounts are the exchange’s after 100,000 updates', () => {
    keepThrough100k(rule, wire)
  })

  it('of classic accounts are the exchange’s after 100,000 updates', () => {
    keepThrough100k(classicRule, classicWire)
  })
})
