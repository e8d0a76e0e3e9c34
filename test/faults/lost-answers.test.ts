import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { Money } from '../../src-shared/money.ts'
import type { LimitOrderRequest } from '../../src-shared/order.ts'
import { fastClock } from './fast-clock.ts'
import { type FaultyExchange, startFaultyExchange } from './faulty-exchange.ts'
import { accountId, origin, request, startGateway, type TradingGateway } from './gateway.ts'

async function setUp(): Promise<TradingGateway & { readonly exchange: FaultyExchange }> {
  const exchange = await startFaultyExchange()
  const folder = mkdtempSync(join(tmpdir(), 'agw-faults-'))
  const gateway = startGateway({ folder, baseUrl: exchange.baseUrl, clock: fastClock(20), deadlineMs: 500 })
  onTestFinished(async () => {
    await gateway.close()
    rmSync(folder, { recursive: true, force: true })
  })
  await gateway.desk.start()
  return { ...gateway, exchange }
}

const intent = { accountId, request }
const order = '/api/v3/order'
/** Within the time that a caller waits: four seconds of the desk, here 200 ms. */
const patient = { timeout: 15_000, interval: 20 }

describe('an answer that is lost', () => {
  test.each([
    ['the connection breaks', 'drop_after'],
    ['half of the body comes', 'truncate'],
    ['the answer never comes', 'hang_after'],
    ['the answer comes after the deadline', { delayMs: 1500, when: 'after' }],
    ['the exchange answers 503', { status: 503, when: 'after' }],
    ['the exchange answers 500 with a code', { status: 500, body: '{"code":-1000,"msg":"x"}', when: 'after' }],
    ['the exchange answers "timeout" -1007', { status: 408, body: '{"code":-1007,"msg":"x"}', when: 'after' }],
    ['a proxy answers 429 without words', { status: 429, headers: { 'retry-after': '1' }, when: 'after' }],
    ['the answer is a page', { status: 200, body: '<html>', when: 'after' }],
  ])('after processing, %s: one order, and it is known', async (_what, fault) => {
    const { desk, exchange, journal, client } = await setUp()
    await exchange.spoil('POST', order, fault)
    const outcome = await desk.place(intent, origin('r-1'))
    expect(outcome.outcome).not.toBe('rejected')
    await expect.poll(() => journal.entries(1)[0]?.state, patient).toBe('accepted')
    const open = await client.fetchOpenOrders('BTC/USDT')
    expect(open.map((each) => each.id)).toEqual([journal.entries(1)[0]?.exchangeOrderId])
    expect(await exchange.counted()).toMatchObject([{ arrived: 1, accepted: 1 }])
    expect(await desk.place(intent, origin('r-1'))).toMatchObject({ outcome: 'accepted' })
  })

  test('a broken connection is usually settled while the caller waits', async () => {
    const { desk, exchange } = await setUp()
    await exchange.spoil('POST', order, 'drop_after')
    expect(await desk.place(intent, origin('r-1'))).toMatchObject({ outcome: 'accepted' })
  })

  test.each([
    ['the connection breaks', 'drop_before'],
    ['nothing comes', 'hang_before'],
    ['the exchange answers 503', { status: 503, when: 'before' }],
  ])('before processing, %s: no order, and in the end "not placed"', async (_what, fault) => {
    const { desk, exchange, journal, client } = await setUp()
    await exchange.spoil('POST', order, fault)
    expect(await desk.place(intent, origin('r-1'))).toMatchObject({ outcome: 'unknown' })
    await expect.poll(() => journal.entries(1)[0]?.state, patient).toBe('rejected')
    expect(journal.entries(1)[0]?.error?.text.key).toBe('order.outcome.not_placed')
    expect(await client.fetchOpenOrders(null)).toEqual([])
    expect((await exchange.counted()).every((each) => each.accepted === 0)).toBe(true)
  })

  test('an exchange that cannot be asked for a while is asked on', async () => {
    const { desk, exchange, journal } = await setUp()
    await exchange.spoil('POST', order, 'drop_after')
    await exchange.spoil('GET', order, { status: 503, when: 'before' }, 12)
    expect(await desk.place(intent, origin('r-1'))).toMatchObject({ outcome: 'unknown' })
    expect(desk.doubtful().unknown).toBe(1)
    await expect.poll(() => journal.entries(1)[0]?.state, patient).toBe('accepted')
  })

  test('an entry with take-profit and stop-loss is found with its exits', async () => {
    const { desk, exchange, journal } = await setUp()
    const exits = {
      takeProfit: { triggerPrice: Money.parse('60000'), limitPrice: null },
      stopLoss: { triggerPrice: Money.parse('30000'), limitPrice: null },
    }
    const bracket: LimitOrderRequest = { ...request, exits }
    for (const path of ['/api/v3/orderList/otoco', '/api/v3/orderList/opoco'])
      await exchange.spoil('POST', path, 'drop_after')
    await desk.place({ accountId, request: bracket }, origin('r-1'))
    await expect.poll(() => journal.entries(1)[0]?.state, patient).toBe('accepted')
    const outcome = await desk.place({ accountId, request: bracket }, origin('r-1'))
    if (outcome.outcome !== 'accepted') throw new Error(outcome.outcome)
    expect(outcome.placed.legs.map((leg) => leg.role).sort()).toEqual(['stop_loss', 'take_profit'])
    expect(await desk.openOrders(accountId, null)).toHaveLength(3)
  })
})

