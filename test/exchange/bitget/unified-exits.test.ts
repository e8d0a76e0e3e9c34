import { describe, expect, it } from 'vitest'
import { withoutPermit } from '../../../src-main/exchange/http/permit.ts'
import { limit } from '../sample-orders.ts'
import { at, dropped, ok, refusal, type Script, strategyRow, unifiedRow } from './scripted-venue.ts'
import { acknowledged, exits, filled, notesOf, shown, unified } from './unified-setup.ts'

const symbol = 'BTC/USDT'

describe('an entry with exits', () => {
  const placing = (row: object, script: Script = {}) =>
    unified({ [at.unifiedPlace]: acknowledged, [at.unifiedOrder]: () => ok(unifiedRow(row)), ...script })

  it('that shows them is as it should be', async () => {
    const placed = await placing(shown).client.placeOrder({ ...limit, exits }, 'id1', withoutPermit)
    expect(notesOf(placed)).toEqual(['order.note.exits_after_full_fill'])
    expect(placed.order).toMatchObject({ role: 'entry', listId: '71' })
  })

  it.each<[string, object]>([
    ['none', {}],
    ['one of two', { takeProfit: '66000' }],
    ['another trigger', { ...shown, stopLoss: '44000' }],
    ['none, filled', filled],
  ])('that shows %s is told to be unprotected', async (_what, row) => {
    const placed = await placing(row).client.placeOrder({ ...limit, exits }, 'id1', withoutPermit)
    expect(notesOf(placed)).toContain('bitget.note.exits_missing')
  })

  it('that has filled without its exits in sight says so', async () => {
    const placed = await placing({ ...shown, ...filled }).client.placeOrder({ ...limit, exits }, 'id1', withoutPermit)
    expect(notesOf(placed)).toContain('bitget.note.exits_not_seen')
  })

  it('finds them among the strategy orders, both in one', async () => {
    const { client } = placing({ ...shown, ...filled }, { [at.strategies]: () => ok({ list: [strategyRow()] }) })
    const placed = await client.placeOrder({ ...limit, exits }, 'id1', withoutPermit)
    expect(placed.legs.map(({ id, role, listId, terms }) => [id, role, listId, terms.kind])).toEqual([
      ['81:tp', 'take_profit', '71', 'take_profit'],
      ['81:sl', 'stop_loss', '71', 'stop_limit'],
    ])
    expect(notesOf(placed)).toEqual(['order.note.exits_after_full_fill'])
    expect((await client.fetchOpenOrders(null)).map(({ id }) => id)).toEqual(['81:tp', '81:sl'])
  })

  it.each<[string, object]>([
    ['on another symbol', { symbol: 'ETHUSDT' }],
    ['on its own side', { side: 'buy' }],
    ['older than it', { createdTime: '1700000000000' }],
    ['with other triggers', { takeProfit: '67000' }],
  ])('takes no strategy order for its own that is %s', async (_what, change) => {
    const { client } = placing({ ...shown, ...filled }, { [at.strategies]: () => ok([strategyRow(change)]) })
    expect((await client.placeOrder({ ...limit, exits }, 'id1', withoutPermit)).legs).toEqual([])
  })

  it.each([
    ['65990', ['filled', 'cancelled']],
    ['44950', ['cancelled', 'filled']],
  ])('tells by the fill at %s which of two exits went off', async (avgPrice, expected) => {
    const child = {
      orderId: '91',
      side: 'sell',
      orderStatus: 'filled',
      cumExecQty: '0.01',
      cumExecValue: '600',
      avgPrice,
    }
    const { client } = placing(
      { ...shown, ...filled },
      {
        [at.strategyHistory]: () => ok({ list: [strategyRow({ status: 'success', updatedTime: '1800000005000' })] }),
        [at.unifiedHistory]: () =>
          ok({
            list: [unifiedRow({ ...child, createdTime: '1800000005001' }), unifiedRow({ ...filled, side: 'buy' })],
            cursor: '',
          }),
      },
    )
    const { legs } = await client.placeOrder({ ...limit, exits }, 'id1', withoutPermit)
    expect(legs.map(({ status }) => status)).toEqual(expected)
  })

  it('does not guess what became of exits that were triggered', async () => {
    const { client } = placing(
      { ...shown, ...filled },
      { [at.strategyHistory]: () => ok({ list: [strategyRow({ status: 'success' })] }) },
    )
    const { legs } = await client.placeOrder({ ...limit, exits }, 'id1', withoutPermit)
    expect(legs.map(({ status }) => status)).toEqual(['unknown', 'unknown'])
  })
})

describe('strategy orders', () => {
  it('are listed where Bitget has them for spot, and want of them hides no other order', async () => {
    const rows = { [at.unifiedUnfilled]: () => ok({ list: [unifiedRow()], cursor: '' }) }
    expect(await unified(rows).client.fetchOpenOrders(null)).toHaveLength(1)
    const silent = unified({ ...rows, [at.strategies]: () => dropped })
    expect(await silent.client.fetchOpenOrders(null)).toHaveLength(1)
    const trigger = strategyRow({
      type: 'trigger',
      takeProfit: '',
      stopLoss: '',
      triggerPrice: '55000',
      triggerOrderType: 'market',
    })
    const both = unified({ ...rows, [at.strategies]: () => ok([trigger]) })
    expect((await both.client.fetchOpenOrders(symbol)).map(({ id }) => id)).toEqual(['71', '81'])
    expect(await both.client.fetchOpenOrders(symbol)).toHaveLength(2)
  })

  it('are cancelled as what they are', async () => {
    let cancelled = false
    const { client, calls } = unified({
      [at.unifiedCancel]: () => refusal('25204'),
      [at.cancelStrategy]: () => {
        cancelled = true
        return ok({ orderId: '81', clientOid: '' })
      },
      [at.strategies]: () => ok(cancelled ? [] : [strategyRow()]),
      [at.strategyHistory]: () => ok({ list: cancelled ? [strategyRow({ status: 'cancelled' })] : [] }),
    })
    expect(await client.cancelOrder({ symbol, orderId: '81:sl' })).toMatchObject({
      id: '81:sl',
      status: 'cancelled',
    })
    expect(calls(at.cancelStrategy).map(({ params }) => params)).toEqual([{ orderId: '81' }])
    expect(calls(at.unifiedCancel)).toHaveLength(0)
  })
})
