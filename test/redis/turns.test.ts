import { describe, expect, it } from 'vitest'
import { usualQueueLimits } from '../../src-main/redis/lanes.ts'
import { monotonicMs } from '../../src-main/redis/waiting.ts'
import { until } from '../support/until.ts'
import { type Envelope, pythonJson } from './support/django-client.ts'
import { FakeServices } from './support/fake-services.ts'
import { account } from './support/models.ts'
import { type Running, running } from './support/running.ts'

const tickerOf = (brokerId: number): object => ({ broker_id: brokerId, symbol: 'BTC/USDT' })
const order = (amount: number): object => ({
  broker_id: 1,
  symbol: 'BTC/USDT',
  side: 'buy',
  amount,
  type: 'market',
})

/** Prices are not answered until the gate is opened; everything else is at once. */
function gated(run: Running): () => void {
  const { promise, resolve } = Promise.withResolvers<undefined>()
  run.services.client.tickerGate = promise
  return () => {
    resolve(undefined)
  }
}

async function pushMany(run: Running, times: number, envelope: () => Envelope): Promise<readonly Envelope[]> {
  const envelopes = Array.from({ length: times }, envelope)
  for (const each of envelopes) await run.django.push(pythonJson(each))
  return envelopes
}

/** Accounts 1 and 5 on one exchange, 4 on another. */
function threeAccounts(): FakeServices {
  const services = new FakeServices()
  services.known = [
    account(),
    account({ id: 'account-4', name: 'Elsewhere', brokerId: 4, exchange: 'kraken' }),
    account({ id: 'account-5', name: 'Neighbour', brokerId: 5 }),
  ]
  return services
}

it('orders that wait for a person take no place at work: a cancellation is not held up by them', async () => {
  await using run = await running()
  const { desk } = run.services
  const { promise: decided, resolve: decide } = Promise.withResolvers<undefined>()
  const usual = desk.outcome
  desk.outcome = async () => {
    desk.placed.at(-1)?.intent.deadline?.onPerson?.()
    await decided
    return usual()
  }
  const { lane } = usualQueueLimits.working
  const orders = await pushMany(run, lane + 5, () => run.django.envelope('place_order', order(1)))
  const cancelled = await run.django.ask('cancel_order', { broker_id: 1, order_id: '9' })
  expect(cancelled.success).toBe(true)
  expect(desk.placed).toHaveLength(lane + 5)
  expect(run.bridge.queue()).toMatchObject({ waiting: 0, working: 0 })
  decide(undefined)
  for (const { request_id } of orders) expect((await run.django.collect(request_id)).success).toBe(true)
  expect(run.bridge.queue()).toMatchObject({ waiting: 0, working: 0, lanes: [] })
})

describe('an exchange that does not answer', () => {
  it('holds up its own account only, however much that asks', async () => {
    await using run = await running()
    const open = gated(run)
    const slow = await pushMany(run, 500, () => run.django.envelope('get_ticker', tickerOf(1)))
    const other = await run.django.ask('get_balance', { broker_id: 2 }, { user_id: 2 })
    expect(other.success).toBe(true)
    const { lane } = usualQueueLimits.working
    await until(() => run.bridge.queue().waiting === 500 - lane)
    expect(run.services.client.tickerCalls).toBe(lane)
    const { lanes, oldestMs, working, turnedAway } = run.bridge.queue()
    expect(lanes).toMatchObject([{ accountId: 'account-1', working: lane, waiting: 500 - lane }])
    expect({ working, turnedAway }).toEqual({ working: lane, turnedAway: 0 })
    expect(oldestMs).toBeGreaterThan(0)
    open()
    for (const { request_id } of slow) expect((await run.django.collect(request_id)).success).toBe(true)
    expect(run.bridge.queue()).toMatchObject({ waiting: 0, working: 0, oldestMs: null, lanes: [] })
    expect(await run.django.processing()).toBe(0)
  })

  it('takes no more places than its share, with however many accounts', async () => {
    const queueLimits = { ...usualQueueLimits, working: { lane: 3, group: 4, total: 8 } }
    await using run = await running({ queueLimits }, threeAccounts())
    const open = gated(run)
    const slow = [
      ...(await pushMany(run, 5, () => run.django.envelope('get_ticker', tickerOf(1)))),
      ...(await pushMany(run, 5, () => run.django.envelope('get_ticker', tickerOf(5)))),
    ]
    await until(() => run.bridge.queue().waiting === 6)
    expect(run.services.client.tickerCalls).toBe(4)
    expect((await run.django.ask('get_balance', { broker_id: 4 })).success).toBe(true)
    open()
    for (const { request_id } of slow) expect((await run.django.collect(request_id)).success).toBe(true)
  })
})

