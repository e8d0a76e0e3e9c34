import { describe, expect, it } from 'vitest'
import { groupSteps, type Ladder, ladderOf, type LadderRow } from '../../../src-renderer/book/ladder.ts'
import { aheadKey, noneAhead, type OwnLevel } from '../../../src-renderer/book/own-levels.ts'
import type { OrderBookView } from '../../../src-renderer/views.ts'

const levels = (...of: readonly (readonly [string, string])[]) => of.map(([price, quantity]) => ({ price, quantity }))
const book: OrderBookView = {
  symbol: 'BTC/USDT',
  bids: levels(['99.98', '1'], ['99.95', '2'], ['99.89', '3'], ['99.5', '4']),
  asks: levels(['100.01', '2'], ['100.1', '1'], ['100.11', '5'], ['101', '1']),
}
const of = { book, tickSize: '0.01', step: '0.01', depth: 100, rows: 3, own: [], ahead: noneAhead }
const short = (rows: readonly LadderRow[]): readonly string[] =>
  rows.map(({ price, quantity, total }) => `${price} ${quantity} ${total}`)

describe('the book as it is shown', () => {
  it('has the best rows of each side with their sums, and a share of the largest sum', () => {
    const ladder = ladderOf(of)
    expect(short(ladder.asks)).toEqual(['100.01 2 2', '100.1 1 3', '100.11 5 8'])
    expect(short(ladder.bids)).toEqual(['99.98 1 1', '99.95 2 3', '99.89 3 6'])
    expect(ladder.asks.map(({ share }) => share)).toEqual(['25', '37', '100'])
    expect(ladder.bids.map(({ share }) => share)).toEqual(['12', '37', '75'])
  })

  it('tells the spread in quote units and in per cent of the middle', () => {
    expect(ladderOf(of).spread).toEqual({ absolute: '0.03', percent: '0.0300015' })
  })

  it('knows no spread where a side is empty', () => {
    const oneSided: Ladder = ladderOf({ ...of, book: { ...book, asks: [] } })
    expect(oneSided.spread).toBeNull()
    expect(oneSided.asks).toEqual([])
  })

  it('groups bids down and asks up, so that no group promises a better price than it has', () => {
    const ladder = ladderOf({ ...of, step: '0.1' })
    expect(short(ladder.asks)).toEqual(['100.1 3 3', '100.2 5 8', '101 1 9'])
    expect(short(ladder.bids)).toEqual(['99.9 3 3', '99.8 3 6', '99.5 4 10'])
  })

  it('leaves out a last group that the depth cuts off', () => {
    expect(short(ladderOf({ ...of, step: '0.1', depth: 4 }).asks)).toEqual(['100.1 3 3', '100.2 5 8'])
    expect(short(ladderOf({ ...of, step: '10', depth: 4 }).asks)).toEqual(['110 9 9'])
  })

  it('marks what is one’s own at its level, with what is ahead of it', () => {
    const own: OwnLevel = { side: 'buy', price: '99.95', rest: '0.5', orders: ' 1:0.5' }
    const ahead = new Map([[aheadKey(own), { since: 0, most: '1.5' }]])
    const marked = ladderOf({ ...of, own: [own], ahead })
    expect(marked.bids.map((row) => [row.own, row.ahead])).toEqual([
      [null, null],
      ['0.5', '1.5'],
      [null, null],
    ])
    expect(marked.asks.every((row) => row.own === null)).toBe(true)
    // Of a group nobody can say who is ahead.
    expect(ladderOf({ ...of, step: '0.1', own: [own], ahead }).bids[0]).toMatchObject({ own: '0.5', ahead: null })
  })
})

describe('the steps of grouping', () => {
  it.each([
    ['0.01', '60000', ['0.01', '0.1', '1', '10']],
    ['0.0001', '0.25', ['0.0001', '0.001']],
    ['0.01', null, ['0.01']],
    ['0', '60000', ['0']],
  ])('of a tick of %s at %s', (tick, price, steps) => {
    expect(groupSteps(tick, price)).toEqual(steps)
  })
})