describe('one request, one order', () => {
  test('a request sent ten times, its first answer lost, places one order', async () => {
    const { desk, exchange } = await setUp()
    await exchange.spoil('POST', order, 'drop_after')
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => desk.place(intent, origin('r-1'))))
    outcomes.push(await desk.place(intent, origin('r-1')))
    const ids = outcomes.map((each) => (each.outcome === 'accepted' ? each.placed.order.id : each.outcome))
    expect(new Set(ids).size).toBe(1)
    expect(await exchange.counted()).toMatchObject([{ arrived: 1, accepted: 1 }])
  })

  test('thirty requests at once under changing faults: each places one order or none, and all end known', async () => {
    const { desk, exchange, journal } = await setUp()
    const faults = ['drop_after', 'drop_before', 'truncate', { status: 503, when: 'after' }]
    for (const fault of faults) await exchange.spoil('POST', order, fault, 3)
    const ids = Array.from({ length: 30 }, (_each, n) => `r-${n}`)
    await Promise.all(ids.map((id) => desk.place(intent, origin(id))))
    await expect.poll(() => desk.doubtful().unknown, patient).toBe(0)
    const entries = journal.entries(100)
    const accepted = entries.filter((entry) => entry.state === 'accepted').map((entry) => entry.clientOrderId)
    expect(entries).toHaveLength(30)
    expect(accepted).toHaveLength(27)
    const counted = await exchange.counted()
    expect(
      counted
        .filter((each) => each.accepted === 1)
        .map((each) => each.clientOrderId)
        .sort(),
    ).toEqual(accepted.sort())
    expect(counted.every((each) => each.arrived <= 1)).toBe(true)
  })
})

describe('cancelling and editing', () => {
  test.each(['drop_after', 'hang_after', { status: 503, when: 'after' }])(
    'a cancel whose answer is lost (%j) is confirmed',
    async (fault) => {
      const { desk, exchange } = await setUp()
      const placed = await desk.place(intent, origin('r-1'))
      if (placed.outcome !== 'accepted') throw new Error(placed.outcome)
      await exchange.spoil('DELETE', order, fault)
      const orderId = placed.placed.order.id
      const cancelled = await desk.cancel({ accountId, orderId, symbol: null }, origin('c-1'))
      expect(cancelled).toMatchObject({ id: orderId, status: 'cancelled' })
    },
  )

  test('a cancel that was lost on its way had no effect, and that becomes known', async () => {
    const { desk, exchange, journal } = await setUp()
    const placed = await desk.place(intent, origin('r-1'))
    if (placed.outcome !== 'accepted') throw new Error(placed.outcome)
    await exchange.spoil('DELETE', order, 'drop_before')
    const orderId = placed.placed.order.id
    await expect(desk.cancel({ accountId, orderId, symbol: null }, origin('c-1'))).rejects.toMatchObject({
      class: 'unknown-outcome',
    })
    await expect.poll(() => journal.entries(1)[0]?.error?.text.key, patient).toBe('order.cancel.not_done')
    expect(await desk.openOrders(accountId, null)).toHaveLength(1)
  })

  test('an edit by replacement whose answer is lost leaves one open order, and gives it', async () => {
    const { desk, exchange, journal } = await setUp()
    const placed = await desk.place(intent, origin('r-1'))
    if (placed.outcome !== 'accepted') throw new Error(placed.outcome)
    await exchange.spoil('POST', '/api/v3/order/cancelReplace', 'drop_after')
    const change = { quantity: null, price: Money.parse('41000'), triggerPrice: null }
    const edit = { accountId, orderId: placed.placed.order.id, symbol: null, change }
    await desk.edit(edit, origin('e-1')).catch(() => undefined)
    await expect.poll(() => journal.entries(1)[0]?.state, patient).toBe('accepted')
    const edited = await desk.edit(edit, origin('e-1'))
    expect(JSON.stringify(edited.terms)).toContain('"price":"41000"')
    expect((await desk.openOrders(accountId, null)).map((each) => each.id)).toEqual([edited.id])
  })
})
