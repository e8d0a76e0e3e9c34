import assert from 'node:assert/strict'
import type { Side } from '../../../src-shared/order.ts'
import type { ConformanceHarness, ConformanceRow } from '../harness.ts'
import { equalMoney, exitsAround, failure, leg, limitRequest, near, place, worth } from './helpers.ts'

const noneOpen = async ({ client }: ConformanceHarness): Promise<void> => {
  assert.equal((await client.fetchOpenOrders(null)).length, 0)
}

function triggered(side: Side, winner: 'take_profit' | 'stop_loss'): ConformanceRow {
  const rises = (side === 'buy') === (winner === 'take_profit')
  return {
    id: `attached-${side}-${winner}`,
    title: `a ${side} at market with both exits: the ${winner} executes when its price comes, and ends the other`,
    run: async (harness) => {
      const placed = await place(harness, {
        kind: 'market',
        symbol: harness.symbol,
        side,
        amount: { unit: 'base', value: await worth(harness, '200') },
        exits: await exitsAround(harness, side),
      })
      assert.equal(placed.order.status, 'filled')
      assert.equal(placed.legs.length, 2)
      for (const order of placed.legs) {
        assert.equal(order.listId, placed.order.listId)
        assert.notEqual(order.side, side)
        assert.equal(order.status, 'open')
      }
      await harness.setPrice(harness.symbol, await near(harness, rises ? '1.06' : '0.94'))
      assert.equal((await leg(harness, placed, winner)).status, 'filled')
      const loser = await leg(harness, placed, winner === 'take_profit' ? 'stop_loss' : 'take_profit')
      assert(['expired', 'cancelled'].includes(loser.status))
      await noneOpen(harness)
    },
  }
}

export const exitRows: readonly ConformanceRow[] = [
  triggered('buy', 'take_profit'),
  triggered('buy', 'stop_loss'),
  triggered('sell', 'take_profit'),
  triggered('sell', 'stop_loss'),
  {
    id: 'attached-limit-entry',
    title: 'exits of a limit entry wait until it has filled, then are armed',
    run: async (harness) => {
      const exits = await exitsAround(harness, 'buy', true)
      const request = await limitRequest(harness, 'buy', '0.99', { exits })
      const placed = await place(harness, request)
      assert.equal(placed.order.role, 'entry')
      assert.deepEqual(
        placed.legs.map(({ waiting }) => waiting),
        [true, true],
      )
      assert.equal((await harness.client.fetchOpenOrders(null)).length, 3)
      const found = await harness.client.findOrder(request, placed.clientOrderId)
      assert.deepEqual(
        [found?.order.id, ...(found?.legs ?? []).map(({ id }) => id)],
        [placed.order.id, ...placed.legs.map(({ id }) => id)],
      )
      await harness.setPrice(harness.symbol, await near(harness, '0.985'))
      assert.equal((await leg(harness, placed, 'entry')).status, 'filled')
      const profit = await leg(harness, placed, 'take_profit')
      assert.equal(profit.status, 'open')
      assert(profit.quantity?.isPositive())
    },
  },
  {
    id: 'attached-cancel',
    title: 'cancelling the entry takes its exits along',
    run: async (harness) => {
      const exits = await exitsAround(harness, 'buy')
      const placed = await place(harness, await limitRequest(harness, 'buy', '0.99', { exits }))
      const { symbol, id } = placed.order
      assert.equal((await harness.client.cancelOrder({ symbol, orderId: id })).status, 'cancelled')
      await noneOpen(harness)
    },
  },
  ...(['takeProfit', 'stopLoss'] as const).map((which): ConformanceRow => ({
    id: `attached-${which}-alone`,
    title: `an entry with only a ${which}`,
    run: async (harness) => {
      const both = await exitsAround(harness, 'buy')
      assert(both.takeProfit && both.stopLoss)
      const exits =
        which === 'takeProfit'
          ? { takeProfit: both.takeProfit, stopLoss: null }
          : { takeProfit: null, stopLoss: both.stopLoss }
      const placed = await place(harness, await limitRequest(harness, 'buy', '1.001', { exits }))
      assert.equal(placed.order.status, 'filled')
      assert.deepEqual(
        placed.legs.map(({ role }) => role),
        [which === 'takeProfit' ? 'take_profit' : 'stop_loss'],
      )
      await harness.setPrice(harness.symbol, await near(harness, which === 'takeProfit' ? '1.07' : '0.93'))
      assert.equal(
        (await leg(harness, placed, which === 'takeProfit' ? 'take_profit' : 'stop_loss')).status,
        'filled',
      )
    },
  })),
  {
    id: 'oco',
    title: 'an OCO pair: one leg executes, the other ends',
    run: async (harness) => {
      const { takeProfit, stopLoss } = await exitsAround(harness, 'buy', true)
      assert(takeProfit && stopLoss)
      const quantity = await worth(harness, '200')
      const placed = await place(harness, {
        kind: 'oco',
        symbol: harness.symbol,
        side: 'sell',
        quantity,
        takeProfit,
        stopLoss,
      })
      assert.deepEqual([placed.order.role, placed.legs[0]?.role], ['take_profit', 'stop_loss'])
      await harness.setPrice(harness.symbol, await near(harness, '1.06'))
      const profit = await leg(harness, placed, 'take_profit')
      assert.equal(profit.status, 'filled')
      equalMoney(profit.filled, quantity)
      await noneOpen(harness)
    },
  },
  {
    id: 'exits-wrong-side',
    title: 'exits on the wrong side of the price are refused unsent',
    run: async (harness) => {
      const exits = await exitsAround(harness, 'sell')
      const amount = { unit: 'base' as const, value: await worth(harness, '200') }
      const request = { kind: 'market' as const, symbol: harness.symbol, side: 'buy' as const, amount, exits }
      const error = await failure(harness.client.normalise(request), 'refused')
      assert(error.field?.startsWith('takeProfit'), error.message)
    },
  },
]
