import { describe, expect, it } from 'vitest'
import { ordersOf } from '../../src-main/exchange/binance/own/symbol-orders.ts'
import { withoutPermit } from '../../src-main/exchange/http/permit.ts'
import { clOrdIdOf } from '../../src-main/exchange/kraken/own/client-ids.ts'
import { withShortfalls } from '../../src-main/exchange/orders/shortfall.ts'
import type { GatewayError } from '../../src-shared/errors.ts'
import { Money } from '../../src-shared/money.ts'
import * as classic from './bitget/classic-fixtures.ts'
import * as bitget from './bitget/scripted-venue.ts'
import { orderRecord as krakenRecord } from './kraken/fixtures.ts'
import * as kraken from './kraken/scripted-venue.ts'
import { stop, stopId } from './kucoin/order-fixtures.ts'
import * as kucoin from './kucoin/scripted-venue.ts'

/**
 * Lists are read so many pages far. "Not there" is a finding only where they were read to their end: an order in doubt
 * would else count as never placed, and be placed again.
 */
const m = (text: string): Money => Money.parse(text)
const many = Array.from({ length: 100 }, (_, index) => index)
const told = ({ class: errorClass, text }: GatewayError): readonly string[] => [errorClass, text.key]
const cut = ['retryable', 'exchange.search_cut']

/** Full pages without end: each with ids of its own. */
function endless<T>(row: (id: string) => T): () => readonly T[] {
  let next = 9_000_000
  return () =>
    many.map(() => {
      next -= 1
      return row(String(next))
    })
}

describe('Bitget classic, an order of more than two hours ago by its client id', () => {
  const { at, ok } = bitget
  const finished = () => endless((orderId) => bitget.orderRow({ orderId, clientOid: 'x', status: 'filled' }))
  const plans = () => endless((orderId) => bitget.planRow({ orderId, clientOid: 'x', status: 'cancelled' }))

  it.each<[string, () => bitget.Script]>([
    ['finished orders', () => ((page) => ({ [at.history]: () => ok(page()) }))(finished())],
    ['finished plan orders', () => ((page) => ({ [at.planHistory]: () => bitget.plansOf(...page()) }))(plans())],
    ['open orders', () => ((page) => ({ [at.unfilled]: () => ok(page()) }))(finished())],
  ])('behind endless %s', async (_what, script) => {
    expect(told(await bitget.caught(bitget.scriptedClient(script()).client.findOrder(classic.limit, 'id1')))).toEqual(
      cut,
    )
  })

  it('that is on a page which is read is found all the same', async () => {
    const page = finished()
    const { client } = bitget.scriptedClient({
      [at.history]: (_params, count) =>
        ok(
          count === 3
            ? [bitget.orderRow({ orderId: '17', clientOid: 'id1', status: 'filled' }), ...page().slice(1)]
            : page(),
        ),
      [at.planHistory]: (
        (each) => () =>
          bitget.plansOf(...each())
      )(plans()),
    })
    expect((await client.findOrder(classic.limit, 'id1'))?.order.id).toBe('17')
  })

  it('nor is a TP/SL order whose acknowledgement was lost, or a plan order by its id', async () => {
    const page = endless((orderId) => bitget.orderRow({ ...bitget.tpslRow(), orderId, size: '7', status: 'cancelled' }))
    const lost = bitget.scriptedClient({ [at.history]: classicOnly('tpsl', page) })
    expect(told(await bitget.caught(lost.client.findOrder(classic.stop, 'id1')))).toEqual(cut)
    const plan = plans()
    const byId = bitget.scriptedClient({ [at.planHistory]: () => bitget.plansOf(...plan()) })
    expect(told(await bitget.caught(byId.client.fetchOrder({ symbol: classic.symbol, orderId: '41' })))).toEqual(cut)
  })

  it('nor are the exits of an entry that has filled', async () => {
    const page = endless((orderId) =>
      bitget.orderRow({ ...bitget.tpslRow(), orderId, triggerPrice: '1', status: 'cancelled' }),
    )
    const entry = { ...classic.limit, exits: classic.exits }
    const { client } = bitget.scriptedClient({
      [at.orderInfo]: () => ok([classic.filledRow({ clientOid: 'id1' })]),
      [at.history]: classicOnly('tpsl', page),
    })
    expect(told(await bitget.caught(client.findOrder(entry, 'id1')))).toEqual(cut)
  })

  const classicOnly = (type: 'normal' | 'tpsl', page: () => readonly object[]) => (params: bitget.Fields) =>
    ok(params.tpslType === type ? page() : [])
})

