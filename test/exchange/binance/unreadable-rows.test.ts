import { describe, expect, it } from 'vitest'
import { withoutPermit } from '../../../src-main/exchange/http/permit.ts'
import { Money } from '../../../src-shared/money.ts'
import { answer, orderRecord, scriptedClient } from './scripted-venue.ts'

const symbol = 'BTC/USDT'
const closed = (orderId: number, change: object = {}) =>
  orderRecord({ orderId, time: orderId, updateTime: orderId, status: 'CANCELED', ...change })

describe('a row that cannot be read', () => {
  it('is left out of open orders, balances and limits, and takes no other along', async () => {
    const limit = { rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: 1_234 }
    const { client, venue } = scriptedClient(
      {
        'GET /api/v3/openOrders': () =>
          answer(200, [orderRecord({ side: 'BOTH', orderId: 16 }), orderRecord({ executedQty: null }), orderRecord()]),
        'GET /api/v3/account': () =>
          answer(200, {
            canTrade: true,
            balances: [
              { asset: 'BTC', free: 'some', locked: '0' },
              { asset: 'USDT', free: '5', locked: '0' },
            ],
          }),
      },
      [{ rateLimitType: 'OF_THE_FUTURE', perHeartbeat: 3 }, limit],
    )
    expect((await client.fetchOpenOrders(symbol)).map(({ id }) => id)).toEqual(['17'])
    expect((await client.getBalance()).map(({ asset }) => asset)).toEqual(['USDT'])
    expect(venue.limiter.usage().find(({ pool }) => pool === 'weight')?.limit).toBe(1_234)
  })

  it('does not make a full page the last one', async () => {
    const all = Array.from({ length: 1_500 }, (_, index) => closed(index + 1, index === 500 ? { side: '?' } : {}))
    const { client } = scriptedClient({
      'GET /api/v3/allOrders': ({ orderId, limit }) =>
        answer(200, all.filter((each) => each.orderId >= Number(orderId ?? 0)).slice(0, Number(limit))),
    })
    const query = { symbol, symbols: [], since: 1, until: null, limit: 5_000 }
    expect(await client.fetchClosedOrders(query)).toHaveLength(1_499)
  })
})

describe('an order of a type of the future', () => {
  it.each([
    [{ type: 'TWAP', price: '50000.00' }, 'limit'],
    [{ type: 'TWAP', price: '0.00' }, 'market'],
  ])('is read as what binds it: %j', async (change, kind) => {
    const { client } = scriptedClient({ 'GET /api/v3/openOrders': () => answer(200, [orderRecord(change)]) })
    expect(await client.fetchOpenOrders(symbol)).toMatchObject([{ status: 'open', terms: { kind } }])
  })

  it('is not replaced by one that would lack what we do not know of it', async () => {
    const { client, calls } = scriptedClient({
      'GET /api/v3/order': () => answer(200, orderRecord({ type: 'TWAP' })),
    })
    const change = { quantity: null, price: Money.parse('51000'), triggerPrice: null }
    await expect(client.editOrder({ symbol, orderId: '17' }, change, 'new', withoutPermit)).rejects.toMatchObject({
      text: { key: 'order.edit.unsupported' },
    })
    expect(calls('POST /api/v3/order/cancelReplace')).toEqual([])
  })

  it.each(['RESTING', 'constructor', ''])('of a state nobody knows ("%s") is not open', async (status) => {
    const { client } = scriptedClient({
      'GET /api/v3/openOrders': () => answer(200, [orderRecord({ status })]),
    })
    expect(await client.fetchOpenOrders(symbol)).toMatchObject([{ status: 'unknown', waiting: false }])
  })
})
