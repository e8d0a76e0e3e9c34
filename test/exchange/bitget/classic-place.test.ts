import { describe, expect, it } from 'vitest'
import { withoutPermit } from '../../../src-main/exchange/http/permit.ts'
import { MemoryClientIdStore } from '../../../src-main/exchange/stores/client-id-store.ts'
import type { OrderRequest } from '../../../src-shared/order.ts'
import { acknowledged, exits, filledRow, limit, m, notesOf, only, presets, stop, symbol } from './classic-fixtures.ts'
import { at, dropped, ok, orderRow, scriptedClient, tpslRow, unfilledRow, type Script } from './scripted-venue.ts'

describe('placing', () => {
  it('reads the order back, since it is acknowledged with ids only', async () => {
    const { client } = scriptedClient({
      [at.place]: acknowledged,
      [at.orderInfo]: () => ok([orderRow({ clientOid: 'id1' })]),
    })
    const { order, legs, notes } = await client.placeOrder(limit, 'id1', withoutPermit)
    expect(order).toMatchObject({ id: '17', clientOrderId: 'id1', status: 'open', role: 'single' })
    expect([legs, notes]).toEqual([[], []])
  })

  it('waits for what ends at once, so that what it brought is told', async () => {
    const detail = { newFees: { d: 0, r: -0.00001 } }
    const { client, pauses } = scriptedClient({
      [at.place]: acknowledged,
      [at.orderInfo]: (_params, count) =>
        count < 3
          ? ok(count === 1 ? [] : [orderRow({ status: 'new' })])
          : ok([filledRow({ feeDetail: JSON.stringify(detail) })]),
    })
    const { order } = await client.placeOrder({ ...limit, timeInForce: 'fok' }, 'id1', withoutPermit)
    expect(JSON.parse(JSON.stringify(order))).toMatchObject({
      status: 'filled',
      filled: '0.01',
      fees: [{ asset: 'BTC', amount: '0.00001' }],
    })
    expect(pauses).toEqual([100, 200])
  })

  it('asks the fills for fees that the order does not tell', async () => {
    const detail = { deduction: 'no', feeCoin: 'BTC', totalDeductionFee: '0', totalFee: '-0.00001' }
    const { client } = scriptedClient({
      [at.place]: acknowledged,
      [at.orderInfo]: () => ok([filledRow()]),
      [at.fills]: () => ok([{ orderId: '17', tradeId: '1', feeDetail: detail }]),
    })
    const { order } = await client.placeOrder({ ...limit, timeInForce: 'fok' }, 'id1', withoutPermit)
    expect(JSON.parse(JSON.stringify(order.fees))).toEqual([{ asset: 'BTC', amount: '0.00001' }])
  })

  it.each<[string, Script]>([
    ['cannot be read', { [at.orderInfo]: () => dropped, [at.unfilled]: () => dropped }],
    ['is not there yet', {}],
    ['has no readable shape', { [at.orderInfo]: () => ok([{ orderId: '17' }]), [at.unfilled]: () => ok('x') }],
  ])('hides no acknowledged order that %s', async (_what, script) => {
    const { client } = scriptedClient({ [at.place]: acknowledged, ...script })
    const { order } = await client.placeOrder(limit, 'id1', withoutPermit)
    expect(JSON.parse(JSON.stringify(order))).toMatchObject({
      id: '17',
      clientOrderId: 'id1',
      status: 'open',
      nativeStatus: 'accepted',
      filled: '0',
      quantity: '0.01',
      terms: { kind: 'limit', price: '50000' },
    })
  })

  it('hides no acknowledged order for want of a disk either', async () => {
    class BrokenStore extends MemoryClientIdStore {
      override claim(): boolean {
        throw new Error('disk full')
      }
    }
    const { client } = scriptedClient({ [at.place]: acknowledged }, { clientIds: new BrokenStore() })
    expect((await client.placeOrder(stop, 'id1', withoutPermit)).order).toMatchObject({
      id: '17',
      nativeStatus: 'accepted',
    })
  })
})

