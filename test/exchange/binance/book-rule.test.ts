import { describe, expect, it } from 'vitest'
import { type BinanceBookMessage, binanceBookRule as rule } from '../../../src-main/exchange/binance/book-rule.ts'
import { parseJson, parseLargeJson } from '../../../src-main/exchange/http/json.ts'
import { LiveBook } from '../../../src-main/exchange/streams/books/live-book.ts'
import { holdsInAnyOrder } from '../streams/books/any-order.ts'
import { answerWith, keepThrough100k, liveText, takeText, type Wire } from '../streams/books/model-server.ts'

type Changes = readonly (readonly [string, string])[]

/** Source: docs/exchanges/streams.md §6. */
const event = (first: number, last: number, bids: Changes = []): string =>
  JSON.stringify({ e: 'depthUpdate', E: 1672515782136, s: 'BNBBTC', U: first, u: last, b: bids, a: [] })

const snapshot = (id: number): string =>
  JSON.stringify({
    lastUpdateId: id,
    bids: [
      ['0.0024', '10'],
      ['0.0023', '5'],
    ],
    asks: [],
  })

/** A book for which these wait, and that is then given the snapshot. */
function bookWith(waiting: readonly string[], id = 160): LiveBook<bigint, BinanceBookMessage> {
  const book = new LiveBook(rule)
  for (const text of waiting) takeText(book, rule, text)
  answerWith(book, rule, snapshot(id))
  return book
}

/** Source of the vectors: docs/exchanges/streams.md §1.4. */
describe('the rule of the documents', () => {
  it.each<[string, readonly string[], string]>([
    [
      'A: what the snapshot has is passed over, the rest applied',
      [event(150, 155), event(156, 160), event(161, 163, [['0.0024', '7']]), event(164, 166, [['0.0023', '0']])],
      '0.0024:7;',
    ],
    [
      'B: the first event may begin before the snapshot and end after it',
      [event(150, 155), event(156, 162, [['0.0024', '8']]), event(163, 163, [['0.0022', '4']])],
      '0.0024:8;0.0023:5;0.0022:4;',
    ],
  ])('%s', (_, waiting, expected) => {
    const book = bookWith(waiting)
    expect(book.state).toEqual({ kind: 'live' })
    expect(book.needs).toBeNull()
    expect(liveText(book)?.bids).toBe(expected)
  })

  it('C: a snapshot older than the first event is fetched again, even where it would fit', () => {
    const book = bookWith([event(161, 163, [['0.0024', '7']])])
    expect(book.state).toEqual({ kind: 'waiting' })
    expect(book.needs).toEqual({ kind: 'snapshot', ticket: 2 })
    expect(book.gaps).toBe(0)
    answerWith(book, rule, snapshot(161))
    expect(liveText(book)?.bids).toBe('0.0024:7;0.0023:5;')
  })

  it('D: a gap begins all anew, and is counted', () => {
    const book = bookWith([event(158, 161, [['0.0024', '9']]), event(163, 164, [['0.0022', '1']])])
    expect(book.state).toEqual({
      kind: 'broken',
      fault: 'sequence',
      why: 'the book is at 161, the event begins at 163',
    })
    expect([liveText(book), book.gaps, book.needs?.kind]).toEqual([null, 1, 'snapshot'])
    // A snapshot of before the gap is no help.
    answerWith(book, rule, snapshot(162))
    expect([liveText(book), book.needs?.kind]).toEqual([null, 'snapshot'])
    answerWith(book, rule, snapshot(163))
    expect(liveText(book)?.bids).toBe('0.0024:10;0.0023:5;0.0022:1;')
    expect(book.gaps).toBe(1)
  })
})

describe('payloads', () => {
  it('numbers are taken from the text, in an answer of either parser', () => {
    const text = '{"lastUpdateId":9007199254740,"bids":[],"asks":[]}'
    for (const parse of [parseJson, parseLargeJson])
      expect(rule.readSnapshot(parse(text), 5_000)?.sequence).toBe(9007199254740n)
    const huge = '{"lastUpdateId":9007199254740993,"bids":[],"asks":[]}'
    expect(rule.readSnapshot(parseJson(huge), null)?.sequence).toBe(9007199254740993n)
    expect(rule.readSnapshot(parseLargeJson(huge), null)).toBeNull()
  })

  it.each([
    '{"e":"trade","s":"BNBBTC"}',
    '{"e":"depthUpdate","s":"BNBBTC","U":1,"u":2,"b":[["x","1"]],"a":[]}',
    '{"e":"depthUpdate","s":"BNBBTC","U":1,"u":2,"b":[["-1","1"]],"a":[]}',
    '{"e":"depthUpdate","s":"BNBBTC","u":2,"b":[],"a":[]}',
    '{"result":null,"id":1}',
    '[]',
  ])('%s is not read', (text) => {
    expect(rule.read(parseJson(text))).toBeNull()
  })
})

/** In Binance's own words. Source: docs/exchanges/streams.md §1.4, §6. */
const wire: Wire = {
  price: (tick) => `${Math.floor(tick / 100)}.${String(tick % 100).padStart(2, '0')}000000`,
  quantity: (quantity) => `${quantity}.25000000`,
  event: ({ previous, last, bids, asks }) =>
    JSON.stringify({
      e: 'depthUpdate',
      E: 1672515782136,
      s: 'BNBBTC',
      U: previous + 1,
      u: last,
      b: bids.map(row),
      a: asks.map(row),
    }),
  whole: (book) => {
    const { version, bids, asks } = book.moment()
    return JSON.stringify({ lastUpdateId: version, bids: bids.map(row), asks: asks.map(row) })
  },
}

function row([tick, quantity]: readonly [number, number, ...unknown[]]): readonly [string, string] {
  return [wire.price(tick), quantity === 0 ? '0.00000000' : wire.quantity(quantity)]
}

describe('a live book', () => {
  it('is the exchange’s in any order of events', () => {
    holdsInAnyOrder({ rule, wire: () => wire })
  })

  it('is the exchange’s as far as a snapshot of few levels tells', () => {
    const few: Wire = {
      ...wire,
      whole: (book) => {
        const { version, bids, asks } = book.moment(4)
        return JSON.stringify({ lastUpdateId: version, bids: bids.map(row), asks: asks.map(row) })
      },
    }
    holdsInAnyOrder({ rule, wire: () => few, limit: 4 })
  })

  it('is the exchange’s after 100,000 updates', () => {
    keepThrough100k(rule, wire)
  })
})
