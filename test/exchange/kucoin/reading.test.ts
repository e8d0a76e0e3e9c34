import { describe, expect, it } from 'vitest'
import { withShortfalls } from '../../../src-main/exchange/orders/shortfall.ts'
import { caught, ok, orderRecord, scriptedVenue } from './scripted-venue.ts'

const done = 'GET /api/v1/hf/orders/done'
const dayMs = 86_400_000
const base = { symbol: 'BTC/USDT', symbols: [], since: null, until: null, limit: 500 }
const closed = (id: string, createdAt: number, change: object = {}) =>
  orderRecord({
    id,
    createdAt,
    lastUpdatedAt: createdAt,
    active: false,
    dealSize: '0.01',
    dealFunds: '500',
    fee: '0.5',
    ...change,
  })

/**
 * GET …/done over these orders: newest first, a week at most, with KuCoin's cursor. `by`: which moment the bounds mean.
 */
function history(all: readonly ReturnType<typeof closed>[], by: 'createdAt' | 'lastUpdatedAt' = 'createdAt') {
  const now = Date.now() + 1_000
  return scriptedVenue({
    [done]: ({ params }) => {
      const [from, to] = [Number(params.startAt ?? now - 7 * dayMs), Number(params.endAt ?? now)]
      if (to - from > 7 * dayMs) return ok({ items: [], lastId: 0 })
      const within = all
        .filter((each) => each.symbol === params.symbol && each[by] >= from && each[by] <= to)
        .sort((a, b) => b.lastUpdatedAt - a.lastUpdatedAt || Number(b.id) - Number(a.id))
      const start = params.lastId === undefined ? 0 : within.findIndex(({ id }) => id === params.lastId) + 1
      const items = within.slice(start, start + Number(params.limit))
      return ok({ items, lastId: items.at(-1)?.id ?? 0 })
    },
  })
}

describe('closed orders', () => {
  it('go beyond one page, newest first, with fees', async () => {
    const now = Date.now()
    const { client, calls } = history(
      Array.from({ length: 230 }, (_, index) => closed(String(index + 1), now - index * 1_000)),
    )
    const orders = await client.fetchClosedOrders(base)
    expect(orders).toHaveLength(230)
    expect([orders[0]?.id, orders.at(-1)?.id]).toEqual(['1', '230'])
    expect(orders[0]?.fees?.[0]?.amount.toString()).toBe('0.5')
    expect(
      calls(done)
        .slice(0, 4)
        .map(({ params }) => params.lastId),
    ).toEqual([undefined, undefined, '100', '200'])
  })

  it('stop when there are enough', async () => {
    const now = Date.now()
    const { client, calls } = history(
      Array.from({ length: 230 }, (_, index) => closed(String(index + 1), now - index * 1_000)),
    )
    expect(await client.fetchClosedOrders({ ...base, limit: 120 })).toHaveLength(120)
    expect(calls(done)).toHaveLength(3)
    expect(await client.fetchClosedOrders({ ...base, limit: 90 })).toHaveLength(90)
    expect(calls(done)).toHaveLength(4)
    expect(await client.fetchClosedOrders({ ...base, limit: 0 })).toEqual([])
  })

  it('go back week by week while there is something, and over empty weeks to a time that was asked for', async () => {
    const now = Date.now()
    const scripted = () =>
      history([
        closed('1', now - 1_000),
        closed('2', now - 10 * dayMs),
        closed('3', now - 30 * dayMs),
        closed('4', now - 200 * dayMs),
      ])
    const { client, calls } = scripted()
    expect((await client.fetchClosedOrders(base)).map(({ id }) => id)).toEqual(['1', '2'])
    expect(calls(done)).toHaveLength(4)
    const asked = scripted()
    const since = { ...base, since: now - 31 * dayMs }
    expect((await asked.client.fetchClosedOrders(since)).map(({ id }) => id)).toEqual(['1', '2', '3'])
    const ages = { ...base, since: 0 }
    await asked.client.fetchClosedOrders(ages)
    expect(asked.calls(done).length).toBeLessThanOrEqual(16)
  })

  it('cost two questions where nobody has traded, and one where the newest reach back far enough', async () => {
    const now = Date.now()
    const quiet = history([])
    await quiet.client.fetchClosedOrders(base)
    expect(quiet.calls(done)).toHaveLength(2)
    const recent = history([closed('1', now - 1_000), closed('2', now - 2 * dayMs)])
    await recent.client.fetchClosedOrders({ ...base, since: now - dayMs })
    expect(recent.calls(done)).toHaveLength(1)
  })

  it('are cut after so many pages, which is told', async () => {
    const now = Date.now()
    const { client, calls } = history(
      Array.from({ length: 5_000 }, (_, index) => closed(String(index + 1), now - index * 1_000)),
    )
    const { value, shortfalls } = await withShortfalls(() => client.fetchClosedOrders({ ...base, limit: 10_000 }))
    expect(calls(done)).toHaveLength(30)
    expect(value.length).toBeGreaterThan(2_500)
    expect(shortfalls).toEqual([{ key: 'exchange.history_cut', params: { exchange: 'KuCoin', pages: '30' } }])
  })

  it.each(['createdAt', 'lastUpdatedAt'] as const)(
    'are bounded by their creation, inclusively, whatever KuCoin’s bounds mean (%s)',
    async (by) => {
      const now = Date.now()
      const late = closed('2', now - 20 * dayMs, { lastUpdatedAt: now - 3 * dayMs })
      const { client } = history(
        [closed('1', now - dayMs), late, closed('3', now - 21 * dayMs), closed('4', now - 40 * dayMs)],
        by,
      )
      const query = { ...base, since: now - 21 * dayMs, until: now - 20 * dayMs }
      expect((await client.fetchClosedOrders(query)).map(({ id }) => id)).toEqual(['2', '3'])
    },
  )

  it('look a second time at one that is closed without a fill', async () => {
    const now = Date.now()
    const scripted = history([])
    expect(await scripted.client.fetchClosedOrders(base)).toEqual([])
    const { client, calls } = scriptedVenue({
      [done]: (_sent, count) => ok({ items: count === 1 ? [closed('1', now, { dealSize: '0' })] : [], lastId: 0 }),
      'GET /api/v1/hf/orders/1': () => ok(closed('1', now)),
    })
    expect((await client.fetchClosedOrders({ ...base, limit: 1 })).map(({ status }) => status)).toEqual(['filled'])
    expect(calls('GET /api/v1/hf/orders/1')).toHaveLength(1)
  })

  it('find symbols out by holdings and open orders, once a minute', async () => {
    const { client, calls } = scriptedVenue({
      [done]: () => ok({ items: [], lastId: 0 }),
      'GET /api/v1/hf/orders/active/symbols': () => ok({ symbols: [] }),
      'GET /api/v1/stop-order': () => ok({ totalPage: 0, items: [] }),
      'GET /api/v3/oco/orders': () => ok({ totalPage: 0, items: [] }),
      'GET /api/v1/accounts': () =>
        ok(
          ['BTC', 'USDT'].map((currency) => ({
            currency,
            type: 'trade',
            balance: '1',
            available: '1',
            holds: '0',
          })),
        ),
    })
    for (const _ of [1, 2]) await client.fetchClosedOrders({ ...base, symbol: null, symbols: ['ETH/USDT', 'NO/SUCH'] })
    expect(new Set(calls(done).map(({ params }) => params.symbol))).toEqual(new Set(['ETH-USDT', 'BTC-USDT']))
    expect(calls('GET /api/v1/accounts')).toHaveLength(1)
  })

  it('of an unlisted symbol are refused', async () => {
    const error = await caught(scriptedVenue({}).client.fetchClosedOrders({ ...base, symbol: 'NO/SUCH' }))
    expect([error.class, error.field]).toEqual(['refused', 'symbol'])
  })
})

