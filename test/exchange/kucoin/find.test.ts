import { describe, expect, it } from 'vitest'
import { limit, stop, oco, id, stopId, pairId, bought } from './order-fixtures.ts'
import { answer, caught, missing, ok, orderRecord, pairRecord, scriptedVenue, stopRecord } from './scripted-venue.ts'

describe('open orders', () => {
  it('are those of every list, page after page, each told once', async () => {
    const { client, calls } = scriptedVenue({
      'GET /api/v1/hf/orders/active/symbols': () => ok({ symbols: ['BTC-USDT', 'ETH-USDT'] }),
      'GET /api/v1/hf/orders/active': ({ params }) =>
        ok(params.symbol === 'ETH-USDT' ? null : [orderRecord(), orderRecord({ id: 'x', active: false })]),
      'GET /api/v1/stop-order': ({ params }) => {
        const items =
          params.currentPage === '1'
            ? [stopRecord()]
            : [stopRecord({ id: 'vs-2' }), stopRecord({ id: 'vs-stop', stop: null })]
        return ok({ currentPage: 1, pageSize: 1, totalNum: 3, totalPage: 2, items })
      },
      'GET /api/v3/oco/orders': () =>
        ok({ totalPage: 1, items: [pairRecord(), pairRecord({ orderId: 'done', status: 'DONE' })] }),
      [`GET /api/v3/oco/order/details/${pairId}`]: () => ok(pairRecord()),
    })
    const open = await client.fetchOpenOrders(null)
    expect(open.map((each) => [each.id, each.role, each.waiting])).toEqual([
      [id, 'single', false],
      [stopId, 'single', true],
      ['vs-2', 'single', true],
      ['vs-profit', 'take_profit', true],
      ['vs-stop', 'stop_loss', true],
    ])
    expect(calls('GET /api/v1/stop-order')[0]?.params).toMatchObject({ tradeType: 'TRADE' })
    expect(calls('GET /api/v3/oco/order/details*')).toHaveLength(1)
  })
})

describe('rows that cannot be read', () => {
  const odd = 'sideways'
  const lists = {
    'GET /api/v1/hf/orders/active': () => ok([orderRecord({ id: 'odd', side: odd }), orderRecord()]),
    'GET /api/v1/hf/orders/done': () =>
      ok({
        items: [orderRecord({ id: 'odd', side: odd }), orderRecord({ id: 'closed', clientOid: null, ...bought })],
        lastId: 0,
      }),
    'GET /api/v1/stop-order': () =>
      ok({ totalPage: 1, items: [stopRecord({ id: 'vs-odd', side: odd }), stopRecord()] }),
    'GET /api/v3/oco/orders': () =>
      ok({ totalPage: 1, items: [pairRecord(), pairRecord({ orderId: 'odd' }), { orderId: 'odder' }] }),
    [`GET /api/v3/oco/order/details/${pairId}`]: () => ok(pairRecord()),
    'GET /api/v3/oco/order/details/odd': () => ok(pairRecord({ orderId: 'odd' }, [{ side: odd }, {}])),
    'GET /api/v1/accounts': () =>
      ok([
        { currency: 'BTC', type: 'trade', balance: '1', available: '1', holds: '0' },
        { currency: 'ODD', type: 'trade', balance: 'much', available: '1', holds: '0' },
      ]),
  }

  it('are left out of every list, with a line in the log each', async () => {
    const { client, warned } = scriptedVenue(lists)
    const open = await client.fetchOpenOrders('BTC/USDT')
    expect(open.map((each) => each.id)).toEqual([id, stopId, 'vs-profit', 'vs-stop'])
    const everything = { symbol: 'BTC/USDT', symbols: [], since: null, until: null, limit: 1 }
    expect((await client.fetchClosedOrders(everything)).map((each) => each.id)).toEqual(['closed'])
    expect((await client.getBalance()).map(({ asset }) => asset)).toEqual(['BTC'])
    expect(warned.filter((text) => text.includes('could not be read'))).toHaveLength(6)
  })

  it('are not taken for absent where one of them may be the order looked for', async () => {
    const { client } = scriptedVenue({
      ...lists,
      'GET /api/v1/hf/orders/client-order/*': () => ok(orderRecord({ side: odd })),
      'GET /api/v1/stop-order/*': () => ok(null),
      'GET /api/v1/stop-order/queryOrderByClientOid': () => ok([stopRecord({ side: odd })]),
    })
    expect((await caught(client.findOrder(limit, 'id1'))).class).toBe('retryable')
    expect((await caught(client.findOrder(stop, 'id1'))).class).toBe('retryable')
    const leg = { symbol: 'BTC/USDT', orderId: 'vs-of-some-pair' }
    expect((await caught(client.fetchOrder(leg))).class).toBe('retryable')
  })

  it('of a status that nobody knows are shown, and never as open', async () => {
    const { client } = scriptedVenue({
      'GET /api/v1/hf/orders/active': () => ok([]),
      'GET /api/v1/stop-order': () => ok({ totalPage: 1, items: [stopRecord({ status: 'SUSPENDED' })] }),
      'GET /api/v3/oco/orders': () => ok({ totalPage: 1, items: [pairRecord({ status: 'HALF_DONE' })] }),
      [`GET /api/v3/oco/order/details/${pairId}`]: () =>
        ok(pairRecord({ status: 'HALF_DONE' }, [{ status: 'TRIGGERED' }, { status: 'SUSPENDED' }])),
    })
    const open = await client.fetchOpenOrders('BTC/USDT')
    expect(open.map((each) => [each.id, each.status, each.waiting])).toEqual([
      [stopId, 'unknown', false],
      ['vs-stop', 'unknown', false],
    ])
  })
})

