import { describe, expect, it } from 'vitest'
import { parseJson } from '../../../src-main/exchange/http/json.ts'
import {
  type KuCoinBookMessage,
  kucoinDepthBookRule as depthRule,
  kucoinBookRule as rule,
  kucoinUnifiedBookRule as unifiedRule,
} from '../../../src-main/exchange/kucoin/book-rule.ts'
import { LiveBook } from '../../../src-main/exchange/streams/books/live-book.ts'
import { holdsInAnyOrder } from '../streams/books/any-order.ts'
import { answerWith, keepThrough100k, liveText, type Row, takeText, type Wire } from '../streams/books/model-server.ts'

type Changes = readonly (readonly [price: string, size: string, sequence: string])[]

/** Source of the shape: docs/exchanges/streams.md §6. */
function message(start: number, end: number, asks: Changes = [], bids: Changes = []): string {
  const data = {
    changes: { asks, bids },
    sequenceEnd: end,
    sequenceStart: start,
    symbol: 'BTC-USDT',
    time: 1663747970273,
  }
  return JSON.stringify({ type: 'message', topic: '/market/level2:BTC-USDT', subject: 'trade.l2update', data })
}

/** The documentation's example. Source: docs/exchanges/streams.md §3.2. */
const snapshot = JSON.stringify({
  sequence: '16',
  time: 1663747970273,
  asks: [
    ['3988.59', '3'],
    ['3988.60', '47'],
    ['3988.61', '32'],
    ['3988.62', '8'],
  ],
  bids: [
    ['3988.51', '56'],
    ['3988.50', '15'],
    ['3988.49', '100'],
    ['3988.48', '10'],
  ],
})
const example = message(
  15,
  19,
  [
    ['3988.59', '3', '16'],
    ['3988.61', '0', '19'],
    ['3988.62', '8', '15'],
  ],
  [['3988.50', '44', '18']],
)

function exampleBook(): LiveBook<bigint, KuCoinBookMessage> {
  const book = new LiveBook(rule)
  takeText(book, rule, example)
  answerWith(book, rule, snapshot)
  return book
}

describe('the rule of classic accounts', () => {
  it('replays on the snapshot what is younger than it', () => {
    expect(liveText(exampleBook())).toEqual({
      asks: '3988.59:3;3988.6:47;3988.62:8;',
      bids: '3988.51:56;3988.5:44;3988.49:100;3988.48:10;',
    })
  })

  it('what is no younger than the snapshot changes nothing, even where it says otherwise', () => {
    const book = new LiveBook(rule)
    takeText(
      book,
      rule,
      message(15, 19, [
        ['3988.59', '77', '16'],
        ['3988.60', '0', '15'],
      ]),
    )
    answerWith(book, rule, snapshot)
    expect(liveText(book)?.asks).toBe('3988.59:3;3988.6:47;3988.61:32;3988.62:8;')
  })

  it('messages may overlap, repeat, and not leave anything out', () => {
    const book = exampleBook()
    takeText(book, rule, message(18, 21, [['3988.62', '5', '21']]))
    expect(liveText(book)?.asks).toBe('3988.59:3;3988.6:47;3988.62:5;')
    takeText(book, rule, message(20, 21, [['3988.62', '9', '21']]))
    expect(liveText(book)?.asks).toBe('3988.59:3;3988.6:47;3988.62:5;')
    takeText(book, rule, message(23, 24))
    expect(book.state).toEqual({
      kind: 'broken',
      fault: 'sequence',
      why: 'the book is at 21, the message begins at 23',
    })
    expect([liveText(book), book.gaps, book.needs?.kind]).toEqual([null, 1, 'snapshot'])
  })

  it('a price of zero is no level, and of one price the youngest change counts', () => {
    const book = exampleBook()
    takeText(
      book,
      rule,
      message(20, 23, [
        ['0', '5', '20'],
        ['3988.62', '1', '23'],
        ['3988.62', '0', '22'],
      ]),
    )
    expect(liveText(book)?.asks).toBe('3988.59:3;3988.6:47;3988.62:1;')
  })

  it('a snapshot of long before the first message is fetched again', () => {
    const book = new LiveBook(rule)
    takeText(book, rule, message(18, 19))
    answerWith(book, rule, snapshot)
    expect([book.state, book.needs, book.gaps]).toEqual([{ kind: 'waiting' }, { kind: 'snapshot', ticket: 2 }, 0])
  })

  it('reads the published sample', () => {
    const sample =
      '{"type":"message","topic":"/market/level2:BTC-USDT","subject":"trade.l2update","data":{"changes":{"asks":[["18906","0.00331","14103845"],["18907.3","0.58751503","14103844"]],"bids":[["18891.9","0.15688","14103847"]]},"sequenceEnd":14103847,"sequenceStart":14103844,"symbol":"BTC-USDT","time":1663747970273}}'
    expect(rule.read(parseJson(sample))).toEqual([
      {
        nativeId: 'BTC-USDT',
        isWhole: false,
        first: 14103844n,
        last: 14103847n,
        asks: [
          ['18906', '0.00331', '14103845'],
          ['18907.3', '0.58751503', '14103844'],
        ],
        bids: [['18891.9', '0.15688', '14103847']],
      },
    ])
    expect(rule.read(parseJson('{"id":"1","type":"pong"}'))).toBeNull()
  })
})

