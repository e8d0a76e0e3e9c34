import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BookLevels, orderBookOf } from '../../../../src-main/exchange/streams/books/book-levels.ts'
import { BookSide } from '../../../../src-main/exchange/streams/books/book-side.ts'

const pricesOf = (side: BookSide, count = Infinity): readonly string[] => side.top(count).map(({ price }) => price)

describe('a side of a book', () => {
  it('has the best first: of bids the highest, of asks the lowest', () => {
    const [bids, asks] = [new BookSide('highest'), new BookSide('lowest')]
    for (const price of ['9.5', '10', '9.75']) {
      bids.set(price, '1')
      asks.set(price, '1')
    }
    expect(pricesOf(bids)).toEqual(['10', '9.75', '9.5'])
    expect(pricesOf(asks)).toEqual(['9.5', '9.75', '10'])
    expect([bids.best?.price, asks.best?.price]).toEqual(['10', '9.5'])
    expect([pricesOf(bids, 2), pricesOf(bids, 0), pricesOf(bids, -1)]).toEqual([['10', '9.75'], [], []])
  })

  it('knows a price however it is written, and keeps the newest text of both numbers', () => {
    const side = new BookSide('highest')
    side.set('0.10', '4.0')
    side.set('0.1', '5.00')
    expect(side.top(9)).toMatchObject([{ price: '0.1', quantity: '5.00' }])
    side.set('0.100', '0.000')
    expect(side.size).toBe(0)
    expect(side.best).toBeNull()
  })

  it('is not disturbed by the end of a level that it does not have', () => {
    const side = new BookSide('lowest')
    side.set('1', '1')
    side.set('2', '0')
    expect(pricesOf(side)).toEqual(['1'])
  })

  it('can be cut to the best so many', () => {
    const side = new BookSide('lowest')
    for (const price of ['3', '1', '2']) side.set(price, '1')
    side.cut(2)
    expect(pricesOf(side)).toEqual(['1', '2'])
  })

  it('that is the best of more says nothing beyond its last price', () => {
    const side = new BookSide('highest')
    side.reset(
      [
        ['10', '1'],
        ['9', '2'],
      ],
      true,
    )
    side.set('8', '5')
    side.set('9', '0')
    side.set('9.5', '4')
    expect(pricesOf(side)).toEqual(['10', '9.5'])
    side.set('9', '3')
    expect(pricesOf(side)).toEqual(['10', '9.5', '9'])
    expect(side.isCut).toBe(true)
  })

  it('agrees with a plain map, whatever happens to it', () => {
    const change = fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 3 }))
    fc.assert(
      fc.property(fc.array(change, { maxLength: 200 }), fc.boolean(), (changes, isBids) => {
        const side = new BookSide(isBids ? 'highest' : 'lowest')
        const model = new Map<number, number>()
        for (const [tick, quantity] of changes) {
          side.set(`${tick}.50`, String(quantity))
          if (quantity === 0) model.delete(tick)
          else model.set(tick, quantity)
        }
        const expected = [...model].sort(([a], [b]) => (isBids ? b - a : a - b))
        expect(side.top(Infinity).map(({ price, quantity }) => [price, quantity])).toEqual(
          expected.map(([tick, quantity]) => [`${tick}.50`, String(quantity)]),
        )
      }),
    )
  })
})

describe('a book of two sides', () => {
  it.each([
    ['9', '10', false],
    ['10', '10.0', true],
    ['10.1', '10', true],
  ])('with a bid of %s and an ask of %s is crossed: %s', (bid, ask, expected) => {
    const levels = new BookLevels()
    levels.reset({ bids: [[bid, '1']], asks: [[ask, '1']] })
    expect(levels.isCrossed()).toBe(expected)
  })

  it('of one side only is not crossed', () => {
    const levels = new BookLevels()
    levels.reset({ bids: [['9', '1']], asks: [] })
    expect(levels.isCrossed()).toBe(false)
  })

  it('becomes an order book of exact amounts', () => {
    const levels = new BookLevels()
    levels.reset({
      bids: [
        ['0.00240000', '10.50'],
        ['0.0023', '5'],
      ],
      asks: [['0.0026', '100']],
    })
    expect(JSON.parse(JSON.stringify(orderBookOf(levels, 'BNB/BTC', 1)))).toEqual({
      symbol: 'BNB/BTC',
      bids: [{ price: '0.0024', quantity: '10.5' }],
      asks: [{ price: '0.0026', quantity: '100' }],
    })
  })

  it('takes 100,000 changes anywhere among 10,000 levels in seconds at worst', () => {
    const levels = new BookLevels()
    const level = (tick: number, quantity: number) => [`${tick}.10`, `${quantity}.5`] as const
    const range = (from: number) => Array.from({ length: 5_000 }, (_, at) => level(from + at, 1))
    levels.reset({ bids: range(10_000).toReversed(), asks: range(20_000) })
    const start = performance.now()
    let seed = 1
    for (let turn = 0; turn < 50_000; turn += 1) {
      seed = (seed * 16_807) % 2_147_483_647
      const tick = seed % 6_000
      const quantity = turn % 3 === 0 ? '0.00' : `${turn}.25`
      levels.apply({ bids: [[`${9_500 + tick}.1`, quantity]], asks: [[`${19_500 + tick}.1`, quantity]] })
    }
    expect(performance.now() - start).toBeLessThan(5_000)
    expect(levels.isCrossed()).toBe(false)
  })
})
