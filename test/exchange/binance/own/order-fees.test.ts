import { describe, expect, it } from 'vitest'
import { Money } from '../../../../src-shared/money.ts'
import { answer, orderRecord, type Script, scriptedClient } from '../scripted-venue.ts'

const filled = (orderId: number) =>
  orderRecord({
    orderId,
    status: 'FILLED',
    executedQty: '0.01',
    cummulativeQuoteQty: '500',
    time: orderId,
    updateTime: orderId,
  })

const trade = (orderId: number, qty: string, commission: string, commissionAsset = 'USDT') => ({
  symbol: 'BTCUSDT',
  orderId,
  qty,
  commission,
  commissionAsset,
})

const query = { symbol: 'BTC/USDT', symbols: [], since: null, until: null, limit: 50 }

function history(orders: readonly object[], trades: Script[string]) {
  const scripted = scriptedClient({
    'GET /api/v3/allOrders': () => answer(200, orders),
    'GET /api/v3/order': () => answer(200, orders[0]),
    'GET /api/v3/myTrades': trades,
  })
  const fees = async () =>
    (await scripted.client.fetchClosedOrders(query)).map((order) =>
      order.fees?.map(({ asset, amount }) => `${amount.toString()} ${asset}`),
    )
  const asked = () => scripted.calls('GET /api/v3/myTrades').map(({ params }) => params.orderId ?? 'latest')
  return { ...scripted, fees, asked }
}

describe('the fees of finished orders, which the order endpoints do not tell', () => {
  it('are added up from the trades of the order, and asked for once', async () => {
    const { fees, asked } = history([filled(1), orderRecord({ orderId: 2, status: 'CANCELED' })], () =>
      answer(200, [trade(1, '0.004', '0.2'), trade(1, '0.006', '0.3'), trade(1, '0', '0.0001', 'BNB')]),
    )
    const told = [undefined, ['0.5 USDT', '0.0001 BNB']]
    expect(await fees()).toEqual(told)
    expect(await fees()).toEqual(told)
    expect(asked()).toEqual(['1'])
  })

  it('come from one request for the latest trades when several orders want them', async () => {
    const orders = Array.from({ length: 10 }, (_, index) => filled(index + 1))
    const { fees, asked } = history(orders, ({ orderId }) =>
      answer(
        200,
        orderId === undefined
          ? Array.from({ length: 9 }, (_, index) => trade(index + 2, '0.01', '0.5'))
          : [trade(Number(orderId), '0.01', '0.7')],
      ),
    )
    const told = await fees()
    expect(told).toHaveLength(10)
    expect(told.at(-1)).toEqual(['0.7 USDT'])
    expect(new Set(told.slice(0, 9).map(String))).toEqual(new Set(['0.5 USDT']))
    expect(asked()).toEqual(['latest', '1'])
  })

  it('stay unknown while the trades do not add up to the order, and are asked for ten times', async () => {
    const { fees, asked } = history([filled(1)], () => answer(200, [trade(1, '0.004', '0.2')]))
    for (let turn = 0; turn < 15; turn += 1) expect(await fees()).toEqual([undefined])
    expect(asked()).toHaveLength(10)
  })

  it('take no listing down when they cannot be read', async () => {
    const { fees } = history([filled(1)], () => answer(400, { code: -1100, msg: 'no' }))
    expect(await fees()).toEqual([undefined])
  })

  it('are told of a single order, too', async () => {
    const { client } = history([filled(1)], () => answer(200, [trade(1, '0.01', '0.5')]))
    const { fees } = await client.fetchOrder({ symbol: 'BTC/USDT', orderId: '1' })
    expect(fees).toEqual([{ asset: 'USDT', amount: Money.parse('0.5') }])
  })
})
