import { describe, expect, it } from 'vitest'
import { withoutPermit } from '../../../src-main/exchange/http/permit.ts'
import { clOrdIdOf } from '../../../src-main/exchange/kraken/own/client-ids.ts'
import { Money } from '../../../src-shared/money.ts'
import { orderRecord } from './fixtures.ts'
import { answer, caught, failed, result, type Script, scriptedClient } from './scripted-venue.ts'

const m = (text: string) => Money.parse(text)
const id = 'OABCDE-12345-FGHIJK'
const reference = { symbol: 'BTC/USD', orderId: id }
const told = (change: Parameters<typeof orderRecord>[0] = {}) => result({ [id]: orderRecord(change) })

describe('cancelling', () => {
  it('cancels by id, and tells the order’s last state with what was filled', async () => {
    const { client, calls } = scriptedClient({
      CancelOrder: () => result({ count: 1 }),
      QueryOrders: () => told({ status: 'canceled', vol_exec: '0.004', cost: '200', price: '50000' }),
    })
    const order = await client.cancelOrder(reference)
    expect([order.status, order.filled.toString()]).toEqual(['cancelled', '0.004'])
    expect(calls('CancelOrder')[0]?.params).toMatchObject({ txid: id })
  })

  it('cancels by our client id', async () => {
    const ours = 'xgpours'
    const { client, calls } = scriptedClient({
      CancelOrder: () => result({ count: 1 }),
      ClosedOrders: () => result({ closed: { [id]: orderRecord({ status: 'canceled', cl_ord_id: clOrdIdOf(ours) }) } }),
    })
    const order = await client.cancelOrder({ symbol: 'BTC/USD', clientOrderId: ours })
    expect(order).toMatchObject({ id, status: 'cancelled' })
    expect(calls('CancelOrder')[0]?.params.cl_ord_id).toBe(clOrdIdOf(ours))
  })

  it('cancels an order on a pair that is no longer listed', async () => {
    const { client } = scriptedClient({
      CancelOrder: () => result({ count: 1 }),
      QueryOrders: () => told({ status: 'canceled', descr: { pair: 'GONEUSD' } }),
    })
    expect(await client.cancelOrder({ symbol: 'GONE/USD', orderId: id })).toMatchObject({
      status: 'cancelled',
    })
  })

  it('believes Kraken’s count when its list still shows the order open', async () => {
    const { client } = scriptedClient({ CancelOrder: () => result({ count: 1 }), QueryOrders: () => told() })
    expect(await client.cancelOrder(reference)).toMatchObject({ status: 'cancelled', nativeStatus: 'open' })
  })

  it('waits for a cancel that is still pending, and does not call it done before it is', async () => {
    const done = scriptedClient({
      CancelOrder: () => result({ count: 1, pending: true }),
      QueryOrders: (_params, count) => told({ status: count < 3 ? 'open' : 'canceled' }),
    })
    expect(await done.client.cancelOrder(reference)).toMatchObject({ status: 'cancelled' })
    const late = scriptedClient({
      CancelOrder: () => result({ count: 1, pending: true }),
      QueryOrders: () => told(),
    })
    expect((await caught(late.client.cancelOrder(reference))).class).toBe('unknown-outcome')
  })

  it('stays in doubt when the order cannot be read after it', async () => {
    const { client } = scriptedClient({
      CancelOrder: () => result({ count: 1 }),
      QueryOrders: () => answer(502, ''),
    })
    expect((await caught(client.cancelOrder(reference))).class).toBe('unknown-outcome')
  })

  it.each<readonly [string, Script, string]>([
    [
      'unknown, and filled: that is the answer',
      {
        CancelOrder: () => failed('EOrder:Unknown order'),
        QueryOrders: () => told({ status: 'closed', vol_exec: '0.01' }),
      },
      'filled',
    ],
    [
      'unknown to every list',
      {
        CancelOrder: () => failed('EOrder:Unknown order'),
        QueryOrders: () => failed('EOrder:Unknown order'),
      },
      'not-found order.not_found',
    ],
    [
      'unknown, and not in the answer',
      { CancelOrder: () => failed('EOrder:Unknown order'), QueryOrders: () => result({}) },
      'not-found order.not_found',
    ],
    [
      'unknown, yet open: one of the two is late',
      { CancelOrder: () => failed('EOrder:Unknown order'), QueryOrders: () => told() },
      'unknown-outcome order.cancel.unknown',
    ],
    [
      'cut off, and cancelled',
      {
        CancelOrder: () => ({ kind: 'unknown', reason: 'ECONNRESET' }),
        QueryOrders: () => told({ status: 'canceled' }),
      },
      'cancelled',
    ],
    [
      'cut off, and still open',
      { CancelOrder: () => ({ kind: 'unknown', reason: 'ECONNRESET' }), QueryOrders: () => told() },
      'unknown-outcome exchange.no_answer',
    ],
    [
      'cut off, and the question too',
      { CancelOrder: () => answer(503, ''), QueryOrders: () => answer(503, '') },
      'unknown-outcome exchange.no_answer',
    ],
    ['not allowed', { CancelOrder: () => failed('EGeneral:Permission denied') }, 'auth exchange.auth'],
  ])('%s', async (_name, script, expected) => {
    const { client, calls } = scriptedClient(script)
    const outcome = await client.cancelOrder(reference).then(
      ({ status }) => status,
      (error: unknown) => {
        const { class: errorClass, text } = error as { class: string; text: { key: string } }
        return `${errorClass} ${text.key}`
      },
    )
    expect(outcome).toBe(expected)
    expect(calls('CancelOrder')).toHaveLength(1)
  })
})

