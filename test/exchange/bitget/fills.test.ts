import { describe, expect, it } from 'vitest'
import { at, ok, scriptedClient } from './scripted-venue.ts'

const unifiedFills = 'GET /api/v3/trade/fills'
const dayMs = 86_400_000
const all = { symbol: null, since: null, until: null, cursor: null, limit: 500 }
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

/** GET /api/v2/spot/trade/fills as documented: the fee is an object, and what was paid is below zero. */
const classicRow = (change: object = {}) => ({
  userId: '**********',
  symbol: 'BTCUSDT',
  orderId: '121211212122',
  tradeId: '1212121212199',
  orderType: 'limit',
  side: 'sell',
  priceAvg: '48000',
  size: '0.000001',
  amount: '0.048',
  feeDetail: { deduction: 'no', feeCoin: 'USDT', totalDeductionFee: '', totalFee: '-0.000048' },
  tradeScope: 'taker',
  cTime: '1622697148',
  uTime: '1622697148',
  ...change,
})

describe('fills of a classic account', () => {
  it('are read as documented', async () => {
    const { client, calls } = scriptedClient({ [at.fills]: () => ok([classicRow()]) })
    const page = await client.fetchFills(all)
    expect(plain(page.fills)).toEqual([
      {
        id: '1212121212199',
        orderId: '121211212122',
        clientOrderId: null,
        symbol: 'BTC/USDT',
        side: 'sell',
        price: '48000',
        quantity: '0.000001',
        fee: { asset: 'USDT', amount: '0.000048' },
        maker: false,
        time: 1_622_697_148,
      },
    ])
    expect(page.next).toBeNull()
    const { symbol, limit, startTime, endTime } = calls(at.fills)[0]?.params ?? {}
    expect({ symbol, limit }).toEqual({ symbol: undefined, limit: '100' })
    expect(Number(endTime) - Number(startTime)).toBeLessThanOrEqual(90 * dayMs)
    expect(page.reach).toBeGreaterThan(Date.now() - 90 * dayMs)
  })

  it.each([
    ['a rebate', { feeCoin: 'USDT', totalFee: '0.02' }, { asset: 'USDT', amount: '-0.02' }],
    ['a deduction', { feeCoin: 'BGB', totalFee: '0', totalDeductionFee: '-0.5' }, { asset: 'BGB', amount: '0.5' }],
    ['no coin', { feeCoin: '', totalFee: '' }, null],
  ])('tell %s', async (_what, feeDetail, fee) => {
    const { client } = scriptedClient({ [at.fills]: () => ok([classicRow({ feeDetail })]) })
    expect(plain((await client.fetchFills(all)).fills)).toMatchObject([{ fee }])
  })

  it('go on after the oldest of a full page, one that cannot be read included', async () => {
    const rows = Array.from({ length: 100 }, (_, index) =>
      classicRow({ tradeId: String(1_000 - index), ...(index === 3 && { side: 'lend' }) }),
    )
    const { client, calls } = scriptedClient({
      [at.fills]: ({ idLessThan }) => ok(idLessThan === undefined ? rows : [classicRow({ tradeId: '1' })]),
    })
    const first = await client.fetchFills({ ...all, symbol: 'BTC/USDT' })
    expect(first.fills).toHaveLength(99)
    const second = await client.fetchFills({ ...all, symbol: 'BTC/USDT', cursor: first.next })
    expect(second.fills.map(({ id }) => id)).toEqual(['1'])
    expect(second.next).toBeNull()
    expect(calls(at.fills).map(({ params }) => params.idLessThan)).toEqual([undefined, '901'])
    expect(calls(at.fills)[0]?.params.symbol).toBe('BTCUSDT')
  })
})

/** GET /api/v3/trade/fills: the fee is a list, and what was paid is above zero. */
const unifiedRow = (change: object = {}) => ({
  execId: '1',
  orderId: '1288888888888888888',
  clientOid: 'ours',
  category: 'SPOT',
  symbol: 'BTCUSDT',
  orderType: 'market',
  side: 'buy',
  execPrice: '95000.1',
  execQty: '0.01',
  execValue: '950.001',
  tradeScope: 'maker',
  feeDetail: [{ feeCoin: 'BTC', fee: '0.00001' }],
  createdTime: String(Date.now()),
  ...change,
})

describe('fills of a unified account', () => {
  it('are read as documented, a symbol picked out of all', async () => {
    const { client } = scriptedClient(
      { [unifiedFills]: () => ok({ list: [unifiedRow(), unifiedRow({ symbol: 'GONEUSDT' })], cursor: '' }) },
      { kind: 'unified' },
    )
    const { fills } = await client.fetchFills({ ...all, symbol: 'BTC/USDT' })
    expect(plain(fills)).toMatchObject([
      {
        id: '1',
        orderId: '1288888888888888888',
        clientOrderId: 'ours',
        side: 'buy',
        price: '95000.1',
        quantity: '0.01',
        fee: { asset: 'BTC', amount: '0.00001' },
        maker: true,
      },
    ])
    expect(fills).toHaveLength(1)
  })

  it.each([
    [[], null],
    [[{ feeCoin: 'BTC', fee: '0' }], { asset: 'BTC', amount: '0' }],
    [
      [
        { feeCoin: 'BTC', fee: '0' },
        { feeCoin: 'BGB', fee: '0.1' },
      ],
      { asset: 'BGB', amount: '0.1' },
    ],
    [
      [
        { feeCoin: 'BTC', fee: '1' },
        { feeCoin: 'BGB', fee: '1' },
      ],
      null,
    ],
  ])('tell the fee %j as one, or none', async (feeDetail, fee) => {
    const answer = () => ok({ list: [unifiedRow({ feeDetail })], cursor: '' })
    const { client } = scriptedClient({ [unifiedFills]: answer }, { kind: 'unified' })
    expect(plain((await client.fetchFills(all)).fills)).toMatchObject([{ fee }])
  })

  it('of ninety days are asked for in windows of thirty, each to its end', async () => {
    const asked: string[] = []
    const { client } = scriptedClient(
      {
        [unifiedFills]: ({ startTime, endTime, cursor }) => {
          expect(Number(endTime) - Number(startTime)).toBeLessThanOrEqual(30 * dayMs)
          asked.push(cursor ?? 'first')
          const list = Array.from({ length: cursor === undefined ? 100 : 1 }, (_, index) =>
            unifiedRow({ execId: `${endTime}-${cursor ?? ''}-${index}`, createdTime: String(Number(endTime) - 1) }),
          )
          return ok({ list, cursor: cursor === undefined ? 'more' : '' })
        },
      },
      { kind: 'unified' },
    )
    let cursor: string | null = null
    let count = 0
    do {
      const page: Awaited<ReturnType<typeof client.fetchFills>> = await client.fetchFills({ ...all, cursor })
      count += page.fills.length
      cursor = page.next
    } while (cursor !== null)
    expect(asked).toEqual(['first', 'more', 'first', 'more', 'first', 'more'])
    expect(count).toBe(303)
  })
})
