import { describe, expect, it } from 'vitest'
import { withoutPermit } from '../../../src-main/exchange/http/permit.ts'
import { filledRow, only, rise, symbol } from './classic-fixtures.ts'
import { at, caught, http, ok, planRow, plansOf, scriptedClient, tpslRow, unfilledRow } from './scripted-venue.ts'

describe('open orders', () => {
  it('are three lists, plan orders symbol by symbol', async () => {
    const { client, calls } = scriptedClient({
      [at.unfilled]: ({ tpslType }) => ok(tpslType === 'tpsl' ? [tpslRow()] : [unfilledRow()]),
      [at.plans]: () => plansOf(planRow()),
    })
    const orders = await client.fetchOpenOrders(null)
    expect(orders.map(({ id }) => id)).toEqual(['17', '31', '41'])
    expect(calls(at.plans).map(({ params }) => params.symbol)).toEqual(['BTCUSDT'])
  })

  it('looks for plan orders on symbols of finished orders and of held coins, not at every turn', async () => {
    for (const script of [
      { [at.history]: only('normal', filledRow()) },
      { [at.assets]: () => ok([{ coin: 'BTC', available: '1', frozen: '0', locked: '0' }]) },
    ]) {
      const { client, calls } = scriptedClient(script)
      await client.fetchOpenOrders(null)
      expect(calls(at.plans).map(({ params }) => params.symbol)).toEqual(['BTCUSDT'])
      await client.fetchOpenOrders(null)
      expect(calls(at.plans)).toHaveLength(1)
    }
  })

  it('always looks where it placed one', async () => {
    const { client, calls } = scriptedClient({
      [at.placePlan]: () => ok({ orderId: '41', clientOid: 'id1' }),
    })
    await client.placeOrder(rise, 'id1', withoutPermit)
    const before = calls(at.plans).length
    await client.fetchOpenOrders(null)
    await client.fetchOpenOrders(null)
    expect(calls(at.plans).length).toBe(before + 2)
  })

  it.each([
    ['that can be read', {}, 150],
    ['of which one cannot be read', { side: '?' }, 149],
  ])('go on beyond a page %s', async (_what, change, expected) => {
    const rows = Array.from({ length: 150 }, (_, index) =>
      unfilledRow({ orderId: String(1_000 - index), ...(index === 50 && change) }),
    )
    const { client, calls } = scriptedClient({
      [at.unfilled]: ({ tpslType, idLessThan = '9999', limit: size }) =>
        ok(
          tpslType === 'normal'
            ? rows.filter(({ orderId }) => Number(orderId) < Number(idLessThan)).slice(0, Number(size))
            : [],
        ),
    })
    expect(await client.fetchOpenOrders(symbol)).toHaveLength(expected)
    expect(calls(at.unfilled).flatMap(({ params }) => params.idLessThan ?? [])).toEqual(['901'])
  })

  it('are not told at all when one of the lists cannot be had', async () => {
    const { client } = scriptedClient({ [at.plans]: () => http(500, '') })
    expect((await caught(client.fetchOpenOrders(symbol))).class).toBe('retryable')
  })
})

describe('closed orders', () => {
  const query = { symbol: null, symbols: [], since: null, until: null, limit: 10 }

  it('come from every list, newest first, each once, cut exactly in time', async () => {
    const start = Date.now() - 10_000
    const timed = (time: number, last = time) => ({
      cTime: String(start + time),
      uTime: String(start + last),
    })
    const done = (orderId: string, time: number, change: object = {}) =>
      filledRow({ orderId, ...timed(time), ...change })
    const { client, calls } = scriptedClient({
      [at.history]: ({ tpslType }) =>
        ok(
          tpslType === 'tpsl'
            ? [done('3', 3_000, { tpslType: 'tpsl', triggerPrice: '1', orderType: 'market' })]
            : [done('7', 5_001), done('5', 5_000), done('3', 3_000), done('1', 999), done('2', 1_000)],
        ),
      [at.planHistory]: () =>
        plansOf(
          planRow({ orderId: '4', status: 'cancelled', ...timed(4_000) }),
          planRow({ orderId: '6', status: 'executed', ...timed(4_500, 4_600) }),
        ),
    })
    const bounds = { ...query, symbol, since: start + 1_000, until: start + 5_000 }
    expect((await client.fetchClosedOrders(bounds)).map(({ id }) => id)).toEqual(['5', '4', '3', '2'])
    expect(calls(at.planHistory)[0]?.params.symbol).toBe('BTCUSDT')
    expect((await client.fetchClosedOrders({ ...bounds, limit: 2 })).map(({ id }) => id)).toEqual(['5', '4'])
    expect(await client.fetchClosedOrders({ ...bounds, limit: 0 })).toEqual([])
  })

  it('asks for no window wider than 90 days', async () => {
    const { client, calls } = scriptedClient({})
    await client.fetchClosedOrders({ ...query, since: 0 })
    await client.fetchClosedOrders({ ...query, since: 0, until: Date.now() - 40 * 86_400_000 })
    expect(calls(at.history)).toHaveLength(4)
    for (const { params } of calls(at.history)) {
      expect(Number(params.startTime)).toBeGreaterThan(Date.now() - 90 * 86_400_000)
      expect(Number(params.endTime) - Number(params.startTime)).toBeLessThanOrEqual(90 * 86_400_000)
    }
  })

  it('asks for the plan orders of symbols that the caller knows', async () => {
    const { client, calls } = scriptedClient({})
    await client.fetchClosedOrders({ ...query, symbols: [symbol, 'NO/SUCH'] })
    expect(calls(at.planHistory).map(({ params }) => params.symbol)).toEqual(['BTCUSDT'])
  })
})
