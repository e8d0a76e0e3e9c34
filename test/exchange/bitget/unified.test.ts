import { describe, expect, it } from 'vitest'
import { withoutPermit } from '../../../src-main/exchange/http/permit.ts'
import type { TransportOutcome } from '../../../src-main/exchange/http/transport.ts'
import { GatewayError } from '../../../src-shared/errors.ts'
import { Money } from '../../../src-shared/money.ts'
import { limit } from '../sample-orders.ts'
import { at, caught, dropped, http, ok, refusal, type Script, strategyRow, unifiedRow } from './scripted-venue.ts'
import { acknowledged, exits, filled, notesOf, shown, unified } from './unified-setup.ts'

const m = (text: string): Money => Money.parse(text)
const symbol = 'BTC/USDT'
const reference = { symbol, orderId: '71' }

describe('placing', () => {
  it('sends spot orders, and reads them back', async () => {
    const { client, calls } = unified({
      [at.unifiedPlace]: acknowledged,
      [at.unifiedOrder]: () => ok(unifiedRow({ clientOid: 'id1' })),
    })
    const { order, notes } = await client.placeOrder(limit, 'id1', withoutPermit)
    expect(order).toMatchObject({ id: '71', clientOrderId: 'id1', status: 'open', role: 'single' })
    expect(notes).toEqual([])
    expect(calls(at.unifiedPlace)[0]?.params).toEqual({
      category: 'SPOT',
      symbol: 'BTCUSDT',
      side: 'buy',
      orderType: 'limit',
      qty: '0.01',
      price: '50000',
      timeInForce: 'gtc',
      clientOid: 'id1',
    })
  })

  it.each<[string, TransportOutcome, string]>([
    ['a reset', dropped, 'unknown-outcome'],
    ['503', http(503, ''), 'unknown-outcome'],
    ['an unclear code', refusal('40725', 'service error'), 'unknown-outcome'],
    ['a refusal', refusal('25202', 'Insufficient balance'), 'refused'],
    ['a client id that is taken', refusal('25212', 'Duplicate clientOid'), 'unknown-outcome'],
  ])('never sends twice: %s', async (_what, outcome, errorClass) => {
    const { client, calls } = unified({ [at.unifiedPlace]: () => outcome })
    expect((await caught(client.placeOrder(limit, 'id1', withoutPermit))).class).toBe(errorClass)
    expect(calls(at.unifiedPlace)).toHaveLength(1)
  })

  it('hides no acknowledged order that cannot be read', async () => {
    const { client } = unified({ [at.unifiedPlace]: acknowledged, [at.unifiedOrder]: () => http(503, '') })
    const placed = await client.placeOrder({ ...limit, exits }, 'id1', withoutPermit)
    expect(placed.order).toMatchObject({ id: '71', nativeStatus: 'accepted', role: 'entry' })
    expect(notesOf(placed)).toContain('bitget.note.exits_unread')
  })
})

describe('finding', () => {
  it.each<[string, Script]>([
    [
      'by order-info',
      {
        [at.unifiedOrder]: ({ clientOid }) => (clientOid === 'id1' ? ok(unifiedRow({ clientOid })) : refusal('25204')),
      },
    ],
    [
      'among the open ones',
      { [at.unifiedUnfilled]: () => ok({ list: [unifiedRow({ clientOid: 'id1' })], cursor: '' }) },
    ],
    [
      'among the finished ones',
      { [at.unifiedHistory]: () => ok({ list: [unifiedRow({ clientOid: 'id1' })], cursor: '' }) },
    ],
    [
      'where order-info answers with nothing',
      {
        [at.unifiedOrder]: () => ok(null),
        [at.unifiedUnfilled]: () => ok({ list: [unifiedRow({ clientOid: 'id1' })], cursor: '' }),
      },
    ],
  ])('an order by its client id: %s', async (_what, script) => {
    expect((await unified(script).client.findOrder(limit, 'id1'))?.order.id).toBe('71')
  })

  it('nothing where there is nothing, and no verdict where nobody answers', async () => {
    expect(await unified({}).client.findOrder(limit, 'id1')).toBeNull()
    const silent = unified({ [at.unifiedOrder]: () => http(500, '') })
    expect((await caught(silent.client.findOrder(limit, 'id1'))).class).toBe('retryable')
    expect((await caught(unified({}).client.fetchOrder(reference))).text.key).toBe('order.not_found')
  })

  it('goes on by the cursor, until there is none', async () => {
    const page = (cursor = '0') => {
      const from = Number(cursor)
      const list = Array.from({ length: 100 }, (_, index) => unifiedRow({ orderId: String(9_000 - from - index) }))
      return ok({ list, cursor: from >= 200 ? '' : String(from + 100) })
    }
    const { client, calls } = unified({ [at.unifiedUnfilled]: ({ cursor }) => page(cursor) })
    expect(await client.fetchOpenOrders(null)).toHaveLength(300)
    expect(calls(at.unifiedUnfilled)).toHaveLength(3)
  })
})

/** With what a cancel is refused that comes after the order has filled; the last is none that we know. */
const tooLate = ['31007', '80011', '22001', '99999']

