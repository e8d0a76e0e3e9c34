import assert from 'node:assert/strict'
import type { AccountNews } from '../../../src-main/exchange/streams/account-news.ts'
import { silentLogger, systemClock } from '../../../src-main/infra/clock.ts'
import { LiveAccount } from '../../../src-main/trading/live/live-account.ts'
import type { Balance } from '../../../src-shared/market.ts'
import { Money } from '../../../src-shared/money.ts'
import type { Order, OrderRequest } from '../../../src-shared/order.ts'
import { toldNobody } from '../../support/told-nobody.ts'
import type { StreamRow } from '../harness.ts'
import { eventually, listening } from './listening.ts'
import { money, limit, follow, place, ordersOf, fillsOf, filledBy, standing, sameBalances } from './own-orders.ts'

export const accountRows: readonly StreamRow[] = [
  {
    id: 'order',
    title: 'an order that is placed and cancelled is told of, as REST tells it',
    run: async (harness) => {
      const { client, column } = harness
      const heard = await follow(harness)
      const { order } = await place(harness, limit(harness, '50000'))
      await eventually('the new order is told', () => ordersOf(heard, order.id).at(-1)?.status === 'open')
      const told = ordersOf(heard, order.id).at(-1)
      const asked = await client.fetchOrder({ symbol: column.symbol, orderId: order.id })
      for (const key of ['id', 'clientOrderId', 'symbol', 'nativeSymbol', 'side', 'status', 'waiting'] as const) {
        assert.equal(told?.[key], asked[key], key)
      }
      assert.deepEqual(JSON.parse(JSON.stringify(told?.terms)), JSON.parse(JSON.stringify(asked.terms)))
      assert.ok(told?.quantity?.equals(asked.quantity ?? Money.zero), 'the quantity')

      await client.cancelOrder({ symbol: column.symbol, orderId: order.id })
      await eventually('its end is told', () => ordersOf(heard, order.id).at(-1)?.status === 'cancelled')
      assert.equal(ordersOf(heard, order.id).at(-1)?.clientOrderId, order.clientOrderId)
      assert.ok(ordersOf(heard, order.id).at(-1)?.endReason !== null, 'and why')
    },
  },
  {
    id: 'fills',
    title: 'each fill is told once with its price and what it cost, and the order adds them up',
    run: async (harness) => {
      const heard = await follow(harness)
      const { column, control } = harness
      const { order } = await place(harness, limit(harness, '59000'))
      const part = { exchange: column.exchange, symbol: column.symbol, price: '58900', maxQuantity: '0.005' }
      await control('POST', '/price', part)
      await eventually('the first part is told', () => filledBy(fillsOf(heard, order.id)).equals(money('0.005')))
      await eventually('the order tells it, too', () => ordersOf(heard, order.id).at(-1)?.status === 'partially_filled')
      harness.setPrice(column.symbol, '58900')
      await eventually('the order is filled', () => ordersOf(heard, order.id).at(-1)?.status === 'filled')
      const fills = fillsOf(heard, order.id)
      await eventually('its fills add up', () => filledBy(fillsOf(heard, order.id)).equals(money('0.02')))
      for (const fill of fills) {
        assert.ok(fill.price.equals(money('59000')), `the price ${fill.price.toString()}`)
        assert.equal(fill.side, 'buy')
        assert.equal(fill.symbol, column.symbol)
        assert.ok(Math.abs(fill.time - Date.now()) < 60_000, 'the time is in ms')
        if (fill.fee !== null) assert.ok(!fill.fee.amount.isNegative(), 'a fee is a cost')
      }
      const asked = await harness.client.fetchOrder({ symbol: column.symbol, orderId: order.id })
      assert.ok(ordersOf(heard, order.id).at(-1)?.filled.equals(asked.filled), 'filled as REST tells it')
    },
  },
  {
    id: 'balances',
    title: 'balances follow what orders hold and trade',
    run: async (harness) => {
      const heard = await follow(harness)
      await place(harness, limit(harness, '50000'))
      await place(harness, { ...limit(harness, '61000'), quantity: money('0.01') } as OrderRequest)
      const isTouched = (): boolean =>
        heard.values.some(({ kind }) => kind === 'balances' || kind === 'balances-touched')
      await eventually('balances are told of', isTouched)
      if (heard.values.some(({ kind }) => kind === 'balances-touched')) return
      await eventually('balances are the account’s', () => sameBalances(harness, heard))
    },
  },
  {
    id: 'conditional',
    title: 'a stop is told of as it waits, as it triggers, and as it fills',
    run: async (harness) => {
      const heard = await follow(harness)
      const { column } = harness
      const { order } = await place(harness, {
        kind: 'stop_loss',
        symbol: column.symbol,
        side: 'sell',
        quantity: money('0.01'),
        triggerPrice: money('55000'),
      })
      const touched = (): boolean =>
        heard.values.some(
          (news) => news.kind === 'order-touched' || (news.kind === 'order' && news.order.id === order.id),
        )
      await eventually('the stop is told of', touched)
      const before = heard.values.length
      harness.setPrice(column.symbol, '54000')
      await eventually('its end is told of', () =>
        heard.values
          .slice(before)
          .some((news) => news.kind === 'order-touched' || (news.kind === 'order' && news.order.status === 'filled')),
      )
    },
  },
  {
    id: 'any order',
    title: 'news that come late, twice or in another order end in the same state',
    run: async (harness) => {
      const heard = await follow(harness)
      const { column, control, spoil } = harness
      await spoil(column.accountTopics, 'swap', { skip: 1 })
      await spoil(column.accountTopics, 'duplicate', { count: 2, skip: 2 })
      await spoil(column.accountTopics, { delayMs: 40 }, { skip: 1 })
      const { order } = await place(harness, limit(harness, '59000'))
      for (const maxQuantity of ['0.004', '0.005', '0.006']) {
        await control('POST', '/price', {
          exchange: column.exchange,
          symbol: column.symbol,
          price: '58900',
          maxQuantity,
        })
      }
      harness.setPrice(column.symbol, '58900')
      await eventually('the fills add up, each counted once', () =>
        filledBy(fillsOf(heard, order.id)).equals(money('0.02')),
      )
      await eventually('the order stands filled', () => standing(ordersOf(heard, order.id)).state === 'filled')
      for (let turn = 0; turn < 10; turn += 1) {
        const { state, filled } = standing(turned(ordersOf(heard, order.id), turn))
        assert.equal(`${state} ${filled.toString()}`, 'filled 0.02')
      }
    },
  },
  {
    id: 'state',
    title: 'orders and balances kept from what is pushed are those that REST tells, whatever was traded',
    run: async (harness) => {
      harness.setPrice(harness.column.symbol, '60000')
      const { client, column, accountId, streams } = harness
      const account = new LiveAccount({
        accountId,
        client: () => client,
        news: streams,
        clock: systemClock,
        logger: silentLogger,
        ...toldNobody,
      })
      try {
        await eventually('the state is known', () => account.openOrders(null) !== null && account.balances() !== null)
        const orders: Order[] = []
        for (const price of ['59500', '59000', '58500', '58000']) {
          orders.push((await place(harness, limit(harness, price))).order)
        }
        const stop = { kind: 'stop_loss', symbol: column.symbol, side: 'sell' } as const
        const kinds = (await client.getMarkets()).get(column.symbol)?.capabilities.orderKinds ?? []
        const takesStops = kinds.includes('stop_loss')
        for (const triggerPrice of takesStops ? [money('58200'), money('50000')] : []) {
          await place(harness, { ...stop, quantity: money('0.01'), triggerPrice })
        }
        harness.setPrice(column.symbol, '58800')
        await client.cancelOrder({ symbol: column.symbol, orderId: orders[2]?.id ?? '' })
        harness.setPrice(column.symbol, '58100')
        // The lowest limit order, and the stop that was not reached.
        const left = takesStops ? 2 : 1
        const described = (all: readonly Order[]): readonly string[] =>
          all
            .map(({ raw: _raw, updatedAt: _at, fees: _fees, averagePrice: _average, nativeStatus: _word, ...order }) =>
              JSON.stringify(order),
            )
            .toSorted()
        await eventually('open orders are those of REST', async () => {
          const known = account.openOrders(null)
          const asked = await client.fetchOpenOrders(null)
          // Where an exchange tells only that something changed, it is learnt from who asks.
          if (known === null) await account.learnOrders(() => Promise.resolve(asked))
          return known !== null && described(known.value).join() === described(asked).join() && asked.length === left
        })
        const amounts = (all: readonly Balance[]): readonly string[] =>
          all.map(({ asset, available, held, total }) => [asset, available, held, total].join(' ')).toSorted()
        await eventually('balances are those of REST', async () => {
          const known = account.balances()
          const asked = await client.getBalance()
          if (known === null) await account.learnBalances(() => Promise.resolve(asked))
          return known !== null && amounts(known.value).join() === amounts(asked).join()
        })
      } finally {
        account.close()
      }
    },
  },
  {
    id: 'missed',
    title: 'what happened while the connection was down is told nobody, but that it was down is',
    run: async (harness) => {
      const heard = await follow(harness)
      const { column } = harness
      const { order } = await place(harness, limit(harness, '59000'))
      await eventually('the order is told', () => ordersOf(heard, order.id).length > 0)
      await harness.refuseSockets(503, 1)
      await harness.act('cut', column.accountTopics)
      await eventually('it is said', () => heard.states.at(-1)?.kind === 'stale')
      harness.setPrice(column.symbol, '58900')
      harness.hurry(20)
      await eventually('it is live again', heard.isLive)
      const asked = await harness.client.fetchOrder({ symbol: column.symbol, orderId: order.id })
      assert.equal(asked.status, 'filled', 'asked, the exchange tells')
    },
  },
  {
    id: 'account notice',
    title: 'an exchange that says it will close is left for a new connection first, and no fill falls between them',
    run: async (harness) => {
      const heard = await follow(harness)
      const { column } = harness
      const { order } = await place(harness, limit(harness, '59000'))
      const [before] = await harness.sockets()
      await harness.act('notice', column.accountTopics)
      harness.setPrice(column.symbol, '58900')
      await eventually('there is one new connection', async () => {
        const open = await harness.sockets()
        return open.length === 1 && open[0]?.id !== before?.id
      })
      await eventually('the fill is told', () => filledBy(fillsOf(heard, order.id)).equals(money('0.02')))
      assert.deepEqual(
        heard.states.map(({ kind }) => kind),
        ['waiting', 'live'],
      )
    },
  },
  {
    id: 'account half-open',
    title: 'a silent connection of an account is noticed and replaced',
    run: async (harness) => {
      const heard = await follow(harness)
      assert.ok((await harness.act('silence', harness.column.accountTopics)) > 0)
      harness.hurry(20)
      await eventually('it is said', () => heard.states.some(({ kind }) => kind === 'stale'))
      await eventually('it is live again', heard.isLive)
      const { order } = await place(harness, limit(harness, '50000'))
      await eventually('news come', () => ordersOf(heard, order.id).length > 0)
    },
  },
  {
    id: 'expiry',
    title: 'a stream whose token or login ends comes back by itself',
    run: async (harness) => {
      const heard = await follow(harness)
      assert.ok((await harness.act('expire', harness.column.accountTopics)) > 0)
      await eventually('it is said', () => heard.states.some(({ kind }) => kind === 'stale'))
      harness.hurry(20)
      await eventually('it is live again', heard.isLive)
    },
  },
  {
    id: 'revoked',
    title: 'a key that is revoked while it is connected ends the stream, and it is not knocked again all the time',
    run: async (harness) => {
      const heard = await follow(harness)
      await harness.revokeKey()
      harness.hurry(20)
      await eventually('it is refused', () => heard.states.at(-1)?.kind === 'refused')
      assert.equal((await harness.sockets()).length, 0)
    },
  },
  {
    id: 'new credentials',
    title: 'an account whose key is replaced goes on with the new one, under the same listener',
    run: async (harness) => {
      const heard = await follow(harness)
      const [before] = await harness.sockets()
      harness.setConnection({ revision: 2 })
      harness.streams.refresh()
      await eventually('there is one new connection', async () => {
        const open = await harness.sockets()
        return open.length === 1 && open[0]?.id !== before?.id
      })
      await eventually('it is live again', heard.isLive)
    },
  },
  {
    id: 'account leaves nothing',
    title: 'an account that nobody listens to, or that is gone, holds no connection',
    run: async (harness) => {
      const stop = harness.streams.watchAccount(harness.accountId, listening<AccountNews>())
      await eventually('there is a connection', async () => (await harness.sockets()).length === 1)
      stop()
      await eventually('there is none', async () => (await harness.sockets()).length === 0)
      const heard = await follow(harness)
      harness.setConnection(null)
      harness.streams.refresh()
      await eventually('there is none', async () => (await harness.sockets()).length === 0)
      assert.equal(heard.states.at(-1)?.kind, 'refused')
      assert.equal(harness.timers(), 0)
    },
  },
]

/** The same orders, beginning with another one, and backwards every second time. */
function turned(orders: readonly Order[], turn: number): readonly Order[] {
  const from = turn % Math.max(1, orders.length)
  const rotated = [...orders.slice(from), ...orders.slice(0, from)]
  return turn % 2 === 0 ? rotated : rotated.toReversed()
}
