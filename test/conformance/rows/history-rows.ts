import assert from 'node:assert/strict'
import type { ConformanceRow } from '../harness.ts'
import { limitRequest, place } from './helpers.ts'

const everything = { symbol: null, symbols: [], since: null, until: null, limit: 500 }

export const historyRows: readonly ConformanceRow[] = [
  {
    id: 'closed-all-symbols',
    title: 'closed orders come from every symbol traded, newest first, without open ones',
    run: async (harness) => {
      const { client, symbol, otherSymbol } = harness
      const open = await place(harness, await limitRequest(harness, 'buy', '0.9'))
      const first = await place(harness, await limitRequest(harness, 'buy', '1.01'))
      const other = await place(harness, await limitRequest(harness, 'sell', '0.99', { symbol: otherSymbol }))
      const third = await place(harness, await limitRequest(harness, 'buy', '0.9'))
      await client.cancelOrder({ symbol, orderId: third.order.id })
      const closed = await client.fetchClosedOrders(everything)
      const ids = closed.map(({ id }) => id)
      assert.deepEqual([...ids].sort(), [first, other, third].map(({ order }) => order.id).sort())
      assert(!ids.includes(open.order.id))
      assert.equal(ids[0], third.order.id)
      for (const [index, order] of closed.entries()) {
        assert(order.updatedAt <= (closed[index - 1]?.updatedAt ?? Infinity))
      }
      const one = await client.fetchClosedOrders({ ...everything, symbol: otherSymbol })
      assert.deepEqual(
        one.map(({ id }) => id),
        [other.order.id],
      )
    },
  },
  {
    id: 'closed-pages',
    title: 'the history goes on beyond one page of the exchange, without doubles',
    run: async (harness) => {
      const { client, symbol, column } = harness
      const count = column.overOneHistoryPage
      await harness.makeHistory(symbol, count)
      const closed = await client.fetchClosedOrders({ ...everything, symbol, limit: count + 10 })
      assert.equal(new Set(closed.map(({ id }) => id)).size, count)
      assert.equal(closed.length, count)
      assert(closed.every(({ status }) => status === 'filled'))
    },
  },
  {
    id: 'closed-limit',
    title: 'a limit keeps the newest; bounds in time are inclusive',
    run: async (harness) => {
      const { client, symbol } = harness
      for (let day = 0; day < 6; day += 1) {
        await harness.skewClock(day * 86_400_000)
        await harness.makeHistory(symbol, 1)
      }
      const whole = await client.fetchClosedOrders({ ...everything, symbol })
      assert.equal(whole.length, 6)
      const ids = whole.map(({ id }) => id).reverse()
      const newest = await client.fetchClosedOrders({ ...everything, symbol, limit: 2 })
      assert.deepEqual(
        newest.map(({ id }) => id),
        ids.slice(-2).reverse(),
      )
      const third = whole.find(({ id }) => id === ids[2])
      const fifth = whole.find(({ id }) => id === ids[4])
      assert(third && fifth)
      const between = await client.fetchClosedOrders({
        ...everything,
        symbol,
        since: third.createdAt,
        until: fifth.createdAt,
      })
      assert.deepEqual(
        between.map(({ id }) => id),
        ids.slice(2, 5).reverse(),
      )
    },
  },
]