describe('candles', () => {
  /**
   * One candle a minute, but for those that `hasCandle` leaves out; newest first, 1500 at most, both bounds inclusive.
   */
  const minutes = (hasCandle: (time: number) => boolean) =>
    scriptedVenue({
      'GET /api/v1/market/candles': ({ params }) => {
        const rows: string[][] = []
        const newest = Math.min(Number(params.endAt), Math.floor(Date.now() / 1_000))
        for (let time = newest - (newest % 60); time >= Number(params.startAt) && rows.length < 1_500; time -= 60)
          if (hasCandle(time)) rows.push([String(time), '1', '2', '3', '0.5', '10', '20'])
        return ok(rows)
      },
    })

  it('are paged backwards, without doubles or gaps', async () => {
    const { client, calls } = minutes(() => true)
    const candles = await client.fetchCandles('BTC/USDT', '1m', 3_200)
    expect(candles).toHaveLength(3_200)
    expect(candles.every(({ time }, index) => index === 0 || time - (candles[index - 1]?.time ?? 0) === 60_000)).toBe(
      true,
    )
    expect(calls('GET /api/v1/market/candles')[0]?.params.type).toBe('1min')
    expect(calls('GET /api/v1/market/candles')).toHaveLength(3)
  })

  it('reach further back where times without trades have none', async () => {
    const { client } = minutes((time) => (time / 60) % 3 === 0)
    expect(await client.fetchCandles('BTC/USDT', '1m', 200)).toHaveLength(200)
  })
})

describe('tickers', () => {
  const stats = { time: 1_800_000_000_000, symbol: 'BTC-USDT', last: '60000', buy: '59999', sell: '60001' }
  const all = [stats, { ...stats, symbol: 'ETH-USDT' }, { ...stats, symbol: 'GONE-USDT' }, { odd: true }]

  it('one is asked for by name, several from the list of all, shared by all who ask at once', async () => {
    const { client, calls } = scriptedVenue({
      'GET /api/v1/market/stats': () => ok(stats),
      'GET /api/v1/market/allTickers': () => ok({ time: 1_800_000_000_000, ticker: all }),
    })
    await Promise.all(Array.from({ length: 50 }, () => client.fetchTicker('BTC/USDT')))
    expect([...(await client.fetchTickers(['BTC/USDT', 'NO/SUCH'])).keys()]).toEqual(['BTC/USDT'])
    expect(calls('GET /api/v1/market/stats')).toHaveLength(2)
    const both = await Promise.all([client.fetchTickers(null), client.fetchTickers(['ETH/USDT', 'BTC/USDT'])])
    expect(both.map((found) => [...found.keys()])).toEqual([
      ['BTC/USDT', 'ETH/USDT'],
      ['BTC/USDT', 'ETH/USDT'],
    ])
    expect(calls('GET /api/v1/market/allTickers')).toHaveLength(1)
    expect(await client.fetchTickers([])).toEqual(new Map())
  })
})

it('fees are the account’s, and none is made up', async () => {
  const { client, calls } = scriptedVenue({
    'GET /api/v1/trade-fees': (_sent, count) =>
      ok(count === 1 ? [{ symbol: 'BTC-USDT', takerFeeRate: '0.001', makerFeeRate: '0.0008' }] : []),
  })
  const { maker, taker } = await client.fetchFees('BTC/USDT')
  expect([maker.toString(), taker.toString()]).toEqual(['0.0008', '0.001'])
  expect(calls('GET /api/v1/trade-fees')[0]?.params).toEqual({ symbols: 'BTC-USDT' })
  expect((await caught(client.fetchFees('BTC/USDT'))).class).toBe('retryable')
})
