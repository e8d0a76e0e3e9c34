import { expect, it, onTestFinished } from 'vitest'
import type { RedisBridge, RedisBridgeOptions } from '../../src-main/redis/bridge.ts'
import { startOwnRedis } from '../../src-main/redis/service/own-server.ts'
import { until } from '../support/until.ts'
import { CuttingProxy } from './support/cutting-proxy.ts'
import { DjangoClient, type Envelope, loopTime, pythonJson } from './support/django-client.ts'
import { FakeServices } from './support/fake-services.ts'
import { makeBridge, untilState } from './support/running.ts'

const orderParams = { broker_id: 1, symbol: 'BTC/USDT', side: 'buy', amount: 60, type: 'market' }

interface Gateway {
  readonly bridge: RedisBridge
  readonly services: FakeServices
}

async function start(port: number, options: Partial<RedisBridgeOptions> = {}): Promise<Gateway> {
  const services = new FakeServices()
  const leaseTimes = { everyMs: 50, ttlMs: 30_000 }
  const bridge = makeBridge(port, services, { sharing: () => 'share', leaseTimes, ...options })
  onTestFinished(() => bridge.close())
  bridge.start()
  await untilState(bridge, 'connected')
  return { bridge, services }
}

async function startRedis() {
  const server = await startOwnRedis()
  const django = new DjangoClient(server.port)
  onTestFinished(async () => {
    django.close()
    await server.close()
  })
  return { port: server.port, django }
}

/** As Redis keeps a request id that a gateway took into execution. */
function claimOf(django: DjangoClient, requestId: string): Promise<string | null> {
  return django.redis.get(`exchange_requests:claim:${requestId}`)
}

/** A line to Redis of its own for each, so that one can be cut. */
async function startBehindProxy(port: number, options: Partial<RedisBridgeOptions> = {}) {
  const proxy = await CuttingProxy.start(port)
  onTestFinished(() => proxy[Symbol.asyncDispose]())
  return { proxy, ...(await start(proxy.port, options)) }
}

const placedBy = (...gateways: readonly Gateway[]): readonly string[] =>
  gateways.flatMap(({ services }) => services.desk.placed.map(({ origin }) => origin.requestId))

it('200 orders pushed twice each on a queue that two share: each executed once, each answered', async () => {
  const { port, django } = await startRedis()
  const first = await start(port)
  const second = await start(port)
  for (const { services } of [first, second]) {
    const usual = services.desk.outcome
    services.desk.outcome = async () => {
      await new Promise((resolve) => setTimeout(resolve, 20))
      return usual()
    }
  }
  const envelopes = Array.from({ length: 200 }, () => django.envelope('place_order', orderParams))
  const twice = envelopes.flatMap((envelope) => [envelope, envelope])
  await Promise.all(twice.map((envelope) => django.push(pythonJson(envelope))))
  for (const { request_id } of envelopes) expect((await django.collect(request_id)).success).toBe(true)
  const placed = placedBy(first, second)
  expect(placed).toHaveLength(200)
  expect(new Set(placed)).toEqual(new Set(envelopes.map(({ request_id }) => request_id)))
  expect(first.services.desk.placed.length).toBeGreaterThan(0)
  expect(second.services.desk.placed.length).toBeGreaterThan(0)
  await until(async () => (await django.processing()) === 0)
  expect(first.bridge.counts().received + second.bridge.counts().received).toBe(400)
})

/** Has a gateway answer a request, and then stops it. */
async function answeredByAnother(port: number, django: DjangoClient, envelope: Envelope): Promise<string> {
  const former = await start(port)
  const { text } = await django.send(envelope)
  expect(former.services.desk.placed).toHaveLength(1)
  await former.bridge.close()
  return text
}

it('what another gateway answered is answered with its words, and not executed', async () => {
  const { port, django } = await startRedis()
  const envelope = django.envelope('place_order', orderParams)
  const text = await answeredByAnother(port, django, envelope)
  const next = await start(port)
  const again = await django.send({ ...envelope, timestamp: loopTime() })
  expect(again.text).toBe(text)
  expect(next.services.desk.placed).toHaveLength(0)
})

it('an order that is under way at one gateway is under way for the other, and executed once', async () => {
  const { port, django } = await startRedis()
  const open = Promise.withResolvers<undefined>()
  const gateways = [await start(port, { answerWithinMs: 30 }), await start(port, { answerWithinMs: 30 })]
  for (const { services } of gateways) {
    const { desk } = services
    const usual = await desk.outcome()
    desk.outcome = () => open.promise.then(() => usual)
    Object.assign(desk, {
      recall: () => (desk.placed.length === 0 ? Promise.resolve(null) : open.promise.then(() => usual)),
    })
  }
  const envelope = django.envelope('place_order', orderParams)
  // Whoever is free takes: until each has had it.
  while (gateways.some(({ bridge }) => bridge.counts().received < 2)) {
    const { data } = await django.send({ ...envelope, timestamp: loopTime() })
    expect(data).toMatchObject({ status: 'pending' })
  }
  open.resolve(undefined)
  expect(placedBy(...gateways)).toHaveLength(1)
})

it('another payload under an id that another gateway answered is a conflict, and not executed', async () => {
  const { port, django } = await startRedis()
  const envelope = django.envelope('place_order', orderParams)
  await answeredByAnother(port, django, envelope)
  const next = await start(port)
  const other = await django.send({ ...envelope, params: { ...orderParams, amount: 61 } })
  expect(other.error).toContain('already used')
  expect(next.services.desk.placed).toHaveLength(0)
})

