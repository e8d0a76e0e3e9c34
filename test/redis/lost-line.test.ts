import { expect, it } from 'vitest'
import { startOwnRedis } from '../../src-main/redis/service/own-server.ts'
import { until } from '../support/until.ts'
import { CuttingProxy } from './support/cutting-proxy.ts'
import { DjangoClient, pythonJson } from './support/django-client.ts'
import { FakeServices } from './support/fake-services.ts'
import { makeBridge, running, untilState } from './support/running.ts'

const orderParams = { broker_id: 1, symbol: 'BTC/USDT', side: 'buy', amount: 60, type: 'market' }

/** A bridge that reaches Redis only through a proxy; Django reaches it directly. */
async function throughProxy() {
  const server = await startOwnRedis()
  const proxy = await CuttingProxy.start(server.port)
  const services = new FakeServices()
  const bridge = makeBridge(proxy.port, services)
  const django = new DjangoClient(server.port)
  bridge.start()
  await untilState(bridge, 'connected')
  return {
    proxy,
    services,
    bridge,
    django,
    [Symbol.asyncDispose]: async () => {
      await bridge.close()
      await proxy[Symbol.asyncDispose]()
      django.close()
      await server.close()
    },
  }
}

it('from a Redis far away many requests are taken in one round trip', async () => {
  await using run = await throughProxy()
  run.proxy.replyDelayMs = 20
  const requests = Array.from({ length: 200 }, () =>
    run.django.envelope('get_ticker', { broker_id: 1, symbol: 'BTC/USDT' }),
  )
  await run.django.redis.rpush('exchange_requests', ...requests.map((request) => pythonJson(request)))
  const before = run.proxy.roundTrips
  const answers = await Promise.all(requests.map(({ request_id }) => run.django.collect(request_id)))
  expect(answers.every(({ success }) => success)).toBe(true)
  // One for each would be 200, and as many again for the answers.
  expect(run.proxy.roundTrips - before).toBeLessThan(100)
  await until(async () => (await run.django.processing()) === 0)
})

it('an order taken by a command whose reply was lost is found and executed once', async () => {
  await using run = await throughProxy()
  const envelope = run.django.envelope('place_order', orderParams)
  const cut = run.proxy.cutWhenTaken(envelope.request_id)
  await run.django.push(pythonJson(envelope))
  await cut
  expect(run.services.desk.placed).toHaveLength(0)
  expect(await run.django.redis.llen('exchange_requests')).toBe(0)
  expect((await run.django.collect(envelope.request_id)).success).toBe(true)
  expect(run.services.desk.placed).toHaveLength(1)
  await until(async () => (await run.django.processing()) === 0)
})

it('an answer whose acknowledgement was lost is not written a second time: its reader may have had it', async () => {
  await using run = await throughProxy()
  const envelope = run.django.envelope('place_order', orderParams)
  const key = `exchange_response_${envelope.request_id}`
  const cut = run.proxy.cutAfterCommand((command) => command.includes(key))
  await run.django.push(pythonJson(envelope))
  await cut
  run.proxy.refuse(true)
  expect((await run.django.collect(envelope.request_id)).success).toBe(true)
  await untilState(run.bridge, 'lost')
  run.proxy.refuse(false)
  run.bridge.reconnectNow()
  await untilState(run.bridge, 'connected')
  // Served after the answers of the lost line were looked at.
  expect((await run.django.ask('get_balance', { broker_id: 1 })).success).toBe(true)
  expect(await run.django.redis.exists(key)).toBe(0)
  expect(await run.django.processing()).toBe(0)
  expect(run.services.desk.placed).toHaveLength(1)
})

it('nor is the refusal of another request under a used id, which waits until no answer lies there', async () => {
  await using run = await throughProxy()
  const envelope = run.django.envelope('place_order', orderParams)
  const key = `exchange_response_${envelope.request_id}`
  await run.django.push(pythonJson(envelope))
  expect((await run.django.collect(envelope.request_id)).success).toBe(true)
  const other = { ...envelope, params: { ...orderParams, amount: 61 } }
  const cut = run.proxy.cutAfterCommand((command) => command.includes(key))
  await run.django.push(pythonJson(other))
  await cut
  run.proxy.refuse(true)
  expect((await run.django.collect(envelope.request_id)).error).toContain('already used')
  await untilState(run.bridge, 'lost')
  run.proxy.refuse(false)
  run.bridge.reconnectNow()
  await untilState(run.bridge, 'connected')
  expect((await run.django.ask('get_balance', { broker_id: 1 })).success).toBe(true)
  await until(async () => (await run.django.processing()) === 0)
  // What still waits to be written gets its last try.
  await run.bridge.close()
  expect(await run.django.redis.exists(key)).toBe(0)
})

