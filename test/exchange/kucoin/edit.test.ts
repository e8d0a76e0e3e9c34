import { describe, expect, it } from 'vitest'
import { withoutPermit } from '../../../src-main/exchange/http/permit.ts'
import { m, plain, id, stopId, reference, order } from './order-fixtures.ts'
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

describe('editing', () => {
  const nothing = { quantity: null, price: null, triggerPrice: null }
  const alter = 'POST /api/v1/hf/orders/alter'
  const part = `DELETE /api/v1/hf/orders/cancel/${id}`
  const replaced = orderRecord({ id: 'new', price: '51000' })
  const closed = { active: false, cancelExist: true }

  it('shrinks in place by a partial cancel of the surplus', async () => {
    const { client, calls } = scriptedVenue({
      [order]: (_sent, count) => ok(orderRecord(count === 1 ? {} : { cancelledSize: '0.00499999', cancelExist: true })),
      [part]: () => ok({ orderId: id, cancelSize: '0.00499999' }),
    })
    const edited = await client.editOrder(reference, { ...nothing, quantity: m('0.005000019') }, 'e', withoutPermit)
    expect(edited).toMatchObject({ how: 'in_place', previousOrderId: id, order: { id, status: 'open' } })
    expect(plain(edited.order.quantity)).toBe('0.00500001')
    expect(calls(part)[0]?.params).toEqual({ symbol: 'BTC-USDT', cancelSize: '0.00499999' })
  })

  it('remembers the smaller wish: filled is filled', async () => {
    const { client } = scriptedVenue({
      [order]: (_sent, count) =>
        ok(orderRecord(count < 3 ? {} : { ...closed, dealSize: '0.004', dealFunds: '200', cancelledSize: '0.006' })),
      [part]: () => ok({ orderId: id }),
    })
    await client.editOrder(reference, { ...nothing, quantity: m('0.004') }, 'e', withoutPermit)
    expect((await client.fetchOrder(reference)).status).toBe('filled')
  })

  it('alters everything else: a new id under the old client id', async () => {
    const { client, calls } = scriptedVenue({
      [order]: () => ok(orderRecord()),
      [alter]: () => ok({ newOrderId: 'new', clientOid: 'old' }),
      'GET /api/v1/hf/orders/new': () => ok(replaced),
    })
    const edited = await client.editOrder(reference, { ...nothing, price: m('51000') }, 'e', withoutPermit)
    expect(edited).toMatchObject({
      how: 'replace',
      previousOrderId: id,
      order: { id: 'new', clientOrderId: 'old' },
    })
    expect(calls(alter)[0]?.body).toEqual({ symbol: 'BTC-USDT', orderId: id, newPrice: '51000' })
    await client.editOrder(reference, { ...nothing, quantity: m('0.02'), price: m('51000') }, 'f', withoutPermit)
    expect(calls(alter)[1]?.body).toMatchObject({ newPrice: '51000', newSize: '0.02' })
  })

  it('keeps an acknowledged replacement that cannot be read', async () => {
    const { client } = scriptedVenue({
      [order]: () => ok(orderRecord()),
      [alter]: () => ok({ newOrderId: 'new', clientOid: 'old' }),
      'GET /api/v1/hf/orders/new': () => answer(503, ''),
    })
    const edited = await client.editOrder(reference, { ...nothing, price: m('51000') }, 'e', withoutPermit)
    expect(edited.order).toMatchObject({
      id: 'new',
      status: 'open',
      terms: { kind: 'limit', price: m('51000') },
    })
  })

  it('finds and cancels a replacement whose answer was lost by the name the edit gave it', async () => {
    const { client, calls } = scriptedVenue({
      [order]: () => ok(orderRecord()),
      [alter]: () => ({ kind: 'unknown', reason: 'ECONNRESET' }),
      'GET /api/v1/hf/orders/client-order/e': missing,
      'DELETE /api/v1/hf/orders/sync/client-order/e': missing,
      'GET /api/v1/hf/orders/client-order/old': () => ok(replaced),
      'DELETE /api/v1/hf/orders/sync/new': () => ok({ status: 'done' }),
      'GET /api/v1/hf/orders/new': () => ok({ ...replaced, ...closed }),
    })
    expect(
      (await caught(client.editOrder(reference, { ...nothing, price: m('51000') }, 'e', withoutPermit))).class,
    ).toBe('unknown-outcome')
    expect(calls(alter)).toHaveLength(1)
    const named = { symbol: 'BTC/USDT', clientOrderId: 'e' }
    expect((await client.fetchOrder(named)).id).toBe('new')
    expect(await client.cancelOrder(named)).toMatchObject({ id: 'new', status: 'cancelled' })
  })

  it('does not take the altered order itself for its replacement', async () => {
    const { client } = scriptedVenue({
      [order]: () => ok(orderRecord()),
      [alter]: () => ({ kind: 'unknown', reason: 'ECONNRESET' }),
      'GET /api/v1/hf/orders/client-order/e': missing,
      'GET /api/v1/hf/orders/client-order/old': () => ok(orderRecord()),
      'GET /api/v1/stop-order/queryOrderByClientOid': () => ok([]),
      'GET /api/v3/oco/client-order/e': missing,
    })
    await caught(client.editOrder(reference, { ...nothing, price: m('51000') }, 'e', withoutPermit))
    expect((await caught(client.fetchOrder({ symbol: 'BTC/USDT', clientOrderId: 'e' }))).class).toBe('not-found')
  })

  it.each([
    ['the old order stays', refused('200004', 'Balance insufficient!'), {}, 'refused exchange.insufficient_balance'],
    [
      'the old order is gone',
      refused('200004', 'Balance insufficient!'),
      closed,
      'refused order.edit.cancelled_not_replaced',
    ],
    ['it was filled first', missing(), { active: false, dealSize: '0.01' }, 'refused order.edit.not_open'],
    ['not now', missing(), {}, 'refused exchange.rejected'],
    [
      'nothing was placed anew',
      ok({ newOrderId: null, clientOid: 'old' }),
      closed,
      'refused order.edit.replacement_missing',
    ],
    [
      'nothing was placed anew, and the old order is open',
      ok({ newOrderId: null }),
      {},
      'unknown-outcome order.edit.unknown',
    ],
    ['no answer', answer(503, ''), {}, 'unknown-outcome exchange.no_answer'],
    ['too many requests', answer(429, { code: '429000', msg: 'x' }), {}, 'unknown-outcome exchange.no_answer'],
  ])('tells what is left: %s', async (_name, outcome, after, expected) => {
    const { client, calls } = scriptedVenue({
      [order]: (_sent, count) => ok(orderRecord(count === 1 ? {} : after)),
      [alter]: () => outcome,
    })
    const error = await caught(client.editOrder(reference, { ...nothing, price: m('51000') }, 'e', withoutPermit))
    expect(`${error.class} ${error.text.key}`).toBe(expected)
    expect(calls(alter)).toHaveLength(1)
  })

  it('a refused alteration whose order cannot be looked at is unknown', async () => {
    const { client } = scriptedVenue({
      [order]: (_sent, count) => (count === 1 ? ok(orderRecord()) : answer(503, '')),
      [alter]: () => refused('200004', 'Balance insufficient!'),
    })
    const error = await caught(client.editOrder(reference, { ...nothing, price: m('51000') }, 'e', withoutPermit))
    expect([error.class, error.text.key]).toEqual(['unknown-outcome', 'order.edit.unknown'])
  })

  it.each([
    [missing(), { active: false, dealSize: '0.01' }, 'refused order.edit.not_open'],
    [missing(), {}, 'refused exchange.rejected'],
    [answer(503, ''), {}, 'unknown-outcome exchange.no_answer'],
  ])('tells what became of a partial cancel (%#)', async (outcome, after, expected) => {
    const { client } = scriptedVenue({
      [order]: (_sent, count) => ok(orderRecord(count === 1 ? {} : after)),
      [part]: () => outcome,
    })
    const error = await caught(client.editOrder(reference, { ...nothing, quantity: m('0.004') }, 'e', withoutPermit))
    expect(`${error.class} ${error.text.key}`).toBe(expected)
  })

  it.each([
    [{}, { ...nothing }, 'order.edit.nothing'],
    [{}, { ...nothing, price: m('50000.0'), quantity: m('0.010') }, 'order.edit.nothing'],
    [{}, { ...nothing, quantity: m('0.010000000001') }, 'order.edit.nothing'],
    [{ active: false, dealSize: '0.01' }, { ...nothing, price: m('1') }, 'order.edit.not_open'],
    [{ dealSize: '0.004' }, { ...nothing, price: m('51000') }, 'order.edit.partially_filled'],
    [{ dealSize: '0.004' }, { ...nothing, quantity: m('0.004') }, 'order.edit.not_open'],
    [{}, { ...nothing, triggerPrice: m('51000') }, 'order.edit.unsupported'],
    [{ type: 'market', price: '0' }, { ...nothing, quantity: m('0.02') }, 'order.edit.unsupported'],
    [{}, { ...nothing, price: m('51000.05') }, 'order.price.off_step'],
  ])('refuses without sending (%#)', async (change, wanted, key) => {
    const { client, sent } = scriptedVenue({ [order]: () => ok(orderRecord(change)) })
    expect((await caught(client.editOrder(reference, wanted, 'e', withoutPermit))).text.key).toBe(key)
    expect(sent.filter(({ request }) => request.method !== 'GET')).toHaveLength(0)
  })

  it('refuses stop orders and legs, which KuCoin cannot change', async () => {
    const { client, sent } = scriptedVenue({
      [`GET /api/v1/stop-order/${stopId}`]: () => ok(stopRecord()),
      'GET /api/v1/stop-order/*': missing,
      'GET /api/v3/oco/orders': () => ok({ totalPage: 1, items: [pairRecord()] }),
      'GET /api/v3/oco/order/*': () => ok(pairRecord()),
    })
    for (const orderId of [stopId, 'vs-stop']) {
      const error = await caught(
        client.editOrder({ symbol: 'BTC/USDT', orderId }, { ...nothing, price: m('1') }, 'e', withoutPermit),
      )
      expect([error.class, error.text.key]).toEqual(['refused', 'order.edit.unsupported'])
    }
    expect(sent.filter(({ request }) => request.method !== 'GET')).toHaveLength(0)
  })
})