describe('finding what became of an order', () => {
  const byClientOid = 'GET /api/v1/hf/orders/client-order/id1'
  const noStop = { 'GET /api/v1/stop-order/queryOrderByClientOid': () => ok([]) }

  it('is null only when KuCoin knows it in no list', async () => {
    const { client } = scriptedVenue({
      ...noStop,
      [byClientOid]: missing,
      'GET /api/v3/oco/client-order/id1': () => ok(null),
    })
    for (const request of [limit, stop, oco]) expect(await client.findOrder(request, 'id1')).toBeNull()
  })

  it('takes nothing for nothing as well as a refusal', async () => {
    const { client } = scriptedVenue({ [byClientOid]: () => ok(null) })
    expect(await client.findOrder(limit, 'id1')).toBeNull()
  })

  it('does not take an error for “not there”', async () => {
    const { client } = scriptedVenue({ ...noStop, [byClientOid]: () => answer(500, '') })
    for (const request of [limit, stop])
      expect((await caught(client.findOrder(request, 'id1'))).class).toBe('retryable')
  })

  it('looks a second time at an order that is closed without a fill', async () => {
    const { client, calls } = scriptedVenue({
      [byClientOid]: (_sent, count) => ok(orderRecord(count === 1 ? { active: false } : bought)),
    })
    expect((await client.findOrder(limit, 'id1'))?.order.status).toBe('filled')
    expect(calls(byClientOid)).toHaveLength(2)
  })

  it('a triggered stop order by the order it became, with the terms that were asked for', async () => {
    const { client } = scriptedVenue({
      ...noStop,
      [byClientOid]: () => ok(orderRecord({ side: 'sell', price: '49000', ...bought })),
    })
    const found = await client.findOrder(stop, 'id1')
    expect(found?.order).toMatchObject({ status: 'filled', terms: { kind: 'stop_limit' } })
  })

  it('a pair whose profit was taken: that leg as its order ended, the other cancelled', async () => {
    const { client } = scriptedVenue({
      'GET /api/v3/oco/client-order/id1': () => ok(pairRecord({ clientOid: 'id1', status: 'DONE' })),
      [`GET /api/v3/oco/order/details/${pairId}`]: () =>
        ok(pairRecord({ clientOid: 'id1', status: 'DONE' }, [{ status: 'TRIGGERED' }, {}])),
      [byClientOid]: () => ok(orderRecord({ side: 'sell', price: '70000', ...bought })),
    })
    const found = await client.findOrder(oco, 'id1')
    expect([found?.order, ...(found?.legs ?? [])].map((each) => [each?.role, each?.status])).toEqual([
      ['take_profit', 'filled'],
      ['stop_loss', 'cancelled'],
    ])
  })

  it('attributes no stranger’s order to a stop order: by side, size, price and time, and only when it is one', async () => {
    const child = orderRecord({ clientOid: null, side: 'sell', price: '49000', createdAt: 1_800_000_000_500 })
    const cases: readonly (readonly [readonly object[], boolean])[] = [
      [[child], true],
      [[child, { ...child, id: 'another' }], false],
      [[{ ...child, clientOid: 'somebody' }], false],
      [[{ ...child, size: '0.02' }], false],
      [[{ ...child, price: '49001' }], false],
      [[{ ...child, side: 'buy' }], false],
      [[{ ...child, createdAt: 1_799_999_000_000 }], false],
      [[], false],
    ]
    for (const [active, isFound] of cases) {
      const { client } = scriptedVenue({
        [`GET /api/v1/stop-order/${stopId}`]: () => ok(stopRecord({ status: 'TRIGGERED' })),
        'GET /api/v1/hf/orders/client-order/old': missing,
        'GET /api/v1/hf/orders/active': () => ok(active),
        'GET /api/v1/hf/orders/done': () => ok({ items: null, lastId: 0 }),
      })
      const found = await client.fetchOrder({ symbol: 'BTC/USDT', orderId: stopId })
      expect([found.id, found.status]).toEqual([stopId, isFound ? 'open' : 'unknown'])
    }
  })

  it('knows how long “not there” proves nothing: the latest arrival, and a margin', () => {
    expect(scriptedVenue({}).client.memory.byClientId.fromMs).toBeGreaterThanOrEqual(5_000 + 5_000)
  })
})
