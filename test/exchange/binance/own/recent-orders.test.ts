import { beforeEach, describe, expect, it } from 'vitest'
import { withoutPermit } from '../../../../src-main/exchange/http/permit.ts'
import { Money } from '../../../../src-shared/money.ts'
import type { OrderRequest } from '../../../../src-shared/order.ts'
import { btcUsdt } from '../market-fixtures.ts'
import { answer, orderRecord, scriptedClient } from '../scripted-venue.ts'

const second = 1_000
const minute = 60 * second

/** An account elsewhere changed: what the exchange tells of it now. */
interface Exchange {
  now: number
  updateTime: number
  balances: Record<string, readonly [free: string, locked: string]>
  orders: Record<string, object[]>
}

let exchange: Exchange

const finished = (symbol: string, orderId: number, change: object = {}) =>
  orderRecord({ symbol, orderId, status: 'CANCELED', time: orderId, updateTime: orderId, ...change })

beforeEach(() => {
  exchange = {
    now: 0,
    updateTime: 1,
    balances: { BTC: ['1', '0'], ETH: ['2', '0'], USDT: ['1000', '0'] },
    orders: { BTCUSDT: [finished('BTCUSDT', 1)], ETHUSDT: [finished('ETHUSDT', 2)] },
  }
})

function client() {
  const ethUsdt = { ...btcUsdt, symbol: 'ETHUSDT', baseAsset: 'ETH' }
  return scriptedClient(
    {
      'GET /api/v3/exchangeInfo': () => answer(200, { rateLimits: [], symbols: [btcUsdt, ethUsdt] }),
      'GET /api/v3/openOrders': () => answer(200, []),
      'GET /api/v3/account': () =>
        answer(200, {
          canTrade: true,
          updateTime: exchange.updateTime,
          balances: Object.entries(exchange.balances).map(([asset, [free, locked]]) => ({
            asset,
            free,
            locked,
          })),
        }),
      'GET /api/v3/allOrders': ({ symbol = '' }) => answer(200, exchange.orders[symbol] ?? []),
      'POST /api/v3/order': () => answer(200, orderRecord()),
    },
    [],
    () => exchange.now,
  )
}

const everywhere = { symbol: null, symbols: [], since: null, until: null, limit: 50 }

/** Looks at the history and tells which symbols were asked for it. */
function looker() {
  const scripted = client()
  return {
    ...scripted,
    look: async (limit = 50): Promise<{ readonly asked: readonly string[]; readonly ids: readonly string[] }> => {
      const before = scripted.calls('GET /api/v3/allOrders').length
      const orders = await scripted.client.fetchClosedOrders({ ...everywhere, limit })
      const asked = scripted.calls('GET /api/v3/allOrders').slice(before)
      return {
        asked: asked.map(({ params }) => params.symbol ?? '').sort(),
        ids: orders.map(({ id }) => id).sort(),
      }
    },
  }
}

describe('the history of every symbol, asked again and again', () => {
  it('costs one look at the account while nothing happens there', async () => {
    const { look, calls } = looker()
    expect(await look()).toEqual({ asked: ['BTCUSDT', 'ETHUSDT'], ids: ['1', '2'] })
    exchange.now += 10 * second
    const looks = calls('GET /api/v3/account').length
    expect(await look()).toEqual({ asked: [], ids: ['1', '2'] })
    expect(calls('GET /api/v3/account').length - looks).toBe(1)
  })

  it('asks where a balance changed, and goes on for a minute, since the exchange’s database lags', async () => {
    const { look } = looker()
    await look()
    exchange.balances.ETH = ['1.5', '0']
    exchange.balances.USDT = ['2000', '0']
    expect((await look()).asked).toEqual(['ETHUSDT'])
    // The fill was not in the database yet.
    exchange.orders.ETHUSDT = [
      finished('ETHUSDT', 2),
      finished('ETHUSDT', 3, { status: 'FILLED', executedQty: '0.5', cummulativeQuoteQty: '1000' }),
    ]
    exchange.now += 10 * second
    expect(await look()).toEqual({ asked: ['ETHUSDT'], ids: ['1', '2', '3'] })
    exchange.now += minute
    expect((await look()).asked).toEqual(['ETHUSDT'])
    exchange.now += 10 * second
    expect((await look()).asked).toEqual([])
  })

  it('asks where an order was open when the quote asset moved', async () => {
    exchange.orders.BTCUSDT = [orderRecord({ orderId: 4 })]
    const { look } = looker()
    await look()
    exchange.balances.USDT = ['1500', '0']
    exchange.orders.BTCUSDT = [orderRecord({ orderId: 4, status: 'CANCELED' })]
    expect(await look()).toEqual({ asked: ['BTCUSDT'], ids: ['2', '4'] })
  })

  it('asks where this account was just traded by us', async () => {
    const { look, client: trading } = looker()
    await look()
    const request: OrderRequest = {
      kind: 'limit',
      symbol: 'BTC/USDT',
      side: 'buy',
      quantity: Money.parse('0.01'),
      price: Money.parse('50000'),
      timeInForce: 'gtc',
      postOnly: false,
      exits: null,
    }
    await trading.placeOrder(request, 'id1', withoutPermit)
    expect((await look()).asked).toEqual(['BTCUSDT'])
  })

  it('asks everywhere, once, when the account moved and no balance tells where', async () => {
    const { look } = looker()
    await look()
    exchange.updateTime = 2
    expect((await look()).asked).toEqual(['BTCUSDT', 'ETHUSDT'])
    expect((await look()).asked).toEqual([])
  })

  it('asks everywhere every five minutes, and when more is wanted than was read', async () => {
    const { look } = looker()
    await look()
    expect((await look(100)).asked).toEqual(['BTCUSDT', 'ETHUSDT'])
    expect((await look(50)).asked).toEqual([])
    exchange.now += 5 * minute + second
    expect((await look()).asked).toEqual(['BTCUSDT', 'ETHUSDT'])
  })

  it('reads one symbol, or a stretch of time, without remembering', async () => {
    const { look, client: reading, calls } = looker()
    await look()
    const before = calls('GET /api/v3/allOrders').length
    await reading.fetchClosedOrders({ ...everywhere, symbol: 'BTC/USDT' })
    await reading.fetchClosedOrders({ ...everywhere, since: 1 })
    expect(calls('GET /api/v3/allOrders').length - before).toBe(3)
  })
})