/** Starts a gateway that is stuck in an order of this request. */
async function stuck(port: number, django: DjangoClient, envelope: Envelope) {
  const gateway = await startBehindProxy(port)
  const { promise: gate, resolve: open } = Promise.withResolvers<undefined>()
  const { desk } = gateway.services
  const usual = desk.outcome
  desk.outcome = async () => {
    await gate
    return usual()
  }
  onTestFinished(() => open(undefined))
  await django.push(pythonJson(envelope))
  await until(() => desk.placed.length === 1)
  return { ...gateway, open }
}

/** As after kill -9: no connection any more, and its key has run out. */
async function seemsDead(
  { proxy, bridge }: Awaited<ReturnType<typeof startBehindProxy>>,
  django: DjangoClient,
): Promise<void> {
  proxy.refuse(true)
  await untilState(bridge, 'lost')
  await django.redis.del(...(await django.redis.keys('exchange_requests:gateway:*')))
}

it('while another gateway works on an id, this one waits for its answer', async () => {
  const { port, django } = await startRedis()
  const envelope = django.envelope('place_order', orderParams)
  const first = await stuck(port, django, envelope)
  const second = await start(port)
  // Pushed until the second gets it: the first keeps those that it takes, for they are its own.
  while (second.bridge.counts().working === 0) await django.push(pythonJson(envelope))
  first.open(undefined)
  expect((await django.collect(envelope.request_id)).success).toBe(true)
  await until(() => second.bridge.counts().working === 0)
  expect(second.bridge.requests(1)[0]).toMatchObject({ outcome: 'duplicate' })
  expect(placedBy(first, second)).toEqual([envelope.request_id])
  await until(async () => (await django.processing()) === 0)
})

it('an id whose gateway died over it is answered as interrupted, and not executed again', async () => {
  const { port, django } = await startRedis()
  const envelope = django.envelope('place_order', orderParams)
  const first = await stuck(port, django, envelope)
  await seemsDead(first, django)
  const second = await start(port)
  const answer = await django.collect(envelope.request_id)
  expect(answer.error).toContain('was interrupted')
  const again = await django.send({ ...envelope, timestamp: loopTime() })
  expect(again.error).toContain('was interrupted')
  expect(placedBy(second)).toEqual([])
})

it('a gateway that was only cut off, and whose request another answered meanwhile, gives no second answer', async () => {
  const { port, django } = await startRedis()
  const envelope = django.envelope('place_order', orderParams)
  const first = await stuck(port, django, envelope)
  await seemsDead(first, django)
  const second = await start(port)
  expect((await django.collect(envelope.request_id)).error).toContain('was interrupted')
  first.open(undefined)
  await until(() => first.bridge.counts().working === 0)
  first.proxy.refuse(false)
  first.bridge.reconnectNow()
  await untilState(first.bridge, 'connected')
  // Served in order: what it had to say before is said by then.
  while (first.bridge.counts().received < 2) await django.ask('get_balance', { broker_id: 1 })
  expect(await django.redis.exists(`exchange_response_${envelope.request_id}`)).toBe(0)
  expect(placedBy(first, second)).toEqual([envelope.request_id])
})

it('a claim whose gateway is gone, without anything in its list, is as interrupted', async () => {
  const { port, django } = await startRedis()
  const envelope = django.envelope('place_order', orderParams)
  const first = await stuck(port, django, envelope)
  await seemsDead(first, django)
  await django.redis.del(...(await django.redis.keys('exchange_requests:processing:*')))
  const second = await start(port)
  expect((await django.send(envelope)).error).toContain('was interrupted')
  expect(placedBy(second)).toEqual([])
})

it('what the journal of this gateway knows is answered from it, though the gateway that took it died', async () => {
  const { port, django } = await startRedis()
  const envelope = django.envelope('place_order', orderParams)
  const first = await stuck(port, django, envelope)
  await seemsDead(first, django)
  const services = new FakeServices()
  const outcome = await services.desk.outcome()
  const desk = Object.assign(services.desk, { recall: () => Promise.resolve(outcome) })
  const second = makeBridge(port, Object.assign(services, { desk }), { sharing: () => 'share' })
  onTestFinished(() => second.close())
  second.start()
  expect((await django.collect(envelope.request_id)).success).toBe(true)
  expect(desk.placed).toHaveLength(0)
})

it('Redis lost while an id is claimed: nothing is executed before it is known whose it is, then once', async () => {
  const { port, django } = await startRedis()
  const only = await startBehindProxy(port)
  const envelope = django.envelope('place_order', orderParams)
  const cut = only.proxy.cutAfterCommand((command) => command.includes(`claim:${envelope.request_id}`))
  await django.push(pythonJson(envelope))
  await cut
  only.proxy.refuse(true)
  await untilState(only.bridge, 'lost')
  expect(placedBy(only)).toEqual([])
  expect(await claimOf(django, envelope.request_id)).toContain('"answer":null')
  only.proxy.refuse(false)
  only.bridge.reconnectNow()
  expect((await django.collect(envelope.request_id)).success).toBe(true)
  expect(placedBy(only)).toEqual([envelope.request_id])
  expect(await django.processing()).toBe(0)
})

it('reads are not noted, and an order is remembered with its answer for a day', async () => {
  const { port, django } = await startRedis()
  await start(port)
  const read = django.envelope('get_balance', { broker_id: 1 })
  await django.send(read)
  expect(await claimOf(django, read.request_id)).toBeNull()
  const order = django.envelope('place_order', orderParams)
  const { text } = await django.send(order)
  expect(JSON.parse((await claimOf(django, order.request_id)) ?? '')).toMatchObject({ answer: text })
  expect(await django.redis.ttl(`exchange_requests:claim:${order.request_id}`)).toBeGreaterThan(86_000)
})