it('an answer that was cut off on its way to Redis is written over the next line', async () => {
  await using run = await throughProxy()
  const envelope = run.django.envelope('place_order', orderParams)
  const cut = run.proxy.cutBeforeCommand((command) => command.includes(`exchange_response_${envelope.request_id}`))
  await run.django.push(pythonJson(envelope))
  await cut
  expect((await run.django.collect(envelope.request_id)).success).toBe(true)
  await until(async () => (await run.django.processing()) === 0)
  expect(run.services.desk.placed).toHaveLength(1)
})

it('an answer is written again where Redis lost it with everything else', async () => {
  await using run = await throughProxy()
  const envelope = run.django.envelope('place_order', orderParams)
  const key = `exchange_response_${envelope.request_id}`
  const cut = run.proxy.cutAfterCommand((command) => command.includes(key))
  await run.django.push(pythonJson(envelope))
  await cut
  run.proxy.refuse(true)
  await until(async () => (await run.django.redis.exists(key)) === 1)
  await run.django.redis.flushall()
  run.proxy.refuse(false)
  run.bridge.reconnectNow()
  expect((await run.django.collect(envelope.request_id)).success).toBe(true)
  expect(run.services.desk.placed).toHaveLength(1)
})

it('work goes on while the line is away, and its answer is written when it is back', async () => {
  await using run = await throughProxy()
  const { promise: gate, resolve: open } = Promise.withResolvers<undefined>()
  run.services.client.tickerGate = gate
  const envelope = run.django.envelope('get_ticker', { broker_id: 1, symbol: 'BTC/USDT' })
  await run.django.push(pythonJson(envelope))
  await until(() => run.services.client.tickerCalls === 1)
  run.proxy.refuse(true)
  await untilState(run.bridge, 'lost')
  open(undefined)
  await until(() => run.bridge.counts().working === 0)
  run.proxy.refuse(false)
  run.bridge.reconnectNow()
  expect((await run.django.collect(envelope.request_id)).success).toBe(true)
  expect(run.services.client.tickerCalls).toBe(1)
  await until(async () => (await run.django.processing()) === 0)
})

it('what is still in work when the line comes back is not taken up a second time', async () => {
  await using run = await throughProxy()
  const { promise: gate, resolve: open } = Promise.withResolvers<undefined>()
  run.services.client.tickerGate = gate
  const envelope = run.django.envelope('get_ticker', { broker_id: 1, symbol: 'BTC/USDT' })
  await run.django.push(pythonJson(envelope))
  await until(() => run.services.client.tickerCalls === 1)
  run.proxy.cutAll()
  await untilState(run.bridge, 'lost')
  run.bridge.reconnectNow()
  await untilState(run.bridge, 'connected')
  expect(run.bridge.counts()).toMatchObject({ received: 1, working: 1 })
  open(undefined)
  expect((await run.django.collect(envelope.request_id)).success).toBe(true)
  await until(async () => (await run.django.processing()) === 0)
})

it('an order pushed during a short absence is executed, for Django still waits', async () => {
  await using run = await throughProxy()
  run.proxy.refuse(true)
  await untilState(run.bridge, 'lost')
  const envelope = run.django.envelope('place_order', orderParams)
  await run.django.push(pythonJson(envelope))
  run.proxy.refuse(false)
  run.bridge.reconnectNow()
  expect((await run.django.collect(envelope.request_id)).success).toBe(true)
})

it('Redis killed and started again is served again', async () => {
  await using run = await running()
  process.kill(run.server.pid, 'SIGKILL')
  await run.server.ended
  await untilState(run.bridge, 'lost')
  const again = await startOwnRedis({ port: run.server.port })
  run.bridge.reconnectNow()
  expect((await run.django.ask('get_balance', { broker_id: 1 })).success).toBe(true)
  await again.close()
})

it('a queue of the wrong type is reported, and service goes on once it is repaired', async () => {
  await using run = await running()
  await run.django.redis.set('exchange_requests', 'oops')
  await untilState(run.bridge, 'lost')
  expect(run.bridge.state()).toMatchObject({ reason: expect.stringContaining('WRONGTYPE') as unknown })
  await run.django.redis.del('exchange_requests')
  run.bridge.reconnectNow()
  expect((await run.django.ask('get_balance', { broker_id: 1 })).success).toBe(true)
})
