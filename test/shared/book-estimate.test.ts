import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { estimateFromBook } from '../../src-shared/book-estimate.ts'
import type { OrderBook, PriceLevel } from '../../src-shared/market.ts'
import { Money } from '../../src-shared/money.ts'
import { sides } from '../../src-shared/order.ts'

const money = (text: string): Money => Money.parse(text)
const level = (price: string, quantity: string): PriceLevel => ({ price: money(price), quantity: money(quantity) })

const book: Pick<OrderBook, 'bids' | 'asks'> = {
  bids: [level('99', '1'), level('98', '2')],
  asks: [level('101', '1'), level('102', '2'), level('110', '5')],
}

const texts = (estimate: ReturnType<typeof estimateFromBook>): object | null =>
  estimate === null
    ? null
    : Object.fromEntries(
        Object.entries(estimate).map(([name, value]) => [name, value instanceof Money ? value.toString() : value]),
      )

describe('what a market order would get from a book', () => {
  it('takes the best levels first, and part of the last one', () => {
    expect(texts(estimateFromBook(book, 'buy', { unit: 'base', value: money('2') }))).toEqual({
      quantity: '2',
      value: '203',
      average: '101.5',
      worst: '102',
      slippageFromBest: '0.495049504950495049',
      slippageFromMid: '1.5',
      complete: true,
    })
  })

  it('sells into the bids, where a lower average is the worse one', () => {
    expect(texts(estimateFromBook(book, 'sell', { unit: 'base', value: money('2') }))).toMatchObject({
      average: '98.5',
      worst: '98',
      slippageFromBest: '0.50505050505050505',
      slippageFromMid: '1.5',
    })
  })

  it('spends an amount in quote', () => {
    expect(texts(estimateFromBook(book, 'buy', { unit: 'quote', value: money('203') }))).toMatchObject({
      quantity: '2',
      value: '203',
      average: '101.5',
      complete: true,
    })
  })

  it('says when the book does not suffice, and tells of the part that it suffices for', () => {
    expect(texts(estimateFromBook(book, 'sell', { unit: 'base', value: money('9') }))).toMatchObject({
      quantity: '3',
      value: '295',
      worst: '98',
      complete: false,
    })
  })

  it('measures from the best price alone where the other side is empty', () => {
    const estimate = estimateFromBook({ ...book, bids: [] }, 'buy', { unit: 'base', value: money('1') })
    expect(estimate?.slippageFromMid).toBeNull()
    expect(estimate?.slippageFromBest.toString()).toBe('0')
  })

  it.each([
    ['nothing is offered', { bids: [], asks: [] }, '1'],
    ['nothing is asked', book, '0'],
  ])('tells nothing where %s', (_when, of, value) => {
    expect(estimateFromBook(of, 'buy', { unit: 'base', value: money(value) })).toBeNull()
  })
})

describe('of any book', () => {
  const whole = fc.integer({ min: 1, max: 1_000_000 })
  const cents = (number: number): Money => money(String(number)).dividedBy(money('100'), 2)
  const side = (direction: 1 | -1): fc.Arbitrary<readonly PriceLevel[]> =>
    fc
      .uniqueArray(fc.tuple(whole, whole), { minLength: 1, maxLength: 12, selector: ([price]) => price })
      .map((levels) =>
        levels
          .toSorted(([one], [other]) => (one - other) * direction)
          .map(([price, quantity]) => ({ price: cents(price), quantity: cents(quantity) })),
      )
  const anyBook = fc.record({ bids: side(-1), asks: side(1) })
  const anySide = fc.constantFrom(...sides)
  const anyUnit = fc.constantFrom('base', 'quote')

  it('the average lies between the best price and the worst that is reached', () => {
    fc.assert(
      fc.property(anyBook, anySide, anyUnit, whole, (of, buys, unit, amount) => {
        const estimate = estimateFromBook(of, buys, { unit, value: cents(amount) })
        const best = (buys === 'buy' ? of.asks : of.bids)[0]?.price ?? Money.zero
        if (estimate === null) return false
        const { average, worst, slippageFromBest } = estimate
        const [low, high] = buys === 'buy' ? [best, worst] : [worst, best]
        // The average is cut after 18 places, towards zero.
        return (
          average.plus(money('0.000000000000000001')).atLeast(low) &&
          average.atMost(high) &&
          !slippageFromBest.isNegative()
        )
      }),
    )
  })

  it('more is never had at a better price', () => {
    fc.assert(
      fc.property(anyBook, anySide, anyUnit, whole, whole, (of, buys, unit, one, other) => {
        const [less, more] = [Math.min(one, other), Math.max(one, other)].map((amount) =>
          estimateFromBook(of, buys, { unit, value: cents(amount) }),
        )
        if (!less || !more) return false
        const isWorse = (a: Money, b: Money): boolean => (buys === 'buy' ? a.atLeast(b) : a.atMost(b))
        return (
          isWorse(more.worst, less.worst) && isWorse(more.average, less.average) && more.quantity.atLeast(less.quantity)
        )
      }),
    )
  })

  it('what is bought is what was asked, or all there is', () => {
    fc.assert(
      fc.property(anyBook, anySide, whole, (of, buys, amount) => {
        const estimate = estimateFromBook(of, buys, { unit: 'base', value: cents(amount) })
        const all = Money.sum((buys === 'buy' ? of.asks : of.bids).map(({ quantity }) => quantity))
        return estimate?.quantity.equals(Money.min(all, cents(amount))) === true
      }),
    )
  })
})
