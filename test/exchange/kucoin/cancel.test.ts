import { describe, expect, it } from 'vitest'
import { plain, id, stopId, pairId, reference, order, bought } from './order-fixtures.ts'
import {
  answer,
  caught,
  missing,
  ok,
  orderRecord,
  pairRecord,
  refused,
  scriptedVenue,
  stopRecord,
} from './scripted-venue.ts'

describe('cancelling', () => {
  const cancel = `DELETE /api/v1/hf/orders/sync/${id}`
  const cancelled = { active: false, cancelExist: true, cancelledSize: '0.01' }
  const gone = { 'GET /api/v3/oco/*': missing, 'GET /api/v1/stop-order*': () => ok([]) }

  it('answers with the order’s last state', async () => {
    const { client, calls } = scriptedVenue({
      [cancel]: () => ok({ orderId: id, status: 'done', canceledSize: '0.01', dealSize: '0' }),
      [order]: (_sent, count) => ok(orderRecord(count === 1 ? {} : cancelled)),
    })
    expect((await client.cancelOrder(reference)).status).toBe('cancelled')
    expect(calls(cancel)[0]?.params).toEqual({ symbol: 'BTC-USDT' })
  })

  it('believes the acknowledgement when queries go on lagging', async () => {
    const { client } = scriptedVenue({
      [cancel]: () => ok({ orderId: id, status: 'done', canceledSize: '0.006', dealSize: '0.004' }),
      [order]: () => ok(orderRecord()),
    })
    const ended = await client.cancelOrder(reference)
    expect([ended.status, plain(ended.filled)]).toEqual(['cancelled', '0.004'])
  })

  it('is unknown, not refused, when it is acknowledged and cannot be read', async () => {
    const { client } = scriptedVenue({
      [cancel]: () => ok({ status: 'done' }),
      [order]: () => refused('400007', 'x'),
    })
    expect((await caught(client.cancelOrder(reference))).class).toBe('unknown-outcome')
  })

  it.each([
    ['not there', missing()],
    ['not there, by code', refused('102436', 'x')],
    ['being processed', refused('102428', 'x')],
    ['not cancelable', refused('100004', 'x')],
    ['no answer', { kind: 'unknown', reason: 'ECONNRESET' } as const],
    ['a failure', refused('500000', 'x')],
  ])('takes “%s” for a question: a filled order is reported as filled', async (_name, outcome) => {
    const { client, calls } = scriptedVenue({
      [cancel]: () => outcome,
      [order]: () => ok(orderRecord(bought)),
    })
    expect((await client.cancelOrder(reference)).status).toBe('filled')
    expect(calls(cancel)).toHaveLength(1)
  })

  it.each([
    [missing(), 'retryable'],
    [refused('102428', 'x'), 'retryable'],
    [refused('100004', 'x'), 'refused'],
    [answer(503, ''), 'unknown-outcome'],
  ] as const)('does not call an order cancelled that is still open (%#)', async (outcome, errorClass) => {
    const { client } = scriptedVenue({ [cancel]: () => outcome, [order]: () => ok(orderRecord()) })
    expect((await caught(client.cancelOrder(reference))).class).toBe(errorClass)
  })

  it('stays unknown when the question goes unanswered too; not-found when nothing knows it', async () => {
    const silent = scriptedVenue({ [cancel]: () => answer(503, ''), [order]: () => answer(503, '') })
    expect((await caught(silent.client.cancelOrder(reference))).class).toBe('unknown-outcome')
    const nowhere = scriptedVenue({ ...gone, [cancel]: missing, [order]: missing })
    const error = await caught(nowhere.client.cancelOrder(reference))
    expect([error.class, error.text.key]).toEqual(['not-found', 'order.not_found'])
  })

  const waitingStop = {
    [`GET /api/v1/stop-order/${stopId}`]: () => ok(stopRecord()),
    'GET /api/v3/oco/orders': () => ok({ totalPage: 1, items: [] }),
  }
  const stopReference = { symbol: 'BTC/USDT', orderId: stopId }

  it('a stop order at its own endpoint, and remembers that it is cancelled', async () => {
    const { client, calls } = scriptedVenue({
      'GET /api/v3/oco/orders': () => ok({ totalPage: 1, items: [] }),
      [`GET /api/v1/stop-order/${stopId}`]: (_sent, count) => (count === 1 ? ok(stopRecord()) : missing()),
      [`DELETE /api/v1/stop-order/${stopId}`]: () => ok({ cancelledOrderIds: [stopId] }),
    })
    expect((await client.cancelOrder(stopReference)).status).toBe('cancelled')
    expect((await client.fetchOrder(stopReference)).status).toBe('cancelled')
    expect(calls('DELETE /api/v1/hf*')).toHaveLength(0)
  })

  it('a stop order whose cancel went unanswered: waiting still, or gone', async () => {
    const lost = () => ({ kind: 'unknown', reason: 'ECONNRESET' }) as const
    const still = scriptedVenue({ ...waitingStop, [`DELETE /api/v1/stop-order/${stopId}`]: lost })
    expect((await caught(still.client.cancelOrder(stopReference))).class).toBe('unknown-outcome')
    const ended = scriptedVenue({
      ...waitingStop,
      [`GET /api/v1/stop-order/${stopId}`]: (_sent, count) => (count === 1 ? ok(stopRecord()) : missing()),
      [`DELETE /api/v1/stop-order/${stopId}`]: lost,
      'GET /api/v1/hf/orders/client-order/old': missing,
      'GET /api/v1/hf/orders/active': () => ok([]),
      'GET /api/v1/hf/orders/done': () => ok({ items: [] }),
    })
    expect((await ended.client.cancelOrder(stopReference)).status).toBe('cancelled')
  })

  it('a stop order that has triggered meanwhile: the order that it became', async () => {
    const child = orderRecord({ id: 'child', side: 'sell', price: '49000' })
    const { client, calls } = scriptedVenue({
      ...waitingStop,
      [`GET /api/v1/stop-order/${stopId}`]: (_sent, count) => (count === 1 ? ok(stopRecord()) : missing()),
      [`DELETE /api/v1/stop-order/${stopId}`]: missing,
      'GET /api/v1/hf/orders/client-order/old': () => ok(child),
      'DELETE /api/v1/hf/orders/sync/child': () => ok({ status: 'done' }),
      'GET /api/v1/hf/orders/child': () => ok({ ...child, ...cancelled }),
    })
    const ended = await client.cancelOrder(stopReference)
    expect([ended.id, ended.status, ended.terms.kind]).toEqual([stopId, 'cancelled', 'stop_limit'])
    expect(calls('DELETE /api/v1/hf/orders/sync/child')).toHaveLength(1)
  })

  it.each(['vs-stop', 'vs-profit', pairId])('a pair by %s: both legs, by the pair’s endpoint', async (orderId) => {
    const { client, calls } = scriptedVenue({
      'GET /api/v1/stop-order/*': missing,
      'GET /api/v3/oco/orders': () => ok({ totalPage: 1, items: [pairRecord()] }),
      [`GET /api/v3/oco/order/details/${pairId}`]: () => ok(pairRecord()),
      [`DELETE /api/v1/hf/orders/sync/${pairId}`]: missing,
      [`GET /api/v1/hf/orders/${pairId}`]: missing,
      [`DELETE /api/v3/oco/order/${pairId}`]: () => ok({ cancelledOrderIds: ['vs-profit', 'vs-stop'] }),
    })
    const ended = await client.cancelOrder({ symbol: 'BTC/USDT', orderId })
    expect([ended.id, ended.status]).toEqual([orderId === pairId ? 'vs-profit' : orderId, 'cancelled'])
    expect(calls('DELETE /api/v3/oco/order*')).toHaveLength(1)
    expect(calls('DELETE /api/v1/stop-order*')).toHaveLength(0)
  })

  it('by our client id, whatever it names', async () => {
    const nothingPlain = {
      'DELETE /api/v1/hf/orders/sync/client-order/old': missing,
      'GET /api/v1/hf/orders/client-order/old': missing,
    }
    const byClientId = { symbol: 'BTC/USDT', clientOrderId: 'old' }
    const aStop = scriptedVenue({
      ...nothingPlain,
      ...waitingStop,
      'GET /api/v1/stop-order/queryOrderByClientOid': () => ok([stopRecord()]),
      [`DELETE /api/v1/stop-order/${stopId}`]: () => ok({ cancelledOrderIds: [stopId] }),
    })
    expect((await aStop.client.cancelOrder(byClientId)).id).toBe(stopId)
    const aPair = scriptedVenue({
      ...nothingPlain,
      'GET /api/v1/stop-order/queryOrderByClientOid': () => ok([]),
      'GET /api/v3/oco/client-order/old': () => ok(pairRecord()),
      [`GET /api/v3/oco/order/details/${pairId}`]: () => ok(pairRecord()),
      [`DELETE /api/v3/oco/order/${pairId}`]: () => ok({ cancelledOrderIds: null }),
    })
    expect(await aPair.client.cancelOrder(byClientId)).toMatchObject({ id: 'vs-profit', status: 'cancelled' })
    const nothing = scriptedVenue({
      ...nothingPlain,
      'GET /api/v1/stop-order/queryOrderByClientOid': missing,
      'GET /api/v3/oco/client-order/old': missing,
    })
    expect((await caught(nothing.client.cancelOrder(byClientId))).class).toBe('not-found')
  })
})
