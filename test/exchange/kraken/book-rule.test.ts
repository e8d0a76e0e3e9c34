import { crc32 } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { parseJson } from '../../../src-main/exchange/http/json.ts'
import { krakenBookRule } from '../../../src-main/exchange/kraken/book-rule.ts'
import { LiveBook } from '../../../src-main/exchange/streams/books/live-book.ts'
import { holdsInAnyOrder } from '../streams/books/any-order.ts'
import {
  keepThrough100k,
  liveText,
  type ModelBook,
  type Row,
  type Rows,
  takeText,
  type Wire,
} from '../streams/books/model-server.ts'
import { marketNamed } from './fixtures.ts'

/** `price/quantity`, in the pair's full precision, best first. */
type Levels = string

/** Books with their published checksums. Source: docs/exchanges/streams.md §4.2. */
const matic = {
  symbol: 'MATIC/USD',
  decimals: { price: 4, quantity: 8 },
  asks: '0.5668/4410.79769741 0.5669/4655.40412487 0.5670/49844.89424998 0.5671/24306.41678000 0.5672/29783.25223475 0.5673/57234.71239278 0.5674/45065.04744000 0.5675/5912.76380354 0.5676/42514.92434778 0.5677/36304.08470220',
  bids: '0.5666/4831.75496356 0.5665/6658.22734739 0.5664/18724.91513344 0.5663/11563.92544914 0.5662/14006.65365711 0.5661/17454.85679807 0.5660/18097.15470000 0.5659/33644.89175666 0.5658/148.34640000 0.5657/606.70854372',
  checksum: 2439117997,
}
const bitcoin = {
  symbol: 'BTC/USD',
  decimals: { price: 1, quantity: 8 },
  asks: '45285.2/0.00100000 45286.4/1.54571953 45286.6/1.54571109 45289.6/1.54560911 45290.2/0.15890660 45291.8/1.54553491 45294.7/0.04454749 45296.1/0.35380000 45297.5/0.09945542 45299.5/0.18772827',
  bids: '45283.5/0.10000000 45283.4/1.54582015 45282.1/0.10000000 45281.0/0.10000000 45280.3/1.54592586 45279.0/0.07990000 45277.6/0.03310103 45277.5/0.30000000 45277.3/1.54602737 45276.6/0.15445238',
  checksum: 3310070434,
}
/** Captured from the live stream, depth 25. */
const captured = {
  symbol: 'BTC/USDT',
  decimals: { price: 1, quantity: 8 },
  asks: '105906.8/0.05665135 105910.0/0.70000000 105910.6/0.06080300 105911.3/0.28682600 105915.8/0.00061514 105916.6/0.09439743 105918.9/0.54378900 105921.1/0.09439338 105925.8/0.04300000 105926.0/0.09438908 105927.7/0.02821348 105930.1/0.00700000 105933.5/0.00920000 105934.5/0.00297419 105935.3/0.05700000 105937.1/0.00090000 105937.2/0.19500000 105937.6/0.05727740 105938.1/0.04300000 105941.7/0.00943915 105943.3/0.63448600 105944.5/0.86664740 105944.6/0.14155866 105944.9/0.02831660 105948.7/0.04300000',
  bids: '105906.7/0.09440620 105901.7/0.02297789 105901.6/0.09441075 105901.4/0.02400000 105897.8/0.01980353 105897.6/0.01877140 105894.1/0.00590000 105894.0/0.06080500 105892.9/0.05700000 105889.1/0.00630000 105888.7/0.05665135 105888.1/0.13300000 105887.4/0.04700000 105887.3/0.04300000 105886.7/0.14160549 105885.9/0.01844747 105885.6/0.54379100 105879.5/0.28806464 105876.7/0.14164938 105875.9/0.04300000 105875.2/0.63442300 105871.6/0.10427740 105868.3/0.02821348 105865.3/0.04300000 105864.7/0.81568600',
  checksum: 4162058887,
}

/** As Kraken's JSON has them: numbers, without the zeros at their ends. */
function rows(levels: Levels): string {
  const plain = (text = ''): string => text.replace(/\.?0+$/, '')
  const row = (level: string): string => {
    const [price, quantity] = level.split('/')
    return `{"price":${plain(price)},"qty":${plain(quantity)}}`
  }
  return levels === '' ? '[]' : `[${levels.split(' ').map(row).join(',')}]`
}

