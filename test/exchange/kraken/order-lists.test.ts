import { describe, expect, it } from 'vitest'
import type { BaseExchangeClient } from '../../../src-main/exchange/core/base-exchange-client.ts'
import { clOrdIdOf } from '../../../src-main/exchange/kraken/own/client-ids.ts'
import { withShortfalls } from '../../../src-main/exchange/orders/shortfall.ts'
import { Money } from '../../../src-shared/money.ts'
import type { LimitOrderRequest } from '../../../src-shared/order.ts'
import { limit as limitInUsdt } from '../sample-orders.ts'
import { orderRecord } from './fixtures.ts'
import { caught, failed, result, scriptedClient } from './scripted-venue.ts'

async function idsOf(client: BaseExchangeClient, ids: readonly string[]): Promise<readonly string[]> {
  const orders = await client.fetchOrders(ids.map((id) => ({ symbol: 'BTC/USD', id })))
  return (orders ?? []).map(({ id }) => id)
}

const m = (text: string) => Money.parse(text)
const limit: LimitOrderRequest = { ...limitInUsdt, symbol: 'BTC/USD' }
const everything = { symbol: null, symbols: [], since: null, until: null, limit: 500 }

describe('open and closed orders', () => {
  const closed = (index: number, change: object = {}) =>
    orderRecord({
      status: 'closed',
      opentm: 1_800_000_000 - index * 10,
      closetm: 1_800_000_005 - index * 10,
      ...change,
    })

  it('lists every kind of open order of every symbol with one request', async () => {
    const open = {
      A: orderRecord(),
      B: orderRecord({ descr: { ordertype: 'stop-loss', pair: 'ETHUSD' } }),
      C: orderRecord({ status: 'pending' }),
      D: orderRecord({ descr: { pair: 'GONEUSD' } }),
    }
    const { client, calls } = scriptedClient({ OpenOrders: () => result({ open }) })
    expect((await client.fetchOpenOrders(null)).map(({ id, symbol }) => `${id} ${symbol}`)).toEqual([
      'A BTC/USD',
      'B ETH/USD',
      'C BTC/USD',
      'D GONEUSD',
    ])
    expect((await client.fetchOpenOrders('ETH/USD')).map(({ id }) => id)).toEqual(['B'])
    expect(calls('OpenOrders')).toHaveLength(2)
  })

  const odd = { ...orderRecord({ descr: { type: 'lend' } }), cl_ord_id: clOrdIdOf('odd') }

  it('leaves an order that it cannot read out of a list, and says so in the log', async () => {
    const open = { A: orderRecord(), B: odd, C: orderRecord({ misc: null, oflags: null }) }
    const { client, warned } = scriptedClient({
      OpenOrders: () => result({ open }),
      ClosedOrders: () => result({ closed: { D: closed(0), E: odd } }),
      QueryOrders: () => result({ A: orderRecord(), B: odd }),
      BalanceEx: () => result({ XXBT: { balance: '1' }, ODD: { balance: 'much' } }),
    })
    expect((await client.fetchOpenOrders(null)).map(({ id }) => id)).toEqual(['A', 'C'])
    expect((await client.fetchClosedOrders(everything)).map(({ id }) => id)).toEqual(['D'])
    expect(await idsOf(client, ['A', 'B'])).toEqual(['A'])
    expect((await client.getBalance()).map(({ asset }) => asset)).toEqual(['BTC'])
    expect(warned).toEqual(Array.from({ length: 4 }, () => 'rows that could not be read were left out'))
  })

  it('does not say of an order that it cannot read that it is not there', async () => {
    const { client } = scriptedClient({
      OpenOrders: () => result({ open: { B: odd } }),
      ClosedOrders: () => result({ closed: { B: odd } }),
      QueryOrders: () => result({ B: odd }),
    })
    const symbol = 'BTC/USD'
    const entry = {
      ...limit,
      exits: { takeProfit: null, stopLoss: { triggerPrice: m('40000'), limitPrice: null } },
    }
    for (const look of [
      () => client.fetchOrder({ symbol, orderId: 'B' }),
      () => client.fetchOrder({ symbol, clientOrderId: 'odd' }),
      () => client.findOrder(limit, 'odd'),
      () => client.findOrder(entry, 'odd'),
    ])
      expect((await caught(look())).class).toBe('retryable')
  })

  it('never tells a status that it does not know as open', async () => {
    const open = { A: orderRecord({ status: 'suspended' }) }
    const { client } = scriptedClient({ OpenOrders: () => result({ open }) })
    expect((await client.fetchOpenOrders(null)).map(({ status, waiting }) => [status, waiting])).toEqual([
      ['unknown', false],
    ])
  })

  it('pages through the closed orders of one symbol until there are enough', async () => {
    const all = Array.from(
      { length: 130 },
      (_, index) => [`O${index}`, closed(index, { descr: { pair: index % 2 === 0 ? 'XBTUSD' : 'ETHUSD' } })] as const,
    )
    const { client, calls } = scriptedClient({
      ClosedOrders: ({ ofs }) => result({ closed: Object.fromEntries(all.slice(Number(ofs), Number(ofs) + 50)) }),
    })
    const orders = await client.fetchClosedOrders({ ...everything, symbol: 'BTC/USD', limit: 40 })
    expect(orders.map(({ id }) => id)).toEqual(Array.from({ length: 40 }, (_, index) => `O${index * 2}`))
    expect(calls('ClosedOrders').map(({ params }) => [params.ofs, params.without_count])).toEqual([
      ['0', 'true'],
      ['50', 'true'],
    ])
    expect(await client.fetchClosedOrders(everything)).toHaveLength(130)
  })

  it('stops before the key’s counter is used up on the orders of other symbols, and says so', async () => {
    const others = (from: number) =>
      Object.fromEntries(
        Array.from({ length: 50 }, (_, index) => [
          `O${from + index}`,
          closed(from + index, { descr: { pair: 'ETHUSD' } }),
        ]),
      )
    const { client, calls, venue } = scriptedClient({
      ClosedOrders: ({ ofs }) => result({ closed: others(Number(ofs)) }),
    })
    const { value, shortfalls } = await withShortfalls(() =>
      client.fetchClosedOrders({ ...everything, symbol: 'BTC/USD' }),
    )
    expect(value).toEqual([])
    const pages = calls('ClosedOrders').length
    expect(pages).toBeGreaterThanOrEqual(7)
    expect(pages).toBeLessThanOrEqual(8)
    const counter = venue.status().usage.find(({ pool }) => pool.startsWith('calls:'))
    expect(counter?.used).toBeLessThanOrEqual(8)
    expect(shortfalls).toEqual([{ key: 'exchange.history_cut', params: { exchange: 'Kraken', pages: String(pages) } }])
  })

  it('keeps the bounds in time inclusive, to the millisecond, whatever Kraken’s seconds do', async () => {
    const records = {
      before: closed(0, { opentm: 1_800_000_000.499 }),
      first: closed(0, { opentm: 1_800_000_000.5 }),
      last: closed(0, { opentm: 1_800_000_009.25 }),
      after: closed(0, { opentm: 1_800_000_009.251 }),
    }
    const { client, calls } = scriptedClient({ ClosedOrders: () => result({ closed: records }) })
    const query = { ...everything, since: 1_800_000_000_500, until: 1_800_000_009_250 }
    expect((await client.fetchClosedOrders(query)).map(({ id }) => id)).toEqual(['last', 'first'])
    expect(calls('ClosedOrders')[0]?.params).toMatchObject({
      closetime: 'open',
      start: '1799999999',
      end: '1800000011',
    })
  })
})

