import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, it, onTestFinished } from 'vitest'
import type { RedisBridge, RedisBridgeOptions } from '../../src-main/redis/bridge.ts'
import { plainConnection } from '../../src-main/redis/connection.ts'
import { QueueLease } from '../../src-main/redis/queue-lease.ts'
import { RedisLine } from '../../src-main/redis/redis-line.ts'
import { startOwnRedis } from '../../src-main/redis/service/own-server.ts'
import type { RedisSharing } from '../../src-shared/redis-sharing.ts'
import { until } from '../support/until.ts'
import { CuttingProxy } from './support/cutting-proxy.ts'
import { DjangoClient, pythonJson } from './support/django-client.ts'
import { FakeServices } from './support/fake-services.ts'
import { makeBridge, untilState } from './support/running.ts'

const orderParams = { broker_id: 1, symbol: 'BTC/USDT', side: 'buy', amount: 60, type: 'market' }
const leaseTimes = { everyMs: 50, ttlMs: 30_000 }
const host = '127.0.0.1'

async function startRedis() {
  const server = await startOwnRedis()
  const django = new DjangoClient(server.port)
  onTestFinished(async () => {
    django.close()
    await server.close()
  })
  return { port: server.port, django }
}

interface Gateway {
  readonly bridge: RedisBridge
  readonly services: FakeServices
}

function start(port: number, options: Partial<RedisBridgeOptions> = {}): Gateway {
  const services = new FakeServices()
  const bridge = makeBridge(port, services, { leaseTimes, ...options })
  onTestFinished(() => bridge.close())
  bridge.start()
  return { bridge, services }
}

/** A lease without a bridge, as a gateway elsewhere would hold it; its line is closed when the test ends. */
async function leaseOf(
  port: number,
  instanceId: string,
  pid: number,
  sharing: RedisSharing = 'alone',
  times = leaseTimes,
) {
  const line = await RedisLine.open(plainConnection({ host, port }), instanceId)
  const lease = new QueueLease({ instanceId, sharing: () => sharing, times, now: Date.now, pid })
  onTestFinished(() => line.close())
  await lease.attach(line)
  return { line, lease }
}

/** The id of a process that has ended. */
async function deadPid(): Promise<number> {
  const child = spawn('true')
  await once(child, 'exit')
  return child.pid ?? 0
}

it('a second gateway stands by, names the first, takes nothing, and takes over when that one leaves', async () => {
  const { port, django } = await startRedis()
  const first = start(port, { instanceId: 'first' })
  await untilState(first.bridge, 'connected')
  const second = start(port, { instanceId: 'second' })
  await untilState(second.bridge, 'standby')
  expect(second.bridge.state()).toMatchObject({
    holder: { instance: 'first', pid: process.pid, mode: 'alone', takes: true },
    others: [{ instance: 'first' }],
  })
  await until(() => {
    const state = first.bridge.state()
    return state.state === 'connected' && state.others.length === 1
  })
  expect(first.bridge.state()).toMatchObject({ others: [{ instance: 'second', takes: false }] })
  expect((await django.ask('place_order', orderParams)).success).toBe(true)
  expect(first.services.desk.placed).toHaveLength(1)
  await first.bridge.close()
  await untilState(second.bridge, 'connected')
  expect((await django.ask('place_order', orderParams)).success).toBe(true)
  expect(second.services.desk.placed).toHaveLength(1)
})

it('a person takes over: the former holder takes nothing more, and still answers what it executed', async () => {
  const { port, django } = await startRedis()
  const first = start(port, { instanceId: 'first' })
  await untilState(first.bridge, 'connected')
  const { promise: gate, resolve: open } = Promise.withResolvers<undefined>()
  const usual = first.services.desk.outcome
  first.services.desk.outcome = async () => {
    await gate
    return usual()
  }
  const early = django.envelope('place_order', orderParams)
  await django.push(pythonJson(early))
  await until(() => first.services.desk.placed.length === 1)
  const second = start(port, { instanceId: 'second' })
  await untilState(second.bridge, 'standby')
  await second.bridge.takeOver()
  await untilState(second.bridge, 'connected')
  expect((await django.ask('place_order', orderParams)).success).toBe(true)
  expect(second.services.desk.placed).toHaveLength(1)
  await untilState(first.bridge, 'standby')
  expect(first.bridge.state()).toMatchObject({ holder: { instance: 'second' } })
  open(undefined)
  expect((await django.collect(early.request_id)).success).toBe(true)
  expect(first.services.desk.placed).toHaveLength(1)
})

it('a gateway that stands by still executes what it took when the reply that had it was lost', async () => {
  const { port, django } = await startRedis()
  const proxy = await CuttingProxy.start(port)
  onTestFinished(() => proxy[Symbol.asyncDispose]())
  const first = start(proxy.port, { instanceId: 'first', watchTimes: { ownMs: 20, othersMs: 60_000 } })
  await untilState(first.bridge, 'connected')
  const second = start(port, { instanceId: 'second' })
  await untilState(second.bridge, 'standby')
  const envelope = django.envelope('place_order', orderParams)
  const lost = proxy.cutWhenTaken(envelope.request_id).then(() => proxy.refuse(true))
  await django.push(pythonJson(envelope))
  await lost
  await second.bridge.takeOver()
  await untilState(second.bridge, 'connected')
  proxy.refuse(false)
  first.bridge.reconnectNow()
  await untilState(first.bridge, 'standby')
  expect((await django.collect(envelope.request_id)).success).toBe(true)
  expect(first.services.desk.placed).toHaveLength(1)
  expect(second.services.desk.placed).toHaveLength(0)
})

