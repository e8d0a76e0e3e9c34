import { describe, expect, it } from 'vitest'
import { result, scriptedClient } from './scripted-venue.ts'

const all = { symbol: null, since: null, until: null, cursor: null, limit: 500 }

/** A trade of TradesHistory as documented, times in seconds with a fraction. */
const trade = (time: string, change: object = {}) => ({
  ordertxid: 'OQCLML-BW3P3-BUCMWZ',
  postxid: 'TKH2SE-M7IF5-CFI7LT',
  pair: 'XXBTZUSD',
  time,
  type: 'buy',
  ordertype: 'limit',
  price: '30010.00000',
  cost: '600.20000',
  fee: '1.00000',
  vol: '0.02000000',
  margin: '0.00000',
  misc: '',
  trade_id: 40274859,
  maker: true,
  ...change,
})

/** As Kraken writes it: numbers, which JSON.stringify would not. */
const written = (trades: Readonly<Record<string, object>>, count: number): string =>
  JSON.stringify({ error: [], result: { trades, count } }).replaceAll(/"time":"([\d.]+)"/g, '"time":$1')

describe('fills of Kraken', () => {
  it('are read as documented, the fee in quote, each by itself', async () => {
    const trades = { 'THVRQM-33VKH-UCI7BS': trade('1688667796.8802') }
    const { client, calls } = scriptedClient({
      TradesHistory: () => ({ kind: 'response', status: 200, headers: {}, text: written(trades, 1) }),
    })
    const page = await client.fetchFills(all)
    expect(JSON.parse(JSON.stringify(page))).toEqual({
      fills: [
        {
          id: 'THVRQM-33VKH-UCI7BS',
          orderId: 'OQCLML-BW3P3-BUCMWZ',
          clientOrderId: null,
          symbol: 'BTC/USD',
          side: 'buy',
          price: '30010',
          quantity: '0.02',
          fee: { asset: 'USD', amount: '1' },
          maker: true,
          time: 1_688_667_796_880,
        },
      ],
      next: null,
      reach: null,
    })
    expect(calls('TradesHistory')[0]?.params).toMatchObject({ consolidate_taker: 'false', ofs: '0' })
    expect(calls('TradesHistory')[0]?.params).not.toHaveProperty('end')
  })

  it('go on where the first page began, whatever is traded meanwhile', async () => {
    let base = 1_700_000_060
    const { client, calls } = scriptedClient({
      TradesHistory: ({ ofs, end }) => {
        const newest = Math.min(base, Number(end ?? Infinity))
        base += 30
        const ids = Array.from({ length: 50 }, (_, index) => newest - Number(ofs) - index)
        const trades = Object.fromEntries(ids.map((id) => [`T${id}`, trade(`${id}.5`)]))
        return { kind: 'response', status: 200, headers: {}, text: written(trades, 500) }
      },
    })
    const first = await client.fetchFills(all)
    const second = await client.fetchFills({ ...all, cursor: first.next })
    expect(calls('TradesHistory')[1]?.params).toMatchObject({ ofs: '50', end: '1700000062' })
    expect(first.fills).toHaveLength(50)
    expect((second.fills[0]?.time ?? 0) - (first.fills.at(-1)?.time ?? 0)).toBeLessThanOrEqual(2_000)
    // Beyond those of the seam none is missing.
    const times = new Set([...first.fills, ...second.fills].map(({ time }) => time))
    expect(times.size).toBeGreaterThanOrEqual(98)
  })

  it('count as four calls, and are only asked for while most of the counter is free', async () => {
    const { client, venue } = scriptedClient({ TradesHistory: () => result({ trades: {}, count: 0 }) })
    expect(client.hasRoomForFills()).toBe(true)
    await client.fetchFills(all)
    expect(venue.limiter.usage().find(({ pool }) => pool.startsWith('calls:'))?.used).toBeGreaterThan(3.5)
    await client.fetchFills(all)
    expect(client.hasRoomForFills()).toBe(false)
  })

  it('of a pair that Kraken no longer lists keep its name, and their fee is not guessed at', async () => {
    const trades = { A: trade('1688667796.1', { pair: 'GONEUSD' }), B: trade('1688667795.1', { vol: 'much' }) }
    const { client } = scriptedClient({
      TradesHistory: () => ({ kind: 'response', status: 200, headers: {}, text: written(trades, 2) }),
    })
    expect((await client.fetchFills(all)).fills).toMatchObject([{ id: 'A', symbol: 'GONEUSD', fee: null }])
  })
})
