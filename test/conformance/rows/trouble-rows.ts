import assert from 'node:assert/strict'
import { withoutPermit } from '../../../src-main/exchange/http/permit.ts'
import type { ConformanceRow, Trouble } from '../harness.ts'
import { exitsAround, failure, limitRequest, marketRequest, place, unless } from './helpers.ts'

function unclearPlacement(trouble: Trouble, executed: boolean): ConformanceRow {
  return {
    id: `place-${trouble}`,
    title: `placing ends in ${trouble}: unknown outcome, sent once, ${executed ? 'found by client id' : 'found not to be there'}`,
    run: async (harness) => {
      const { client } = harness
      const request = await client.normalise(await limitRequest(harness, 'buy', '0.9'))
      const id = harness.newId()
      await harness.spoil('place', trouble)
      await failure(client.placeOrder(request, id, withoutPermit), 'unknown-outcome')
      assert.equal(await harness.arrived('place'), 1)
      assert.equal(await harness.acceptedUnder(id), executed ? 1 : 0)
      const found = await client.findOrder(request, id)
      assert.equal(found?.order.clientOrderId ?? null, executed ? id : null)
      assert.equal((await client.fetchOpenOrders(null)).length, executed ? 1 : 0)
    },
  }
}

export const troubleRows: readonly ConformanceRow[] = [
  unclearPlacement('drop_after', true),
  unclearPlacement('truncate', true),
  unclearPlacement('drop_before', false),
  unclearPlacement('unavailable', false),
  {
    id: 'place-list-drop_after',
    title: 'an entry with exits whose answer is lost is found with all its members',
    needs: unless(
      ({ attachedExits }) => attachedExits.both && attachedExits.entries.includes('market'),
      'an entry cannot carry both exits',
    ),
    run: async (harness) => {
      const { client } = harness
      const exits = await exitsAround(harness, 'buy')
      const request = await client.normalise(await marketRequest(harness, 'buy', '200', exits))
      const id = harness.newId()
      await harness.spoil('place_list', 'drop_after')
      await failure(client.placeOrder(request, id, withoutPermit), 'unknown-outcome')
      const found = await client.findOrder(request, id)
      assert.equal(found?.order.status, 'filled')
      assert.deepEqual(
        found.legs.map(({ role }) => role),
        ['take_profit', 'stop_loss'],
      )
      assert.equal(await harness.arrived('place_list'), 1)
    },
  },
  {
    id: 'cancel-drop_after',
    title: 'a cancel whose answer is lost is settled by asking for the order',
    run: async (harness) => {
      const { order } = await place(harness, await limitRequest(harness, 'buy', '0.9'))
      await harness.spoil('cancel', 'drop_after')
      const cancelled = await harness.client.cancelOrder({ symbol: order.symbol, orderId: order.id })
      assert.equal(cancelled.status, 'cancelled')
      assert.equal(await harness.arrived('cancel'), 1)
    },
  },
  {
    id: 'cancel-drop_before',
    title: 'a cancel that never arrived stays unknown while the order is open',
    run: async (harness) => {
      const { order } = await place(harness, await limitRequest(harness, 'buy', '0.9'))
      await harness.spoil('cancel', 'drop_before')
      await failure(harness.client.cancelOrder({ symbol: order.symbol, orderId: order.id }), 'unknown-outcome')
    },
  },
  {
    id: 'read-retried',
    title: 'a read is tried again after a lost or broken answer',
    run: async (harness) => {
      await harness.client.getMarkets()
      for (const trouble of ['drop_before', 'truncate', 'unavailable'] as const) {
        await harness.spoil('read_balance', trouble)
        assert((await harness.client.getBalance()).length > 0)
      }
      assert.equal(await harness.arrived('read_balance'), 6)
      await harness.spoil('read_balance', 'unavailable', 3)
      await failure(harness.client.getBalance(), 'retryable')
    },
  },
  {
    id: 'clock-skew',
    title: 'an exchange whose clock is elsewhere is followed; a clock that moves is measured again',
    run: async (harness) => {
      const { client } = harness
      await harness.skewClock(-3_600_000)
      assert((await client.getBalance()).length > 0)
      await harness.skewClock(7_200_000)
      assert((await client.getBalance()).length > 0, 'a read measures and asks again by itself')
      const request = await client.normalise(await limitRequest(harness, 'buy', '0.9'))
      await harness.skewClock(-7_200_000)
      const id = harness.newId()
      await failure(client.placeOrder(request, id, withoutPermit), 'clock')
      assert.equal(await harness.acceptedUnder(id), 0)
      await place(harness, request, harness.newId())
    },
  },
  {
    id: 'rate-limit',
    title: 'told to wait, the gateway sends nothing more and says for how long',
    run: async (harness) => {
      const { client, symbol, column } = harness
      const { min, max } = column.limited.waitMs
      const asked = (ms: number | null): boolean => ms !== null && ms >= min && ms <= max
      const request = await client.normalise(await limitRequest(harness, 'buy', '0.9'))
      const before = await harness.arrived('read_ticker')
      await harness.spoil('read_ticker', 'limited')
      const read = await failure(client.fetchTicker(symbol), 'rate-limit')
      assert(asked(read.retryAfterMs), String(read.retryAfterMs))
      await failure(client.fetchTicker(symbol), 'rate-limit')
      assert.equal(await harness.arrived('read_ticker'), before + 1)
      if (column.limited.stops === 'everything') {
        const order = await failure(client.placeOrder(request, harness.newId(), withoutPermit), 'rate-limit')
        assert(asked(order.retryAfterMs))
        assert.equal(await harness.arrived('place'), 0)
      } else {
        await client.placeOrder(request, harness.newId(), withoutPermit)
      }
    },
  },
  {
    id: 'rate-limit-kept',
    title: 'a burst is let through at the pace that the exchange allows: none is refused, none asked twice',
    run: async (harness) => {
      const { client, symbol, column } = harness
      await client.getMarkets()
      const burst = Array.from({ length: column.burst }, () => client.fetchOrderBook(symbol, 5))
      const books = await Promise.all(burst)
      assert(books.every(({ bids }) => bids.length === 5))
      assert.equal(await harness.arrived('read_book'), column.burst)
    },
  },
  {
    id: 'rate-limit-write',
    title: 'a write that is answered “too many requests” has an unknown outcome, by policy',
    run: async (harness) => {
      const request = await harness.client.normalise(await limitRequest(harness, 'buy', '0.9'))
      await harness.spoil('place', 'limited')
      const error = await failure(harness.client.placeOrder(request, harness.newId(), withoutPermit), 'unknown-outcome')
      assert((error.retryAfterMs ?? 0) > 0)
    },
  },
  {
    id: 'dead-man',
    title: 'a dead man’s switch cancels what rests when nobody calls again, and not after it was turned off',
    run: async (harness) => {
      const { client } = harness
      const able = await client.deadMansSwitch()
      if (able === null) {
        await failure(client.armDeadMansSwitch(30), 'refused')
        return
      }
      await failure(client.armDeadMansSwitch(able.maxSeconds + 1), 'refused')
      await failure(client.armDeadMansSwitch(able.minSeconds - 1), 'refused')
      const { order } = await place(harness, await limitRequest(harness, 'buy', '0.9'))
      await client.armDeadMansSwitch(30)
      await client.armDeadMansSwitch(null)
      await harness.skewClock(60_000)
      assert.equal((await client.fetchOpenOrders(null)).length, 1)
      await client.armDeadMansSwitch(30)
      await harness.skewClock(120_000)
      assert.equal((await client.fetchOpenOrders(null)).length, 0)
      assert.equal((await client.fetchOrder({ symbol: order.symbol, orderId: order.id })).status, 'cancelled')
    },
  },
  {
    id: 'concurrent-tickers',
    title: 'a thousand ticker requests at once are all answered, with few requests to the exchange',
    run: async (harness) => {
      await harness.client.getMarkets()
      const tickers = await Promise.all(Array.from({ length: 1_000 }, () => harness.client.fetchTicker(harness.symbol)))
      assert.equal(tickers.filter(({ last }) => last !== null).length, 1_000)
      assert((await harness.arrived('read_ticker')) < 50)
    },
  },
]
