import { describe, expect, it } from 'vitest'
import { answer, type Script, scriptedClient } from './scripted-venue.ts'

const trades = 'GET /api/v3/myTrades'
const symbol = 'BTC/USDT'
const all = { symbol, since: null, until: null, cursor: null, limit: 500 }

/** GET /api/v3/myTrades as documented (rest-api.md "Account trade list"), with an id beyond 2^53 as a number. */
const documented = `[{"symbol":"BTCUSDT","id":90071992547409931,"orderId":100234,"orderListId":-1,"price":"4.00000100",
"qty":"12.00000000","quoteQty":"48.000012","commission":"10.10000000","commissionAsset":"BNB","time":1499865549590,
"isBuyer":true,"isMaker":false,"isBestMatch":true}]`

const trade = (id: number, time: number, change: object = {}) => ({
  symbol: 'BTCUSDT',
  id,
  orderId: 7,
  price: '60000.00',
  qty: '0.01000',
  commission: '0.60000000',
  commissionAsset: 'USDT',
  time,
  isBuyer: true,
  isMaker: false,
  ...change,
})

/** Trades up to a moment, the newest of them, oldest first. */
const listed =
  (all: readonly ReturnType<typeof trade>[]): Script[string] =>
  ({ endTime, limit }) =>
    answer(200, all.filter(({ time }) => time <= Number(endTime ?? Infinity)).slice(-Number(limit)))

describe('fills of Binance', () => {
  it('are read as documented, ids digit by digit', async () => {
    const { client, calls } = scriptedClient({ [trades]: () => answer(200, documented) })
    const page = await client.fetchFills(all)
    expect(JSON.parse(JSON.stringify(page))).toEqual({
      fills: [
        {
          id: '90071992547409931',
          orderId: '100234',
          clientOrderId: null,
          symbol: 'BTC/USDT',
          side: 'buy',
          price: '4.000001',
          quantity: '12',
          fee: { asset: 'BNB', amount: '10.1' },
          maker: false,
          time: 1_499_865_549_590,
        },
      ],
      next: null,
      reach: null,
    })
    const { symbol, limit, endTime, startTime } = calls(trades)[0]?.params ?? {}
    expect({ symbol, limit, endTime, startTime }).toEqual({ symbol: 'BTCUSDT', limit: '500' })
  })

  it('of one moment are told apart by their ids, also where they are more than a page', async () => {
    const sameMoment = Array.from({ length: 25 }, (_, index) => trade(index + 1, 5_000))
    const { client } = scriptedClient({ [trades]: listed([trade(0, 4_000), ...sameMoment, trade(99, 6_000)]) })
    const ids: string[] = []
    let cursor: string | null = null
    do {
      const page: Awaited<ReturnType<typeof client.fetchFills>> = await client.fetchFills({ ...all, cursor, limit: 4 })
      ids.push(...page.fills.map(({ id }) => id))
      cursor = page.next
    } while (cursor !== null)
    expect(ids).toEqual(['99', ...sameMoment.map(({ id }) => String(id)).reverse(), '0'])
  })

  it('are never asked for with both bounds, which may not be more than a day apart, and end before `since`', async () => {
    const many = Array.from({ length: 12 }, (_, index) => trade(index, index * 86_400_000))
    const { client, calls } = scriptedClient({ [trades]: listed(many) })
    const since = 5 * 86_400_000
    const first = await client.fetchFills({ ...all, since, until: 9 * 86_400_000, limit: 3 })
    expect(first.fills.map(({ id }) => id)).toEqual(['9', '8', '7'])
    const second = await client.fetchFills({ ...all, since, until: 9 * 86_400_000, limit: 3, cursor: first.next })
    expect(second.fills.map(({ id }) => id)).toEqual(['6', '5'])
    expect(second.next).toBeNull()
    expect(calls(trades).every(({ params }) => params.startTime === undefined)).toBe(true)
  })

  it('that cannot be read are left out, and take no other along', async () => {
    const { client } = scriptedClient({
      [trades]: () => answer(200, [trade(1, 1), trade(2, 2, { commission: null }), trade(3, 3)]),
    })
    expect((await client.fetchFills(all)).fills.map(({ id }) => id)).toEqual(['3', '1'])
  })

  it('of all symbols together Binance does not tell, and of a cursor that is none nothing is asked', async () => {
    const { client, calls } = scriptedClient({ [trades]: () => answer(200, []) })
    await expect(client.fetchFills({ ...all, symbol: null })).rejects.toMatchObject({ class: 'refused' })
    await expect(client.fetchFills({ ...all, cursor: 'x&y=1' })).rejects.toMatchObject({ class: 'refused' })
    expect(client.tellsFillsBySymbol).toBe(true)
    expect(calls(trades)).toEqual([])
  })
})