describe('Bitget unified', () => {
  const { at, ok } = bitget
  const paged = (page: () => readonly object[]) => (_params: bitget.Fields, count: number) =>
    ok({ list: page(), cursor: String(count) })
  const rows = () => endless((orderId) => bitget.unifiedRow({ orderId, clientOid: 'x', orderStatus: 'filled' }))
  const unified = (script: bitget.Script) => bitget.scriptedClient(script, { kind: 'unified' }).client

  it.each<[string, () => bitget.Script]>([
    ['finished orders', () => ({ [at.unifiedHistory]: paged(rows()) })],
    ['open orders', () => ({ [at.unifiedUnfilled]: paged(rows()) })],
  ])('behind endless %s', async (_what, script) => {
    expect(told(await bitget.caught(unified(script()).findOrder(classic.limit, 'id1')))).toEqual(cut)
  })

  it('nor is a strategy order behind endless ended ones', async () => {
    const page = endless((orderId) => bitget.strategyRow({ orderId, status: 'cancelled' }))
    const client = unified({ [at.strategyHistory]: paged(page) })
    expect(told(await bitget.caught(client.fetchOrder({ symbol: classic.symbol, orderId: '71' })))).toEqual(cut)
  })
})

describe('KuCoin, a stop order that left its list', () => {
  const done = () =>
    endless((id) =>
      kucoin.orderRecord({
        id,
        clientOid: 'x',
        side: 'sell',
        active: false,
        createdAt: Date.now() + 9_000,
        lastUpdatedAt: Date.now() + 9_000,
      }),
    )
  const venue = (pages: number) => {
    const page = done()
    return kucoin.scriptedVenue({
      'POST /api/v1/stop-order': () => kucoin.ok({ orderId: stopId }),
      [`GET /api/v1/stop-order/${stopId}`]: (_sent, count) =>
        count === 1 ? kucoin.ok(kucoin.stopRecord({ clientOid: 'id1', createdAt: Date.now() })) : kucoin.missing(),
      'GET /api/v1/stop-order/queryOrderByClientOid': kucoin.missing,
      'GET /api/v1/hf/orders/client-order/id1': kucoin.missing,
      'GET /api/v1/hf/orders/active': () => kucoin.ok([]),
      'GET /api/v3/oco/orders': () => kucoin.ok({ totalPage: 1, items: [] }),
      'GET /api/v1/hf/orders/done': (_sent, count) =>
        kucoin.ok(count > pages ? { items: [], lastId: 0 } : { items: page(), lastId: 9_000_000 - count * 100 }),
    })
  }

  it.each<[string, number, readonly string[]]>([
    ['behind more finished orders than are looked through', 99, cut],
    ['behind all of them', 2, ['not-found', 'order.not_found']],
  ])('%s', async (_what, pages, expected) => {
    const { client } = venue(pages)
    await client.placeOrder(stop, 'id1', withoutPermit)
    const reference = { symbol: 'BTC/USDT', orderId: stopId }
    expect(told(await kucoin.caught(client.fetchOrder(reference)))).toEqual(expected)
  })
})

describe('Kraken', () => {
  it('nor are the exits of an entry behind endless closed orders', async () => {
    const name = clOrdIdOf('id1')
    const entry = {
      ...krakenRecord({ status: 'closed', vol_exec: '0.01', cost: '500', price: '50000' }),
      cl_ord_id: name,
    }
    const page = endless((id) => [`O${id}`, krakenRecord({ status: 'closed' })] as const)
    const { client, calls } = kraken.scriptedClient({
      OpenOrders: () => kraken.result({ open: {} }),
      ClosedOrders: ({ cl_ord_id: asked }) =>
        kraken.result({
          closed: asked === undefined ? Object.fromEntries(page().slice(0, 50)) : { E: entry },
        }),
    })
    const exits = { takeProfit: null, stopLoss: { triggerPrice: m('40000'), limitPrice: null } }
    const request = { ...classic.limit, symbol: 'BTC/USD', exits }
    expect(told(await kraken.caught(client.findOrder(request, 'id1')))).toEqual(cut)
    expect(calls('ClosedOrders').length).toBeLessThanOrEqual(11)
  })
})

describe('lists that are cut say so', () => {
  it.each([
    ['backwards', null],
    ['forwards', 1],
  ])('Binance’s history read %s', async (_how, since) => {
    let id = 1
    const raw = {
      allOrders: ({ limit }: Readonly<Record<string, string>>) => {
        const rows = Array.from({ length: Number(limit) }, () => {
          id += 1
          return { orderId: String(id), time: id }
        })
        return Promise.resolve({ rows, size: rows.length })
      },
    } as unknown as Parameters<typeof ordersOf>[0]
    const query = { since, until: null, limit: 1_000 }
    const { shortfalls } = await withShortfalls(() => ordersOf(raw, 'BTCUSDT', query, () => false))
    expect(shortfalls).toEqual([{ key: 'exchange.history_cut', params: { exchange: 'Binance', pages: '20' } }])
  })

  it('Bitget’s history and open orders', async () => {
    const { at, ok } = bitget
    const page = endless((orderId) => bitget.orderRow({ orderId, status: 'filled' }))
    const { client } = bitget.scriptedClient({
      [at.history]: () => ok(page()),
      [at.unfilled]: () => ok(page()),
    })
    const query = { symbol: classic.symbol, symbols: [], since: null, until: null, limit: 9_999 }
    const history = await withShortfalls(() => client.fetchClosedOrders(query))
    expect(history.shortfalls.map(({ key }) => key)).toContain('exchange.history_cut')
    const open = await withShortfalls(() => client.fetchOpenOrders(classic.symbol))
    expect(open.shortfalls.map(({ key }) => key)).toContain('exchange.history_cut')
  })
})
