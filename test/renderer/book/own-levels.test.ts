import { describe, expect, it } from 'vitest'
import { aheadKey, nextAhead, noneAhead, ownLevels } from '../../../src-renderer/book/own-levels.ts'
import type { OrderBookView, OrderView } from '../../../src-renderer/views.ts'
import { openOrder } from '../sample-order.ts'

const limit = (id: string, price: string, change: Partial<OrderView> = {}): OrderView => ({
  ...openOrder,
  id,
  terms: { kind: 'limit', price, timeInForce: 'gtc', postOnly: false },
  ...change,
})

describe('one’s own orders in the book', () => {
  it('are what is left of limit orders of the symbol, one entry a price', () => {
    const orders = [
      limit('1', '60000', { filled: '0.2' }),
      limit('2', '60000.00'),
      limit('3', '61000', { side: 'sell' }),
      limit('4', '59000', { symbol: 'ETH/USDT' }),
      limit('5', '59000', { waiting: true }),
      { ...openOrder, id: '6', terms: { kind: 'stop_loss', triggerPrice: '59000' } } as const,
    ]
    expect(ownLevels(orders, 'BTC/USDT')).toEqual([
      { side: 'buy', price: '60000', rest: '0.8', orders: ' 1:0.5 2:0.5' },
      { side: 'sell', price: '61000', rest: '0.5', orders: ' 3:0.5' },
    ])
  })
})

describe('what is ahead of them', () => {
  const own = ownLevels([limit('1', '60000')], 'BTC/USDT')
  const [key = ''] = own.map(aheadKey)
  const bookWith = (quantity: string | null): OrderBookView => ({
    symbol: 'BTC/USDT',
    bids: quantity === null ? [] : [{ price: '60000', quantity }],
    asks: [],
  })
  const told = (...books: readonly (readonly [string | null, number])[]) => {
    let known = noneAhead
    for (const [quantity, at] of books) known = nextAhead(known, bookWith(quantity), own, at)
    return known.get(key)?.most
  }

  it('is not told before the book surely has the order in it', () => {
    expect(told(['3', 1_000])).toBeNull()
    expect(told(['3', 1_000], ['3', 2_900])).toBeNull()
  })

  it('is at most what stands there besides', () => {
    expect(told(['3', 1_000], ['3.5', 3_100])).toBe('3')
  })

  it('only shrinks: what comes later stands behind', () => {
    expect(told(['3', 1_000], ['3.5', 3_100], ['9', 4_000], ['1.5', 5_000], ['4', 6_000])).toBe('1')
  })

  it('keeps what is known when the level is out of sight, or smaller than what is one’s own', () => {
    expect(told(['3', 1_000], ['3.5', 3_100], [null, 4_000], ['0.1', 5_000])).toBe('3')
  })

  it('begins anew with another quantity, which has lost its place', () => {
    const known = nextAhead(nextAhead(noneAhead, bookWith('3'), own, 0), bookWith('3'), own, 3_000)
    const larger = ownLevels([limit('1', '60000', { quantity: '0.9' })], 'BTC/USDT')
    expect([...nextAhead(known, bookWith('3'), larger, 4_000).values()]).toEqual([{ since: 4_000, most: null }])
  })

  it('is the same object where nothing is new', () => {
    const known = nextAhead(noneAhead, bookWith('3'), own, 0)
    expect(nextAhead(known, bookWith('4'), own, 1_000)).toBe(known)
  })
})
