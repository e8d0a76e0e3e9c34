import { expect, it } from 'vitest'
import { until } from '../support/until.ts'
import { pythonJson } from './support/django-client.ts'
import { FakeServices } from './support/fake-services.ts'
import { makeBridge, running, untilState } from './support/running.ts'

const orderParams = { broker_id: 1, symbol: 'BTC/USDT', side: 'buy', amount: 60, type: 'market' }
const tickerParams = { broker_id: 1, symbol: 'BTC/USDT' }
const watchTimes = { ownMs: 0, othersMs: 0 }

it('what is parked in our own list while we serve is found and executed, within its time', async () => {
  await using run = await running({ instanceId: 'one', watchTimes })
  const envelope = run.django.envelope('place_order', orderParams)
  await run.django.redis.rpush('exchange_requests:processing:one', pythonJson(envelope))
  expect((await run.django.collect(envelope.request_id)).success).toBe(true)
  expect(run.services.desk.placed).toHaveLength(1)
  await until(async () => (await run.django.processing()) === 0)
})

it('what is in hand is not taken for parked, however often the list is looked through', async () => {
  await using run = await running({ watchTimes })
  const { promise: gate, resolve: open } = Promise.withResolvers<undefined>()
  run.services.client.tickerGate = gate
  const slow = run.django.envelope('get_ticker', tickerParams)
  await run.django.push(pythonJson(slow))
  await run.django.push(pythonJson(slow))
  await until(() => run.bridge.counts().working === 2)
  const looks = (): Promise<number> =>
    run.django.redis.info('commandstats').then((text) => Number(/cmdstat_lrange:calls=(\d+)/.exec(text)?.[1]))
  const before = await looks()
  await until(async () => (await looks()) >= before + 2)
  expect(run.bridge.counts()).toMatchObject({ received: 2, working: 2 })
  open(undefined)
  expect((await run.django.collect(slow.request_id)).success).toBe(true)
})

it('a gateway that dies while we serve: its reads are answered, its orders told as interrupted, once', async () => {
  await using run = await running({ watchTimes })
  const order = run.django.envelope('place_order', orderParams)
  const read = run.django.envelope('get_balance', { broker_id: 1 })
  for (const envelope of [order, read])
    await run.django.redis.rpush('exchange_requests:processing:dead', pythonJson(envelope))
  expect((await run.django.collect(order.request_id)).error).toContain('was interrupted')
  expect((await run.django.collect(read.request_id)).success).toBe(true)
  expect(run.services.desk.placed).toHaveLength(0)
  await until(async () => (await run.django.processing()) === 0)
})

it('what a living gateway has in work is left to it', async () => {
  await using run = await running({ instanceId: 'living', watchTimes, sharing: () => 'share' })
  const { promise: gate, resolve: open } = Promise.withResolvers<undefined>()
  run.services.client.tickerGate = gate
  const slow = run.django.envelope('get_ticker', tickerParams)
  await run.django.push(pythonJson(slow))
  await until(() => run.bridge.counts().working === 1)
  const other = makeBridge(run.server.port, new FakeServices(), {
    watchTimes,
    sharing: () => 'share',
  })
  other.start()
  await untilState(other, 'connected')
  const looks = (): Promise<number> =>
    run.django.redis.info('commandstats').then((text) => Number(/cmdstat_scan:calls=(\d+)/.exec(text)?.[1]))
  const before = await looks()
  await until(async () => (await looks()) >= before + 4)
  expect(other.counts().received).toBe(0)
  await other.close()
  open(undefined)
  expect((await run.django.collect(slow.request_id)).success).toBe(true)
})
