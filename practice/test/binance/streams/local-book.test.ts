import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../src/engine/random.ts'
import { type BinanceFixture, field, list, textOf } from '../binance-fixture.ts'
import { connect, withStreams } from './stream-fixture.ts'

type Rows = readonly (readonly [price: string, quantity: string])[]

interface DepthEvent {
  readonly U: number
  readonly u: number
  readonly b: Rows
  readonly a: Rows
}

/** A local book by the rule of Binance's page, written again for this test. */
class LocalBook {
  readonly bids: Map<string, string>
  readonly asks: Map<string, string>
  id: number

  constructor(id: number, bids: Rows, asks: Rows) {
    this.id = id
    this.bids = new Map(bids)
    this.asks = new Map(asks)
  }

  apply(event: DepthEvent): 'skipped' | 'applied' | 'gap' {
    if (event.u <= this.id) return 'skipped'
    if (event.U > this.id + 1) return 'gap'
    for (const [side, rows] of [
      [this.bids, event.b],
      [this.asks, event.a],
    ] as const)
      for (const [price, quantity] of rows) {
        if (/^0(\.0*)?$/.test(quantity)) side.delete(price)
        else side.set(price, quantity)
      }
    this.id = event.u
    return 'applied'
  }
}

async function snapshot(fixture: BinanceFixture): Promise<{ id: number; bids: Rows; asks: Rows }> {
  const { body } = await fixture.open('/api/v3/depth?symbol=BTCUSDT&limit=5000')
  const rows = (side: string): Rows => list(field(body, side)).map((row) => list(row).map(textOf) as [string, string])
  return { id: Number(textOf(field(body, 'lastUpdateId'))), bids: rows('bids'), asks: rows('asks') }
}

describe('the rule for local books', () => {
  const bids: Rows = [
    ['0.0024', '10'],
    ['0.0023', '5'],
  ]
  const event = (U: number, u: number, b: Rows): DepthEvent => ({ U, u, b, a: [] })
  it.each([
    {
      name: 'one after the other',
      events: [
        event(150, 155, []),
        event(156, 160, []),
        event(161, 163, [['0.0024', '7']]),
        event(164, 166, [['0.0023', '0']]),
      ],
      results: ['skipped', 'skipped', 'applied', 'applied'],
      id: 166,
      left: [['0.0024', '7']],
    },
    {
      name: 'the first straddles',
      events: [event(150, 155, []), event(156, 162, [['0.0024', '8']]), event(163, 163, [['0.0022', '4']])],
      results: ['skipped', 'applied', 'applied'],
      id: 163,
      left: [
        ['0.0024', '8'],
        ['0.0023', '5'],
        ['0.0022', '4'],
      ],
    },
    {
      name: 'a gap',
      events: [event(158, 161, [['0.0024', '9']]), event(163, 164, [])],
      results: ['applied', 'gap'],
      id: 161,
      left: [
        ['0.0024', '9'],
        ['0.0023', '5'],
      ],
    },
  ])('$name', ({ events, results, id, left }) => {
    const book = new LocalBook(160, bids, [])
    expect(events.map((each) => book.apply(each))).toEqual(results)
    expect([book.id, [...book.bids]]).toEqual([id, left])
  })
})

describe('the diff stream of practice Binance', () => {
  it.each([0, 3])('keeps a book that equals REST after random trading, pushed every %i ms', async (fastBookMs) => {
    const fixture = await withStreams({ fastBookMs })
    const random = seededRandom(`book ${fastBookMs}`)
    const client = await connect(fixture, '/ws/btcusdt@depth@100ms')
    const trade = async (times: number): Promise<void> => {
      for (let time = 0; time < times; time += 1) {
        const price = String(64_250 + Math.round((random() - 0.5) * 400))
        if (random() < 0.4) fixture.setPrice('BTCUSDT', price)
        else await fixture.limitBuy({ price, quantity: random() < 0.5 ? '0.001' : '0.5' })
      }
    }
    await trade(10)
    const first = JSON.parse(await client.next()) as DepthEvent
    const start = await snapshot(fixture)
    expect(start.id).toBeGreaterThanOrEqual(first.U)
    const book = new LocalBook(start.id, start.bids, start.asks)
    book.apply(first)
    await trade(60)
    const end = await snapshot(fixture)
    let last = first
    // The last update may not have left yet; nothing else happens meanwhile.
    while (!(await same(fixture, book, end))) {
      const next = JSON.parse(await client.next()) as DepthEvent
      expect(next.U).toBe(last.u + 1)
      expect(book.apply(next)).not.toBe('gap')
      last = next
    }
    expect(book.id).toBeLessThanOrEqual(end.id)
    expect([...book.asks].toSorted()).toEqual([...end.asks].toSorted())
  })
})

function same(
  _fixture: BinanceFixture,
  book: LocalBook,
  end: { readonly bids: Rows; readonly asks: Rows },
): Promise<boolean> {
  const equal = (mine: ReadonlyMap<string, string>, rows: Rows): boolean =>
    mine.size === rows.length && rows.every(([price, quantity]) => mine.get(price) === quantity)
  return Promise.resolve(equal(book.bids, end.bids) && equal(book.asks, end.asks))
}