interface Told {
  readonly symbol?: string
  readonly asks?: Levels
  readonly bids?: Levels
  readonly checksum: number
}

function message(type: string, { symbol = 'MATIC/USD', asks = '', bids = '', checksum }: Told): string {
  const data = `{"symbol":"${symbol}","bids":${rows(bids)},"asks":${rows(asks)},"checksum":${checksum},"timestamp":"2023-10-06T17:35:55.440295Z"}`
  return `{"channel":"book","type":"${type}","data":[${data}]}`
}

describe('the checksum', () => {
  it.each([
    ['A, of the documents', matic, 10],
    ['B, of the documents', bitcoin, 10],
    ['D, of the live stream', captured, 25],
  ])('%s', (_, vector, depth) => {
    const stateWith = (checksum: number, decimals = vector.decimals) => {
      const rule = krakenBookRule(depth, decimals)
      const book = new LiveBook(rule)
      takeText(book, rule, message('snapshot', { ...vector, checksum }))
      return book.state
    }
    expect(stateWith(vector.checksum)).toEqual({ kind: 'live' })
    expect(stateWith(vector.checksum + 1)).toMatchObject({ kind: 'broken', fault: 'checksum' })
    // What comes of it when the pair's precision is not known.
    expect(stateWith(vector.checksum, { price: 0, quantity: 0 })).toMatchObject({ kind: 'broken', fault: 'checksum' })
  })

  it.each([
    ['A without padded quantities', matic, { price: 4, quantity: 0 }, 3738295833],
    ['A without padded prices', matic, { price: 0, quantity: 8 }, 3187404416],
    ['B without any padding', bitcoin, { price: 0, quantity: 0 }, 4237635173],
  ])('%s is another one', (_, vector, decimals, wrong) => {
    const rule = krakenBookRule(10, decimals)
    const book = new LiveBook(rule)
    takeText(book, rule, message('snapshot', { ...vector, checksum: wrong }))
    expect(book.state).toEqual({ kind: 'live' })
  })

  it('C: the update of the documents, as it stands there', () => {
    const rule = krakenBookRule(10, matic.decimals)
    const book = new LiveBook(rule)
    takeText(book, rule, message('snapshot', matic))
    const update =
      '{"channel":"book","type":"update","data":[{"symbol":"MATIC/USD","bids":[{"price":0.5657,"qty":1098.3947558}],"asks":[],"checksum":2114181697,"timestamp":"2023-10-06T17:35:55.440295Z"}]}'
    takeText(book, rule, update)
    expect(book.state).toEqual({ kind: 'live' })
    expect(liveText(book)?.bids).toMatch(/;0\.5657:1098\.3947558;$/)
    takeText(book, rule, update.replace('1098.3947558', '1098.3947559'))
    expect([book.state, liveText(book), book.gaps]).toEqual([
      { kind: 'broken', fault: 'checksum', why: 'not the checksum of the message' },
      null,
      1,
    ])
    expect(book.needs?.kind).toBe('resubscribe')
  })
})

describe('the rule', () => {
  it('cuts the book to the depth subscribed to, before it looks at the checksum', () => {
    const rule = krakenBookRule(10, matic.decimals)
    const book = new LiveBook(rule)
    takeText(book, rule, message('snapshot', matic))
    // A better bid pushes the last one out, and nothing is said of that one.
    const bids = `0.5667/1.00000000 ${matic.bids}`.split(' ').slice(0, 10)
    takeText(
      book,
      rule,
      message('update', { bids: '0.5667/1.00000000', checksum: checksumOf(matic.asks.split(' '), bids) }),
    )
    expect(book.state).toEqual({ kind: 'live' })
    expect(liveText(book)?.bids).toMatch(/^0\.5667:1;.*;0\.5658:148\.3464;$/)
  })

  it('nothing is built on what comes before the whole book', () => {
    const rule = krakenBookRule(10, matic.decimals)
    const book = new LiveBook(rule)
    takeText(book, rule, message('update', { bids: '0.5667/1.00000000', checksum: 1 }))
    expect([book.state, book.gaps]).toEqual([{ kind: 'waiting' }, 0])
  })

  it.each([
    '{"channel":"heartbeat"}',
    '{"channel":"book","type":"update","data":[{"symbol":"BTC/USD","bids":[],"asks":[]}]}',
    '{"channel":"book","type":"update","data":[{"symbol":"BTC/USD","bids":[{"price":"x","qty":1}],"asks":[],"checksum":1}]}',
  ])('%s is not read', (text) => {
    expect(krakenBookRule(10, matic.decimals).read(parseJson(text))).toBeNull()
  })

  it('the precision comes with the market, and a coarser tick does not change it', () => {
    expect(marketNamed('BTC/USD').decimals).toEqual({ price: 1, quantity: 8 })
  })
})

