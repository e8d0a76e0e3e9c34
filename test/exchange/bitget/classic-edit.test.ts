import { describe, expect, it } from 'vitest'
import { withoutPermit } from '../../../src-main/exchange/http/permit.ts'
import { filledRow, m, only, presets, reference, symbol } from './classic-fixtures.ts'
import {
  at,
  caught,
  dropped,
  http,
  ok,
  orderRow,
  planRow,
  plansOf,
  scriptedClient,
  tpslRow,
  unfilledRow,
  type Script,
} from './scripted-venue.ts'

describe('editing', () => {
  const nothing = { quantity: null, price: null, triggerPrice: null }
  const dearer = { ...nothing, price: m('51000') }
  const replaced = (change: object = {}) =>
    ok({ orderId: '18', clientOid: 'id2', success: 'success', msg: '', ...change })
  const openOrder: Script = {
    [at.orderInfo]: ({ orderId }) => ok([orderRow({ orderId, ...(orderId === '18' && { price: '51000' }) })]),
    [at.unfilled]: only('normal', unfilledRow()),
  }

  it('replaces with price and size, whatever changes, under the new id', async () => {
    const { client, calls } = scriptedClient({ ...openOrder, [at.replace]: () => replaced() })
    const edited = await client.editOrder(reference, dearer, 'id2', withoutPermit)
    expect(edited).toMatchObject({ how: 'replace', previousOrderId: '17', order: { id: '18' } })
    const { requestTime, ...params } = calls(at.replace)[0]?.params ?? {}
    expect(params).toEqual({
      symbol: 'BTCUSDT',
      orderId: '17',
      price: '51000',
      size: '0.01',
      newClientOid: 'id2',
      receiveWindow: '5000',
    })
    expect(requestTime).toMatch(/^\d{13}$/)
  })

  it('sends the exits again, as they are now', async () => {
    const { client, calls } = scriptedClient({
      ...openOrder,
      [at.unfilled]: only('normal', unfilledRow({ ...presets, executeStopLossPrice: '44900' })),
      [at.replace]: () => replaced(),
    })
    const { order } = await client.editOrder(reference, dearer, 'id2', withoutPermit)
    expect(calls(at.replace)[0]?.params).toMatchObject({
      presetTakeProfitPrice: '66000',
      presetStopLossPrice: '45000',
      executeStopLossPrice: '44900',
    })
    expect(order).toMatchObject({ role: 'entry', listId: '18' })
  })

  it('sends nothing when the exits cannot be read', async () => {
    const { client, calls } = scriptedClient({
      ...openOrder,
      [at.unfilled]: () => dropped,
      [at.replace]: () => replaced(),
    })
    expect((await caught(client.editOrder(reference, dearer, 'id2', withoutPermit))).class).toBe('retryable')
    expect(calls(at.replace)).toHaveLength(0)
  })

  it.each<[string, object, string, string]>([
    ['the order as it was', { status: 'live' }, 'refused', 'bitget.replace_failed'],
    ['no order', { status: 'cancelled' }, 'refused', 'order.edit.cancelled_not_replaced'],
    ['a filled order', { status: 'filled', baseVolume: '0.01' }, 'refused', 'order.edit.not_open'],
  ])('says that a failure under a code of success has left %s', async (_what, row, errorClass, key) => {
    const { client, calls } = scriptedClient({
      [at.orderInfo]: (_params, count) => ok([orderRow(count === 1 ? {} : row)]),
      [at.replace]: () => replaced({ success: 'failure', orderId: '', msg: 'Duplicate clientOid' }),
    })
    const error = await caught(client.editOrder(reference, dearer, 'id2', withoutPermit))
    expect([error.class, error.text.key]).toEqual([errorClass, key])
    expect(error.exchange?.message).toBe('Duplicate clientOid')
    expect(calls(at.replace)).toHaveLength(1)
  })

  it.each<[string, object, string]>([
    ['the order as it was', { status: 'live' }, 'unknown-outcome order.edit.unknown'],
    ['no order', { status: 'cancelled' }, 'unknown-outcome order.edit.cancelled_replacement_unknown'],
    ['a filled order', { status: 'filled', baseVolume: '0.01' }, 'refused order.edit.not_open'],
  ])('takes "try again" under a code of success for no verdict while it sees %s', async (_what, row, expected) => {
    const { client } = scriptedClient({
      [at.orderInfo]: (_params, count) => ok([orderRow(count === 1 ? {} : row)]),
      [at.replace]: () => replaced({ success: 'failure', orderId: '', msg: 'System busy, try again later' }),
    })
    const error = await caught(client.editOrder(reference, dearer, 'id2', withoutPermit))
    expect(`${error.class} ${error.text.key}`).toBe(expected)
  })

  it('does not know what a failure has left when nobody says', async () => {
    const { client } = scriptedClient({
      [at.orderInfo]: (_params, count) => (count === 1 ? ok([orderRow()]) : http(503, '')),
      [at.replace]: () => replaced({ success: 'failure' }),
    })
    expect((await caught(client.editOrder(reference, dearer, 'id2', withoutPermit))).class).toBe('unknown-outcome')
  })

  it('hides no replacement that cannot be read back', async () => {
    const { client } = scriptedClient({
      [at.orderInfo]: (_params, count) => (count === 1 ? ok([orderRow()]) : http(503, '')),
      [at.replace]: () => replaced(),
    })
    const { order } = await client.editOrder(reference, dearer, 'id2', withoutPermit)
    expect(order).toMatchObject({ id: '18', clientOrderId: 'id2', nativeStatus: 'accepted' })
  })

  it.each<[string, Script, object, string]>([
    ['nothing changes', openOrder, { ...nothing, price: m('50000') }, 'order.edit.nothing'],
    [
      'it has begun to fill',
      { [at.orderInfo]: () => ok([orderRow({ status: 'partially_filled', baseVolume: '0.001' })]) },
      dearer,
      'order.edit.partially_filled',
    ],
    ['it has ended', { [at.orderInfo]: () => ok([filledRow()]) }, dearer, 'order.edit.not_open'],
    [
      'it is post-only, which a replacement might not be',
      { ...openOrder, [at.unfilled]: only('normal', unfilledRow({ force: 'post_only' })) },
      dearer,
      'order.edit.unsupported',
    ],
    [
      'it is a TP/SL order',
      { [at.unfilled]: only('tpsl', tpslRow({ orderId: '17' })) },
      { ...nothing, triggerPrice: m('54000') },
      'order.edit.unsupported',
    ],
    ['a limit order has no trigger', openOrder, { ...nothing, triggerPrice: m('1') }, 'order.edit.unsupported'],
    ['it is off the tick', openOrder, { ...nothing, price: m('51000.001') }, 'order.price.off_step'],
  ])('is refused unsent when %s', async (_what, script, change, key) => {
    const { client, calls } = scriptedClient({ ...script, [at.replace]: () => replaced() })
    const error = await caught(client.editOrder(reference, { ...nothing, ...change }, 'id2', withoutPermit))
    expect([error.class, error.text.key]).toEqual(['refused', key])
    expect(calls(at.replace)).toHaveLength(0)
  })

  it('changes a plan order in place', async () => {
    let trigger = '65000'
    const { client, calls } = scriptedClient({
      [at.plans]: () => plansOf(planRow({ triggerPrice: trigger })),
      [at.modifyPlan]: (params) => {
        trigger = params.triggerPrice ?? ''
        return ok({ orderId: '41', clientOid: 'plan-id' })
      },
    })
    const change = { ...nothing, triggerPrice: m('66000') }
    const edited = await client.editOrder({ symbol, orderId: '41' }, change, 'id2', withoutPermit)
    expect(calls(at.modifyPlan)[0]?.params).toEqual({
      orderId: '41',
      triggerPrice: '66000',
      orderType: 'market',
      size: '0.01',
    })
    expect(JSON.parse(JSON.stringify(edited))).toMatchObject({
      how: 'in_place',
      order: { id: '41', terms: { kind: 'stop_loss', triggerPrice: '66000' } },
    })
  })
})