/** Source of the shape: docs/exchanges/streams.md §6. */
function push(kind: string, open: number, close: number, bids: readonly (readonly string[])[] = []): string {
  const d = { C: close, M: 1768217874986000000n, O: open, a: [['90701.2', '0.5']], b: bids, s: 'ETH-USDT' }
  const body = { T: 'obu.SPOT', dp: 'increment@10ms', t: kind, P: 1768217874990007701n, d }
  return JSON.stringify(body, (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value))
}

/** Source: docs/exchanges/streams.md §3.4. */
describe('the rule of unified accounts', () => {
  it('reads the published sample, whose times are beyond 2^53', () => {
    const sample =
      '{"T":"obu.SPOT","dp":"increment@10ms","t":"snapshot","P":1768217874990007701,"d":{"C":25984468414,"M":1768217874986000000,"O":25984468414,"a":[["90701.2","0.5771583"]],"b":[["90701.1","0.13918404"]],"s":"ETH-USDT"}}'
    const book = new LiveBook(unifiedRule)
    takeText(book, unifiedRule, sample)
    expect(liveText(book)).toEqual({ asks: '90701.2:0.5771583;', bids: '90701.1:0.13918404;' })
    expect([book.state, book.needs]).toEqual([{ kind: 'live' }, null])
  })

  it('begins with a whole book of the stream, whatever the changes are called', () => {
    const book = new LiveBook(unifiedRule)
    takeText(book, unifiedRule, push('delta', 9, 10))
    expect(book.needs?.kind).toBe('snapshot')
    takeText(book, unifiedRule, push('snapshot', 10, 10, [['90701.1', '1']]))
    takeText(book, unifiedRule, push('delta', 8, 10, [['90701.1', '7']]))
    takeText(book, unifiedRule, push('update', 11, 12, [['90701.1', '2']]))
    expect(liveText(book)?.bids).toBe('90701.1:2;')
    takeText(book, unifiedRule, push('delta', 14, 15))
    expect([book.state.kind, book.gaps]).toEqual(['broken', 1])
    takeText(book, unifiedRule, push('snapshot', 16, 16, [['90700', '1']]))
    expect(liveText(book)?.bids).toBe('90700:1;')
  })

  it('or with one of REST', () => {
    const book = new LiveBook(unifiedRule)
    takeText(book, unifiedRule, push('delta', 17, 18, [['3988.51', '1']]))
    answerWith(book, unifiedRule, snapshot.replace('3988.59', '3988.595'))
    expect(liveText(book)?.bids).toBe('3988.51:1;3988.5:15;3988.49:100;3988.48:10;')
  })
})

