import { expect, it } from 'vitest'
import { mostTrades, withTrades } from '../../../src-renderer/book/tape.ts'
import type { PublicTradeView } from '../../../src-renderer/views.ts'

const trade = (id: number): PublicTradeView => ({
  symbol: 'BTC/USDT',
  id: String(id),
  price: '60000',
  quantity: '1',
  takerSide: 'buy',
  time: id,
})
const ids = (trades: readonly PublicTradeView[]): readonly string[] => trades.map(({ id }) => id)

it('puts the newest trade on top', () => {
  expect(ids(withTrades([trade(2), trade(1)], [trade(3), trade(4)]))).toEqual(['4', '3', '2', '1'])
})

it('takes a trade once, however often it is told', () => {
  const known = [trade(2), trade(1)]
  expect(ids(withTrades(known, [trade(2), trade(3), trade(3)]))).toEqual(['3', '2', '1'])
  expect(withTrades(known, [trade(1)])).toBe(known)
})

it('keeps no more than fit', () => {
  const many = withTrades(
    [],
    Array.from({ length: mostTrades + 5 }, (_each, index) => trade(index)),
  )
  expect(many).toHaveLength(mostTrades)
  expect(many[0]?.id).toBe(String(mostTrades + 4))
})
