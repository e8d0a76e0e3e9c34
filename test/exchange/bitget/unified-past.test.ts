import { describe, expect, it } from 'vitest'
import { widestMs, windowsOf } from '../../../src-main/exchange/bitget/own/windows.ts'
import { finishedOrders } from '../../../src-main/exchange/bitget/unified/own/past.ts'
import { Money } from '../../../src-shared/money.ts'
import { type Fields, at, ok, type Script, scriptedClient, strategyRow, unifiedRow } from './scripted-venue.ts'

const day = 86_400_000
const m = (text: string): Money => Money.parse(text)
const symbol = 'BTC/USDT'
const span = ({ startTime, endTime }: Fields): number => Number(endTime) - Number(startTime)
const unified = (script: Script) => scriptedClient(script, { kind: 'unified' })
const everything = { symbol: null, symbols: [], since: null, until: null, limit: 1_000 }
const filled = { orderStatus: 'filled', cumExecQty: '0.01', cumExecValue: '499.9', avgPrice: '49990' }
const dated = (orderId: string, time: number, change: object = {}) =>
  unifiedRow({ ...filled, orderId, createdTime: String(time), updatedTime: String(time), ...change })

describe('the windows of the past', () => {
  const now = 1_000 * day
  it.each<[string, number | null, number | null, number]>([
    ['everything there is', null, null, 3],
    ['a day', now - day, now, 1],
    ['thirty days', now - 30 * day + 1, now, 1],
    ['a moment more', now - 30 * day, now, 2],
    ['eighty days', now - 80 * day, now, 3],
    ['years', 0, now, 3],
    ['what is forgotten', 0, now - 100 * day, 0],
    ['what is yet to come', now + 5 * 60_000, null, 1],
  ])('cover %s, newest first, without a gap', (_what, since, until, count) => {
    const windows = windowsOf(since, until, now, widestMs.unified)
    expect(windows).toHaveLength(count)
    for (const [index, window] of windows.entries()) {
      expect(span({ ...window })).toBeLessThanOrEqual(30 * day)
      expect(Number(window.startTime)).toBeGreaterThanOrEqual(now - 90 * day)
      if (index > 0) expect(Number(window.endTime)).toBe(Number(windows[index - 1]?.startTime) - 1)
    }
    if (count > 0 && until !== null) expect(windows[0]?.endTime).toBe(String(until))
  })
})

describe('a classic account’s window', () => {
  const now = 1_000 * day
  it.each<[number | null, number | null, number]>([
    [null, null, 1],
    [0, now, 1],
    [now - 200 * day, now - 80 * day, 1],
    [0, now - 91 * day, 0],
  ])('from %s to %s is one of the last 90 days', (since, until, count) => {
    const windows = windowsOf(since, until, now, widestMs.classic)
    expect(windows).toHaveLength(count)
    for (const window of windows) {
      expect(Number(window.startTime)).toBeGreaterThanOrEqual(now - 90 * day)
      expect(span({ ...window })).toBeLessThanOrEqual(90 * day)
    }
  })
})

describe('finished orders', () => {
  it('of eighty days are asked for in windows that the exchange takes', async () => {
    const { client, calls } = unified({
      [at.unifiedHistory]: ({ endTime }) => ok({ list: [dated(String(endTime), Number(endTime) - 1)], cursor: '' }),
    })
    const since = Date.now() - 80 * day
    expect(await client.fetchClosedOrders({ ...everything, since })).toHaveLength(3)
    for (const endpoint of [at.unifiedHistory, at.strategyHistory])
      for (const { params } of calls(endpoint)) expect(span(params)).toBeLessThanOrEqual(30 * day)
    expect(calls(at.unifiedHistory)).toHaveLength(3)
  })

  it('are not asked for further back once there are enough', async () => {
    const { client, calls } = unified({
      [at.unifiedHistory]: () => ok({ list: [dated('1', Date.now())], cursor: '' }),
    })
    expect(await client.fetchClosedOrders({ ...everything, limit: 1 })).toHaveLength(1)
    expect(calls(at.unifiedHistory)).toHaveLength(1)
  })

  it('that were triggered or cancelled are read beyond the first page', async () => {
    const first = Array.from({ length: 100 }, (_, index) => String(9_000 - index))
    const { client } = unified({
      [at.strategyHistory]: ({ cursor, endTime }) => {
        if (Number(endTime) < Date.now()) return ok({ list: [], cursor: '' })
        const ids = cursor === undefined ? first : ['81']
        const time = String(Date.now())
        const change = { status: 'cancelled', stopLoss: '', createdTime: time, updatedTime: time }
        const list = ids.map((orderId) => strategyRow({ ...change, orderId }))
        return ok({ list, cursor: cursor === undefined ? '8901' : '' })
      },
    })
    expect(await client.fetchClosedOrders(everything)).toHaveLength(101)
  })

  it('cost a bounded number of questions', async () => {
    let page = 0
    const { shared, calls, client } = unified({
      [at.unifiedHistory]: () => {
        page += 1
        return ok({ list: [dated(String(page), Date.now())], cursor: String(page) })
      },
    })
    await client.getMarkets()
    const raw = {
      historyOrders: () => ((page += 1), Promise.resolve({ list: [{ orderId: String(page) }], cursor: String(page) })),
    }
    const session = { raw, shared } as unknown as Parameters<typeof finishedOrders>[0]
    let cuts = 0
    const whenCut = (): void => {
      cuts += 1
    }
    expect(await finishedOrders(session, { since: null, maxPages: 7, whenCut })).toHaveLength(7)
    expect(cuts).toBeGreaterThan(0)
    expect(calls(at.unifiedHistory)).toHaveLength(0)
  })
})

