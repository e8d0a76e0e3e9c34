import assert from 'node:assert/strict'
import type { Exits, Side } from '../../../src-shared/order.ts'
import type { ConformanceHarness, ConformanceRow } from '../harness.ts'
import {
  equalMoney,
  exitAround,
  exitOf,
  exitsAround,
  failure,
  found,
  limitRequest,
  marketRequest,
  near,
  place,
  unless,
  worth,
} from './helpers.ts'

const noBoth = 'an entry cannot carry both exits'
const noAttached = 'the exchange attaches no exits to an entry'

async function noneOpen({ client }: ConformanceHarness): Promise<void> {
  assert.equal((await client.fetchOpenOrders(null)).length, 0)
}

/** Moves the price to where an exit of an entry of `side` executes. */
async function reach(harness: ConformanceHarness, side: Side, role: 'take_profit' | 'stop_loss'): Promise<void> {
  const rises = (side === 'buy') === (role === 'take_profit')
  await harness.setPrice(harness.symbol, await near(harness, rises ? '1.07' : '0.93'))
}

function triggered(side: Side, winner: 'take_profit' | 'stop_loss'): ConformanceRow {
  return {
    id: `attached-${side}-${winner}`,
    title: `a ${side} at market with both exits: the ${winner} executes when its price comes, and ends the other`,
    needs: unless(({ attachedExits }) => attachedExits.both && attachedExits.entries.includes('market'), noBoth),
    run: async (harness) => {
      const exits = await exitsAround(harness, side)
      const placed = await place(harness, await marketRequest(harness, side, '200', exits))
      assert.equal(placed.order.status, 'filled')
      const { order, legs } = await found(harness, placed)
      assert.deepEqual(
        legs.map(({ role }) => role),
        ['take_profit', 'stop_loss'],
      )
      for (const leg of legs) {
        assert.equal(leg.listId, order.listId)
        assert.notEqual(leg.side, side)
        assert.equal(leg.status, 'open')
      }
      await reach(harness, side, winner)
      assert.equal((await exitOf(harness, placed, winner)).status, 'filled')
      const loser = await exitOf(harness, placed, winner === 'take_profit' ? 'stop_loss' : 'take_profit')
      assert(['expired', 'cancelled'].includes(loser.status))
      await noneOpen(harness)
    },
  }
}

function alone(which: 'takeProfit' | 'stopLoss'): ConformanceRow {
  const role = which === 'takeProfit' ? 'take_profit' : 'stop_loss'
  return {
    id: `attached-${which}-alone`,
    title: `an entry with only a ${which}: it executes when its price comes`,
    needs: unless(
      ({ attachedExits }) =>
        attachedExits.entries.includes('limit') &&
        (which === 'takeProfit' ? attachedExits.takeProfitAlone : attachedExits.stopLossAlone),
      noAttached,
    ),
    run: async (harness) => {
      const leg = await exitAround(harness, 'buy', role, { marketExits: true, limitExits: true })
      const exits: Exits =
        which === 'takeProfit' ? { takeProfit: leg, stopLoss: null } : { takeProfit: null, stopLoss: leg }
      const placed = await place(harness, await limitRequest(harness, 'buy', '1.001', { exits }))
      assert.equal(placed.order.status, 'filled')
      assert.equal((await exitOf(harness, placed, role)).status, 'open')
      await reach(harness, 'buy', role)
      assert.equal((await exitOf(harness, placed, role)).status, 'filled')
      await noneOpen(harness)
    },
  }
}