/** Source: docs/exchanges/streams.md §3.1. */
describe('the rule of the best levels', () => {
  const best = (topic: string, time: number, bid: string, ask: string): string =>
    `{"type":"message","topic":"${topic}:ETH-USDT","subject":"level2","data":{"asks":[["${ask}","1"],["99","2"]],"bids":[["${bid}","3"]],"timestamp":${time}}}`

  it.each(['/spotMarket/level2Depth5', '/spotMarket/level2Depth50'])('%s is complete with every message', (topic) => {
    const book = new LiveBook(depthRule)
    takeText(book, depthRule, best(topic, 1586948108193, '9', '10'))
    expect(liveText(book)).toEqual({ bids: '9:3;', asks: '10:1;99:2;' })
    takeText(book, depthRule, best(topic, 1586948108293, '7', '8'))
    takeText(book, depthRule, best(topic, 1586948108193, '9', '10'))
    expect(liveText(book)).toEqual({ bids: '7:3;', asks: '8:1;99:2;' })
    takeText(book, depthRule, best(topic, 1586948108393, '8', '8'))
    expect([book.state, liveText(book)]).toMatchObject([{ kind: 'broken', fault: 'crossed' }, null])
    takeText(book, depthRule, best(topic, 1586948108493, '6', '8'))
    expect([liveText(book)?.bids, book.needs]).toEqual(['6:3;', null])
  })

  it('begins with the levels that REST tells, where a still market says nothing', () => {
    const book = new LiveBook(depthRule)
    const answer = { time: '1586948108193', sequence: '5', bids: [['9', '3']], asks: [['10', '1']] }
    const snapshot = depthRule.readSnapshot(answer, 100)
    const { needs } = book
    if (snapshot === null || needs?.kind !== 'snapshot') throw new Error('no snapshot')
    expect(book.takeSnapshot(snapshot, needs.ticket)).toBe(true)
    expect(liveText(book)).toEqual({ bids: '9:3;', asks: '10:1;' })
    takeText(book, depthRule, best('/spotMarket/level2Depth50', 1586948108092, '1', '2'))
    expect(liveText(book)).toEqual({ bids: '9:3;', asks: '10:1;' })
    takeText(book, depthRule, best('/spotMarket/level2Depth50', 1586948108293, '7', '8'))
    expect(liveText(book)).toEqual({ bids: '7:3;', asks: '8:1;99:2;' })
    expect(depthRule.readSnapshot({ bids: [], asks: [] }, 100)).toBeNull()
  })

  it('knows the market from the topic', () => {
    const payload = parseJson(best('/spotMarket/level2Depth50', 1, '1', '2'))
    expect(depthRule.read(payload)).toMatchObject([{ nativeId: 'ETH-USDT' }])
    expect(depthRule.read(parseJson(best('/market/level2', 1, '1', '2')))).toBeNull()
  })
})

/** In KuCoin's own words: each row says when it changed. Source: docs/exchanges/streams.md §3.2, §6. */
const wire: Wire = {
  price: (tick) => `${Math.floor(tick / 10)}.${tick % 10}`,
  quantity: (quantity) => `${quantity}.125`,
  event: ({ previous, last, bids, asks }) => message(previous + 1, last, asks.map(dated), bids.map(dated)),
  whole: (book) => {
    const { version, bids, asks } = book.moment()
    return JSON.stringify({ sequence: String(version), bids: bids.map(plain), asks: asks.map(plain) })
  },
}

function plain([tick, quantity]: Row): readonly [string, string] {
  return [wire.price(tick), quantity === 0 ? '0' : wire.quantity(quantity)]
}

function dated(row: Row): readonly [string, string, string] {
  return [...plain(row), String(row[2])]
}

const unifiedWire: Wire = {
  ...wire,
  event: ({ previous, last, bids, asks }) => {
    const d = { C: last, M: 1, O: previous + 1, a: asks.map(plain), b: bids.map(plain), s: 'A-B' }
    return JSON.stringify({ T: 'obu.SPOT', dp: 'increment@10ms', t: 'delta', P: 1, d })
  },
}

describe('live books', () => {
  it('are the exchange’s in any order of events', () => {
    holdsInAnyOrder({ rule, wire: () => wire })
    holdsInAnyOrder({ rule: unifiedRule, wire: () => unifiedWire })
  })

  it('of classic accounts are the exchange’s after 100,000 updates', () => {
    keepThrough100k(rule, wire)
  })

  it('of unified accounts are the exchange’s after 100,000 updates', () => {
    keepThrough100k(unifiedRule, unifiedWire)
  })
})