describe('editing', () => {
  const nothing = { quantity: null, price: null, triggerPrice: null }
  const amendable = (change: Parameters<typeof orderRecord>[0] = {}, more: Script = {}): Script => ({
    QueryOrders: () => told(change),
    AmendOrder: () => result({ amend_id: 'TAMEND' }),
    Ticker: () => result({}),
    ...more,
  })

  it.each([
    ['price', {}, { price: m('51000') }, { limit_price: '51000' }],
    ['quantity', {}, { quantity: m('0.005009') }, { order_qty: '0.005009' }],
    [
      'both, of a post-only order, which must not take',
      { oflags: 'post' },
      { price: m('51000'), quantity: m('0.02') },
      { order_qty: '0.02', limit_price: '51000', post_only: 'true' },
    ],
    [
      'trigger',
      { descr: { ordertype: 'stop-loss', type: 'sell', price: '45000.0' } },
      { triggerPrice: m('46000') },
      { trigger_price: '46000' },
    ],
    [
      'trigger and limit',
      { descr: { ordertype: 'stop-loss-limit', type: 'sell', price: '45000.0', price2: '44900.0' } },
      { triggerPrice: m('46000'), price: m('45900') },
      { limit_price: '45900', trigger_price: '46000' },
    ],
    [
      'quantity of a trailing stop',
      { descr: { ordertype: 'trailing-stop', type: 'sell', price: '+5%' } },
      { quantity: m('0.02') },
      { order_qty: '0.02' },
    ],
    [
      'price of a partly filled order',
      { vol_exec: '0.004', cost: '200', price: '50000' },
      { price: m('51000') },
      { limit_price: '51000' },
    ],
  ] as const)('tells Kraken only what differs: %s', async (_name, record, change, expected) => {
    const { client, calls } = scriptedClient(amendable(record))
    const edited = await client.editOrder(reference, { ...nothing, ...change }, 'no id', withoutPermit)
    expect(edited).toMatchObject({ how: 'in_place', previousOrderId: id, order: { id } })
    const { nonce: _nonce, deadline, ...params } = calls('AmendOrder')[0]?.params ?? {}
    expect(params).toEqual({ txid: id, ...expected })
    expect(deadline).toBeDefined()
  })

  it.each([
    ['the limit', {}, { price: m('51000') }, { price: '51000' }],
    ['the quantity', {}, { quantity: m('0.02') }, {}],
    [
      'the trigger',
      { descr: { ordertype: 'stop-loss', type: 'sell', price: '45000.0' } },
      { triggerPrice: m('46000') },
      { triggerPrice: '46000' },
    ],
  ])('tells %s that Kraken accepted while its lists still show the old one', async (_name, record, change, terms) => {
    const stale = { ...record, vol_exec: '0.001', cost: '50', price: '50000' }
    const { client } = scriptedClient(
      amendable(record, { QueryOrders: (_params, count) => told(count === 1 ? record : stale) }),
    )
    const { order } = await client.editOrder(reference, { ...nothing, ...change }, 'no id', withoutPermit)
    expect(JSON.parse(JSON.stringify(order))).toMatchObject({
      terms,
      quantity: 'quantity' in change ? '0.02' : '0.01',
      filled: '0.001',
      status: 'partially_filled',
    })
  })

  it('tells an order that ended as it was amended as Kraken does', async () => {
    const ended = { status: 'canceled', vol_exec: '0.004', cost: '200', price: '50000' }
    const { client } = scriptedClient(
      amendable({}, { QueryOrders: (_params, count) => told(count === 1 ? {} : ended) }),
    )
    const { order } = await client.editOrder(reference, { ...nothing, price: m('51000') }, 'no id', withoutPermit)
    expect([order.status, order.filled.toString()]).toEqual(['cancelled', '0.004'])
  })

  it('tells the order as it was asked for when it cannot be read afterwards', async () => {
    const { client } = scriptedClient(
      amendable({}, { QueryOrders: (_params, count) => (count === 1 ? told() : answer(502, '')) }),
    )
    const { order } = await client.editOrder(
      reference,
      {
        ...nothing,
        price: m('51000'),
        quantity: m('0.02'),
      },
      'no id',
      withoutPermit,
    )
    expect([order.quantity?.toString(), JSON.stringify(order.terms)]).toEqual([
      '0.02',
      '{"kind":"limit","price":"51000","timeInForce":"gtc","postOnly":false}',
    ])
  })

  it.each([
    [{}, {}, 'order.edit.nothing'],
    [{}, { price: m('50000.00') }, 'order.edit.nothing'],
    [{ status: 'closed' }, { price: m('51000') }, 'order.edit.not_open'],
    [{ status: 'canceled' }, { price: m('51000') }, 'order.edit.not_open'],
    [{ vol_exec: '0.004' }, { quantity: m('0.004') }, 'order.edit.not_open'],
    [{}, { triggerPrice: m('51000') }, 'order.edit.unsupported'],
    [{ descr: { ordertype: 'market' } }, { quantity: m('0.02') }, 'order.edit.unsupported'],
    [{ oflags: 'viqc' }, { quantity: m('0.02') }, 'order.edit.unsupported'],
    [{ descr: { ordertype: 'stop-loss', type: 'sell' } }, { price: m('51000') }, 'order.edit.unsupported'],
    [{ descr: { ordertype: 'trailing-stop', price: '+5%' } }, { price: m('51000') }, 'order.edit.unsupported'],
    [{}, { price: m('51000.01') }, 'order.price.off_step'],
    [{}, { quantity: m('0.00001') }, 'order.quantity.below_minimum'],
  ])('refuses without sending (%#)', async (record, change, key) => {
    const { client, calls } = scriptedClient(amendable(record))
    expect(
      (await caught(client.editOrder(reference, { ...nothing, ...change }, 'no id', withoutPermit))).text.key,
    ).toBe(key)
    expect(calls('AmendOrder')).toHaveLength(0)
  })

  it('says of an order that filled in between that it is no longer open', async () => {
    const { client } = scriptedClient(
      amendable(
        {},
        {
          AmendOrder: () => failed('EOrder:Unknown order'),
          QueryOrders: (_params, count) => told(count === 1 ? {} : { status: 'closed', vol_exec: '0.01' }),
        },
      ),
    )
    const error = await caught(client.editOrder(reference, { ...nothing, price: m('51000') }, 'no id', withoutPermit))
    expect([error.class, error.text.key]).toEqual(['refused', 'order.edit.not_open'])
  })

  it('does not say of an order that is open that it is not there, though Kraken calls it invalid', async () => {
    const { client } = scriptedClient(amendable({}, { AmendOrder: () => failed('EOrder:Invalid order') }))
    const error = await caught(client.editOrder(reference, { ...nothing, price: m('51000') }, 'no id', withoutPermit))
    expect([error.class, error.text.params.reason]).toEqual(['refused', 'EOrder:Invalid order'])
  })

  it('sends an amendment once and leaves an unclear end unclear', async () => {
    const { client, calls } = scriptedClient(amendable({}, { AmendOrder: () => answer(504, '') }))
    const error = await caught(client.editOrder(reference, { ...nothing, price: m('51000') }, 'no id', withoutPermit))
    expect(error.class).toBe('unknown-outcome')
    expect(calls('AmendOrder')).toHaveLength(1)
  })

  it('knows no order that Kraken does not', async () => {
    for (const QueryOrders of [() => result({}), () => failed('EOrder:Unknown order')]) {
      const { client } = scriptedClient(amendable({}, { QueryOrders }))
      const error = await caught(client.editOrder(reference, { ...nothing, price: m('51000') }, 'no id', withoutPermit))
      expect([error.class, error.text.key]).toEqual(['not-found', 'order.not_found'])
    }
  })

  it('counts an amendment as the order’s new age', async () => {
    const old = { opentm: Date.now() / 1_000 - 1_000 }
    const { client, venue } = scriptedClient(amendable(old, { CancelOrder: () => failed('EOrder:Unknown order') }))
    const used = () => Math.round(venue.status().usage.find(({ pool }) => pool.startsWith('engine:'))?.used ?? 0)
    await client.editOrder(reference, { ...nothing, price: m('51000') }, 'no id', withoutPermit)
    expect(used()).toBe(1)
    await caught(client.cancelOrder(reference))
    expect(used()).toBe(9)
  })
})