it('the take itself is refused once another holds the lease, though nobody told yet', async () => {
  const { port, django } = await startRedis()
  const slow = { everyMs: 60_000, ttlMs: 120_000 }
  const first = start(port, { instanceId: 'first', leaseTimes: slow })
  await untilState(first.bridge, 'connected')
  const { lease } = await leaseOf(port, 'second', process.pid)
  await lease.takeOver()
  expect(lease.number).not.toBeNull()
  const envelope = django.envelope('get_balance', { broker_id: 1 })
  await django.push(pythonJson(envelope))
  await untilState(first.bridge, 'standby')
  expect(first.bridge.counts().received).toBe(0)
  expect(await django.redis.llen('exchange_requests')).toBe(1)
})

it('a holder whose process has ended on this machine does not block for a moment', async () => {
  const { port } = await startRedis()
  const { line } = await leaseOf(port, 'killed', await deadPid())
  line.close()
  const started = Date.now()
  const next = start(port, { leaseTimes: { everyMs: 60_000, ttlMs: 120_000 } })
  await untilState(next.bridge, 'connected')
  expect(Date.now() - started).toBeLessThan(5_000)
})

it('a holder without any connection blocks for two looks, one with a connection until its lease expires', async () => {
  const { port } = await startRedis()
  const { line, lease } = await leaseOf(port, 'elsewhere', process.pid)
  const next = start(port)
  await untilState(next.bridge, 'standby')
  // It lives by its connection, not by what it says.
  await lease.look()
  expect(next.bridge.state().state).toBe('standby')
  line.close()
  await untilState(next.bridge, 'connected')
})

it('a lease that nobody renews expires', async () => {
  const { port } = await startRedis()
  // As a hung process leaves it: its connection stays, nothing more is said.
  await leaseOf(port, 'hung', process.pid, 'alone', { everyMs: 60_000, ttlMs: 600 })
  const next = start(port)
  await untilState(next.bridge, 'standby')
  await untilState(next.bridge, 'connected')
})

it('sharing gateways both take; one that wants to be alone stands by, and may take over from both', async () => {
  const { port, django } = await startRedis()
  const sharing = (): RedisSharing => 'share'
  const first = start(port, { instanceId: 'first', sharing })
  const second = start(port, { instanceId: 'second', sharing })
  await untilState(first.bridge, 'connected')
  await untilState(second.bridge, 'connected')
  const ids: string[] = []
  const { promise: gate, resolve: open } = Promise.withResolvers<undefined>()
  for (const { services } of [first, second]) services.client.tickerGate = gate
  while (first.bridge.counts().received === 0 || second.bridge.counts().received === 0) {
    const envelope = django.envelope('get_ticker', { broker_id: 1, symbol: 'BTC/USDT' })
    ids.push(envelope.request_id)
    await django.push(pythonJson(envelope))
  }
  open(undefined)
  for (const id of ids) expect((await django.collect(id)).success).toBe(true)
  const alone = start(port, { instanceId: 'alone' })
  await untilState(alone.bridge, 'standby')
  expect(alone.bridge.state()).toMatchObject({ others: [{ mode: 'share' }, { mode: 'share' }] })
  await alone.bridge.takeOver()
  for (const { bridge } of [first, second]) await untilState(bridge, 'standby')
  expect((await django.ask('place_order', orderParams)).success).toBe(true)
  expect(alone.services.desk.placed).toHaveLength(1)
  await alone.bridge.close()
  for (const { bridge } of [first, second]) await untilState(bridge, 'connected')
})

it('a gateway that no longer wants to share stands by while another still does', async () => {
  const { port } = await startRedis()
  let mode: RedisSharing = 'share'
  const first = start(port, { sharing: () => mode })
  const second = start(port, { sharing: () => 'share' })
  await untilState(first.bridge, 'connected')
  await untilState(second.bridge, 'connected')
  mode = 'alone'
  await first.bridge.sharingChanged()
  await untilState(first.bridge, 'standby')
  await second.bridge.close()
  await untilState(first.bridge, 'connected')
})

it('a Redis that lost everything is served on, with a number that was never used', async () => {
  const { port, django } = await startRedis()
  const only = start(port)
  await untilState(only.bridge, 'connected')
  const before = Number(await django.redis.hget('exchange_requests:lease', 'number'))
  await django.redis.flushall()
  expect((await django.ask('place_order', orderParams)).success).toBe(true)
  expect(Number(await django.redis.hget('exchange_requests:lease', 'number'))).toBeGreaterThan(before)
})

it('a holder that loses its line for a moment keeps the lease', async () => {
  const { port, django } = await startRedis()
  const proxy = await CuttingProxy.start(port)
  onTestFinished(() => proxy[Symbol.asyncDispose]())
  const first = start(proxy.port)
  await untilState(first.bridge, 'connected')
  const second = start(port, { leaseTimes: { everyMs: 60_000, ttlMs: 120_000 } })
  await untilState(second.bridge, 'standby')
  proxy.cutAll()
  await untilState(first.bridge, 'lost')
  await second.bridge.sharingChanged()
  first.bridge.reconnectNow()
  await untilState(first.bridge, 'connected')
  expect((await django.ask('place_order', orderParams)).success).toBe(true)
  expect(first.services.desk.placed).toHaveLength(1)
})