describe('one account', () => {
  it('has its requests begun in the order in which they came', async () => {
    const queueLimits = { ...usualQueueLimits, working: { lane: 1, group: 1, total: 1 } }
    await using run = await running({ queueLimits })
    const open = gated(run)
    const [first] = await pushMany(run, 1, () => run.django.envelope('get_ticker', tickerOf(1)))
    const amounts = [60, 61, 62, 63, 64]
    for (const amount of amounts) await run.django.push(pythonJson(run.django.envelope('place_order', order(amount))))
    await until(() => run.bridge.queue().waiting === amounts.length)
    expect(run.services.desk.placed).toEqual([])
    open()
    await run.django.collect(first?.request_id ?? '')
    await until(() => run.services.desk.placed.length === amounts.length)
    const text = JSON.stringify(run.services.desk.placed.map(({ intent }) => intent.request))
    expect([...text.matchAll(/"value":"(\d+)"/g)].map(([, value]) => Number(value))).toEqual(amounts)
  })

  it('that sends more than may wait is told so at once, and nothing of that is executed', async () => {
    const queueLimits = {
      ...usualQueueLimits,
      working: { lane: 2, group: 3, total: 4 },
      waiting: { lane: 3, total: 100 },
    }
    await using run = await running({ queueLimits, language: () => 'fr' })
    const open = gated(run)
    const slow = await pushMany(run, 5, () => run.django.envelope('get_ticker', tickerOf(1)))
    await until(() => run.bridge.queue().waiting === 3)
    const surplus = await run.django.ask('place_order', order(60))
    expect(surplus).toMatchObject({ success: false, data: null })
    expect(surplus.error).toMatch(/^3 requêtes attendent déjà pour le compte .*pas été exécutée\.$/)
    expect((await run.django.ask('get_balance', { broker_id: 2 }, { user_id: 2 })).success).toBe(true)
    expect(run.bridge.queue().turnedAway).toBe(1)
    open()
    for (const { request_id } of slow) expect((await run.django.collect(request_id)).success).toBe(true)
    expect(run.services.desk.placed).toEqual([])
    // Its sender repeats it: it was answered, and stays so.
    const [again] = await pushMany(run, 1, () => run.django.envelope('place_order', order(60)))
    expect((await run.django.collect(again?.request_id ?? '')).success).toBe(true)
    expect(run.services.desk.placed).toHaveLength(1)
  })
})

describe('what waits', () => {
  it('longer than its sender is answered as too late, and the exchange is not asked', async () => {
    let later = 0
    const queueLimits = { ...usualQueueLimits, working: { lane: 1, group: 1, total: 1 } }
    await using run = await running({ queueLimits, monotonicMs: () => monotonicMs() + later })
    const open = gated(run)
    const [first, second] = await pushMany(run, 2, () => run.django.envelope('get_ticker', tickerOf(1)))
    await until(() => run.bridge.queue().waiting === 1)
    later = 61_000
    open()
    expect((await run.django.collect(first?.request_id ?? '')).success).toBe(true)
    const late = await run.django.collect(second?.request_id ?? '')
    expect(late.error).toMatch(/^The request came too late \(61 s old, limit 60 s\)/)
    expect(run.services.client.tickerCalls).toBe(1)
    expect(run.bridge.counts().expired).toBe(1)
  })

  it('when the gateway closes is answered as not carried out', async () => {
    const queueLimits = { ...usualQueueLimits, working: { lane: 1, group: 1, total: 1 } }
    await using run = await running({ queueLimits, drainMs: 10_000 })
    const open = gated(run)
    const [first] = await pushMany(run, 1, () => run.django.envelope('get_ticker', tickerOf(1)))
    const [waiting] = await pushMany(run, 1, () => run.django.envelope('place_order', order(60)))
    await until(() => run.bridge.queue().waiting === 1)
    const closed = run.bridge.close()
    expect((await run.django.collect(waiting?.request_id ?? '')).error).toMatch(/shutting down/)
    open()
    expect((await run.django.collect(first?.request_id ?? '')).success).toBe(true)
    await closed
    expect(run.services.desk.placed).toEqual([])
    expect(await run.django.processing()).toBe(0)
  })
})