describe('several orders by their ids', () => {
  const ids = Array.from({ length: 12 }, (_, index) => `O${index}`)
  const known = (asked: readonly string[]) =>
    asked.some((id) => !id.startsWith('O'))
      ? failed('EOrder:Invalid order')
      : result(Object.fromEntries(asked.map((id) => [id, orderRecord()])))

  it.each([
    ['in the lists', ids],
    ['in no list', []],
  ])('one that was never given does not hide the others: they are %s', async (_name, open) => {
    const { client, calls } = scriptedClient({
      QueryOrders: ({ txid }) => known(txid?.split(',') ?? []),
      OpenOrders: () => result({ open: Object.fromEntries(open.map((id) => [id, orderRecord()])) }),
    })
    const asked = [...ids.slice(0, 5), 'X', ...ids.slice(5)]
    expect([...(await idsOf(client, asked))].sort()).toEqual([...ids].sort())
    expect(calls('QueryOrders').length).toBeLessThanOrEqual(10)
  })

  it('one alone that was never given is not there', async () => {
    const { client } = scriptedClient({ QueryOrders: () => failed('EOrder:Invalid order') })
    expect(await idsOf(client, ['X'])).toEqual([])
    const reference = { symbol: 'BTC/USD', orderId: 'X' }
    expect((await caught(client.fetchOrder(reference))).class).toBe('not-found')
  })

  it('a cancel of one that was never given says that there is no such order', async () => {
    const none = () => failed('EOrder:Invalid order')
    const { client } = scriptedClient({ CancelOrder: none, QueryOrders: none })
    const error = await caught(client.cancelOrder({ symbol: 'BTC/USD', orderId: 'X' }))
    expect([error.class, error.text.key]).toEqual(['not-found', 'order.not_found'])
  })
})