describe('an entry with exits', () => {
  const entry: OrderRequest = { ...limit, exits }

  it('carries them, and says that they wait for the whole fill', async () => {
    const { client, calls } = scriptedClient({
      [at.place]: acknowledged,
      [at.orderInfo]: () => ok([orderRow()]),
      [at.unfilled]: only('normal', unfilledRow(presets)),
    })
    const placed = await client.placeOrder(entry, 'id1', withoutPermit)
    expect(calls(at.place)[0]?.params).toMatchObject({
      presetTakeProfitPrice: '66000',
      presetStopLossPrice: '45000',
    })
    expect(placed.order).toMatchObject({ role: 'entry', listId: '17' })
    expect(notesOf(placed)).toEqual(['order.note.exits_after_full_fill'])
  })

  it('that shows none of them afterwards is told to be unprotected', async () => {
    for (const shown of [{}, { presetTakeProfitPrice: '66000' }]) {
      const { client } = scriptedClient({
        [at.place]: acknowledged,
        [at.orderInfo]: () => ok([orderRow()]),
        [at.unfilled]: only('normal', unfilledRow(shown)),
      })
      expect(notesOf(await client.placeOrder(entry, 'id1', withoutPermit))).toContain('bitget.note.exits_missing')
    }
  })

  it('at market goes out as a fill-or-kill limit order, and its exits are found', async () => {
    const { client, calls } = scriptedClient({
      [at.place]: acknowledged,
      [at.orderInfo]: () => ok([filledRow()]),
      [at.unfilled]: only(
        'tpsl',
        tpslRow({ orderId: '18', triggerPrice: '66000', cTime: '1800000000001' }),
        tpslRow({ orderId: '19', triggerPrice: '45000', cTime: '1800000000001' }),
      ),
    })
    const amount = { unit: 'quote', value: m('603') } as const
    const placed = await client.placeOrder({ kind: 'market', symbol, side: 'buy', amount, exits }, 'id1', withoutPermit)
    expect(calls(at.place)[0]?.params).toMatchObject({
      orderType: 'limit',
      force: 'fok',
      price: '60300.1',
      size: '0.009999',
      presetTakeProfitPrice: '66000',
    })
    expect(placed.legs.map(({ id, role, listId }) => [id, role, listId])).toEqual([
      ['18', 'take_profit', '17'],
      ['19', 'stop_loss', '17'],
    ])
    expect(notesOf(placed)).toEqual(['order.note.market_entry_as_limit'])
  })

  it('that has filled without its exits in sight says so', async () => {
    const { client } = scriptedClient({ [at.place]: acknowledged, [at.orderInfo]: () => ok([filledRow()]) })
    expect(notesOf(await client.placeOrder(entry, 'id1', withoutPermit))).toContain('bitget.note.exits_not_seen')
  })

  it('takes nothing for its exits that is older than it', async () => {
    const { client } = scriptedClient({
      [at.place]: acknowledged,
      [at.orderInfo]: () => ok([filledRow()]),
      [at.unfilled]: only('tpsl', tpslRow({ orderId: '24', triggerPrice: '66000', cTime: '1799999000000' })),
    })
    expect((await client.placeOrder(entry, 'id1', withoutPermit)).legs).toEqual([])
  })

  it('finds its own exits among others: by side, trigger, kind, time and owner', async () => {
    const tp = { triggerPrice: '66000', cTime: '1800000000500' }
    const { client } = scriptedClient({
      [at.place]: acknowledged,
      [at.orderInfo]: () => ok([filledRow({ uTime: '1800000000400' })]),
      [at.unfilled]: only(
        'tpsl',
        tpslRow({ ...tp, orderId: '21', side: 'buy' }),
        tpslRow({ ...tp, orderId: '22', triggerPrice: '66001' }),
        tpslRow({ ...tp, orderId: '23', orderType: 'limit', priceAvg: '65000' }),
        tpslRow({ ...tp, orderId: '24', cTime: '1799999000000' }),
        tpslRow({ ...tp, orderId: '25', cTime: '1800000900000' }),
        tpslRow({ ...tp, orderId: '26' }),
      ),
      [at.history]: only(
        'tpsl',
        filledRow({
          orderId: '27',
          side: 'sell',
          tpslType: 'tpsl',
          orderType: 'market',
          triggerPrice: '45000',
          cTime: '1800000000500',
        }),
      ),
    })
    await client.placeOrder(entry, 'id1', withoutPermit)
    const found = await client.findOrder(entry, 'id1')
    expect(found?.legs.map(({ id, status }) => [id, status])).toEqual([
      ['26', 'open'],
      ['27', 'filled'],
    ])
    const [leg] = await client.fetchOpenOrders(symbol).then((orders) => orders.filter(({ id }) => id === '26'))
    expect(leg).toMatchObject({ role: 'take_profit', listId: '17' })
  })
})