export const exitRows: readonly ConformanceRow[] = [
  triggered('buy', 'take_profit'),
  triggered('buy', 'stop_loss'),
  triggered('sell', 'take_profit'),
  triggered('sell', 'stop_loss'),
  alone('takeProfit'),
  alone('stopLoss'),
  {
    id: 'attached-limit-entry',
    title: 'exits of a limit entry wait until it has filled, then are armed for what it brought',
    needs: unless(({ attachedExits }) => attachedExits.both && attachedExits.limitExits, noBoth),
    run: async (harness) => {
      const exits = await exitsAround(harness, 'buy', { marketExits: false, limitExits: true })
      const placed = await place(harness, await limitRequest(harness, 'buy', '0.99', { exits }))
      assert.equal(placed.order.role, 'entry')
      for (const leg of placed.legs) assert.equal(leg.waiting, true)
      const open = await harness.client.fetchOpenOrders(null)
      assert(open.some(({ id }) => id === placed.order.id))
      assert.deepEqual((await found(harness, placed)).order.id, placed.order.id)
      await harness.setPrice(harness.symbol, await near(harness, '0.985'))
      const { order, legs } = await found(harness, placed)
      assert.equal(order.status, 'filled')
      assert.deepEqual(
        legs.map(({ role, status }) => [role, status]),
        [
          ['take_profit', 'open'],
          ['stop_loss', 'open'],
        ],
      )
      for (const leg of legs) {
        assert(
          leg.quantity?.isPositive() === true && leg.quantity.atMost(order.filled),
          'never more than the entry brought',
        )
      }
      assert.equal((await harness.client.fetchOpenOrders(null)).length, 2)
    },
  },
  {
    id: 'attached-cancel',
    title: 'cancelling the entry takes its exits along',
    needs: unless(({ attachedExits }) => attachedExits.entries.includes('limit'), noAttached),
    run: async (harness) => {
      const leg = await exitAround(harness, 'buy', 'stop_loss', { marketExits: true, limitExits: true })
      const exits = { takeProfit: null, stopLoss: leg }
      const placed = await place(harness, await limitRequest(harness, 'buy', '0.99', { exits }))
      const { symbol, id } = placed.order
      assert.equal((await harness.client.cancelOrder({ symbol, orderId: id })).status, 'cancelled')
      await noneOpen(harness)
    },
  },
  {
    id: 'attached-refused',
    title: 'exits that the exchange cannot attach are refused unsent, with what is missing',
    needs: unless(({ attachedExits }) => !attachedExits.both, 'both exits can be attached'),
    run: async (harness) => {
      const exits = await exitsAround(harness, 'buy')
      const request = await limitRequest(harness, 'buy', '0.99', { exits })
      const error = await failure(harness.client.normalise(request), 'refused')
      assert.equal(error.field, 'exits')
      assert.equal(error.text.key, 'order.capability.unsupported')
      assert.equal(await harness.arrived('place'), 0)
    },
  },
  {
    id: 'oco',
    title: 'an OCO pair: one leg executes, the other ends',
    needs: unless(({ oco }) => oco !== null, 'the exchange has no OCO order for spot'),
    run: async (harness) => {
      const { takeProfit, stopLoss } = await exitsAround(harness, 'buy', {
        marketExits: false,
        limitExits: true,
      })
      const quantity = await worth(harness, '200')
      const { symbol } = harness
      const sale = { symbol, side: 'sell' as const, quantity, takeProfit, stopLoss }
      const placed = await place(harness, { kind: 'oco', ...sale })
      assert.deepEqual([placed.order.role, placed.legs[0]?.role], ['take_profit', 'stop_loss'])
      assert.equal((await harness.client.fetchOpenOrders(null)).length, 2)
      await reach(harness, 'buy', 'take_profit')
      const profit = await exitOf(harness, placed, 'take_profit')
      assert.equal(profit.status, 'filled')
      equalMoney(profit.filled, quantity)
      await noneOpen(harness)
    },
  },
  {
    id: 'oco-cancel',
    title: 'cancelling one leg of an OCO pair ends both',
    needs: unless(({ oco }) => oco !== null, 'the exchange has no OCO order for spot'),
    run: async (harness) => {
      const { takeProfit, stopLoss } = await exitsAround(harness, 'buy', {
        marketExits: false,
        limitExits: true,
      })
      const { symbol } = harness
      const quantity = await worth(harness, '200')
      const placed = await place(harness, {
        kind: 'oco',
        symbol,
        side: 'sell',
        quantity,
        takeProfit,
        stopLoss,
      })
      const cancelled = await harness.client.cancelOrder({ symbol, orderId: placed.order.id })
      assert.equal(cancelled.status, 'cancelled')
      await noneOpen(harness)
    },
  },
  {
    id: 'exits-wrong-side',
    title: 'an exit on the wrong side of the price is refused unsent',
    needs: unless(({ attachedExits }) => attachedExits.entries.includes('market'), noAttached),
    run: async (harness) => {
      const wrong = await exitAround(harness, 'sell', 'stop_loss', { marketExits: true, limitExits: true })
      const exits = { takeProfit: null, stopLoss: wrong }
      const request = await marketRequest(harness, 'buy', '200', exits)
      const error = await failure(harness.client.normalise(request), 'refused')
      assert(error.field?.startsWith('stopLoss'), error.message)
    },
  },
]
