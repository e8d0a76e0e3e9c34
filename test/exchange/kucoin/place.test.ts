import { describe, expect, it } from 'vitest'
import { withoutPermit } from '../../../src-main/exchange/http/permit.ts'
import {
  m,
  plain,
  limit,
  market,
  stop,
  oco,
  id,
  stopId,
  pairId,
  place,
  order,
  fills,
  told,
  bought,
  fill,
} from './order-fixtures.ts'
import { answer, caught, missing, ok, orderRecord, refused, scriptedVenue, stopRecord } from './scripted-venue.ts'

describe('placing', () => {
  it('a resting order needs no further question', async () => {
    const { client, sent } = scriptedVenue({ [place]: () => ok(told()) })
    const { order: placed, notes } = await client.placeOrder(limit, 'id1', withoutPermit)
    expect(placed).toMatchObject({ id, clientOrderId: 'id1', status: 'open', createdAt: 1_800_000_000_000 })
    expect(notes).toEqual([])
    expect(sent.at(-1)?.endpoint).toBe(place)
  })

  it('a filled one is read for its value, and its fills for the fee', async () => {
    const { client } = scriptedVenue({
      [place]: () => ok(told({ dealSize: '0.01', status: 'done' })),
      [order]: () => ok(orderRecord(bought)),
      [fills]: () => ok({ items: [fill], lastId: 1 }),
    })
    const { order: placed } = await client.placeOrder(limit, 'id1', withoutPermit)
    expect([placed.status, plain(placed.averagePrice), plain(placed.fees)]).toEqual([
      'filled',
      '49950',
      [{ asset: 'USDT', amount: '0.5' }],
    ])
  })

  it('waits for queries that lag behind the acknowledgement', async () => {
    const { client, calls } = scriptedVenue({
      [place]: () => ok(told({ dealSize: '0.01', status: 'done' })),
      [order]: (_sent, count) => (count === 1 ? missing() : ok(orderRecord(count === 2 ? { active: false } : bought))),
      [fills]: () => ok({ items: [fill] }),
    })
    expect((await client.placeOrder(limit, 'id1', withoutPermit)).order.status).toBe('filled')
    expect(calls(order)).toHaveLength(3)
  })

  it('does not show less of a partial fill than was acknowledged', async () => {
    const begun = { dealSize: '0.004', dealFunds: '200' }
    const { client } = scriptedVenue({
      [place]: () => ok(told({ dealSize: '0.004' })),
      [order]: (_sent, count) => ok(orderRecord(count === 1 ? {} : begun)),
      [fills]: () => ok({ items: [] }),
    })
    const { order: placed } = await client.placeOrder(limit, 'id1', withoutPermit)
    expect([placed.status, plain(placed.filled)]).toEqual(['partially_filled', '0.004'])
  })

  it.each([
    ['unanswered', answer(503, '')],
    ['refused', refused('400007', 'no', 403)],
    ['unknown to them', missing()],
    ['of no shape', ok({ id })],
  ])('no failing question hides an acknowledged order: %s', async (_name, outcome) => {
    const { client, calls } = scriptedVenue({
      [place]: () => ok(told({ dealSize: '0.004', status: 'done', canceledSize: '0.006' })),
      'GET /api/v1/hf/*': () => outcome,
    })
    const { order: placed } = await client.placeOrder(limit, 'id1', withoutPermit)
    expect(placed).toMatchObject({
      id,
      clientOrderId: 'id1',
      status: 'cancelled',
      fees: null,
      quoteFilled: null,
    })
    expect(plain([placed.quantity, placed.filled])).toEqual(['0.01', '0.004'])
    expect(calls(place)).toHaveLength(1)
  })

  it.each([
    [market, { dealSize: '0.001', status: 'done' }, 'filled'],
    [limit, { dealSize: '0.01', status: 'done' }, 'filled'],
    [limit, { dealSize: '0.004', status: 'open' }, 'partially_filled'],
    [limit, { dealSize: '0', canceledSize: '0.01', status: 'done' }, 'cancelled'],
    [limit, { dealSize: '0', status: 'done' }, 'unknown'],
  ])('tells the state by the acknowledgement alone (%#)', async (request, change, status) => {
    const { client } = scriptedVenue({
      [place]: () => ok(told(change)),
      'GET /api/v1/hf/*': () => answer(503, ''),
    })
    expect((await client.placeOrder(request, 'id1', withoutPermit)).order.status).toBe(status)
  })

  it('a duplicate client id is the order itself: unknown, to be found', async () => {
    const { client } = scriptedVenue({ [place]: () => refused('102426', 'duplicate clientOid') })
    expect((await caught(client.placeOrder(limit, 'id1', withoutPermit))).class).toBe('unknown-outcome')
  })

  it('a stop order is read back, with the note that nothing is reserved', async () => {
    const { client, calls } = scriptedVenue({
      'POST /api/v1/stop-order': () => ok({ orderId: stopId }),
      [`GET /api/v1/stop-order/${stopId}`]: () => ok(stopRecord({ clientOid: 'id1' })),
    })
    const { order: placed, notes } = await client.placeOrder(stop, 'id1', withoutPermit)
    expect(placed).toMatchObject({ id: stopId, clientOrderId: 'id1', waiting: true, status: 'open' })
    expect(notes.map(({ key }) => key)).toEqual(['exchange.kucoin.note.nothing_frozen'])
    expect(calls('POST /api/v1/stop-order')[0]?.body).toMatchObject({ stop: 'loss', tradeType: 'TRADE' })
  })

  it('a stop order and a pair that cannot be read back stand all the same', async () => {
    const { client } = scriptedVenue({
      'POST /api/v1/stop-order': () => ok({ orderId: stopId }),
      'POST /api/v3/oco/order': () => ok({ orderId: pairId }),
      'GET /api/v1/stop-order/*': () => answer(503, ''),
      'GET /api/v3/oco/*': () => answer(503, ''),
    })
    expect((await client.placeOrder(stop, 'id1', withoutPermit)).order).toMatchObject({
      id: stopId,
      status: 'open',
      nativeStatus: 'accepted',
      waiting: true,
    })
    expect((await client.placeOrder(oco, 'id2', withoutPermit)).order).toMatchObject({
      id: pairId,
      listId: pairId,
      role: 'take_profit',
      status: 'open',
    })
  })

  it('says that KuCoin has withdrawn stop orders and pairs, when it has; what is open is then told without', async () => {
    for (const gone of [refused('404000', 'Url Not Found', 404), refused('401000', 'interface deprecated')]) {
      const { client } = scriptedVenue({
        'POST /api/v1/stop-order': () => gone,
        'POST /api/v3/oco/order': () => gone,
        'GET /api/v1/stop-order*': () => gone,
        'GET /api/v3/oco/*': () => gone,
        'GET /api/v1/hf/orders/active*': ({ endpoint }) =>
          ok(endpoint.endsWith('symbols') ? { symbols: ['BTC-USDT'] } : [orderRecord()]),
      })
      for (const request of [stop, oco]) {
        const error = await caught(client.placeOrder(request, 'id1', withoutPermit))
        expect([error.class, error.text.key]).toEqual(['refused', 'exchange.kucoin.conditional_withdrawn'])
      }
      expect((await client.fetchOpenOrders(null)).map((each) => each.id)).toEqual([id])
    }
  })

  it('lets no conditional order through without the last price, and a plain one it does', async () => {
    const { client, sent } = scriptedVenue({
      'GET /api/v1/market/orderbook/level1': () => answer(503, ''),
    })
    for (const request of [stop, oco]) expect((await caught(client.normalise(request))).class).toBe('retryable')
    expect(await client.normalise({ ...market, amount: { unit: 'base', value: m('0.01') } })).toBeTruthy()
    expect(sent.filter(({ request }) => request.method !== 'GET')).toEqual([])
  })

  it('tries out market and limit orders only', async () => {
    const test = 'POST /api/v1/hf/orders/test'
    const { client, calls } = scriptedVenue({ [test]: () => ok({ orderId: 'none' }) })
    await client.testOrder(limit, 'id1')
    await client.testOrder(market, 'id2')
    for (const request of [stop, oco])
      expect((await caught(client.testOrder(request, 'id3'))).text.key).toBe('exchange.kucoin.no_dry_run')
    expect(calls(test)).toHaveLength(2)
  })
})
