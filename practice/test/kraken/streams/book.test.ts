import { crc32 } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { Money } from '../../../../src-shared/money.ts'
import { seededRandom } from '../../../src/engine/random.ts'
import { bookChecksum } from '../../../src/kraken/streams/checksum.ts'
import { KrakenStreamsFixture } from './kraken-streams-fixture.ts'

const level = (text: string): { price: Money; quantity: Money } => {
  const [price = '', quantity = ''] = text.split('/')
  return { price: Money.parse(price), quantity: Money.parse(quantity) }
}
const levels = (text: string): readonly { price: Money; quantity: Money }[] => text.split(' ').map(level)

const matic = {
  asks: levels(
    '0.5668/4410.79769741 0.5669/4655.40412487 0.5670/49844.89424998 0.5671/24306.41678000 0.5672/29783.25223475 0.5673/57234.71239278 0.5674/45065.04744000 0.5675/5912.76380354 0.5676/42514.92434778 0.5677/36304.08470220',
  ),
  bids: levels(
    '0.5666/4831.75496356 0.5665/6658.22734739 0.5664/18724.91513344 0.5663/11563.92544914 0.5662/14006.65365711 0.5661/17454.85679807 0.5660/18097.15470000 0.5659/33644.89175666 0.5658/148.34640000 0.5657/606.70854372',
  ),
}
const bitcoin = {
  asks: levels(
    '45285.2/0.00100000 45286.4/1.54571953 45286.6/1.54571109 45289.6/1.54560911 45290.2/0.15890660 45291.8/1.54553491 45294.7/0.04454749 45296.1/0.35380000 45297.5/0.09945542 45299.5/0.18772827',
  ),
  bids: levels(
    '45283.5/0.10000000 45283.4/1.54582015 45282.1/0.10000000 45281.0/0.10000000 45280.3/1.54592586 45279.0/0.07990000 45277.6/0.03310103 45277.5/0.30000000 45277.3/1.54602737 45276.6/0.15445238',
  ),
}

describe("Kraken's checksum", () => {
  it.each([
    ['A', matic.asks, matic.bids, 4, 2_439_117_997],
    ['C', matic.asks, [...matic.bids.slice(0, 9), level('0.5657/1098.39475580')], 4, 2_114_181_697],
    ['B', bitcoin.asks, bitcoin.bids, 1, 3_310_070_434],
  ] as const)('documented vector %s', (_, asks, bids, price, checksum) => {
    expect(bookChecksum(asks, bids, { price, quantity: 8 })).toBe(checksum)
  })

  it('is another one without padding', () => {
    expect(bookChecksum(matic.asks, matic.bids, { price: 4, quantity: 7 })).not.toBe(2_439_117_997)
  })
})

type Side = Map<string, string>
interface BookRow {
  readonly bids: readonly { readonly price: string; readonly qty: string }[]
  readonly asks: readonly { readonly price: string; readonly qty: string }[]
  readonly checksum: string
}

/** The message with its numbers as they stood in the text. */
function read(text: string): { readonly type: string; readonly row: BookRow } {
  const quoted = text.replace(/"(price|qty|checksum)":(\d+(?:\.\d+)?)/g, '"$1":"$2"')
  const { type, data } = JSON.parse(quoted) as { type: string; data: readonly [BookRow] }
  return { type, row: data[0] }
}

const padded = (text: string, decimals: number): string => {
  const [whole = '', fraction = ''] = text.split('.')
  return `${whole}${fraction.slice(0, decimals).padEnd(decimals, '0')}`.replace(/^0+/, '')
}

/** The rule of Kraken's page, written again for this test: apply, remove, cut, then the checksum. */
function apply(side: Side, rows: BookRow['bids'], depth: number, isBetter: (a: number, b: number) => boolean): void {
  for (const { price, qty } of rows) {
    if (Number(qty) === 0) side.delete(price)
    else side.set(price, qty)
  }
  const order = [...side].toSorted(([a], [b]) => (isBetter(Number(a), Number(b)) ? -1 : 1))
  side.clear()
  for (const [price, qty] of order.slice(0, depth)) side.set(price, qty)
}

describe('the book of practice Kraken', () => {
  it.each([
    { symbol: 'BTC/USD', depth: 10, price: 1, quantity: 5, around: 64_190, by: 60 },
    { symbol: 'BTC/USD', depth: 25, price: 1, quantity: 5, around: 64_190, by: 60 },
    { symbol: 'SOL/USDT', depth: 10, price: 4, quantity: 3, around: 148, by: 0.5 },
  ])('stays whole at $symbol to $depth levels while there is random trading', async (market) => {
    const fixture = await KrakenStreamsFixture.start()
    const { symbol, depth } = market
    const client = await fixture.watching('book', { depth }, [symbol])
    const random = seededRandom(`book ${depth}`)
    let pushes = 0
    for (let step = 0; step < 60; step += 1) {
      const tenths = Math.round((market.around + (random() - 0.5) * market.by) * 10)
      const price = `${Math.floor(tenths / 10)}.${tenths % 10}`
      if (random() < 0.5) fixture.setPrice(price, symbol)
      else {
        const pair = symbol.replace('BTC', 'XBT').replace('/', '')
        await fixture.add({ pair, type: random() < 0.5 ? 'buy' : 'sell', price, volume: '0.05' }).catch(() => '')
      }
    }
    client.send({ method: 'ping' })
    const sides = { bids: new Map<string, string>(), asks: new Map<string, string>() }
    for (;;) {
      const text = await client.next()
      if (text.includes('"pong"')) break
      if (!text.startsWith('{"channel":"book"')) continue
      const { row } = read(text)
      apply(sides.bids, row.bids, depth, (a, b) => a > b)
      apply(sides.asks, row.asks, depth, (a, b) => a < b)
      const digits = [...[...sides.asks].slice(0, 10), ...[...sides.bids].slice(0, 10)]
        .map(([p, q]) => padded(p, market.price) + padded(q, market.quantity))
        .join('')
      expect(crc32(digits)).toBe(Number(row.checksum))
      pushes += 1
    }
    expect(pushes).toBeGreaterThan(20)
    const url = `${fixture.exchanges.baseUrls.kraken}/0/public/Depth?pair=${symbol}&count=${depth}`
    const { result } = (await (await fetch(url)).json()) as {
      result: Record<string, Record<'asks' | 'bids', readonly (readonly string[])[]>>
    }
    const [book] = Object.values(result)
    // Depth shows three decimals of a quantity.
    for (const side of ['bids', 'asks'] as const) {
      expect([...sides[side]].map(([price, qty]) => [Number(price), padded(qty, 3)])).toEqual(
        book?.[side].map(([price, quantity = '']) => [Number(price), padded(quantity, 3)]),
      )
    }
  })

  it('has its checksum spoiled when control wants it', async () => {
    const fixture = await KrakenStreamsFixture.start()
    const client = await fixture.watching('book')
    const snapshot = read(await client.next())
    expect([snapshot.type, snapshot.row.asks.length]).toEqual(['snapshot', 10])
    await fixture.control('/streams', { match: { exchange: 'kraken', topic: 'book BTC/USD' }, fault: 'spoil_checksum' })
    fixture.setPrice('64200')
    const { row } = read(await client.next())
    const again = await fixture.watching('book')
    expect(read(await again.next()).row.checksum).not.toBe(row.checksum)
  })
})