/** Reckoned from full texts, which the client does not have: without the point, and the zeros before the first digit. */
function checksumOf(asks: readonly string[], bids: readonly string[]): number {
  const digits = [...asks.slice(0, 10), ...bids.slice(0, 10)].flatMap((level) =>
    level.split('/').map((text) => text.replace('.', '').replace(/^0+/, '')),
  )
  return crc32(digits.join(''))
}

/**
 * In Kraken's own words: what comes among the levels subscribed to is told, what another pushes out of them is not.
 * Source: docs/exchanges/streams.md §4.2, §6.
 */
function wireOf(depth: number): Wire {
  /** The worst prices that the client knows of. */
  let reach = { bids: 0, asks: 0 }
  const window = (book: ModelBook) => ({ bids: book.top('bids', depth), asks: book.top('asks', depth) })
  const text = (type: string, now: ReturnType<typeof window>, { bids, asks }: Rows): string => {
    reach = { bids: now.bids.at(-1)?.[0] ?? Infinity, asks: now.asks.at(-1)?.[0] ?? -Infinity }
    const data = `{"symbol":"A/B","bids":[${bids.map(json).join()}],"asks":[${asks.map(json).join()}],"checksum":${modelChecksum(now)}}`
    return `{"channel":"book","type":"${type}","data":[${data}]}`
  }
  return {
    depth,
    price: (tick) => `${Math.floor(tick / 10)}.${tick % 10}`,
    quantity: (quantity) => `${quantity}.5`,
    event: ({ bids, asks }, book) => {
      const now = window(book)
      const [lowest, highest] = [now.bids.at(-1)?.[0] ?? Infinity, now.asks.at(-1)?.[0] ?? -Infinity]
      const told = reach
      return text('update', now, {
        bids: [
          ...bids.filter(([tick, quantity]) => tick >= told.bids && (quantity === 0 || tick >= lowest)),
          ...now.bids.filter(([tick]) => tick < told.bids),
        ],
        asks: [
          ...asks.filter(([tick, quantity]) => tick <= told.asks && (quantity === 0 || tick <= highest)),
          ...now.asks.filter(([tick]) => tick > told.asks),
        ],
      })
    },
    whole: (book) => {
      const now = window(book)
      return text('snapshot', now, now)
    },
  }
}

/** As a number of JSON. */
function json([tick, quantity]: Row): string {
  const price = tick % 10 === 0 ? `${tick / 10}` : `${Math.floor(tick / 10)}.${tick % 10}`
  return `{"price":${price},"qty":${quantity === 0 ? '0' : `${quantity}.5`}}`
}

/** Of prices with one decimal, which are their ticks, and quantities with eight. */
function modelChecksum({ bids, asks }: Rows): number {
  let digits = ''
  for (const [tick, quantity] of asks.slice(0, 10)) digits += `${tick}${quantity}50000000`
  for (const [tick, quantity] of bids.slice(0, 10)) digits += `${tick}${quantity}50000000`
  return crc32(digits)
}

describe('a live book', () => {
  it('is the exchange’s in any order of events, as far as its checksum reaches', () => {
    holdsInAnyOrder({ rule: krakenBookRule(10, { price: 1, quantity: 8 }), wire: () => wireOf(10) })
  })

  it('is the exchange’s after 100,000 updates', () => {
    keepThrough100k(krakenBookRule(10, { price: 1, quantity: 8 }), wireOf(10))
  })

  it('is the exchange’s after 100,000 updates of 25 levels', () => {
    keepThrough100k(krakenBookRule(25, { price: 1, quantity: 8 }), wireOf(25))
  })
})