describe('cancelling', () => {
  it('takes an acknowledgement for “accepted”', async () => {
    const { client } = unified({
      [at.unifiedCancel]: acknowledged,
      [at.unifiedOrder]: (_params, count) => ok(unifiedRow(count === 1 ? {} : { orderStatus: 'cancelled' })),
    })
    expect(await client.cancelOrder(reference)).toMatchObject({ status: 'cancelled' })
  })

  it('is settled by the order, and stays unknown while that is open', async () => {
    const done = unified({
      [at.unifiedCancel]: () => refusal('25204'),
      [at.unifiedOrder]: () => ok(unifiedRow(filled)),
    })
    expect(await done.client.cancelOrder(reference)).toMatchObject({ status: 'filled' })
    for (const outcome of [dropped, refusal('25204'), acknowledged()]) {
      const open = unified({ [at.unifiedCancel]: () => outcome, [at.unifiedOrder]: () => ok(unifiedRow()) })
      expect((await caught(open.client.cancelOrder(reference))).class).toBe('unknown-outcome')
      expect(open.calls(at.unifiedCancel)).toHaveLength(1)
    }
    for (const code of tooLate) {
      const late = unified({
        [at.unifiedCancel]: () => refusal(code),
        [at.unifiedOrder]: () => ok(unifiedRow(filled)),
      })
      expect(await late.client.cancelOrder(reference)).toMatchObject({ status: 'filled' })
    }
    const refused = unified({
      [at.unifiedCancel]: () => refusal('99999'),
      [at.unifiedOrder]: () => ok(unifiedRow()),
    })
    expect((await caught(refused.client.cancelOrder(reference))).text.key).toBe('exchange.rejected_code')
    const gone = unified({ [at.unifiedCancel]: () => refusal('25204') })
    expect((await caught(gone.client.cancelOrder(reference))).class).toBe('not-found')
  })
})

describe('editing', () => {
  const change = { quantity: null, price: m('51000'), triggerPrice: null }

  it('changes the order in place', async () => {
    const { client, calls } = unified({
      [at.unifiedOrder]: (_params, count) => ok(unifiedRow({ ...shown, ...(count > 2 && { price: '51000' }) })),
      [at.unifiedModify]: acknowledged,
    })
    const edited = await client.editOrder(reference, change, 'id2', withoutPermit)
    expect(calls(at.unifiedModify)[0]?.params).toEqual({ orderId: '71', qty: '0.01', price: '51000' })
    expect(JSON.parse(JSON.stringify(edited))).toMatchObject({
      how: 'in_place',
      previousOrderId: '71',
      order: { id: '71', role: 'entry', terms: { price: '51000' } },
    })
  })

  it('changes one that has begun to fill, down to what has filled', async () => {
    const begun = { orderStatus: 'partially_filled', cumExecQty: '0.004', cumExecValue: '200' }
    for (const [quantity, expected] of [
      ['0.006', '0.006'],
      ['0.004', '0.004'],
      ['0.003', 'order.quantity.below_minimum'],
    ] as const) {
      const { client, calls } = unified({
        [at.unifiedOrder]: () => ok(unifiedRow(begun)),
        [at.unifiedModify]: acknowledged,
      })
      const wanted = { quantity: m(quantity), price: null, triggerPrice: null }
      const told = await client.editOrder(reference, wanted, 'id2', withoutPermit).then(
        () => calls(at.unifiedModify)[0]?.params.qty,
        (error: unknown) => error instanceof GatewayError && error.text.key,
      )
      expect(told).toBe(expected)
    }
  })

  it.each<[string, object, string]>([
    ['has ended', filled, 'order.edit.not_open'],
    ['is as wanted', { price: '51000' }, 'order.edit.nothing'],
    ['would pass its exits', { takeProfit: '50500' }, 'order.trigger.must_be_above'],
  ])('refuses unsent when the order %s', async (_what, row, key) => {
    const { client, calls } = unified({
      [at.unifiedOrder]: () => ok(unifiedRow(row)),
      [at.unifiedModify]: acknowledged,
    })
    expect((await caught(client.editOrder(reference, change, 'id2', withoutPermit))).text.key).toBe(key)
    expect(calls(at.unifiedModify)).toHaveLength(0)
  })
})

describe('the account', () => {
  it('tells its balances without the funding wallet, if that cannot be read', async () => {
    const { client } = unified({
      [at.unifiedAssets]: () => ok({ assets: [{ coin: 'USDT', available: '90', locked: '10', debt: '0' }] }),
      [at.funding]: () => refusal('40014'),
    })
    expect(JSON.parse(JSON.stringify(await client.getBalance()))).toEqual([
      { asset: 'USDT', available: '90', held: '10', total: '100', elsewhere: [] },
    ])
  })

  it.each([
    ['read_only', false],
    ['read-only', false],
    ['read_and_write', true],
    ['', true],
  ])('reports what a key of the kind %s may do', async (permType, canTrade) => {
    const info = { permType, permissions: ['uta_mgt', 'uta_trade'], ips: '' }
    const { client } = unified({ [at.unifiedInfo]: () => ok(info) })
    expect(await client.checkCredentials()).toMatchObject({
      canTrade,
      canWithdraw: false,
      accountKind: 'unified',
    })
  })

  it('tells finished orders, cut exactly in time', async () => {
    const at0 = Date.now() - 10_000
    const timed = (time: number) => ({ createdTime: String(at0 + time), updatedTime: String(at0 + time) })
    const done = (orderId: string, time: number) => unifiedRow({ ...filled, orderId, ...timed(time) })
    const { client } = unified({
      [at.unifiedHistory]: () => ok({ list: [done('3', 3_000), done('2', 2_000), done('1', 1_000)], cursor: '' }),
      [at.strategyHistory]: () =>
        ok({
          list: [strategyRow({ status: 'cancelled', stopLoss: '', ...timed(2_500) })],
        }),
    })
    const query = { symbol: null, symbols: [], since: at0 + 1_001, until: at0 + 3_000, limit: 10 }
    expect((await client.fetchClosedOrders(query)).map(({ id }) => id)).toEqual(['3', '81', '2'])
  })
})