describe('an entry of long ago', () => {
  const exits = { takeProfit: { triggerPrice: m('66000'), limitPrice: null }, stopLoss: null }
  const request = {
    kind: 'limit',
    symbol,
    side: 'buy',
    quantity: m('0.01'),
    price: m('50000'),
    timeInForce: 'gtc',
    postOnly: false,
    exits,
  } as const

  it('has its exits looked for without a window that the exchange refuses', async () => {
    const placedAt = Date.now() - 50 * day
    const { client, calls } = unified({
      [at.unifiedOrder]: () => ok(dated('71', placedAt, { clientOid: 'id1', takeProfit: '66000' })),
      [at.strategyHistory]: ({ startTime, endTime }) => {
        const time = placedAt + day
        const is = Number(startTime) <= time && time <= Number(endTime)
        const change = {
          status: 'success',
          stopLoss: '',
          createdTime: String(time),
          updatedTime: String(time),
        }
        return ok({ list: is ? [strategyRow(change)] : [], cursor: '' })
      },
      [at.unifiedHistory]: ({ startTime, endTime }) => {
        const time = placedAt + day + 1
        const is = Number(startTime) <= time && time <= Number(endTime)
        return ok({ list: is ? [dated('91', time, { side: 'sell' })] : [], cursor: '' })
      },
    })
    const found = await client.findOrder(request, 'id1')
    expect(found?.legs.map(({ role, status }) => [role, status])).toEqual([['take_profit', 'filled']])
    for (const endpoint of [at.unifiedHistory, at.strategyHistory])
      for (const { params } of calls(endpoint)) expect(span(params)).toBeLessThanOrEqual(30 * day)
  })

  it('is not shown as protected by an exit among the finished ones that does not say how it stands', async () => {
    const placedAt = Date.now() - day
    const row = (change: object) => strategyRow({ stopLoss: '', createdTime: String(placedAt + 1), ...change })
    const entry = {
      [at.unifiedOrder]: () => ok(dated('71', placedAt, { clientOid: 'id1', takeProfit: '66000' })),
    }
    for (const status of ['', null, 'pending', 'a word of the future']) {
      const finished = { [at.strategyHistory]: () => ok({ list: [row({ status })], cursor: '' }) }
      const found = await unified({ ...entry, ...finished }).client.findOrder(request, 'id1')
      expect(found?.legs.map(({ waiting }) => waiting)).toEqual([false])
    }
    const gone = { [at.strategyHistory]: () => ok({ list: [row({ status: '' })], cursor: '' }) }
    const found = await unified({ ...entry, ...gone }).client.findOrder(request, 'id1')
    expect(found?.legs.map(({ status }) => status)).toEqual(['unknown'])
    // A sale of that time is nobody's: it does not make the exit a filled one.
    const sold = {
      [at.unifiedHistory]: () => ok({ list: [dated('91', placedAt + 2, { side: 'sell' })], cursor: '' }),
    }
    const guessed = await unified({ ...entry, ...gone, ...sold }).client.findOrder(request, 'id1')
    expect(guessed?.legs.map(({ status }) => status)).toEqual(['unknown'])
    const open = { [at.strategies]: () => ok({ list: [row({ status: '' })] }) }
    const waiting = await unified({ ...entry, ...open }).client.findOrder(request, 'id1')
    expect(waiting?.legs).toMatchObject([{ waiting: true, status: 'open' }])
  })
})
