import { describe, expect, it } from 'vitest'
import { answer, ok, scriptedVenue } from './scripted-venue.ts'

const fills = 'GET /api/v1/hf/fills'
const dayMs = 86_400_000
const all = { symbol: 'BTC/USDT', since: null, until: null, cursor: null, limit: 100 }

/** GET /api/v1/hf/fills as documented, with ids beyond 2^53 as numbers. */
const documented = (
  createdAt: number,
) => `{"code":"200000","data":{"items":[{"id":19814995255305,"orderId":"6717422bd51c29000775ea03",
"counterOrderId":"67174228135f9e000709da8c","tradeId":11029373945659392001,"symbol":"BTC-USDT","side":"buy","liquidity":"taker",
"type":"limit","forceTaker":false,"price":"67717.6","size":"0.00001","funds":"0.677176","fee":"0.000677176","feeRate":"0.001",
"feeCurrency":"USDT","stop":"","tradeType":"TRADE","taxRate":"0","tax":"0","createdAt":${createdAt}}],"lastId":19814995255305}}`

const row = (id: number, createdAt: number) => ({
  id,
  orderId: 'o1',
  tradeId: id,
  symbol: 'BTC-USDT',
  side: 'sell',
  liquidity: 'maker',
  price: '60000',
  size: '0.01',
  funds: '600',
  fee: '0.6',
  feeCurrency: 'USDT',
  createdAt,
})

describe('fills of KuCoin', () => {
  it('are read as documented, called what the private stream calls them', async () => {
    const now = Date.now()
    const { client, calls } = scriptedVenue({ [fills]: () => answer(200, documented(now - 1_000)) })
    const page = await client.fetchFills(all)
    expect(JSON.parse(JSON.stringify(page.fills))).toEqual([
      {
        id: '11029373945659392001',
        orderId: '6717422bd51c29000775ea03',
        clientOrderId: null,
        symbol: 'BTC/USDT',
        side: 'buy',
        price: '67717.6',
        quantity: '0.00001',
        fee: { asset: 'USDT', amount: '0.000677176' },
        maker: false,
        time: now - 1_000,
      },
    ])
    expect(calls(fills)[0]?.params).toEqual({ symbol: 'BTC-USDT', limit: '100' })
    expect(page.reach).toBeLessThan(now - 179 * dayMs)
  })

  it('go back week by week, each question within a week, to the moment asked for', async () => {
    const now = Date.now()
    const times = [1, 6, 8, 15, 29, 31].map((days) => now - days * dayMs)
    const { client, calls } = scriptedVenue({
      [fills]: ({ params: { startAt, endAt, lastId, limit } }) => {
        const [from, to] = [Number(startAt ?? now - 7 * dayMs), Number(endAt ?? now)]
        expect(to - from).toBeLessThanOrEqual(7 * dayMs)
        const within = times
          .map((time, index) => row(100 - index, time))
          .filter((each) => each.createdAt >= from && each.createdAt <= to)
        const start = lastId === undefined ? 0 : within.findIndex(({ id }) => String(id) === lastId) + 1
        const items = within.slice(start, start + Number(limit))
        return ok({ items, lastId: items.at(-1)?.id ?? 0 })
      },
    })
    const ids = new Set<string>()
    let cursor: string | null = null
    do {
      const query = { ...all, since: now - 30 * dayMs, limit: 1, cursor }
      const page: Awaited<ReturnType<typeof client.fetchFills>> = await client.fetchFills(query)
      for (const { id } of page.fills) ids.add(id)
      cursor = page.next
    } while (cursor !== null)
    expect([...ids]).toEqual(['100', '99', '98', '97', '96'])
    expect(calls(fills).length).toBeLessThan(20)
  })

  it('that cannot be read are left out, and all symbols at once are refused unasked', async () => {
    const { client, calls } = scriptedVenue({
      [fills]: () => ok({ items: [{ ...row(2, Date.now()), side: 'lend' }, row(1, Date.now())], lastId: 1 }),
    })
    expect((await client.fetchFills(all)).fills.map(({ id }) => id)).toEqual(['1'])
    await expect(client.fetchFills({ ...all, symbol: null })).rejects.toMatchObject({ class: 'refused' })
    expect(calls(fills)).toHaveLength(1)
  })
})
