import { expect, test, vi } from 'vitest'
import { tellShortfall } from '../../src-main/exchange/orders/shortfall.ts'
import { message } from '../../src-shared/messages/index.ts'
import { setUp } from './desk-setup.ts'

const query = { symbol: null, since: null, until: null, limit: 10 }

test('a history says what is missing in it, once, and what one reader is told no other is', async () => {
  const { desk, client } = await setUp()
  const cut = message('exchange.history_cut', { exchange: 'Kraken', pages: '7' })
  vi.spyOn(client, 'fetchClosedOrders')
    .mockImplementationOnce(async () => {
      await Promise.resolve()
      tellShortfall(cut)
      tellShortfall(cut)
      return []
    })
    .mockResolvedValue([])
  const [first, second] = await Promise.all([desk.history('acc-1', query), desk.history('acc-1', query)])
  expect([first, second]).toEqual([
    { orders: [], notes: [cut] },
    { orders: [], notes: [] },
  ])
})
